using ZeroTrust.Syntax;

namespace ZeroTrust.Network;

/// <summary>Comparisons of host names. Except in <see cref="Canonical"/>, names are in canonical form.</summary>
internal static class HostNames
{
    private const string Wildcard = "*.";

    public static bool IsWildcard(string host) => host.StartsWith(Wildcard, StringComparison.Ordinal);

    /// <summary>Lower case, punycode, no trailing dot; an invalid name unchanged.</summary>
    public static string Canonical(string host) =>
        IsWildcard(host)
            ? Wildcard + (DomainName.Canonical(host[Wildcard.Length..]) ?? host[Wildcard.Length..])
            : DomainName.Canonical(host) ?? host;

    /// <summary>
    /// Whether an entry covers the host: they are equal, or the entry is a wildcard for names below a domain. A wildcard also covers
    /// narrower wildcards.
    /// </summary>
    public static bool Covers(string entry, string host) =>
        entry == host || (IsWildcard(entry) && host.EndsWith(entry[1..], StringComparison.Ordinal));

    /// <summary>Whether a name equals the suffix or is below it.</summary>
    public static bool IsWithin(string host, string suffix)
    {
        var name = IsWildcard(host) ? host[Wildcard.Length..] : host;
        return name.EndsWith(suffix, StringComparison.Ordinal) && (name.Length == suffix.Length || name[^(suffix.Length + 1)] == '.');
    }
}
