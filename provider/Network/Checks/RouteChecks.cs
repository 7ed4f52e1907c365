using ZeroTrust.Syntax;

namespace ZeroTrust.Network.Checks;

/// <summary>Finds routes that devices cannot reach because of Split Tunnel lists.</summary>
internal static class RouteChecks
{
    public static IEnumerable<Finding> Run(NetworkModel model)
    {
        var audiences = new Dictionary<string, Audience>(StringComparer.Ordinal);
        var byOne = new Dictionary<ListOf, List<Route>>();
        foreach (var route in model.Routes)
        {
            var key = route.VirtualNetwork?.Key ?? "?";
            if (!audiences.TryGetValue(key, out var audience))
            {
                audiences[key] = audience = Audience.Of(model, route.VirtualNetwork);
            }

            if (audience.Devices.Count == 0)
            {
                continue;
            }

            if (ShutOut(route, audience) is { } finding)
            {
                yield return finding;
            }
            else if (OnlyOne(route, audience) is { } one)
            {
                byOne.TryAdd(one, []);
                byOne[one].Add(route);
            }
        }

        foreach (var (one, routes) in byOne)
        {
            yield return ByOne(one, routes);
        }
    }

    private static Finding? ShutOut(Route route, Audience audience)
    {
        var all = audience.Devices.Concat(audience.Connectors);
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
                $"no device reaches {Sentence.Of(rest)} of {route.Network} through the tunnel: {reasons}."
            );
    }

    private static ListOf? OnlyOne(Route route, Audience audience)
    {
        ListOf? found = null;
        foreach (var one in audience.Devices)
        {
            if (one.List.Surely.Contains(route.Network))
            {
                continue;
            }

            if (found is not null || one.Profile is null || one.List.Possibly.Overlaps(route.Network))
            {
                return null;
            }

            found = one;
        }

        return audience.Devices.Count > 1 ? found : null;
    }

    private static Finding ByOne(ListOf one, List<Route> routes)
    {
        var networks = CidrSet.Of(routes.Select(route => route.Network));
        return new(
            FindingKind.RoutesShutOutByOne,
            one.List.Origin,
            one.List.Path,
            $"keeps devices of {one.Profile} from {Sentence.List([.. routes.Select(route => $"{route.Network} ({route})")])}, "
                + $"which those of all other profiles reach through the tunnel: {one.List.WhyNot(networks)} {one.List.Origin}."
        );
    }
}
