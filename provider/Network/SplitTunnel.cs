using ZeroTrust.Texts;

namespace ZeroTrust.Network;

/// <summary>Why a packet goes through the tunnel, or does not.</summary>
internal enum TunnelReason
{
    /// <summary>The client reaches the address on its own.</summary>
    Direct,

    /// <summary>An entry of an exclude list has the address.</summary>
    Excluded,

    /// <summary>No entry of an exclude list has it.</summary>
    NotExcluded,

    /// <summary>An entry of an include list has it.</summary>
    Included,

    /// <summary>No entry of an include list has it.</summary>
    NotIncluded,

    /// <summary>The list has entries that are not known.</summary>
    ListNotKnown,

    /// <summary>The client's mode has no tunnel.</summary>
    NoTunnel,
}

/// <summary>Whether a packet goes through the tunnel, and what decides.</summary>
/// <param name="InTunnel">Null: not known.</param>
/// <param name="Entry">The entry that decides; the narrowest where several do.</param>
/// <param name="Hosts">Entries that decide otherwise if their host resolves to the address.</param>
internal sealed record TunnelDecision(
    bool? InTunnel,
    TunnelReason Reason,
    SplitTunnelEntry? Entry = null,
    IReadOnlyList<SplitTunnelEntry>? Hosts = null
);

/// <summary>A profile's split tunnel, as the client applies it.</summary>
internal sealed class SplitTunnel
{
    private readonly CidrSet _direct;
    private readonly SplitTunnelEntry[] _addresses;

    /// <param name="origin">The resource that the list is declared in, or that has it.</param>
    /// <param name="direct">Addresses that the client reaches on its own: an include entry with one of them is dropped.</param>
    public SplitTunnel(Origin origin, string path, SplitTunnelMode mode, IReadOnlyList<SplitTunnelEntry> entries, CidrSet direct)
    {
        (Origin, Path, Mode, Entries, _direct) = (origin, path, mode, entries, direct);
        _addresses =
        [
            .. entries.Where(entry => entry.Prefix is { } prefix && (mode == SplitTunnelMode.Exclude || !direct.Overlaps(prefix))),
        ];
        Hosts = [.. entries.Where(entry => entry.Host is not null)];
        Listed = CidrSet.Of(_addresses.Select(entry => entry.Prefix!.Value));
        Listable = mode == SplitTunnelMode.Exclude ? CidrSet.All.Except(Listed).Except(direct) : Listed;
    }

    public Origin Origin { get; }

    /// <summary>The property of <see cref="Origin"/> that has the entries; empty when it has none.</summary>
    public string Path { get; }

    public SplitTunnelMode Mode { get; }

    public IReadOnlyList<SplitTunnelEntry> Entries { get; }

    /// <summary>Entries that name hosts.</summary>
    public IReadOnlyList<SplitTunnelEntry> Hosts { get; }

    /// <summary>Whether it is the list that Cloudflare gives to new profiles: the program does not declare one.</summary>
    public bool IsStock { get; init; }

    /// <summary>Whether <see cref="Entries"/> are all there are.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>The addresses of the entries that have an effect.</summary>
    public CidrSet Listed { get; }

    /// <summary>Addresses that go through the tunnel if the entries are all there are, and no host resolves to another.</summary>
    public CidrSet Listable { get; }

    /// <summary>Addresses that certainly go through the tunnel.</summary>
    public CidrSet Surely => IsComplete || Mode == SplitTunnelMode.Include ? Listable : CidrSet.Empty;

    /// <summary>Addresses that may go through the tunnel: with an include list that has hosts, that is whatever they resolve to.</summary>
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

    /// <summary>The entry that names a host, or a wildcard above it; the narrowest.</summary>
    public SplitTunnelEntry? EntryOf(string host) =>
        Hosts
            .Where(entry => HostNames.Covers(entry.Host!, host))
            .MaxBy(entry => (HostNames.IsWildcard(entry.Host!) ? 0 : 1, entry.Host!.Length));

    /// <summary>Why the list lets no packet to these addresses through: a sentence that ends with those who have the list.</summary>
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
            ? "the client reaches it on its own, whatever is in"
            : $"{Sentence.List(entries)} {(entries.Length == 1 ? "is" : "are")} excluded in{(IsStock ? " Cloudflare's own list of" : "")}";
    }
}
