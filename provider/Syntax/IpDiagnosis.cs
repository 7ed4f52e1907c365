using System.Globalization;
using System.Numerics;

namespace ZeroTrust.Syntax;

/// <summary>Explains why a string is not an IP address or prefix, and what to write instead.</summary>
internal static class IpDiagnosis
{
    public static string InPrefix(string text) => Explain(text, isPrefix: true);

    public static string InAddress(string text) => Explain(text, isPrefix: false);

    private static string Explain(string text, bool isPrefix)
    {
        var shown = Quoted.Of(text);
        foreach (var (mistake, repaired) in Repairs(text, isPrefix))
        {
            if (Spelling(repaired, isPrefix) is { } spelling)
            {
                return $"{shown} {mistake}; write '{spelling}'.";
            }
        }

        var kind = isPrefix ? "an IPv4 or IPv6 prefix" : "an IPv4 or IPv6 address";
        var example = isPrefix ? "one such as '10.0.0.0/8' or 'fd00::/8'" : "one such as '192.0.2.1' or '2001:db8::1'";
        if (Detail(text) is { } detail)
        {
            return $"{shown} is not {kind}: {detail}; write {example}.";
        }

        return DomainName.IsValid(text)
            ? $"{shown} is a domain name, not {kind}; write {example}."
            : $"{shown} is not {kind}; write {example}.";
    }

    private static string? Spelling(string text, bool isPrefix)
    {
        if (IpAddress.TryParse(text, out var address))
        {
            return isPrefix ? IpPrefix.Of(address).ToString() : address.ToString();
        }

        return isPrefix && IpPrefix.TryParse(text, out var prefix) ? prefix.ToString() : null;
    }

    private static IEnumerable<(string Mistake, string Repaired)> Repairs(string text, bool isPrefix)
    {
        yield return ("has spaces in it", string.Concat(text.Where(c => !char.IsWhiteSpace(c))));
        if (HostAndPort.TryParse(text, out var endpoint))
        {
            yield return ("has a port", endpoint.Host);
        }

        yield return ("has brackets", text.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal));
        yield return ("has leading zeros, which some programs read as octal", WithoutLeadingZeros(text));

        var slash = text.IndexOf('/');
        var (address, length) = slash < 0 ? (text, "") : (text[..slash], text[slash..]);
        if (address.IndexOf('%') is >= 0 and var percent)
        {
            yield return ("names a network interface", address[..percent] + length);
        }

        if (slash >= 0 && !isPrefix)
        {
            yield return ("has a prefix length", address);
        }

        if (IpAddress.TryParse(length.TrimStart('/'), out var mask) && !mask.IsV6 && IsNetmask((uint)mask.Bits))
        {
            yield return ("has a netmask", $"{address}/{BitOperations.PopCount((uint)mask.Bits)}");
        }

        var dots = address.Count(c => c == '.');
        if (slash >= 0 && dots < 3 && !address.Contains(':', StringComparison.Ordinal))
        {
            yield return ("has too few octets", address + string.Concat(Enumerable.Repeat(".0", 3 - dots)) + length);
        }
    }

    private static string? Detail(string text)
    {
        var slash = text.IndexOf('/');
        var address = slash < 0 ? text : text[..slash];
        if (slash >= 0 && IpAddress.TryParse(address, out var parsed))
        {
            return $"the prefix length {Quoted.Of(text.AsSpan(slash + 1))} is not a number from 0 to {parsed.Width}";
        }

        var octets = address.Split('.');
        if (!Array.TrueForAll(octets, octet => Digits.AreDecimal(octet)))
        {
            return null;
        }

        return octets.Length == 4
            ? $"the octet {Quoted.Of(Array.Find(octets, octet => !byte.TryParse(octet, CultureInfo.InvariantCulture, out _)))} is above 255"
            : string.Create(CultureInfo.InvariantCulture, $"it has {octets.Length} of 4 octets");
    }

    // IPv6 groups may have leading zeros.
    private static string WithoutLeadingZeros(string text) =>
        text.Contains(':', StringComparison.Ordinal)
            ? text
            : string.Join('/', text.Split('/').Select(part => string.Join('.', part.Split('.').Select(WithoutZeros))));

    private static string WithoutZeros(string number) =>
        number.TrimStart('0') is { Length: > 0 } rest ? rest
        : number.Length == 0 ? ""
        : "0";

    private static bool IsNetmask(uint mask) => BitOperations.PopCount(mask) == BitOperations.LeadingZeroCount(~mask);
}
