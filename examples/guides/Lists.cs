using Pulumi.ZeroTrust;
using Pulumi.ZeroTrust.Inputs;

namespace Guides;

/// <summary>Snippets of docs/guides/lists.md.</summary>
internal static class Lists
{
    public static void Declare()
    {
        #region Profile
        var staff = new DeviceProfile(
            "staff",
            new()
            {
                Name = "Staff",
                Match = "any(identity.groups.name[*] in {\"Staff\"})",
                Precedence = 100,
            }
        );
        #endregion

        #region WholeList
        _ = new SplitTunnel(
            "staff",
            new()
            {
                ProfileId = staff.PolicyId,
                Routes =
                {
                    new SplitTunnelEntryArgs { Address = "169.254.0.0/16", Description = "Link-local" },
                    new SplitTunnelEntryArgs { Address = "192.168.20.0/24", Description = "Printers" },
                },
            },
            new() { DeletedWith = staff }
        );
        #endregion

        #region Entry
        _ = new SplitTunnelRoute(
            "cameras",
            new()
            {
                ProfileId = "default",
                Address = "192.168.30.0/24",
                Description = "Cameras",
            }
        );
        #endregion
    }
}
