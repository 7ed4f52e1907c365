using ZeroTrust.Provider.Kernel;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.SplitTunnels;

/// <summary>Rules of a Split Tunnel list, wherever it is declared.</summary>
internal static class SplitTunnelRules
{
    public const string Exclude = "exclude";
    public const string Include = "include";

    private const string Wildcard = "*.";

    /// <param name="path">Property of the list.</param>
    /// <param name="kept">Default routes that stay in the list.</param>
    public static IEnumerable<Problem> Check(
        IReadOnlyList<SplitTunnelEntry> routes,
        string? mode,
        string path,
        IReadOnlyList<SplitTunnelEntry> kept
    )
    {
        if (mode == Include && routes.Count == 0)
        {
            yield return new(Problems.NoInclude, path, "needs at least one route in mode 'include'.");
        }

        foreach (
            var problem in routes
                .Index()
                .SelectMany(entry => entry.Item.Check($"{path}[{entry.Index}]"))
                .Concat(Covered(routes, path, kept))
                .Concat(OfClient(routes, mode, index => $"{path}[{index}].address"))
        )
        {
            yield return problem;
        }
    }

    /// <summary>So many routes, in a sentence.</summary>
    public static string Counted(int routes) => routes == 1 ? "the only route" : $"the {routes:N0} routes";

    /// <summary>Routes of an include list that the client drops.</summary>
    /// <param name="pathOf">Property of a route's address.</param>
    public static IEnumerable<Problem> OfClient(IReadOnlyList<SplitTunnelEntry> routes, string? mode, Func<int, string> pathOf) =>
        from route in mode == Include ? Prefixes(routes) : []
        from range in Network.AddressRanges.Client
        where route.Prefix.Overlaps(range)
        select new Problem(
            Problems.ClientAddress,
            pathOf(route.Index),
            $"'{routes[route.Index].Address}' contains addresses of {range}, which the client routes itself: it drops the whole route. "
                + "Write the prefixes around that range; the function subtractCidrs computes them."
        );

    // Prefixes of the addresses among the routes, each with its index.
    private static (int Index, IpPrefix Prefix)[] Prefixes(IReadOnlyList<SplitTunnelEntry> routes) =>
        [
            .. from entry in routes.Index()
            let prefix = IpPrefix.TryParse(entry.Item.Address, out var parsed) ? parsed : (IpPrefix?)null
            where prefix is not null
            select (entry.Index, prefix.Value),
        ];

    // Equal entries are refused as duplicates, and that Cloudflare's own defaults overlap is not the program's doing.
    private static IEnumerable<Problem> Covered(IReadOnlyList<SplitTunnelEntry> routes, string path, IReadOnlyList<SplitTunnelEntry> kept)
    {
        SplitTunnelEntry[] all = [.. routes, .. kept];
        var prefixes = Prefixes(all);
        foreach (var (inner, outer) in CidrSet.Superfluous([.. prefixes.Select(entry => entry.Prefix)]))
        {
            var (narrow, wide) = (prefixes[inner].Index, prefixes[outer].Index);
            if (
                narrow >= routes.Count
                || prefixes[inner].Prefix == prefixes[outer].Prefix
                || (SplitTunnelResource.Defaults.IsPublished(all[narrow]) && SplitTunnelResource.Defaults.IsPublished(all[wide]))
            )
            {
                continue;
            }

            yield return wide < routes.Count
                ? Within("address", narrow, wide, routes[narrow].Address, routes[wide].Address, path)
                : new Problem(
                    Problems.RouteCovered,
                    $"{path}[{narrow}].address",
                    $"'{routes[narrow].Address}' is within '{all[wide].Address}', which includeDefaults keeps, and changes nothing; "
                        + "remove it, or name the wider one in exceptDefaults."
                );
        }

        var format = StringFormats.Of(StringFormat.Host);
        var hosts = routes.Select(route => string.IsNullOrEmpty(route.Host) ? "" : format.Canonical(route.Host)).ToArray();
        var wildcards = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (index, host) in hosts.Index().Where(entry => entry.Item.StartsWith(Wildcard, StringComparison.Ordinal)))
        {
            wildcards.TryAdd(host[Wildcard.Length..], index);
        }

        foreach (var (index, host) in hosts.Index().Where(entry => entry.Item.Length > 0))
        {
            var name = host.StartsWith(Wildcard, StringComparison.Ordinal) ? host[Wildcard.Length..] : host;
            for (var dot = name.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = name.IndexOf('.', dot + 1))
            {
                if (wildcards.TryGetValue(name[(dot + 1)..], out var around))
                {
                    yield return Within("host", index, around, routes[index].Host, routes[around].Host, path);
                    break;
                }
            }
        }
    }

    private static Problem Within(string property, int index, int around, string? narrow, string? wide, string path) =>
        new(
            Problems.RouteCovered,
            $"{path}[{index}].{property}",
            $"'{narrow}' is within '{wide}' ({path}[{around}]) and changes nothing; remove one of them."
        );
}
