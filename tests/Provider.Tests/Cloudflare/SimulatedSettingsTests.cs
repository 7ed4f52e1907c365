using System.Text.Json.Nodes;
using ZeroTrust.Cloudflare;
using ZeroTrust.Simulator;

namespace ZeroTrust.Provider.Tests.Cloudflare;

internal sealed class SimulatedSettingsTests : Simulated
{
    [Test]
    public async Task Device_settings_are_patched_replaced_and_reset()
    {
        var patched = await RunAsync(
            Client.Settings.PatchSettingsAsync(
                Account,
                new JsonObject { ["gateway_proxy_enabled"] = true, ["disable_for_time"] = 20 },
                default
            )
        );
        var read = await RunAsync(Client.Settings.GetSettingsAsync(Account, default));
        var put = await RunAsync(Client.Settings.PutSettingsAsync(Account, new() { UseZtVirtualIp = true }, default));
        await RunAsync(Client.Settings.DeleteSettingsAsync(Account, default));
        var reset = await RunAsync(Client.Settings.GetSettingsAsync(Account, default));

        Assert.That((patched.GatewayProxyEnabled, read.DisableForTime), Is.EqualTo((true, 20)));
        Assert.That((put.UseZtVirtualIp, put.GatewayProxyEnabled), Is.EqualTo((true, false)));
        Assert.That(reset.UseZtVirtualIp, Is.False);
    }

    [Test]
    public async Task Connectivity_settings_are_patched()
    {
        await RunAsync(Client.Settings.PatchConnectivityAsync(Account, new JsonObject { ["offramp_warp_enabled"] = true }, default));

        Assert.That((await RunAsync(Client.Settings.GetConnectivityAsync(Account, default))).OfframpWarpEnabled, Is.True);
    }

    [Test]
    public async Task Certificates_are_switched()
    {
        var on = await RunAsync(Client.Certificates.PatchCertificatesAsync(Simulator.ZoneId, true, default));
        var read = await RunAsync(Client.Certificates.FindCertificatesAsync(Simulator.ZoneId, default));

        Assert.That((on.Enabled, read!.Enabled), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task The_global_override_is_set()
    {
        var before = await RunAsync(Client.Resilience.FindGlobalOverrideAsync(Account, default));
        var set = await RunAsync(Client.Resilience.SetGlobalOverrideAsync(Account, true, "INC-42", default));
        var after = await RunAsync(Client.Resilience.FindGlobalOverrideAsync(Account, default));

        Assert.That(before, Is.Null);
        Assert.That(after, Is.EqualTo(set));
        Assert.That((set.Disconnect, set.Timestamp), Is.EqualTo((true, after!.Timestamp)));
    }

    [Test]
    public async Task The_error_for_a_read_only_token_names_the_missing_permission()
    {
        using var reader = ClientWith(new() { ApiToken = "read-only" });
        await RunAsync(reader.Settings.GetSettingsAsync(Account, default));

        var failure = await FailsAsync(reader.Settings.DeleteSettingsAsync(Account, default));

        Assert.That(failure.Kind, Is.EqualTo(CloudflareErrorKind.Forbidden));
        Assert.That(failure.Message, Does.Contain("needs the permission 'Zero Trust Write'"));
    }

    [Test]
    public async Task An_api_key_works_where_it_is_accepted()
    {
        using var keyed = ClientWith(new() { ApiKey = "simulator-key", Email = "admin@example.com" });
        await RunAsync(keyed.Settings.GetSettingsAsync(Account, default));

        var failure = await FailsAsync(keyed.Devices.FindDeviceAsync(Account, "x", default));

        Assert.That(failure.Message, Does.Contain("Cloudflare documents this endpoint for API tokens only"));
    }

    [Test]
    public async Task A_wrong_token_and_a_wrong_account_are_distinguished()
    {
        using var wrong = ClientWith(new() { ApiToken = "wrong-token" });

        var token = await FailsAsync(wrong.Settings.GetSettingsAsync(Account, default));
        var account = await FailsAsync(Client.Profiles.FindProfileAsync("ffffffffffffffffffffffffffffffff", "x", null, default));

        Assert.That(token.Kind, Is.AnyOf(CloudflareErrorKind.Unauthorized, CloudflareErrorKind.Forbidden));
        Assert.That(account.Kind, Is.Not.EqualTo(CloudflareErrorKind.NotFound));
    }

    [Test]
    public async Task An_unreachable_server_is_reported_as_not_reached()
    {
        var nobody = new CloudflareOptions
        {
            BaseUrl = "http://127.0.0.1:1",
            ApiToken = "a-token",
            RequestTimeout = TimeSpan.FromDays(1),
        };
        using var client = new CloudflareClient(nobody, Time);

        var failure = await FailsAsync(client.Settings.DeleteSettingsAsync(Account, default));

        Assert.That((failure.Kind, failure.MayHaveArrived), Is.EqualTo((CloudflareErrorKind.Unavailable, false)));
        Assert.That(failure.Message, Does.Contain(": ConnectionRefused").And.Contain("after 6 attempts").And.EndWith("Nothing changed."));
    }

    protected override SimulatorOptions SimulatorOptions() => new() { Tokens = [new("read-only", Permissions.ZeroTrustRead)] };
}
