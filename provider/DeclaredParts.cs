using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ZeroTrust.Cloudflare;
using ZeroTrust.Network;
using ZeroTrust.Provider.Account;
using ZeroTrust.Provider.Connectors;
using ZeroTrust.Provider.FallbackDomains;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Lists;
using ZeroTrust.Provider.Networks;
using ZeroTrust.Provider.Profiles;
using ZeroTrust.Provider.SplitTunnels;
using ZeroTrust.Syntax;
using Entry = ZeroTrust.Network.SplitTunnelEntry;
using Route = ZeroTrust.Provider.SplitTunnels.SplitTunnelEntry;

namespace ZeroTrust.Provider;

/// <summary>Converts declared resources to parts of the network model. Unknown and secret values are left out.</summary>
internal static class DeclaredParts
{
    private const string Splits = "splitTunnel";
    private const string Fallbacks = "fallbackDomains";
    private const string NoMode = "none";
    private const string Disabled = "disabled";
    private const string Networks = "virtualNetworks";

    private static readonly JsonTypeInfo<DeviceProfileArgs> CustomProfile = RecordJson.TypeInfo<DeviceProfileArgs>(
        DeviceProfileJson.Default
    );
    private static readonly JsonTypeInfo<DefaultDeviceProfileArgs> StandardProfile = RecordJson.TypeInfo<DefaultDeviceProfileArgs>(
        DefaultDeviceProfileJson.Default
    );

    // Settings that Cloudflare gives a new profile.
    private static readonly Lazy<IReadOnlyList<(string Name, string Value)>> NewProfile = new(() =>
        [.. SpecReader.Read(CustomProfile).Properties.Select(property => (property.Name, TextOf(ProfileFields.Default(property))))]
    );

    private static readonly HashSet<string> NotSettings =
    [
        "accountId",
        "name",
        "description",
        "match",
        "precedence",
        "enabled",
        "profileType",
        "default",
        "onDelete",
        Splits,
        Fallbacks,
    ];

    public static IEnumerable<NetworkPart> Of(DeclaredResource resource)
    {
        var origin = new Origin(resource.Urn, resource.Description);
        return resource switch
        {
            DeclaredResource<DeviceProfileArgs, DeviceProfileState> profile => Profile(origin, profile),
            DeclaredResource<DefaultDeviceProfileArgs, DefaultDeviceProfileState> profile => DefaultProfile(origin, profile),
            DeclaredResource<SplitTunnelArgs, SplitTunnelState> list => [SplitTunnel(origin, list)],
            DeclaredResource<SplitTunnelRouteArgs, SplitTunnelRouteState> route => [SplitTunnelRoute(origin, route)],
            DeclaredResource<FallbackDomainsArgs, FallbackDomainsState> list => [Domains(origin, list)],
            DeclaredResource<FallbackDomainArgs, FallbackDomainState> domain => [Domain(origin, domain)],
            DeclaredResource<TunnelRouteArgs, TunnelRouteState> route => TunnelRoute(origin, route),
            DeclaredResource<HostnameRouteArgs, HostnameRouteState> route => HostnameRoute(origin, route),
            DeclaredResource<VirtualNetworkArgs, VirtualNetworkState> network => [VirtualNetwork(origin, network)],
            DeclaredResource<ManagedNetworkArgs, ManagedNetworkState> network => ManagedNetwork(origin, network),
            DeclaredResource<WarpConnectorTunnelArgs, WarpConnectorTunnelState> tunnel => [Connector(origin, tunnel)],
            DeclaredResource<WarpConnectorConfigurationArgs, WarpConnectorConfigurationState> configuration
                when configuration.IsOpen(nameof(configuration.Args.HaMode)) && configuration.Args.HaMode is not (NoMode or Disabled) =>
            [
                new HighAvailabilityPart(origin, TunnelOf(configuration, configuration.Args.TunnelId, UrnText.Name(origin.Key))),
            ],
            DeclaredResource<WarpConnectorFailoverArgs, WarpConnectorFailoverState> failover =>
            [
                new HighAvailabilityPart(origin, TunnelOf(failover, failover.Args.TunnelId, null)),
            ],
            DeclaredResource<DeviceSettingsArgs, DeviceSettingsState> settings => Settings(origin, settings),
            DeclaredResource<DeviceProfileOrderArgs, DeviceProfileOrderState> order => [Order(origin, order)],
            _ => [],
        };
    }

    /// <summary>Parts from the provider's configuration.</summary>
    public static IReadOnlyList<NetworkPart> OfProvider(ProviderConfig config) =>
        config.MeshRanges is { Count: > 0 } ranges
            ? [new MeshPart(new("", "the provider"), [.. ranges.Select(range => IpPrefix.Parse(range))])]
            : [];

    // Whether properties are known and not secret. They are named as in the record, or as in the program.
    private static bool IsOpen(this DeclaredResource resource, params string[] properties)
    {
        if (resource.Marked is null)
        {
            return true;
        }

        string[] paths = [.. properties.Select(JsonNamingPolicy.CamelCase.ConvertName)];
        return resource.Knows(paths) && !resource.IsSecret(paths);
    }

    // The program's value of a property, else the stored object's; null while unknown.
    private static T? Value<T>(this DeclaredResource resource, string property, T? own, T? stored) =>
        resource.IsOpen(property) ? own ?? stored : default;

    private static IEnumerable<NetworkPart> Profile(Origin origin, DeclaredResource<DeviceProfileArgs, DeviceProfileState> profile)
    {
        var (args, state) = (profile.Args, profile.State);
        if ((args.ProfileType ?? state?.ProfileType) == Enums.BrowserExtension)
        {
            return [];
        }

        var part = SettingsOf(new(origin) { Id = state?.PolicyId }, profile, args, state) with
        {
            Name = profile.Value(nameof(args.Name), args.Name, state?.Name),
            Precedence = profile.Value(nameof(args.Precedence), args.Precedence, state?.Precedence),
            Match = profile.Value(nameof(args.Match), args.Match, state?.Match),
            Enabled = profile.Value(nameof(args.Enabled), args.Enabled, state is null ? true : state.Enabled),
        };
        return [part, .. InlineLists(origin, profile, args, origin.Key)];
    }

    private static IEnumerable<NetworkPart> DefaultProfile(
        Origin origin,
        DeclaredResource<DefaultDeviceProfileArgs, DefaultDeviceProfileState> profile
    ) =>
        [
            SettingsOf(
                new(origin)
                {
                    Id = IDevicePolicyApi.DefaultProfileId,
                    IsDefault = true,
                    Enabled = true,
                    Name = "default",
                },
                profile,
                profile.Args,
                profile.State
            ),
            .. InlineLists(origin, profile, profile.Args, IDevicePolicyApi.DefaultProfileId),
        ];

    private static ProfilePart SettingsOf(
        ProfilePart part,
        DeclaredResource resource,
        DeviceProfileSettings args,
        DeviceProfileSettings? state
    )
    {
        var (allowed, chosen) = NetworksOf(resource, args.VirtualNetworks, state?.VirtualNetworks);
        return part with
        {
            Mode = resource.Value(nameof(args.ServiceModeV2), args.ServiceModeV2, state?.ServiceModeV2)?.Mode,
            TunnelProtocol = resource.Value(nameof(args.TunnelProtocol), args.TunnelProtocol, state?.TunnelProtocol),
            ExcludeOfficeIps = resource.Value(nameof(args.ExcludeOfficeIps), args.ExcludeOfficeIps, state?.ExcludeOfficeIps),
            LanProperties =
            [
                .. args.LanAllowMinutes is null ? (string[])[] : ["lanAllowMinutes"],
                .. args.LanAllowSubnetSize is null ? (string[])[] : ["lanAllowSubnetSize"],
            ],
            DisableAutoFallback = resource.Value(nameof(args.DisableAutoFallback), args.DisableAutoFallback, state?.DisableAutoFallback),
            HasSearchSuffixes =
                resource.Value(nameof(args.DnsSearchSuffixes), args.DnsSearchSuffixes, state?.DnsSearchSuffixes) is { Count: > 0 },
            AllowedNetworks = allowed,
            ChosenNetwork = chosen,
            Settings = new(() => SettingValues(resource, args, state)),
        };
    }

    // Null where a network is unknown.
    private static (IReadOnlyList<string?>? Allowed, string? Chosen) NetworksOf(
        DeclaredResource resource,
        VirtualNetworkChoice? own,
        VirtualNetworkChoice? stored
    )
    {
        if (resource.IsOpen(Networks))
        {
            var networks = (own ?? stored)?.ToCanonical();
            return (networks?.Allowed, networks is null ? "" : networks.Default);
        }

        if (own is null || resource.IsSecret(Networks))
        {
            return ([null], null);
        }

        var format = StringFormats.Of(StringFormat.VirtualNetworkId);
        return (
            [.. own.Allowed.Where(id => !string.IsNullOrEmpty(id)).Select(format.Canonical), null],
            resource.Knows($"{Networks}.default") ? format.Canonical(own.Default) : null
        );
    }

    // Without the lists, which are separate parts. Empty and unset are equivalent.
    private static Dictionary<string, string> SettingValues(
        DeclaredResource resource,
        DeviceProfileSettings args,
        DeviceProfileSettings? state
    )
    {
        var isNew = state is null && args is DeviceProfileArgs;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in (isNew ? NewProfile.Value : TextsOf(state)).Concat(TextsOf(args)))
        {
            if (value.Length > 0 && !NotSettings.Contains(name) && resource.IsOpen(name))
            {
                values[name] = value;
            }
        }

        return values;
    }

    private static IEnumerable<(string Name, string Value)> TextsOf(DeviceProfileSettings? settings) =>
        JsonOf(settings).Select(member => (member.Key, TextOf(member.Value)));

    private static string TextOf(JsonNode? value) =>
        value switch
        {
            null or JsonArray { Count: 0 } => "",
            _ when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
            _ => value.ToJsonString(),
        };

    private static JsonObject JsonOf(DeviceProfileSettings? settings) =>
        (
            settings switch
            {
                DeviceProfileArgs custom => JsonSerializer.SerializeToNode(
                    custom with
                    {
                        SplitTunnel = null,
                        FallbackDomains = null,
                    },
                    CustomProfile
                ),
                DefaultDeviceProfileArgs standard => JsonSerializer.SerializeToNode(
                    standard with
                    {
                        SplitTunnel = null,
                        FallbackDomains = null,
                    },
                    StandardProfile
                ),
                _ => null,
            }
        )?.AsObject() ?? [];

    private static IEnumerable<NetworkPart> InlineLists(Origin origin, DeclaredResource resource, ProfileWithLists args, string profile)
    {
        if (args.SplitTunnel is { } tunnel || !resource.Knows(Splits))
        {
            const string Routes = $"{Splits}.routes";
            var isOpen = resource.IsOpen(Splits);
            yield return new SplitTunnelPart(
                origin,
                profile,
                isOpen ? ModeOf(args.SplitTunnel?.Mode) : null,
                isOpen ? Entries(args.SplitTunnel!.Routes, Routes) : []
            )
            {
                Path = Routes,
            };
        }

        if (args.FallbackDomains is not null || !resource.Knows(Fallbacks))
        {
            yield return new FallbackDomainsPart(
                origin,
                profile,
                resource.IsOpen(Fallbacks) ? Entries(args.FallbackDomains!, Fallbacks) : null
            )
            {
                Path = Fallbacks,
            };
        }
    }

    private static SplitTunnelPart SplitTunnel(Origin origin, DeclaredResource<SplitTunnelArgs, SplitTunnelState> list)
    {
        var isOpen = list.IsOpen([nameof(list.Args.Mode), .. DefaultRules.Properties("routes")]);
        var kept = SplitTunnelResource.Kept(list.Args, list.State?.Defaults);
        return new(
            origin,
            ProfileOf(list, list.Args.ProfileId),
            isOpen ? ModeOf(list.Args.Mode) : null,
            isOpen ? Join(Entries(list.Args.Routes, "routes"), [.. kept.Select(route => Of(route, "includeDefaults"))]) : []
        )
        {
            Path = "routes",
        };
    }

    private static SplitTunnelPart SplitTunnelRoute(Origin origin, DeclaredResource<SplitTunnelRouteArgs, SplitTunnelRouteState> route)
    {
        var path = string.IsNullOrEmpty(route.Args.Host) ? "address" : "host";
        var isOpen = route.IsOpen(nameof(route.Args.Mode), nameof(route.Args.Address), nameof(route.Args.Host));
        return new(
            origin,
            ProfileOf(route, route.Args.ProfileId),
            isOpen ? ModeOf(route.Args.Mode) : null,
            isOpen ? [Of(new Route { Address = route.Args.Address, Host = route.Args.Host }, path)] : []
        )
        {
            Path = path,
            IsWhole = false,
        };
    }

    private static FallbackDomainsPart Domains(Origin origin, DeclaredResource<FallbackDomainsArgs, FallbackDomainsState> list)
    {
        var profile = ProfileOf(list, list.Args.ProfileId);
        if (!list.IsOpen(DefaultRules.Properties("domains")))
        {
            return new(origin, profile, null) { Path = "domains" };
        }

        var (args, defaults) = (list.Args, list.State?.Defaults);
        var kept = FallbackDomainsResource.Defaults.Kept(args.IncludeDefaults, defaults, args.ExceptDefaults, args.Domains);
        var entries = Join(Entries(args.Domains, "domains"), [.. kept.Select(domain => Of(domain, "includeDefaults"))]);
        return new(origin, profile, entries) { Path = "domains" };
    }

    private static FallbackDomainsPart Domain(Origin origin, DeclaredResource<FallbackDomainArgs, FallbackDomainState> domain)
    {
        var isOpen = domain.IsOpen(nameof(domain.Args.Suffix), nameof(domain.Args.DnsServers));
        var entry = new FallbackDomainEntry { Suffix = domain.Args.Suffix, DnsServers = domain.Args.DnsServers };
        return new(origin, ProfileOf(domain, domain.Args.ProfileId), isOpen ? [Of(entry, "dnsServers")] : null)
        {
            Path = "dnsServers",
            IsWhole = false,
        };
    }

    private static IEnumerable<NetworkPart> TunnelRoute(Origin origin, DeclaredResource<TunnelRouteArgs, TunnelRouteState> route)
    {
        if (route.IsOpen(nameof(route.Args.Network)) && IpPrefix.TryParse(route.Args.Network, out var network))
        {
            yield return new RoutePart(
                origin,
                network,
                TunnelOf(route, route.Args.TunnelId, ConnectorSite.SiteOf(UrnText.Name(route.Urn), route.Args.Network)),
                route.IsOpen(nameof(route.Args.VirtualNetworkId))
                    ? StringFormats.Of(StringFormat.VirtualNetworkId).Canonical(route.Args.VirtualNetworkId ?? "")
                    : null
            );
        }
    }

    private static IEnumerable<NetworkPart> HostnameRoute(Origin origin, DeclaredResource<HostnameRouteArgs, HostnameRouteState> route)
    {
        if (route.IsOpen(nameof(route.Args.Hostname)) && !string.IsNullOrEmpty(route.Args.Hostname))
        {
            yield return new HostnameRoutePart(
                origin,
                StringFormats.Of(StringFormat.Suffix).Canonical(route.Args.Hostname),
                TunnelOf(route, route.Args.TunnelId, null)
            );
        }
    }

    private static VirtualNetworkPart VirtualNetwork(Origin origin, DeclaredResource<VirtualNetworkArgs, VirtualNetworkState> network) =>
        new(
            origin,
            network.State?.VirtualNetworkId,
            network.Value(nameof(network.Args.Name), network.Args.Name, network.State?.Name),
            network.Value(
                nameof(network.Args.IsDefaultNetwork),
                network.Args.IsDefaultNetwork,
                network.State is null ? false : network.State.IsDefaultNetwork
            )
        );

    private static IEnumerable<NetworkPart> ManagedNetwork(Origin origin, DeclaredResource<ManagedNetworkArgs, ManagedNetworkState> network)
    {
        yield return new ManagedNetworkPart(origin, network.IsOpen(nameof(network.Args.Name)) ? network.Args.Name : null);
        if (
            network.IsOpen(nameof(network.Args.Config))
            && HostAndPort.TryParse(network.Args.Config.TlsSockaddr, out var endpoint)
            && IpAddress.TryParse(endpoint.Host, out var address)
            && AddressRanges.Private.Contains(address)
        )
        {
            yield return new DirectAddressPart(origin, IpPrefix.Of(address), "config.tlsSockaddr", "the endpoint");
        }
    }

    // Unknown IDs are omitted; the known ones are still in this order.
    private static ProfileOrderPart Order(Origin origin, DeclaredResource<DeviceProfileOrderArgs, DeviceProfileOrderState> order) =>
        new(
            origin,
            [
                .. (order.Args.ProfileIds ?? [])
                    .OfType<string>()
                    .Where(id => id.Length > 0)
                    .Select(StringFormats.Of(StringFormat.ProfileId).Canonical),
            ]
        );

    private static ConnectorPart Connector(Origin origin, DeclaredResource<WarpConnectorTunnelArgs, WarpConnectorTunnelState> tunnel) =>
        new(
            origin,
            tunnel.State?.TunnelId,
            tunnel.Value(nameof(tunnel.Args.Name), tunnel.Args.Name, tunnel.State?.Name),
            IsMesh: true,
            tunnel.Value(nameof(tunnel.Args.Ha), tunnel.Args.Ha, tunnel.State?.Ha)
        );

    private static IEnumerable<NetworkPart> Settings(Origin origin, DeclaredResource<DeviceSettingsArgs, DeviceSettingsState> settings)
    {
        yield return new ConnectivityPart(
            origin,
            settings.Value(nameof(settings.Args.OfframpWarpEnabled), settings.Args.OfframpWarpEnabled, settings.State?.OfframpWarpEnabled)
        );
        if (
            settings.Args.ExternalEmergencySignalEnabled is true
            && settings.IsOpen(nameof(settings.Args.ExternalEmergencySignalEnabled), nameof(settings.Args.ExternalEmergencySignalUrl))
            && Uri.TryCreate(settings.Args.ExternalEmergencySignalUrl, UriKind.Absolute, out var url)
            && IpAddress.TryParse(url.IdnHost, out var address)
        )
        {
            yield return new DirectAddressPart(origin, IpPrefix.Of(address), "externalEmergencySignalUrl", "the emergency signal");
        }
    }

    private static string? ProfileOf(DeclaredResource resource, string? profile) =>
        resource.IsOpen(nameof(SplitTunnelArgs.ProfileId)) ? ProfileIdFormat.Of(profile) : ChildOfSame(resource, "DeviceProfile", null);

    // The site's name is that of its tunnel.
    private static string? TunnelOf(DeclaredResource resource, string tunnel, string? site) =>
        resource.IsOpen(nameof(TunnelRouteArgs.TunnelId)) ? StringFormats.Of(StringFormat.TunnelId).Canonical(tunnel)
        : site is null ? null
        : ChildOfSame(resource, "WarpConnectorTunnel", site);

    // The children of a component are named like it and refer to each other by IDs, which a first preview does not know.
    private static string? ChildOfSame(DeclaredResource resource, string type, string? name) =>
        Catalog
            .Components.Keys.Select(component => UrnText.Sibling(resource.Urn, component, Package.Token(type), name))
            .FirstOrDefault(urn => urn is not null);

    private static SplitTunnelMode? ModeOf(string? mode) =>
        mode == SplitTunnelRules.Include ? SplitTunnelMode.Include : SplitTunnelMode.Exclude;

    private static MappedList<Route, Entry> Entries(IReadOnlyList<Route> routes, string path) =>
        new(routes, (route, index) => Of(route, $"{path}[{Text(index)}].{(string.IsNullOrEmpty(route.Host) ? "address" : "host")}"));

    private static MappedList<FallbackDomainEntry, FallbackEntry> Entries(IReadOnlyList<FallbackDomainEntry> domains, string path) =>
        new(domains, (domain, index) => Of(domain, $"{path}[{Text(index)}]"));

    private static IReadOnlyList<T> Join<T>(IReadOnlyList<T> own, IReadOnlyList<T> kept) => kept.Count == 0 ? own : [.. own, .. kept];

    private static Entry Of(Route route, string path) =>
        string.IsNullOrEmpty(route.Host)
            ? new(route.Address, null, path)
            : new(null, StringFormats.Of(StringFormat.Host).Canonical(route.Host), path);

    private static FallbackEntry Of(FallbackDomainEntry domain, string path) =>
        new(
            StringFormats.Of(StringFormat.Suffix).Canonical(domain.Suffix),
            [
                .. (domain.DnsServers ?? [])
                    .Select(server => IpAddress.TryParse(server, out var address) ? address : (IpAddress?)null)
                    .OfType<IpAddress>(),
            ],
            path
        );

    private static string Text(int index) => index.ToString(CultureInfo.InvariantCulture);
}
