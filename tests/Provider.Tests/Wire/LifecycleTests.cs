using Grpc.Core;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>Properties of every resource, over gRPC with the simulated API.</summary>
internal sealed class LifecycleTests
{
    private static IEnumerable<string> Types => EveryResource.Full.Keys;

    private static IEnumerable<TestCaseData> Importable =>
        from type in Types
        where EveryResource.Types[type].IsImportable
        from sample in EveryResource.Samples(type).Index()
        where !sample.Item.ContainsKey("virtualNetworkId")
        select new TestCaseData(type, sample.Item).SetArgDisplayNames(type, $"sample {sample.Index}");

    [Test]
    public void Every_resource_has_a_sample() => Assert.That(Types, Is.EquivalentTo(EveryResource.Types.Keys));

    [TestCaseSource(nameof(Types))]
    public async Task After_creation_there_are_no_differences_and_no_further_writes(string type)
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync(type, EveryResource.Full[type]);
        host.Cloudflare.ClearRequests();

        Assert.That(ProviderHost.Describe(await host.DiffAsync(stored, EveryResource.Full[type])), Is.Empty);
        Assert.That(host.Cloudflare.Requests, Is.Empty, "Check and Diff never call the API");
        Assert.That(await host.DriftAsync(stored), Is.Empty);
        Assert.That(host.Writes, Is.Empty);
    }

    [TestCaseSource(nameof(Types))]
    public async Task A_refresh_does_not_change_inputs_or_outputs(string type)
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync(type, EveryResource.Full[type]);
        var fresh = await host.ReadAsync(stored);

        Assert.That(fresh!.Inputs, Is.EqualTo(stored.Inputs));
        Assert.That(fresh.Outputs, Is.EqualTo(stored.Outputs));
        Assert.That(fresh.Id, Is.EqualTo(stored.Id));
    }

    [TestCaseSource(nameof(Importable))]
    public async Task An_imported_object_shows_no_difference(string type, PropertyMap program)
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync(type, program);
        var imported = await host.ImportAsync(type, stored.Id);

        Assert.That(imported, Is.Not.Null);
        Assert.That(
            ProviderHost.Describe(await host.DiffAsync(imported!, imported!.Inputs)),
            Is.Empty,
            "the inputs that import reconstructs"
        );
        Assert.That(
            ProviderHost.Describe(await host.DiffAsync(imported, Readable(type, program))),
            Is.Empty,
            "the program that created it"
        );
    }

    [TestCaseSource(nameof(Types))]
    public async Task A_second_deletion_succeeds(string type)
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync(type, EveryResource.Full[type]);

        await host.DestroyAsync(stored);
        await host.DestroyAsync(stored);

        if (EveryResource.Objects.Contains(type) || type is "SplitTunnelRoute" or "FallbackDomain")
        {
            Assert.That(await host.ReadAsync(stored), Is.Null);
        }
    }

    [TestCaseSource(nameof(Types))]
    public async Task A_preview_of_a_creation_sends_nothing_and_knows_the_declared_values(string type)
    {
        await using var host = await ProviderHost.StartAsync();
        var outputs = await host.PreviewCreateAsync(type, EveryResource.Full[type]);

        Assert.That(host.Cloudflare.Requests, Is.Empty);
        foreach (var (name, value) in EveryResource.Full[type])
        {
            Assert.That(outputs[name].WithoutSecrets(), Is.EqualTo(value.WithoutSecrets()), name);
        }

        var scope = type == "DeviceCertificates" ? "zoneId" : "accountId";
        Assert.That(outputs[scope], Is.EqualTo((PropertyValue)(scope == "zoneId" ? Known.ZoneId : host.Cloudflare.AccountId)));
    }

    [TestCaseSource(nameof(Types))]
    public async Task A_malformed_id_is_refused_with_the_expected_form(string type)
    {
        await using var host = await ProviderHost.StartAsync();

        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.ImportAsync(type, "one/two/three"));

        Assert.That(refusal!.StatusCode, Is.EqualTo(StatusCode.InvalidArgument));
        Assert.That(refusal.Status.Detail, Does.Contain(type == "DeviceCertificates" ? "zoneId" : "accountId"));
    }

    // An import cannot know properties that the API never returns and that decide what an update does.
    private static PropertyMap Readable(string type, PropertyMap program) =>
        new(
            program.Where(entry =>
                type switch
                {
                    "DefaultDeviceProfile" => !entry.Key.StartsWith("lanAllow", StringComparison.Ordinal),
                    "DeviceRevocation" => entry.Key is not ("permanently" or "legacy"),
                    _ => true,
                }
            )
        );
}
