using ZeroTrust.Texts;

namespace ZeroTrust.Network;

/// <summary>How names of hosts stand to each other. All are in canonical spelling.</summary>
internal static class HostNames
{
    private const string Wildcard = "*.";

    public static bool IsWildcard(string host) => host.StartsWith(Wildcard, StringComparison.Ordinal);

    /// <summary>Lower case, punycode, no trailing dot; the text itself when it is no name.</summary>
    public static string Canonical(string host) =>
        IsWildcard(host)
            ? Wildcard + (DomainName.Canonical(host[Wildcard.Length..]) ?? host[Wildcard.Length..])
            : DomainName.Canonical(host) ?? host;

    /// <summary>
    /// Whether an entry names the host: itself, or by a wildcard, which has the names below its domain. A wildcard is covered by one above
    /// it.
    /// </summary>
    public static bool Covers(string entry, string host) =>
        entry == host || (IsWildcard(entry) && host.EndsWith(entry[1..], StringComparison.Ordinal));

    /// <summary>Whether a name is the suffix or below it.</summary>
    public static bool IsWithin(string host, string suffix)
    {
        var name = IsWildcard(host) ? host[Wildcard.Length..] : host;
        return name.EndsWith(suffix, StringComparison.Ordinal) && (name.Length == suffix.Length || name[^(suffix.Length + 1)] == '.');
    }
}
