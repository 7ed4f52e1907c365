using Grpc.Core;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;
using ZeroTrust.Provider.Tests.Wire;

namespace ZeroTrust.Provider.Tests.Devices;

/// <summary>Revocations, over gRPC.</summary>
internal sealed class RevocationTests
{
    [Test]
    public async Task An_update_revokes_added_registrations_and_unrevokes_removed_ones()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DeviceRevocation", Registrations(Known.RegistrationId));
        Assert.That(Revoked(host), Is.EqualTo([Known.RegistrationId]));

        var updated = await host.UpdateAsync(stored, Registrations(Known.OtherRegistrationId));

        Assert.That(Revoked(host), Is.EqualTo([Known.OtherRegistrationId]));
        Assert.That(await host.DriftAsync(updated), Is.Empty);
        Assert.That((await host.ReadAsync(updated))!.Id, Is.EqualTo(stored.Id), "the id stays");
    }

    [Test]
    public async Task Deleting_unrevokes_all_registrations()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DeviceRevocation", EveryResource.Full["DeviceRevocation"]);
        Assert.That(Revoked(host), Is.EquivalentTo(new[] { Known.RegistrationId, Known.OtherRegistrationId }));

        await host.DestroyAsync(stored);

        Assert.That(Revoked(host), Is.Empty);
    }

    // The engine deletes last, and the id names what was revoked at creation.
    [TestCase("one: 1 -> one: 1 2 -> other: 1 2", TestName = "Renaming_a_resource_keeps_its_registrations_revoked")]
    [TestCase("one: 1 2 -> one: 1, other: 2", TestName = "A_registration_that_moves_to_a_later_resource_stays_revoked")]
    [TestCase("other: 1 2 -> one: 1, other: 2", TestName = "A_registration_that_moves_to_an_earlier_resource_stays_revoked")]
    [TestCase("one: 1 2 -> other: 2", TestName = "A_registration_that_another_resource_takes_over_stays_revoked")]
    [TestCase("one: device -> other: 1", TestName = "A_registration_of_a_device_that_another_resource_takes_over_stays_revoked")]
    [TestCase("one: 1 -> other: device", TestName = "A_registration_stays_revoked_with_its_device")]
    [TestCase("one: 1 -> !one: 1 2", TestName = "A_forced_replacement_keeps_registrations_revoked")]
    [TestCase("one: device -> !one: device 2", TestName = "A_forced_replacement_keeps_a_device_revoked")]
    public async Task What_the_program_revokes_stays_revoked(string updates)
    {
        await using var host = await ProviderHost.StartAsync();
        var stack = new TestStack(host);
        var expected = new List<string>();
        foreach (var update in updates.Split(" -> "))
        {
            expected.Clear();
            var program = new List<Declaration>();
            foreach (var resource in update.TrimStart('!').Split(", "))
            {
                var names = resource.Split(": ")[1].Split(' ');
                string[] ids =
                [
                    .. names.Where(name => name != "device").Select(name => name == "1" ? Known.RegistrationId : Known.OtherRegistrationId),
                ];
                var inputs = ids.Length == 0 ? PropertyMap.Empty : Registrations(ids);
                program.Add(
                    new(
                        "DeviceRevocation",
                        resource.Split(':')[0],
                        names.Contains("device") ? inputs.With("deviceId", Known.DeviceId) : inputs
                    )
                );
                expected.AddRange(names.Contains("device") ? [Known.RegistrationId, .. ids] : ids);
            }

            await stack.UpdateAsync(program, update[0] == '!' ? [program[0].Key] : []);
        }

        Assert.That(Revoked(host), Is.EquivalentTo(expected));
        await stack.AssertNoDriftAsync();
        await stack.UpdateAsync([]);
        Assert.That(Revoked(host), Is.Empty);
    }

    [Test]
    public async Task A_registration_that_is_active_again_is_drift_that_an_update_repairs()
    {
        await using var host = await ProviderHost.StartAsync();
        var program = Registrations(Known.RegistrationId, Known.OtherRegistrationId);
        var stored = await host.CreateAsync("DeviceRevocation", program);
        host.Cloudflare.State.Change(data => data.Registrations.Find(Known.OtherRegistrationId)!["revoked_at"] = null);

        Assert.That(await host.DriftAsync(stored), Has.Count.EqualTo(1));
        var repaired = await host.UpdateAsync((await host.ReadAsync(stored))!, program);

        Assert.That(Revoked(host), Is.EquivalentTo(new[] { Known.RegistrationId, Known.OtherRegistrationId }));
        Assert.That(await host.DriftAsync(repaired), Is.Empty);
    }

    [Test]
    public async Task A_device_that_registers_again_is_drift_that_an_update_repairs()
    {
        await using var host = await ProviderHost.StartAsync();
        var program = PropertyMap.Of(("deviceId", Known.DeviceId));
        var stored = await host.CreateAsync("DeviceRevocation", program);
        var again = host.Cloudflare.Seed.Registration(Known.DeviceId);

        Assert.That(await host.DriftAsync(stored), Is.EqualTo(["Add deviceId"]));
        var repaired = await host.UpdateAsync((await host.ReadAsync(stored))!, program);
        Assert.That(Revoked(host), Is.EquivalentTo(new[] { Known.RegistrationId, again }));

        await host.DestroyAsync(repaired);
        Assert.That(Revoked(host), Is.Empty);
    }

    [Test]
    public async Task Missing_registrations_are_ignored()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DeviceRevocation", Registrations(Known.RegistrationId));
        host.Cloudflare.State.Change(data => data.Registrations.Remove(Known.RegistrationId));

        Assert.That(await host.DriftAsync(stored), Is.Empty);
        await host.DestroyAsync(stored);
    }

    [Test]
    public async Task An_unknown_id_is_reported_and_nothing_is_revoked()
    {
        const string Typo = "99999999-9999-4999-8999-999999999999";
        await using var host = await ProviderHost.StartAsync();

        Assert.That(
            async () => await host.CreateAsync("DeviceRevocation", Registrations(Known.RegistrationId, Typo)),
            Throws.InstanceOf<RpcException>().With.Message.Contains($"has no registration '{Typo}'. Nothing was revoked.")
        );
        Assert.That(
            async () => await host.CreateAsync("DeviceRevocation", PropertyMap.Of(("deviceId", Typo))),
            Throws.InstanceOf<RpcException>().With.Message.Contains($"has no device '{Typo}'. Nothing was revoked.")
        );
        Assert.That(Revoked(host), Is.Empty);

        var stored = await host.CreateAsync("DeviceRevocation", Registrations(Known.RegistrationId));
        Assert.That(
            async () => await host.UpdateAsync(stored, Registrations(Known.RegistrationId, Typo)),
            Throws.InstanceOf<RpcException>().With.Message.Contains($"has no registration '{Typo}'")
        );
    }

    [TestCase("x")]
    [TestCase("")]
    [TestCase("99999999-9999-4999-8999-99999999999")]
    public async Task An_invalid_id_is_refused_before_any_request(string id)
    {
        await using var host = await ProviderHost.StartAsync();

        var (_, failures) = await host.CheckAsync("DeviceRevocation", Registrations(Known.RegistrationId, id));

        Assert.That(failures.Single(), Does.StartWith("registrationIds[1]: ").And.EndsWith("(ZT108)"));
    }

    [Test]
    public async Task The_case_of_an_id_is_ignored()
    {
        await using var host = await ProviderHost.StartAsync();

        var stored = await host.CreateAsync("DeviceRevocation", Registrations(Known.RegistrationId.ToUpperInvariant()));

        Assert.That(Revoked(host), Is.EqualTo([Known.RegistrationId]));
        Assert.That(await host.DriftAsync(stored), Is.Empty);
        Assert.That(ProviderHost.Describe(await host.DiffAsync(stored, Registrations(Known.RegistrationId))), Is.Empty);
        await host.DestroyAsync(stored);
        Assert.That(Revoked(host), Is.Empty);
    }

    [Test]
    public async Task Many_registrations_are_revoked_in_batches()
    {
        await using var host = await ProviderHost.StartAsync();
        var device = host.Cloudflare.Seed.Device("kiosk");
        var ids = Enumerable.Range(0, 250).Select(_ => host.Cloudflare.Seed.Registration(device)).ToArray();

        await host.CreateAsync("DeviceRevocation", Registrations(ids));

        Assert.That(host.Writes.Count(), Is.EqualTo(3));
        Assert.That(Revoked(host), Is.EquivalentTo(ids));
    }

    [Test]
    public async Task A_revocation_of_nothing_is_refused()
    {
        await using var host = await ProviderHost.StartAsync();

        var (_, failures) = await host.CheckAsync("DeviceRevocation", Registrations());

        Assert.That(failures.Single(), Does.Contain("(ZT139)"));
    }

    [Test]
    public async Task With_permanently_registrations_are_deleted_and_deleting_the_resource_does_nothing()
    {
        await using var host = await ProviderHost.StartAsync();
        var program = Registrations(Known.OtherRegistrationId).With("deviceId", Known.DeviceId).With("permanently", true);
        var stored = await host.CreateAsync("DeviceRevocation", program);

        Assert.That(
            host.Cloudflare.State.Read(data => (data.Registrations.Count, data.Devices.Find(Known.DeviceId))),
            Is.EqualTo((0, (object?)null))
        );
        Assert.That(await host.DriftAsync(stored), Is.Empty);
        host.Cloudflare.ClearRequests();
        await host.DestroyAsync(stored);
        Assert.That(host.Writes, Is.Empty);
    }

    [Test]
    public async Task Setting_permanently_later_deletes_revoked_registrations()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DeviceRevocation", Registrations(Known.RegistrationId));

        var program = Registrations(Known.RegistrationId).With("permanently", true);
        Assert.That(ProviderHost.Describe(await host.DiffAsync(stored, program)), Is.EqualTo((string[])["Update permanently"]));
        await host.UpdateAsync(stored, program);

        Assert.That(host.Cloudflare.State.Read(data => data.Registrations.Find(Known.RegistrationId)), Is.Null);
    }

    [Test]
    public async Task The_legacy_endpoints_are_used_only_on_request()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DeviceRevocation", Registrations(Known.RegistrationId).With("legacy", true));
        Assert.That(Revoked(host), Is.EqualTo((string[])[Known.RegistrationId]));
        Assert.That(await host.DriftAsync(stored), Is.Empty);

        host.Cloudflare.State.Change(data => data.Registrations.Find(Known.RegistrationId)!["revoked_at"] = null);
        Assert.That(await host.DriftAsync(stored), Is.EqualTo((string[])["Add registrationIds[0]"]));
        var repaired = await host.UpdateAsync((await host.ReadAsync(stored))!, Registrations(Known.RegistrationId).With("legacy", true));
        await host.DestroyAsync(repaired);

        Assert.That(Revoked(host), Is.Empty);
        Assert.That(host.Cloudflare.Requests.Select(request => request.Path), Is.All.Not.Contain("registrations"));
    }

    [TestCase("deviceId")]
    [TestCase("permanently")]
    public async Task Options_that_the_legacy_endpoints_lack_are_refused(string property)
    {
        await using var host = await ProviderHost.StartAsync();

        var (_, failures) = await host.CheckAsync(
            "DeviceRevocation",
            Registrations(Known.RegistrationId).With("legacy", true).With(property, property == "deviceId" ? Known.DeviceId : true)
        );

        Assert.That(failures.Single(), Does.StartWith($"{property}: ").And.Contain("(ZT150)"));
    }

    private static PropertyMap Registrations(params string[] ids) =>
        PropertyMap.Of(("registrationIds", new PropertyArray(ids.Select(id => (PropertyValue)id))));

    private static string[] Revoked(ProviderHost host) =>
        host.Cloudflare.State.Read(data =>
            data.Registrations.Where(registration => registration["revoked_at"] is not null)
                .Select(registration => (string)registration["id"]!)
                .ToArray()
        );
}
