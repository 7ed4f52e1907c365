using System.Globalization;
using System.Text.RegularExpressions;
using ZeroTrust.Network;
using ZeroTrust.Syntax;

namespace ZeroTrust.Cli.Map;

/// <summary>How much of a connector's networks devices of a profile reach through the tunnel.</summary>
internal enum Reach
{
    /// <summary>Too little is known of the profile's list.</summary>
    NotKnown,

    None,

    Part,

    All,
}

/// <summary>A tunnel and its networks: a column of the map.</summary>
/// <param name="Networks">Its routes as people read them, in order.</param>
internal sealed record MapConnector(string Name, bool IsHighlyAvailable, IReadOnlyList<string> Networks);

/// <summary>Which of a connector's networks a profile reaches.</summary>
/// <param name="Detail">The same as a sentence.</param>
internal sealed record MapCell(Reach Reach, string Detail);

/// <summary>A profile: a row of the map.</summary>
/// <param name="Order">Its precedence; empty for the default profile, and while it is unknown.</param>
/// <param name="Match">Its match expression; null for the default profile.</param>
/// <param name="Tunnel">What its split tunnel does, in a few words.</param>
/// <param name="Entries">The entries of the split tunnel.</param>
/// <param name="Domains">Its fallback domains, each with its servers.</param>
internal sealed record MapProfile(
    string Order,
    string Name,
    string? Match,
    bool IsEnabled,
    string Tunnel,
    IReadOnlyList<string> Entries,
    IReadOnlyList<string> Domains,
    IReadOnlyList<MapCell> Cells
);

/// <summary>The content of the map: profiles in order of precedence, their matches and lists, and the connectors they reach.</summary>
internal sealed partial record NetworkMap(string Title, IReadOnlyList<MapConnector> Connectors, IReadOnlyList<MapProfile> Profiles)
{
    public static NetworkMap Of(NetworkModel model, string title)
    {
        var columns = Columns(model);
        return new(
            title,
            [
                .. columns.Select(column => new MapConnector(
                    column.Name,
                    column.Connector?.Part.IsHighlyAvailable is true,
                    column.Describe(model)
                )),
            ],
            [.. model.AllProfiles.Select(profile => Row(profile, columns))]
        );
    }

    private static MapProfile Row(Profile profile, IReadOnlyList<Column> columns) =>
        new(
            profile.Settings.Precedence?.ToString(CultureInfo.InvariantCulture) ?? "",
            profile.Settings.IsDefault ? "Default" : profile.Name,
            profile.Settings.IsDefault ? null : profile.Settings.Match ?? "",
            profile.Settings.Enabled is not false,
            Tunnel(profile),
            [.. (profile.SplitTunnel?.Entries ?? []).Select(entry => entry.Host ?? entry.Address ?? "")],
            [.. (profile.FallbackDomains?.Entries ?? []).Select(Domain)],
            [.. columns.Select(column => Cell(profile, column))]
        );

    private static string Tunnel(Profile profile) =>
        profile switch
        {
            { HasTunnel: false } => "no tunnel",
            { SplitTunnel: null } => "unknown",
            { SplitTunnel: { Mode: SplitTunnelMode.Include } list } => $"only {Count(list.Entries.Count, "entry", "entries")}",
            { SplitTunnel: { IsStock: true } } => "all but Cloudflare's defaults",
            { SplitTunnel: { } list } => $"all but {Count(list.Entries.Count, "entry", "entries")}",
        };

    private static string Domain(FallbackEntry entry) =>
        entry.Servers.Count == 0 ? entry.Suffix : $"{entry.Suffix} → {string.Join(", ", entry.Servers)}";

    private static MapCell Cell(Profile profile, Column column)
    {
        var networks = CidrSet.Of(
            column
                .Routes.Where(route => route.VirtualNetwork is null || profile.MayChoose(route.VirtualNetwork))
                .Select(route => route.Network)
        );
        if (!profile.HasTunnel)
        {
            return new(Reach.None, $"{profile.Name} has no tunnel.");
        }

        if (networks.IsEmpty)
        {
            return new(
                Reach.None,
                column.Routes.Count == 0
                    ? $"{column.Name} has no routes."
                    : $"{profile.Name} cannot select the virtual network of {column.Name}."
            );
        }

        if (profile.SplitTunnel is not { } list)
        {
            return new(Reach.NotKnown, $"The split tunnel of {profile.Name} is unknown.");
        }

        var outside = networks.Except(list.Possibly);
        var unsure = networks.Except(list.Surely);
        return unsure.IsEmpty ? new(Reach.All, $"{profile.Name} reaches all of {column.Name}.")
            : outside.IsEmpty ? new(Reach.NotKnown, $"{profile.Name} reaches {column.Name} for host names that resolve to it.")
            : networks.Except(outside).IsEmpty ? new(Reach.None, $"{profile.Name} does not reach {column.Name} through the tunnel.")
            : new(Reach.Part, $"{profile.Name} does not reach {Some(outside)} of {column.Name} through the tunnel.");
    }

    // Tunnels of other kinds have routes as well.
    private static List<Column> Columns(NetworkModel model)
    {
        var byConnector = model.Routes.ToLookup(route => route.Connector);
        return
        [
            .. model
                .Connectors.Select(connector => new Column(connector.Name, connector, [.. byConnector[connector]]))
                .OrderBy(column => Padded(column.Name), StringComparer.Ordinal),
            .. byConnector[null]
                .GroupBy(route => route.Part.Tunnel ?? "")
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new Column(
                    group.Key.Length == 0 ? "another tunnel" : $"tunnel {group.Key[..Math.Min(8, group.Key.Length)]}",
                    null,
                    [.. group]
                )),
        ];
    }

    // site-9 comes before site-10.
    private static string Padded(string name) => Digits().Replace(name, digits => digits.Value.PadLeft(10, '0'));

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();

    private static string Some(CidrSet addresses) =>
        addresses.Prefixes.Count <= 3
            ? string.Join(", ", addresses.Prefixes)
            : $"{string.Join(", ", addresses.Prefixes.Take(2))} and {Count(addresses.Prefixes.Count - 2, "more prefix", "more prefixes")}";

    private static string Count(int count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");

    private sealed record Column(string Name, Connector? Connector, IReadOnlyList<Route> Routes)
    {
        public IReadOnlyList<string> Describe(NetworkModel model) =>
            [
                .. Routes
                    .OrderBy(route => route.Network)
                    .Select(route =>
                        route.VirtualNetwork is { Key.Length: > 0 } network
                            ? $"{route.Network} in {network.Name}"
                            : route.Network.ToString()
                    ),
                .. model
                    .HostnameRoutes.Where(route => Connector is not null && route.Connector == Connector)
                    .Select(route => route.Part.Host),
            ];
    }
}
