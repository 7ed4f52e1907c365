using System.Collections.Immutable;
using Pulumi;
using Pulumi.ZeroTrust;
using Pulumi.ZeroTrust.Inputs;

namespace Sites;

/// <summary>Sites that WARP Connectors join: their tunnels and routes, and what devices do there and elsewhere.</summary>
internal sealed class SitesStack : Stack
{
    // Where devices and connectors get their addresses from.
    private static readonly SplitTunnelEntryArgs Devices = new() { Address = "100.96.0.0/12", Description = "Devices" };

    public SitesStack()
    {
        var config = new Pulumi.Config();
        var team = config.Require("team");
        var domain = config.Require("domain");
        var resolvers = config.RequireObject<string[]>("resolvers");
        var sites = config.RequireObject<Site[]>("sites");

        var recognized = sites.Where(site => site.Beacon is not null).ToList();
        // Networks that overlap with others are reached by choosing their virtual network, not by everybody.
        var shared = sites.Where(site => site.VirtualNetwork is null).ToList();

        #region connectors
        var connectors = new ManagedProfile(
            "connectors",
            new()
            {
                Name = "WARP connectors",
                Match = $"identity.email == \"warp_connector@{team}.cloudflareaccess.com\"",
                TunnelProtocol = TunnelProtocol.Masque,
                SplitTunnel = new ProfileSplitTunnelArgs { Mode = SplitTunnelMode.Include, Routes = [Devices] },
            }
        );
        #endregion

        // At a site, its own networks are reached directly.
        var atSites = new List<ManagedProfile>();
        foreach (var site in recognized)
        {
            var network = new ManagedNetwork(
                site.Name,
                new()
                {
                    Name = site.Name,
                    Config = new ManagedNetworkConfigArgs { TlsSockaddr = site.Beacon! },
                }
            );
            atSites.Add(
                new ManagedProfile(
                    site.Name,
                    new()
                    {
                        Name = $"At {site.Name}",
                        Match = network.Name.Apply(name => $"network == \"{name}\""),
                        SplitTunnel = new ProfileSplitTunnelArgs
                        {
                            Mode = SplitTunnelMode.Include,
                            Routes = [Devices, .. shared.Where(other => other != site).SelectMany(Routes)],
                        },
                    }
                )
            );
        }

        #region staff
        var staff = new ManagedProfile(
            "staff",
            new()
            {
                Name = "Staff",
                Match = "any(identity.groups.name[*] in {\"Staff\"})",
                SwitchLocked = true,
                SplitTunnel = new ProfileSplitTunnelArgs
                {
                    Mode = SplitTunnelMode.Include,
                    Routes = [Devices, .. shared.SelectMany(Routes)],
                },
                FallbackDomains = new ProfileFallbackDomainsArgs
                {
                    IncludeDefaults = true,
                    Domains =
                    {
                        new FallbackDomainEntryArgs { Suffix = domain, DnsServers = resolvers },
                    },
                },
            }
        );
        #endregion

        #region order
        // Who comes first: hosts that connect sites, devices that are at one, everybody else.
        _ = new DeviceProfileOrder(
            "order",
            new() { ProfileIds = [connectors.PolicyId, .. atSites.Select(profile => profile.PolicyId), staff.PolicyId] }
        );
        #endregion

        var virtualNetworks = sites
            .Select(site => site.VirtualNetwork)
            .OfType<string>()
            .Distinct()
            .ToDictionary(name => name, Input<string> (name) => new VirtualNetwork(name, new() { Name = name }).VirtualNetworkId);

        #region site
        var connected = sites.ToDictionary(
            site => site.Name,
            site => new ConnectorSite(
                site.Name,
                new()
                {
                    Networks = site.Networks,
                    VirtualNetworkId = site.VirtualNetwork is { } name ? virtualNetworks[name] : null,
                    HighAvailability =
                        site.VirtualIps.Length == 0
                            ? null
                            : (Input<HighAvailabilityArgs>)
                                new HighAvailabilityArgs
                                {
                                    HaMode = HaMode.Local,
                                    Config = new HaConfigArgs { Vips = site.VirtualIps },
                                },
                },
                new() { DependsOn = connectors }
            )
        );
        #endregion

        StaffProfile = staff.PolicyId;
        Tokens = Output
            .All(connected.Select(site => site.Value.Token.Apply(token => KeyValuePair.Create(site.Key, token))))
            .Apply(tokens => tokens.ToImmutableDictionary());
    }

    /// <summary>ID of the profile that staff get away from every site.</summary>
    [Output("staffProfile")]
    public Output<string> StaffProfile { get; private set; }

    /// <summary>What the hosts of each site enroll with.</summary>
    [Output("tokens")]
    public Output<ImmutableDictionary<string, string>> Tokens { get; private set; }

    private static IEnumerable<SplitTunnelEntryArgs> Routes(Site site) =>
        site.Networks.Select(network => new SplitTunnelEntryArgs { Address = network, Description = site.Name });
}
