using ZeroTrust.Syntax;

namespace ZeroTrust.Network;

/// <summary>Why a packet goes through the tunnel or does not.</summary>
internal enum TunnelReason
{
    /// <summary>The client always reaches the address outside the tunnel.</summary>
    Direct,

    /// <summary>An entry of an exclude list contains the address.</summary>
    Excluded,

    /// <summary>No entry of an exclude list contains the address.</summary>
    NotExcluded,

    /// <summary>An entry of an include list contains the address.</summary>
    Included,

    /// <summary>No entry of an include list contains the address.</summary>
    NotIncluded,

    /// <summary>Some entries of the list are unknown.</summary>
    ListNotKnown,

    /// <summary>The client's mode has no tunnel.</summary>
    NoTunnel,
}

/// <summary>Whether a packet goes through the tunnel, and why.</summary>
/// <param name="InTunnel">Null when unknown.</param>
/// <param name="Entry">The most specific entry that contains the address, if any.</param>
/// <param name="Hosts">Host entries that reverse the decision if their host resolves to the address.</param>
internal sealed record TunnelDecision(
    bool? InTunnel,
    TunnelReason Reason,
    SplitTunnelEntry? Entry = null,
    IReadOnlyList<SplitTunnelEntry>? Hosts = null
);

/// <summary>A profile's Split Tunnel list as the client applies it.</summary>
internal sealed class SplitTunnel
{
    private readonly CidrSet _direct;
    private readonly SplitTunnelEntry[] _addresses;

    /// <param name="origin">The resource that declares the list, else its profile.</param>
    /// <param name="direct">Addresses that the client always reaches outside the tunnel; it drops include entries that contain one.</param>
    public SplitTunnel(Origin origin, string path, SplitTunnelMode mode, IReadOnlyList<SplitTunnelEntry> entries, CidrSet direct)
    {
        (Origin, Path, Mode, Entries, _direct) = (origin, path, mode, entries, direct);
        _addresses =
        [
            .. entries.Where(entry => entry.Prefix is { } prefix && (mode == SplitTunnelMode.Exclude || !direct.Overlaps(prefix))),
        ];
        Hosts = [.. entries.Where(entry => entry.Host is not null)];
        Listed = CidrSet.Of(_addresses.Select(entry => entry.Prefix!.Value));
    }

    public Origin Origin { get; }

    /// <summary>The property of <see cref="Origin"/> that declares the entries; empty when they are not declared.</summary>
    public string Path { get; }

    public SplitTunnelMode Mode { get; }

    public IReadOnlyList<SplitTunnelEntry> Entries { get; }

    /// <summary>Host entries.</summary>
    public IReadOnlyList<SplitTunnelEntry> Hosts { get; }

    /// <summary>Whether this is the default list of new profiles, because the program does not declare one.</summary>
    public bool IsStock { get; init; }

    /// <summary>Whether the program declares the whole list, rather than single entries or nothing.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>Whether <see cref="Entries"/> is the whole list.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>Addresses of the effective entries.</summary>
    public CidrSet Listed { get; }

    /// <summary>Addresses that go through the tunnel if the entries are complete and host entries are ignored.</summary>
    public CidrSet Listable => field ??= Mode == SplitTunnelMode.Exclude ? CidrSet.All.Except(Listed).Except(_direct) : Listed;

    /// <summary>Addresses that go through the tunnel for certain.</summary>
    public CidrSet Surely => IsComplete || Mode == SplitTunnelMode.Include ? Listable : CidrSet.Empty;

    /// <summary>Addresses that may go through the tunnel. Included hosts may resolve to any address.</summary>
    public CidrSet Possibly =>
        Mode == SplitTunnelMode.Exclude || (IsComplete && Hosts.Count == 0) ? Listable : field ??= CidrSet.All.Except(_direct);

    public TunnelDecision Decide(IpAddress address)
    {
        if (_direct.Contains(address))
        {
            return new(false, TunnelReason.Direct);
        }

        var entry = _addresses
            .Where(candidate => candidate.Prefix!.Value.Contains(address))
            .MaxBy(candidate => candidate.Prefix!.Value.Length);
        return (Mode, entry) switch
        {
            (SplitTunnelMode.Exclude, { }) => new(false, TunnelReason.Excluded, entry),
            (SplitTunnelMode.Include, { }) => new(true, TunnelReason.Included, entry),
            _ when !IsComplete => new(null, TunnelReason.ListNotKnown),
            (SplitTunnelMode.Exclude, _) => new(true, TunnelReason.NotExcluded, null, Hosts),
            _ => new(Hosts.Count > 0 ? null : false, TunnelReason.NotIncluded, null, Hosts),
        };
    }

    /// <summary>The most specific entry that covers a host.</summary>
    public SplitTunnelEntry? EntryOf(string host) =>
        Hosts
            .Where(entry => HostNames.Covers(entry.Host!, host))
            .MaxBy(entry => (HostNames.IsWildcard(entry.Host!) ? 0 : 1, entry.Host!.Length));

    /// <summary>Why the list lets no packets to these addresses through: a sentence to be completed with the owner of the list.</summary>
    public string WhyNot(CidrSet addresses)
    {
        if (Mode == SplitTunnelMode.Include)
        {
            return Entries.Count == 0 ? "nothing is included in"
                : addresses.Prefixes is [{ IsSingleAddress: true }] ? "it is not included in"
                : "none of it is included in";
        }

        var entries = _addresses.Where(entry => addresses.Overlaps(entry.Prefix!.Value)).ToArray();
        return entries.Length == 0
            ? "the client always reaches it outside the tunnel, regardless of"
            : $"{Sentence.List(entries)} {(entries.Length == 1 ? "is" : "are")} excluded "
                + (
                    IsStock ? "in Cloudflare's default list of"
                    : entries.All(entry => entry.Path.Length == 0) ? "by Cloudflare's defaults beside"
                    : "in"
                );
    }
}
