using Grpc.Core;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;
using ZeroTrust.Provider.Tests.Wire;

namespace ZeroTrust.Provider.Tests.Devices;

/// <summary>Codes for uninstalling the client.</summary>
internal sealed class UninstallCodeTests
{
    private static PropertyMap ForAll => PropertyMap.Of(("durationHours", 24));

    [TestCase(true, "\"scope\":\"device\"")]
    [TestCase(false, "\"scope\":\"account\"")]
    public async Task A_code_is_generated_once_and_is_a_secret(bool forDevice, string scope)
    {
        await using var host = await ProviderHost.StartAsync();
        var program = forDevice ? ForAll.With("deviceId", Known.DeviceId) : ForAll;
        await host.PreviewCreateAsync("UninstallCode", program);
        Assert.That(host.Cloudflare.Requests, Is.Empty, "a preview generates no code");

        var stored = await host.CreateAsync("UninstallCode", program);
        var fresh = await host.ReadAsync(stored);

        Assert.That(host.Cloudflare.Requests.Single().Body, Does.Contain(scope));
        Assert.That(stored.Outputs["code"], Is.InstanceOf<PropertySecret>());
        Assert.That(fresh!.Outputs, Is.EqualTo(stored.Outputs));
        Assert.That(stored.Id, Does.Not.Contain(((PropertyString)stored.Outputs["code"].Unsecret()).Value));
    }

    [TestCase("codeVersion", "AddReplace")]
    [TestCase("deviceId", "AddReplace")]
    [TestCase("durationHours", "UpdateReplace")]
    public async Task Any_change_generates_another_code(string property, string kind)
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("UninstallCode", ForAll);

        var diff = await host.DiffAsync(stored, ForAll.With(property, property == "durationHours" ? 12 : Known.DeviceId));

        Assert.That(ProviderHost.Describe(diff), Is.EqualTo((string[])[$"{kind} {property}"]));
    }

    [Test]
    public async Task A_code_that_has_expired_is_gone()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("UninstallCode", ForAll);

        var expired = stored with { Outputs = stored.Outputs.With("expiresAt", "2026-01-01T00:00:00Z") };

        Assert.That(await host.ReadAsync(expired), Is.Null);
    }

    [Test]
    public async Task A_code_cannot_be_imported()
    {
        await using var host = await ProviderHost.StartAsync();

        var refusal = await Assert.ThrowsAsync<RpcException>(() =>
            host.ImportAsync("UninstallCode", $"{Known.AccountId}/{Known.DeviceId}")
        );

        Assert.That(refusal!.Status.Detail, Does.Contain("cannot be imported: Cloudflare shows it once"));
    }
}
