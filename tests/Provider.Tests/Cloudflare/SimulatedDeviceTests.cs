using System.Text.Json.Nodes;
using ZeroTrust.Cloudflare;

namespace ZeroTrust.Provider.Tests.Cloudflare;

internal sealed class SimulatedDeviceTests : Simulated
{
    [Test]
    public async Task Devices_are_listed_filtered_tagged_and_deleted()
    {
        var laptop = Simulator.Seed.Device("laptop", "one@example.com");
        var phone = Simulator.Seed.Device("phone", "two@example.com");
        Simulator.Seed.Registration(laptop);

        var active = await AllAsync(Client.Devices.ListDevicesAsync(Account, new(), null, default));
        var all = await AllAsync(
            Client.Devices.ListDevicesAsync(
                Account,
                new()
                {
                    ActiveRegistrations = "include",
                    SortBy = "name",
                    IncludePolicy = true,
                },
                null,
                default
            )
        );
        var ofUser = await AllAsync(
            Client.Devices.ListDevicesAsync(
                Account,
                new() { ActiveRegistrations = "include", UserEmail = "two@example.com" },
                null,
                default
            )
        );
        var tagged = await RunAsync(
            Client.Devices.PatchDeviceAsync(Account, phone, new() { ["tags"] = new JsonObject { ["team"] = "it" } }, default)
        );
        await RunAsync(Client.Devices.RevokeDeviceAsync(Account, laptop, default));
        await RunAsync(Client.Devices.DeleteDeviceAsync(Account, phone, default));
        await RunAsync(Client.Devices.DeleteDeviceAsync(Account, phone, default));

        Assert.That(active.Select(device => device.Id), Is.EqualTo((string[])[laptop]));
        Assert.That(all.Select(device => device.Name), Is.EqualTo((string[])["laptop", "phone"]));
        Assert.That(all[0].LastSeenRegistration!.Policy!.Default, Is.True);
        Assert.That(ofUser.Single().LastSeenUser!.Email, Is.EqualTo("two@example.com"));
        Assert.That(tagged.Tags!["team"].GetString(), Is.EqualTo("it"));
        Assert.That(await RunAsync(Client.Devices.FindDeviceAsync(Account, phone, default)), Is.Null);
        Assert.That((await RunAsync(Client.Devices.GetDeviceAsync(Account, laptop, default))).Name, Is.EqualTo("laptop"));
    }

    [Test]
    public async Task Registrations_are_listed_over_pages_and_up_to_a_limit()
    {
        var device = Simulator.Seed.Device("laptop");
        var ids = Enumerable.Range(0, 230).Select(_ => Simulator.Seed.Registration(device)).ToList();

        var all = await AllAsync(Client.Registrations.ListRegistrationsAsync(Account, new() { IncludePolicy = true }, null, default));
        var some = await AllAsync(Client.Registrations.ListRegistrationsAsync(Account, new() { DeviceId = device }, 120, default));

        Assert.That(all.Select(registration => registration.Id), Is.EquivalentTo(ids));
        Assert.That(all[0].Policy, Is.Not.Null);
        Assert.That(all[0].Device!.Id, Is.EqualTo(device));
        Assert.That(some, Has.Count.EqualTo(120));
        Assert.That(Simulator.Requests, Has.Count.EqualTo(5));
    }

    [Test]
    public async Task Registrations_are_revoked_unrevoked_and_deleted()
    {
        var device = Simulator.Seed.Device("laptop");
        string[] ids = [.. Enumerable.Range(0, 150).Select(_ => Simulator.Seed.Registration(device))];

        await RunAsync(Client.Registrations.RevokeRegistrationsAsync(Account, ids, default));
        var revoked = await RunAsync(Client.Registrations.GetRegistrationAsync(Account, ids[0], default));
        await RunAsync(Client.Registrations.UnrevokeRegistrationsAsync(Account, ids, default));
        var unrevoked = await RunAsync(Client.Registrations.FindRegistrationAsync(Account, ids[0], default));
        await RunAsync(Client.Registrations.DeleteRegistrationAsync(Account, ids[0], default));
        await RunAsync(Client.Registrations.DeleteRegistrationAsync(Account, ids[0], default));
        await RunAsync(Client.Registrations.DeleteRegistrationsAsync(Account, ids, default));

        Assert.That((revoked.RevokedAt is null, unrevoked!.RevokedAt), Is.EqualTo((false, (string?)null)));
        Assert.That(
            await AllAsync(Client.Registrations.ListRegistrationsAsync(Account, new() { Status = "all" }, null, default)),
            Is.Empty
        );
        Assert.That(await RunAsync(Client.Registrations.FindRegistrationAsync(Account, ids[0], default)), Is.Null);
    }

    [Test]
    public async Task Override_codes_are_read_and_minted()
    {
        var device = Simulator.Seed.Device("laptop");
        var registration = Simulator.Seed.Registration(device);

        var codes = await RunAsync(Client.OverrideCodes.FindOverrideCodesAsync(Account, registration, default));
        var forDevice = await RunAsync(Client.OverrideCodes.CreateUninstallCodeAsync(Account, device, 24, default));
        var forAccount = await RunAsync(Client.OverrideCodes.CreateUninstallCodeAsync(Account, null, 1, default));

        Assert.That(codes!.DisableForTime!.Keys, Is.EqualTo((string[])["1", "3", "6", "12", "24"]));
        Assert.That((string?[])[forDevice.Code, forDevice.ExpiresAt, forAccount.Code], Has.None.Null);
        Assert.That(await RunAsync(Client.OverrideCodes.FindOverrideCodesAsync(Account, device, default)), Is.Null);
    }

    [Test]
    public async Task The_legacy_endpoints_work()
    {
        var device = Simulator.Seed.Device("laptop");
        var registration = Simulator.Seed.Registration(device);
        var listed = await RunAsync(Client.LegacyDevices.ListDevicesAsync(Account, default));
        var id = listed.Single().Id;

        await RunAsync(Client.LegacyDevices.RevokeDevicesAsync(Account, [registration], default));
        var revoked = (await RunAsync(Client.LegacyDevices.ListDevicesAsync(Account, default))).Single();
        await RunAsync(Client.LegacyDevices.UnrevokeDevicesAsync(Account, [registration], default));
        var unrevoked = (await RunAsync(Client.LegacyDevices.ListDevicesAsync(Account, default))).Single();

        Assert.That((revoked.RevokedAt is null, unrevoked.RevokedAt), Is.EqualTo((false, (string?)null)));
        Assert.That((await RunAsync(Client.LegacyDevices.FindDeviceAsync(Account, id, default)))!.Id, Is.EqualTo(id));
        Assert.That((await RunAsync(Client.LegacyDevices.FindOverrideCodesAsync(Account, id, default)))!.DisableForTime, Is.Not.Empty);
        Assert.That(
            await RunAsync(Client.LegacyDevices.FindDeviceAsync(Account, "11111111-1111-4111-8111-111111111111", default)),
            Is.Null
        );
    }
}
