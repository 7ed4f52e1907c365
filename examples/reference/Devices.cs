using System.Collections.Immutable;
using Pulumi.ZeroTrust;

namespace Reference;

/// <summary>Devices, and who enrolled them.</summary>
internal static class Devices
{
    public static void Declare(Pulumi.Config config, Dictionary<string, object?> outputs)
    {
        #region GetDevices
        // Devices that nobody has used for long.
        var idle = GetDevices
            .Invoke(new() { SeenBefore = "2026-01-01T00:00:00Z", SortBy = DeviceSort.LastSeenAt })
            .Apply(result => result.Devices.Select(device => $"{device.Name} ({device.LastSeenUser?.Email})").ToImmutableArray());
        #endregion
        outputs["idle"] = idle;

        #region GetRegistrations
        // Users with a registration that was revoked.
        var revoked = GetRegistrations
            .Invoke(new() { Status = RegistrationStatus.Revoked })
            .Apply(result => result.Registrations.Select(registration => registration.User?.Email).Distinct().ToImmutableArray());
        #endregion
        outputs["revoked"] = revoked;

        if (config.Get("deviceId") is not null)
        {
            #region GetDevice
            var device = GetDevice.Invoke(new() { DeviceId = config.Require("deviceId") });
            var client = device.Apply(result => $"{result.Name} runs client {result.ClientVersion} on {result.DeviceType}");
            #endregion
            outputs["client"] = client;

            #region UninstallCode
            // Lets the client be uninstalled on one device, although its profile has UninstallProtection.
            var code = new UninstallCode(
                "reinstallation",
                new()
                {
                    DeviceId = config.Require("deviceId"),
                    DurationHours = 24,
                    // Another version makes another code.
                    CodeVersion = "1",
                }
            );
            #endregion
            outputs["uninstallCode"] = code.Code;
        }

        if (config.Get("registrationId") is not null)
        {
            #region GetRegistration
            var registration = GetRegistration.Invoke(new() { RegistrationId = config.Require("registrationId") });
            var profile = registration.Apply(result => result.Policy?.Name);
            #endregion
            outputs["profile"] = profile;

            #region GetOverrideCodes
            // Codes by the hours that they last: secret, as they are in outputs.
            var codes = GetOverrideCodes
                .Invoke(new() { RegistrationId = config.Require("registrationId") })
                .Apply(result => result.DisableForTime);
            #endregion
            outputs["overrideCodes"] = codes;
        }

        if (config.Get("lostDeviceId") is not null)
        {
            #region DeviceRevocation
            // A device that was lost: whatever it registers is revoked by the next update.
            _ = new DeviceRevocation("lost", new() { DeviceId = config.Require("lostDeviceId") });
            #endregion
        }
    }
}
