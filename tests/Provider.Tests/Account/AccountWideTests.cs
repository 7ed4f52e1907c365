using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;
using ZeroTrust.Provider.Tests.Wire;

namespace ZeroTrust.Provider.Tests.Account;

/// <summary>Singletons of an account or a zone: managed, then restored.</summary>
internal sealed class AccountWideTests
{
    [Test]
    public async Task Deleting_certificates_restores_their_previous_setting()
    {
        await using var host = await ProviderHost.StartAsync();
        host.Cloudflare.State.Change(data => data.Certificates[Known.ZoneId] = true);
        var stored = await host.CreateAsync("DeviceCertificates", PropertyMap.Of(("zoneId", Known.ZoneId), ("enabled", false)));

        await host.DestroyAsync(stored);

        Assert.That(host.Cloudflare.State.Read(data => (bool?)data.Certificates[Known.ZoneId]), Is.True);
    }

    [Test]
    public async Task Retained_or_imported_certificates_are_not_changed()
    {
        await using var host = await ProviderHost.StartAsync();
        var retained = await host.CreateAsync(
            "DeviceCertificates",
            PropertyMap.Of(("zoneId", Known.ZoneId), ("enabled", true), ("onDelete", "retain"))
        );
        var imported = await host.ImportAsync("DeviceCertificates", Known.ZoneId);
        host.Cloudflare.ClearRequests();

        await host.DestroyAsync(retained);
        await host.DestroyAsync(imported!);

        Assert.That(host.Writes, Is.Empty);
    }

    [Test]
    public async Task Certificates_already_as_declared_are_not_written()
    {
        await using var host = await ProviderHost.StartAsync();

        await host.CreateAsync("DeviceCertificates", PropertyMap.Of(("zoneId", Known.ZoneId), ("enabled", false)));

        Assert.That(host.Writes, Is.Empty);
    }

    [Test]
    public async Task Deleted_settings_are_restored_and_others_stay()
    {
        await using var host = await ProviderHost.StartAsync();
        host.Cloudflare.State.Change(data =>
        {
            data.Settings["gateway_proxy_enabled"] = true;
            data.Connectivity["icmp_proxy_enabled"] = true;
        });
        var stored = await host.CreateAsync(
            "DeviceSettings",
            PropertyMap.Of(
                ("gatewayProxyEnabled", false),
                ("useZtVirtualIp", true),
                ("icmpProxyEnabled", false),
                ("externalEmergencySignalInterval", "2m")
            )
        );
        host.Cloudflare.ClearRequests();

        await host.DestroyAsync(stored);

        Assert.That(
            Writes(host),
            Is.EqualTo([
                """PATCH {"external_emergency_signal_interval":"1m","gateway_proxy_enabled":true,"use_zt_virtual_ip":false}""",
                """PATCH {"icmp_proxy_enabled":true}""",
            ])
        );
    }

    [Test]
    public async Task A_setting_managed_later_is_restored_to_its_value_at_that_time()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DeviceSettings", PropertyMap.Of(("useZtVirtualIp", true)));
        host.Cloudflare.State.Change(data => data.Settings["disable_for_time"] = 600);
        var updated = await host.UpdateAsync(
            (await host.ReadAsync(stored))!,
            PropertyMap.Of(("useZtVirtualIp", true), ("disableForTime", 60))
        );
        host.Cloudflare.ClearRequests();

        await host.DestroyAsync(updated);

        Assert.That(host.Cloudflare.State.Read(data => (int?)data.Settings["disable_for_time"]), Is.EqualTo(600));
        Assert.That(host.Cloudflare.State.Read(data => (bool?)data.Settings["use_zt_virtual_ip"]), Is.False);
    }

    [Test]
    public async Task Only_changed_settings_are_patched()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DeviceSettings", Sample.AccountSettings);
        host.Cloudflare.ClearRequests();

        await host.UpdateAsync(stored, Sample.AccountSettings.With("disableForTime", 0).With("offrampWarpEnabled", false));

        Assert.That(Writes(host), Is.EqualTo(["""PATCH {"disable_for_time":0}""", """PATCH {"offramp_warp_enabled":false}"""]));
    }

    [Test]
    public async Task Retained_or_imported_settings_are_not_changed()
    {
        await using var host = await ProviderHost.StartAsync();
        var retained = await host.CreateAsync("DeviceSettings", Sample.AccountSettings.With("onDelete", "retain"));
        var imported = await host.ImportAsync("DeviceSettings", retained.Id);
        host.Cloudflare.ClearRequests();

        await host.DestroyAsync(retained);
        await host.DestroyAsync(imported!);

        Assert.That(host.Writes, Is.Empty);
    }

    [TestCase("externalEmergencySignalUrl", "http://192.0.2.1/d", "https")]
    [TestCase("externalEmergencySignalUrl", "https://signal.example.com/d", "IP address")]
    [TestCase("externalEmergencySignalInterval", "10s", "30s")]
    [TestCase("externalEmergencySignalFingerprint", "DD4F", "64 hexadecimal digits")]
    public async Task Values_of_the_emergency_signal_that_Cloudflare_refuses_are_refused_at_preview(
        string property,
        string value,
        string message
    )
    {
        await using var host = await ProviderHost.StartAsync();

        var (_, failures) = await host.CheckAsync("DeviceSettings", PropertyMap.Of((property, value)));

        Assert.That(failures.Single(), Does.StartWith(property + ": ").And.Contain(message));
    }

    [Test]
    public async Task An_enabled_signal_requires_a_url()
    {
        await using var host = await ProviderHost.StartAsync();

        var (_, failures) = await host.CheckAsync(
            "DeviceSettings",
            PropertyMap.Of(("externalEmergencySignalEnabled", true), ("externalEmergencySignalUrl", ""))
        );

        Assert.That(failures.Single(), Does.Contain("(ZT131)"));
    }

    [Test]
    public async Task The_global_override_is_written_only_when_it_changes()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("GlobalWarpOverride", PropertyMap.Of(("disconnect", false)));
        Assert.That(host.Writes, Is.Empty, "devices were not disconnected");

        var program = PropertyMap.Of(("disconnect", true), ("justification", "Incident 42"));
        var disconnected = await host.UpdateAsync(stored, program);
        Assert.That(host.Writes.Single().Body, Is.EqualTo("""{"disconnect":true,"justification":"Incident 42"}"""));

        var same = await host.UpdateAsync(disconnected, program.With("justification", "Incident 43"));
        Assert.That(host.Writes.Count(), Is.EqualTo(1), "a new justification alone is not written");
        Assert.That(same.Outputs["timestamp"], Is.EqualTo(disconnected.Outputs["timestamp"]));
    }

    [Test]
    public async Task Disconnecting_all_devices_is_reported_with_a_prominent_warning()
    {
        await using var host = await ProviderHost.StartAsync();

        var (_, failures) = await host.CheckAsync("GlobalWarpOverride", PropertyMap.Of(("disconnect", true)));

        Assert.That(failures, Is.Empty);
        Assert.That(host.Log.Single().Message, Does.Contain("EVERY DEVICE"));
        Assert.That(host.Log.Single().Severity, Is.EqualTo(Pulumirpc.LogSeverity.Warning));
    }

    [Test]
    public async Task Deleting_the_global_override_reconnects_only_disconnected_devices()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("GlobalWarpOverride", PropertyMap.Of(("disconnect", true)));
        host.Cloudflare.ClearRequests();

        await host.DestroyAsync(stored);
        await host.DestroyAsync(stored);

        Assert.That(host.Writes.Single().Body, Is.EqualTo("""{"disconnect":false}"""));
    }

    [Test]
    public async Task A_disconnection_by_somebody_else_is_drift()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("GlobalWarpOverride", PropertyMap.Of(("disconnect", false)));
        host.Cloudflare.State.Change(data => data.Resilience = new() { ["disconnect"] = true, ["timestamp"] = "2026-01-01T00:00:00Z" });

        Assert.That(await host.DriftAsync(stored), Is.EqualTo(["Update disconnect"]));
    }

    // The engine creates first and deletes last, and shows the creation nothing of the old state.
    [Test]
    public async Task A_successor_that_cannot_restore_what_was_there_before_says_so([Values] bool renamed, [Values] bool interrupted)
    {
        await using var host = await ProviderHost.StartAsync();
        host.Cloudflare.State.Change(data => (data.Settings["disable_for_time"], data.Certificates[Known.ZoneId]) = (600, true));
        var stack = new TestStack(host);
        Declaration[] Program(string name) =>
            [
                new("DeviceSettings", name, PropertyMap.Of(("disableForTime", 60), ("useZtVirtualIp", false))),
                new("DeviceCertificates", name, PropertyMap.Of(("zoneId", Known.ZoneId), ("enabled", false))),
            ];
        await stack.UpdateAsync(Program("old"));
        host.Cloudflare.ClearRequests();

        var program = Program(renamed ? "new" : "old");
        await stack.UpdateAsync(program, replace: [.. program.Select(resource => resource.Key)], interrupted);
        if (interrupted)
        {
            Assert.That(Warnings(host), Is.Empty);
            await stack.UpdateAsync(program);
        }

        Assert.That(host.Writes, Is.Empty, "everything is as declared");
        Assert.That(
            Warnings(host),
            Is.EquivalentTo([
                Lost($"DeviceSettings '{program[0].Name}'", "disable_for_time 600"),
                Lost($"DeviceCertificates '{program[0].Name}'", "enabled true"),
            ])
        );
    }

    [TestCase(600, "restore", 60, "restore", Description = "The old resource had changed nothing.")]
    [TestCase(60, "retain", 60, "restore", Description = "The old resource would have restored nothing.")]
    [TestCase(60, "restore", 60, "retain", Description = "The new resource is to restore nothing.")]
    [TestCase(60, "restore", null, "restore", Description = "The program no longer manages the setting.")]
    public async Task A_successor_that_loses_nothing_does_not_warn(int before, string oldChoice, int? after, string newChoice)
    {
        await using var host = await ProviderHost.StartAsync();
        host.Cloudflare.State.Change(data => data.Settings["disable_for_time"] = 600);
        var stack = new TestStack(host);
        var settings = PropertyMap.Of(("useZtVirtualIp", false), ("disableForTime", before), ("onDelete", oldChoice));
        await stack.UpdateAsync([new("DeviceSettings", "old", settings)]);

        settings = after is { } value ? settings.With("disableForTime", value) : settings.Without("disableForTime");
        await stack.UpdateAsync([new("DeviceSettings", "new", settings.With("onDelete", newChoice))]);

        Assert.That(Warnings(host), Is.Empty);
    }

    [Test]
    public async Task With_deleteBeforeReplace_a_replacement_restores_what_was_there_before()
    {
        await using var host = await ProviderHost.StartAsync();
        host.Cloudflare.State.Change(data => data.Settings["disable_for_time"] = 600);
        var program = PropertyMap.Of(("disableForTime", 60));
        var stored = await host.CreateAsync("DeviceSettings", program);
        await host.ConfigureAsync();

        await host.CheckAsync("DeviceSettings", program);
        await host.DeleteAsync(stored);
        var replacement = await host.CreateAsync("DeviceSettings", program);
        await host.DestroyAsync(replacement);

        Assert.That(host.Cloudflare.State.Read(data => (int?)data.Settings["disable_for_time"]), Is.EqualTo(600));
        Assert.That(Warnings(host), Is.Empty);
    }

    [Test]
    public async Task Settings_already_as_declared_are_not_written()
    {
        await using var host = await ProviderHost.StartAsync();
        host.Cloudflare.State.Change(data => data.Settings["disable_for_time"] = 600);

        var stored = await host.CreateAsync("DeviceSettings", PropertyMap.Of(("disableForTime", 600)));
        Assert.That(host.Writes, Is.Empty);

        // Somebody else has made the change that the program makes now.
        host.Cloudflare.State.Change(data => data.Settings["disable_for_time"] = 60);
        await host.ConfigureAsync();
        await host.UpdateAsync(stored, PropertyMap.Of(("disableForTime", 60)));
        Assert.That(host.Writes, Is.Empty);
    }

    private static string Lost(string successor, string values) =>
        $"Deleting {successor} will not restore what was there before the program: {values}. Note it down if you need it. What was there "
        + "is kept when a renamed resource has its old name in the resource option aliases, and a replaced one the option "
        + "deleteBeforeReplace.";

    private static IEnumerable<string> Warnings(ProviderHost host) =>
        host.Log.Where(line => line.Severity == Pulumirpc.LogSeverity.Warning).Select(line => line.Message);

    private static IEnumerable<string> Writes(ProviderHost host) => host.Writes.Select(request => $"{request.Method} {request.Body}");
}
