using ZeroTrust.Syntax;

namespace ZeroTrust.Network.Checks;

/// <summary>Finds routes that devices cannot reach because of Split Tunnel lists.</summary>
internal static class RouteChecks
{
    public static IEnumerable<Finding> Run(NetworkModel model)
    {
        var audiences = new Dictionary<string, Audience>(StringComparer.Ordinal);
        var byOne = new Dictionary<(ListOf List, bool Whole), List<(Route Route, CidrSet Lost)>>();
        foreach (var route in model.Routes)
        {
            var network = route.VirtualNetwork?.Key ?? "?";
            if (!audiences.TryGetValue(network, out var audience))
            {
                audiences[network] = audience = Audience.Of(model, route.VirtualNetwork);
            }

            if (audience.Devices.Count == 0)
            {
                continue;
            }

            if (ShutOut(route, audience) is { } finding)
            {
                yield return finding;
            }
            else if (OnlyOne(route, audience) is var (one, lost))
            {
                var key = (one, lost.Contains(route.Network));
                byOne.TryAdd(key, []);
                byOne[key].Add((route, lost));
            }
        }

        foreach (var ((one, isWhole), routes) in byOne)
        {
            yield return ByOne(one, isWhole, routes);
        }
    }

    private static Finding? ShutOut(Route route, Audience audience)
    {
        var all = audience.Devices.Concat(audience.Others);
        if (all.Any(one => one.List.Possibly.Contains(route.Network)))
        {
            return null;
        }

        var rest = all.Where(one => one.List.Possibly.Overlaps(route.Network))
            .Aggregate(CidrSet.Of([route.Network]), (left, one) => left.Except(one.List.Possibly));
        if (rest.IsEmpty)
        {
            return null;
        }

        var reasons = ListOf.Reasons(audience.Devices, one => (one.List.WhyNot(rest), one.List.Origin));
        return rest.Contains(route.Network)
            ? new(
                FindingKind.RouteShutOut,
                route.Origin,
                "network",
                $"no device reaches {route.Network} through the tunnel: {reasons}. Let it through in a split tunnel, or remove the route."
            )
            : new(
                FindingKind.RoutePartlyShutOut,
                route.Origin,
                "network",
                $"no device reaches {Sentence.Of(rest)} of {route.Network} through the tunnel: {reasons}. "
                    + "Let that part through in a split tunnel, unless nobody needs it."
            );
    }

    // The only list that does not let all of the route through, and what it certainly keeps out of the tunnel.
    private static (ListOf One, CidrSet Lost)? OnlyOne(Route route, Audience audience)
    {
        (ListOf One, CidrSet Lost)? found = null;
        foreach (var one in audience.Devices)
        {
            if (one.List.Surely.Contains(route.Network))
            {
                continue;
            }

            if (found is not null || one.Profile is null)
            {
                return null;
            }

            found = (one, CidrSet.Of([route.Network]).Except(one.List.Possibly));
        }

        return audience.Devices.Count > 1 && found is { Lost.IsEmpty: false } ? found : null;
    }

    private static Finding ByOne(ListOf one, bool isWhole, List<(Route Route, CidrSet Lost)> routes)
    {
        var lost = CidrSet.Of(routes.SelectMany(route => route.Lost.Prefixes));
        var networks = routes.Select(route => $"{(isWhole ? "" : $"{Sentence.Of(route.Lost)} of ")}{route.Route.Network} ({route.Route})");
        return new(
            isWhole ? FindingKind.RoutesShutOutByOne : FindingKind.RoutesPartlyShutOutByOne,
            one.List.Origin,
            one.List.Path,
            $"keeps devices of {one.Profile} from {Sentence.List([.. networks])}, "
                + $"which those of all other profiles reach through the tunnel: {one.List.WhyNot(lost)} {one.List.Origin}. "
                + "Let it through there, unless these devices must not reach it."
        );
    }
}
