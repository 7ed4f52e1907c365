using ZeroTrust.Syntax;

namespace ZeroTrust.Network.Checks;

/// <summary>
/// Finds hostname routes that devices cannot use. Gateway has to resolve the name, to an address of its own. That address, and those of
/// devices and connectors, have to go through the tunnel.
/// </summary>
internal static class HostnameRouteChecks
{
    public static IEnumerable<Finding> Run(NetworkModel model)
    {
        if (model.HostnameRoutes.Count == 0)
        {
            yield break;
        }

        IpPrefix[] needed = [AddressRanges.InitialResolved, .. model.Mesh];
        (string, Origin)? Why(ListOf one, string host) => WhyNot(one, host, needed);
        var audience = Audience.Of(model, null);
        foreach (var route in model.HostnameRoutes)
        {
            var host = route.Part.Host;
            if (audience.Devices.Count == 0 || audience.Devices.Concat(audience.Others).Any(one => Why(one, host) is null))
            {
                continue;
            }

            yield return new(
                FindingKind.HostShutOut,
                route.Origin,
                "hostname",
                $"no device reaches '{host}' through the tunnel: {ListOf.Reasons(audience.Devices, one => Why(one, host)!.Value)}. "
                    + $"Gateway resolves hosts of hostname routes to addresses in {AddressRanges.InitialResolved}; "
                    + $"{Sentence.Of(CidrSet.Of(model.Mesh))} must go through the tunnel as well."
            );
        }
    }

    private static (string Why, Origin Who)? WhyNot(ListOf one, string host, IpPrefix[] needed)
    {
        if (one.Profile is { HasDns: false } profile)
        {
            return ($"the client does not handle DNS in mode '{profile.Settings.Mode}' of", profile.Origin);
        }

        if (
            one.Profile?.FallbackDomains is { } domains
            && domains.Entries.FirstOrDefault(fallback => HostNames.IsWithin(host, fallback.Suffix)) is { } domain
        )
        {
            return (
                $"Gateway does not resolve it, because '{domain.Suffix}' is a fallback domain in"
                    + (domains.IsStock ? " Cloudflare's default list of" : ""),
                domains.Origin
            );
        }

        var (list, entry) = (one.List, one.List.EntryOf(host));
        if (entry is not null)
        {
            return list.Mode == SplitTunnelMode.Include ? null : ($"{entry} is excluded in", list.Origin);
        }

        var closed = CidrSet.Of(needed.Where(range => !list.Listable.Overlaps(range)));
        var mayHaveMore = list is { Mode: SplitTunnelMode.Include, IsComplete: false };
        return mayHaveMore || closed.IsEmpty ? null : (list.WhyNot(closed), list.Origin);
    }
}
