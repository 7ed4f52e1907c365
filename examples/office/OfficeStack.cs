using System.Collections.Immutable;
using Pulumi;
using Pulumi.ZeroTrust;
using Pulumi.ZeroTrust.Inputs;

namespace Office;

/// <summary>
/// The devices of a company with two offices: who gets which profile, what bypasses the tunnel, and how the offices are reached.
/// </summary>
internal sealed class OfficeStack : Stack
{
    // Local networks, link-local and multicast: never through the tunnel, on any device.
    private static readonly (string Address, string Description)[] LocalNetworks =
    [
        ("169.254.0.0/16", "Link-local"),
        ("224.0.0.0/24", "Multicast"),
        ("255.255.255.255/32", "DHCP broadcast"),
        ("fe80::/10", "IPv6 link-local"),
        ("ff02::/16", "IPv6 multicast"),
    ];

    public OfficeStack()
    {
        var config = new Pulumi.Config();
        var team = config.Require("team");
        var corporateDomain = config.Require("corporateDomain");
        var resolvers = config.RequireObject<string[]>("resolvers");
        var sites = config.RequireObject<string[]>("sites");
        var berlinSecret = config.GetSecret("berlinTunnelSecret");

        // Devices that match no other profile get the strictest settings.
        _ = new DefaultDeviceProfile(
            "default",
            new()
            {
                AllowedToLeave = false,
                AllowModeSwitch = false,
                SwitchLocked = true,
                CaptivePortal = 180,
                SupportUrl = $"mailto:it@{corporateDomain}",
            }
        );

        var connectors = new DeviceProfile(
            "connectors",
            new()
            {
                Name = "WARP connectors",
                Description = "Hosts that connect our offices.",
                Match = $"identity.email == \"warp_connector@{team}.cloudflareaccess.com\"",
                Precedence = 10,
                TunnelProtocol = TunnelProtocol.Masque,
                ServiceModeV2 = new ServiceModeV2Args { Mode = ServiceMode.Warp },
            }
        );

        var contractors = new DeviceProfile(
            "contractors",
            new()
            {
                Name = "Contractors",
                Description = "Reach what they are hired for, and nothing else.",
                Match =
                    "any(identity.groups.name[*] in {\"Contractors\"}) or "
                    + $"identity.email == \"non_identity@{team}.cloudflareaccess.com\"",
                Precedence = 20,
                SwitchLocked = true,
                AllowedToLeave = false,
                AutoConnect = 300,
            }
        );

        var staff = new DeviceProfile(
            "staff",
            new()
            {
                Name = "Staff",
                Match = "any(identity.groups.name[*] in {\"Staff\" \"Management\"}) and os.name in {\"windows\" \"mac\" \"linux\"}",
                Precedence = 30,
                AllowModeSwitch = false,
                AllowUpdates = true,
                CaptivePortal = 300,
                ExcludeOfficeIps = true,
                LanAllowMinutes = 30,
                LanAllowSubnetSize = 24,
                DnsSearchSuffixes = { new DnsSearchSuffixArgs { Suffix = corporateDomain } },
            }
        );

        // Staff send everything through the tunnel but what is local or needs the shortest way.
        _ = new SplitTunnel(
            "staff",
            new()
            {
                ProfileId = staff.PolicyId,
                Mode = SplitTunnelMode.Exclude,
                Routes = Local()
                    .Append(new() { Host = "*.meet.example.net", Description = "Video conferences" })
                    .Append(new() { Address = "192.168.20.0/24", Description = "Printers" })
                    .ToList(),
            }
        );

        // Contractors reach the project network only.
        _ = new SplitTunnel(
            "contractors",
            new()
            {
                ProfileId = contractors.PolicyId,
                Mode = SplitTunnelMode.Include,
                Routes =
                {
                    new SplitTunnelEntryArgs { Address = "10.20.0.0/16", Description = "Project network" },
                    new SplitTunnelEntryArgs { Host = $"git.{corporateDomain}" },
                },
            }
        );

        _ = new SplitTunnel(
            "connectors",
            new()
            {
                ProfileId = connectors.PolicyId,
                Mode = SplitTunnelMode.Include,
                Routes =
                {
                    new SplitTunnelEntryArgs { Address = "100.96.0.0/12", Description = "Device addresses" },
                },
            }
        );

        // Cloudflare's own list would keep devices from each other: it excludes 100.64.0.0/10, where their addresses are.
        _ = new SplitTunnel("default", new() { Mode = SplitTunnelMode.Exclude, Routes = Local().ToList() });

        // The corporate DNS answers for its own names; home routers for theirs.
        _ = new FallbackDomains(
            "staff",
            new()
            {
                ProfileId = staff.PolicyId,
                Domains =
                {
                    new FallbackDomainEntryArgs
                    {
                        Suffix = corporateDomain,
                        Description = "Corporate DNS",
                        DnsServers = resolvers,
                    },
                    new FallbackDomainEntryArgs { Suffix = "home.arpa" },
                    new FallbackDomainEntryArgs { Suffix = "local" },
                },
            }
        );

        _ = new FallbackDomains(
            "default",
            new()
            {
                Domains =
                {
                    new FallbackDomainEntryArgs { Suffix = "local" },
                    new FallbackDomainEntryArgs { Suffix = "home.arpa" },
                },
            }
        );

        var tunnels = sites.ToDictionary(
            site => site,
            site =>
            {
                var tunnel = new WarpConnectorTunnelArgs { Name = $"office-{site}" };
                if (site == "berlin" && berlinSecret is not null)
                {
                    tunnel.TunnelSecret = berlinSecret;
                }

                return new WarpConnectorTunnel(site, tunnel);
            }
        );

        Profiles = Output.All(connectors.PolicyId, contractors.PolicyId, staff.PolicyId);
        ConnectorTokens = Output
            .All(tunnels.Select(tunnel => tunnel.Value.Token.Apply(token => KeyValuePair.Create(tunnel.Key, token))))
            .Apply(tokens => tokens.ToImmutableDictionary());
    }

    /// <summary>Profile IDs in the order in which they are tried.</summary>
    [Output("profiles")]
    public Output<ImmutableArray<string>> Profiles { get; private set; }

    /// <summary>What the connector host of each site enrolls with.</summary>
    [Output("connectorTokens")]
    public Output<ImmutableDictionary<string, string>> ConnectorTokens { get; private set; }

    private static IEnumerable<SplitTunnelEntryArgs> Local() =>
        LocalNetworks.Select(network => new SplitTunnelEntryArgs { Address = network.Address, Description = network.Description });
}
