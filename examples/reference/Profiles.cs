using System.Collections.Immutable;
using Pulumi.ZeroTrust;
using Pulumi.ZeroTrust.Inputs;

namespace Reference;

/// <summary>What the clients of devices do.</summary>
internal static class Profiles
{
    public static void Declare(Pulumi.Config config, Dictionary<string, object?> outputs)
    {
        #region DefaultDeviceProfile
        // Devices that match no other profile get the strictest settings.
        _ = new DefaultDeviceProfile(
            "default",
            new()
            {
                SwitchLocked = true,
                AllowedToLeave = false,
                AllowModeSwitch = false,
                SupportUrl = "mailto:it@corp.example.com",
            }
        );
        #endregion

        #region DeviceProfile
        // Computers of staff: always on, and on again five minutes after a code was used to switch off.
        var staff = new DeviceProfile(
            "staff",
            new()
            {
                Name = "Staff",
                Match = """any(identity.groups.name[*] in {"Staff"}) and os.name in {"windows" "mac" "linux"}""",
                Precedence = 100,
                SwitchLocked = true,
                AutoConnect = 300,
                CaptivePortal = 180,
                TunnelProtocol = TunnelProtocol.Masque,
                ServiceModeV2 = new ServiceModeV2Args { Mode = ServiceMode.Warp },
                DnsSearchSuffixes = { new DnsSearchSuffixArgs { Suffix = "corp.example.com" } },
            }
        );
        #endregion
        outputs["staff"] = staff.PolicyId;

        #region DeviceProfileOrder
        // Visitors first: a user in both groups is a visitor. The provider chooses the numbers.
        var visitors = new DeviceProfile(
            "visitors",
            new() { Name = "Visitors", Match = """any(identity.groups.name[*] in {"Visitors"})""" }
        );
        var employees = new DeviceProfile(
            "employees",
            new() { Name = "Employees", Match = """any(identity.groups.name[*] in {"Employees"})""" }
        );
        _ = new DeviceProfileOrder("order", new() { ProfileIds = { visitors.PolicyId, employees.PolicyId } });
        #endregion

        #region GetDefaultDeviceProfile
        var mayLeave = GetDefaultDeviceProfile.Invoke().Apply(profile => profile.AllowedToLeave);
        #endregion
        outputs["mayLeave"] = mayLeave;

        #region GetDeviceProfiles
        // Who comes first: "100 Staff", and so on.
        var order = GetDeviceProfiles
            .Invoke(new() { ProfileType = ProfileType.Warp })
            .Apply(result => result.Profiles.Select(profile => $"{profile.Precedence} {profile.Name}").ToImmutableArray());
        #endregion
        outputs["order"] = order;

        if (config.Get("profile") is not null)
        {
            #region GetDeviceProfile
            // A profile that is managed elsewhere gets one more suffix.
            var contractors = GetDeviceProfile.Invoke(new() { Name = config.Require("profile") });
            _ = new FallbackDomain(
                "project",
                new() { ProfileId = contractors.Apply(profile => profile.PolicyId!), Suffix = "project.corp.example.com" }
            );
            #endregion
        }
    }
}
