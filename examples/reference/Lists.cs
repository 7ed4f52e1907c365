using System.Collections.Immutable;
using Pulumi.ZeroTrust;
using Pulumi.ZeroTrust.Inputs;

namespace Reference;

/// <summary>What bypasses the tunnel, and which names Gateway does not resolve.</summary>
internal static class Lists
{
    public static void Declare(Dictionary<string, object?> outputs)
    {
        #region SplitTunnel
        var developers = new DeviceProfile(
            "developers",
            new()
            {
                Name = "Developers",
                Match = """any(identity.groups.name[*] in {"Developers"})""",
                Precedence = 110,
            }
        );

        // The list is as it is here: all else goes through the tunnel.
        _ = new SplitTunnel(
            "developers",
            new()
            {
                ProfileId = developers.PolicyId,
                Mode = SplitTunnelMode.Exclude,
                Routes =
                {
                    new SplitTunnelEntryArgs { Address = "192.168.20.0/24", Description = "Printers" },
                    new SplitTunnelEntryArgs { Host = "*.meet.example.net", Description = "Video conferences" },
                },
            }
        );
        #endregion

        #region SplitTunnelRoute
        // One more route for the default profile; the others of its list stay.
        _ = new SplitTunnelRoute(
            "printers",
            new()
            {
                ProfileId = "default",
                Address = "203.0.113.0/24",
                Description = "Printers",
            }
        );
        #endregion

        #region FallbackDomains
        var sales = new DeviceProfile(
            "sales",
            new()
            {
                Name = "Sales",
                Match = """any(identity.groups.name[*] in {"Sales"})""",
                Precedence = 120,
            }
        );

        // The corporate DNS answers for its own names, the device's resolvers for Cloudflare's default list.
        _ = new FallbackDomains(
            "sales",
            new()
            {
                ProfileId = sales.PolicyId,
                IncludeDefaults = true,
                Domains =
                {
                    new FallbackDomainEntryArgs { Suffix = "corp.example.com", DnsServers = { "192.168.20.53", "192.168.21.53" } },
                },
            }
        );
        #endregion

        #region FallbackDomain
        // One more suffix for the default profile; the others of its list stay.
        _ = new FallbackDomain(
            "plant",
            new()
            {
                ProfileId = "default",
                Suffix = "plant.example.com",
                Description = "Machines",
                DnsServers = { "192.168.30.53" },
            }
        );
        #endregion

        #region GetSplitTunnel
        var bypassing = GetSplitTunnel
            .Invoke(new() { ProfileId = "default" })
            .Apply(list => list.Routes.Select(route => route.Address ?? route.Host!).ToImmutableArray());
        #endregion
        outputs["bypassing"] = bypassing;

        #region GetFallbackDomains
        var suffixes = GetFallbackDomains
            .Invoke(new() { ProfileId = "default" })
            .Apply(list => list.Domains.Select(domain => domain.Suffix).ToImmutableArray());
        #endregion
        outputs["suffixes"] = suffixes;
    }
}
