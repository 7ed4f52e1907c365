using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Profiles;
using ZeroTrust.Provider.SplitTunnels;
using ZeroTrust.Texts;

namespace ZeroTrust.Provider.Networks;

/// <summary>A hostname that a tunnel leads to.</summary>
internal sealed record RoutedHostnameFact(string Account, string Hostname) : ProgramFact(FactTopics.Hostnames(Account))
{
    public override IEnumerable<Problem> Check(string urn, ProgramFacts program)
    {
        var own = new Told<RoutedHostnameFact>(urn, this);
        return program.About<FallbackDomainsFact>(FactTopics.Resolvers(Account)).SelectMany(told => RoutedHostnames.Check(own, told))
            .Concat(program.About<SplitTunnelFact>(FactTopics.SplitTunnels(Account)).SelectMany(told => RoutedHostnames.Check(own, told)))
            .Select(problem => problem with { Path = "hostname" });
    }
}

/// <summary>What keeps devices from reaching a hostname through its tunnel: a resolver of their own, and a split tunnel around the client's addresses.</summary>
internal static class RoutedHostnames
{
    /// <summary>What the client gives to routed hostnames as addresses.</summary>
    private static readonly IpPrefix Addresses = IpPrefix.Parse("100.96.0.0/12");

    public static IEnumerable<Problem> Check(Told<RoutedHostnameFact> route, Told<FallbackDomainsFact> list) =>
        from domain in list.Fact.Domains
        let suffix = StringFormats.Of(StringFormat.Suffix).Canonical(domain.Suffix)
        where suffix.Length > 0 && (route.Fact.Hostname == suffix || route.Fact.Hostname.EndsWith($".{suffix}", StringComparison.Ordinal))
        select new Problem(
            Problems.HostnameResolvedOutside, list.Fact.Path,
            $"{list.By} has devices resolve '{suffix}' themselves, so they do not reach '{route.Fact.Hostname}' of {route.By} through its tunnel; "
            + "remove the suffix, or the route.");

    public static IEnumerable<Problem> Check(Told<RoutedHostnameFact> route, Told<SplitTunnelFact> list) => Outside(list) is { } reason
        ? [new(
            Problems.HostnameOutsideTunnel, list.Fact.Path,
            $"{reason}, so devices do not reach '{route.Fact.Hostname}' of {route.By}: {Addresses} has to go through the tunnel.")]
        : [];

    // Why the addresses do not go through the tunnel; null when they do, or nobody knows.
    private static string? Outside(Told<SplitTunnelFact> list)
    {
        var overlapping = list.Fact.Entries.FirstOrDefault(entry => Overlaps(entry.Route.Address)).Route;
        return list.Fact.Mode == SplitTunnelRules.Include
            ? list.Fact.Whole && overlapping is null ? $"{list.By} does not include {Addresses}" : null
            : overlapping is null ? null : $"{list.By} excludes '{overlapping.Address}'";
    }

    private static bool Overlaps(string? address) => IpPrefix.TryParse(address, out var prefix) && prefix.Overlaps(Addresses);
}
