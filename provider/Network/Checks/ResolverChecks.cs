using ZeroTrust.Syntax;

namespace ZeroTrust.Network.Checks;

/// <summary>Finds fallback domains without a resolver, or with servers that devices cannot reach.</summary>
internal static class ResolverChecks
{
    private static readonly HashSet<string> Stock = new(StockLists.FallbackSuffixes, StringComparer.Ordinal);

    public static IEnumerable<Finding> Run(NetworkModel model)
    {
        var routes = new Dictionary<IpAddress, Route[]>();
        foreach (var profile in model.AllProfiles.Where(profile => profile.Settings.Enabled is not false && profile.HasDns))
        {
            if (profile.FallbackDomains is not { } domains)
            {
                continue;
            }

            var unresolved = domains.Entries.Where(entry => entry.Servers.Count == 0 && !Stock.Contains(entry.Suffix)).ToArray();
            if (profile.Settings.DisableAutoFallback is true && unresolved.Length > 0)
            {
                yield return new(
                    FindingKind.NoResolver,
                    domains.Origin,
                    unresolved[0].Path,
                    $"devices of {profile} cannot resolve {Sentence.List([.. unresolved.Select(entry => $"'{entry.Suffix}'")])}: "
                        + "no DNS servers are set, and disableAutoFallback keeps the client from using the device's own resolver. "
                        + "Set DNS servers, or remove disableAutoFallback."
                );
            }

            if (profile.IsAtNetwork is false)
            {
                foreach (var finding in Servers(model, profile, domains, routes))
                {
                    yield return finding;
                }
            }
        }
    }

    // A server without a route may be local to the devices, and a public one is reachable either way.
    private static IEnumerable<Finding> Servers(
        NetworkModel model,
        Profile profile,
        FallbackDomains domains,
        Dictionary<IpAddress, Route[]> routes
    )
    {
        if (model.NetworkOf(profile) is not { } network)
        {
            yield break;
        }

        foreach (var (domain, server) in domains.Entries.SelectMany(entry => entry.Servers.Select(server => (entry, server))))
        {
            if (!routes.TryGetValue(server, out var ways))
            {
                routes[server] = ways = [.. model.RoutesTo(server)];
            }

            if (Array.Find(ways, way => way.VirtualNetwork == network) is { } route)
            {
                var reason =
                    !profile.HasTunnel ? $"mode '{profile.Settings.Mode}' of {profile} has no tunnel"
                    : profile.SplitTunnel is { } list && list.Decide(server).InTunnel is false
                        ? $"{list.WhyNot(CidrSet.Of([IpPrefix.Of(server)]))} {list.Origin}"
                    : null;
                if (reason is not null)
                {
                    yield return new(
                        FindingKind.ResolverOutside,
                        domains.Origin,
                        domain.Path,
                        $"{route} leads to the DNS server {server} of '{domain.Suffix}' through {route.Network}, "
                            + $"but {reason}, so devices query it outside the tunnel."
                    );
                }
            }
            else if (
                profile.HasTunnel
                && Array.Find(ways, way => IsOther(way.VirtualNetwork!, network) && !IsChoice(profile, way.VirtualNetwork!)) is { } other
            )
            {
                yield return new(
                    FindingKind.ResolverInOtherNetwork,
                    domains.Origin,
                    domain.Path,
                    $"{other} leads to the DNS server {server} of '{domain.Suffix}', but in the virtual network "
                        + $"'{other.VirtualNetwork!.Name}', while devices of {profile} are in '{network.Name}'. "
                        + "Move the route there, or choose its network in the profile's virtualNetworks."
                );
            }
        }
    }

    // A network in the program may be the account's default network, unless the program says otherwise.
    private static bool IsOther(VirtualNetwork one, VirtualNetwork two) =>
        one != two && (one.Part is null ? two.Part!.IsDefault is false : two.Part is not null || one.Part.IsDefault is false);

    private static bool IsChoice(Profile profile, VirtualNetwork network) =>
        profile.Settings.AllowedNetworks is not null && profile.MayChoose(network);
}
