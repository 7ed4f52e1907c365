using ZeroTrust.Syntax;

namespace ZeroTrust.Network.Tests;

/// <summary>
/// Computes the path of one packet from every part of the program in turn. Slow and simple; shares only the parts with the model.
/// </summary>
internal sealed class PacketWalk(IReadOnlyList<NetworkPart> parts)
{
    private static readonly IpPrefix[] Stock = [.. StockLists.Exclude.Select(entry => IpPrefix.Parse(entry.Address))];
    private static readonly IpPrefix[] Client = [IpPrefix.Parse("172.64.128.0/20"), IpPrefix.Parse("2606:4700:cf1::/48")];

    public IEnumerable<string> Profiles =>
        parts
            .OfType<ProfilePart>()
            .Select(part => part.Id!)
            .Concat(parts.OfType<SplitTunnelPart>().Select(part => part.Profile!))
            .Concat(parts.OfType<FallbackDomainsPart>().Select(part => part.Profile!))
            .Append(NetworkBuilder.DefaultProfile)
            .Distinct();

    /// <summary>Whether a packet goes through the tunnel; null if unknown.</summary>
    public bool? InTunnel(string profile, IpAddress address)
    {
        var part = Part(profile);
        if (part?.Mode is "1dot1" or "posture_only")
        {
            return false;
        }

        if (List(profile) is not { } list)
        {
            return part is null ? null : !IsDirect(address) && !IsIn(Stock, address);
        }

        if (IsDirect(address))
        {
            return false;
        }

        var isNamed = list.Entries.Any(entry =>
            entry.Prefix is { } prefix && prefix.Contains(address) && (list.Mode == SplitTunnelMode.Exclude || !HasDirect(prefix))
        );
        if (list.Mode == SplitTunnelMode.Include)
        {
            return isNamed ? true
                : list.Entries.Any(entry => entry.Host is not null) ? null
                : false;
        }

        var isStock = !list.IsWhole && part is not null && IsIn(Stock, address);
        return isNamed || isStock ? false
            : !list.IsWhole && part is null ? null
            : true;
    }

    /// <summary>Whether the profile applies to devices that the route checks consider.</summary>
    public bool Counts(string profile, bool connectors)
    {
        var part = Part(profile);
        return (List(profile) is not null || part is not null)
            && part?.Enabled is not false
            && part?.Mode is not ("1dot1" or "posture_only")
            && (part?.IsDefault is true || part?.Match?.Contains("network ==", StringComparison.Ordinal) is not true)
            && (part?.IsDefault is not true && part?.Match?.Contains("warp_connector@", StringComparison.Ordinal) is true) == connectors;
    }

    public IEnumerable<RoutePart> Routes => parts.OfType<RoutePart>();

    public RoutePart? RouteTo(string virtualNetwork, IpAddress address) =>
        Routes
            .Where(route => route.VirtualNetwork == virtualNetwork && route.Network.Contains(address))
            .OrderByDescending(route => route.Network.Length)
            .ThenBy(route => route.Origin.Key, StringComparer.Ordinal)
            .FirstOrDefault();

    private ProfilePart? Part(string profile) => parts.OfType<ProfilePart>().FirstOrDefault(part => part.Id == profile);

    private SplitTunnelPart? List(string profile) => parts.OfType<SplitTunnelPart>().FirstOrDefault(part => part.Profile == profile);

    private bool IsDirect(IpAddress address) => HasDirect(IpPrefix.Of(address));

    private bool HasDirect(IpPrefix prefix) =>
        Client.Concat(parts.OfType<DirectAddressPart>().Select(part => part.Address)).Any(prefix.Overlaps);

    private static bool IsIn(IpPrefix[] prefixes, IpAddress address) => prefixes.Any(prefix => prefix.Contains(address));
}
