using System.Globalization;
using System.Text;

namespace ZeroTrust.Syntax;

/// <summary>IPv4 or IPv6 address. IPv4 uses the low 32 bits.</summary>
/// <remarks>
/// <see cref="System.Net.IPAddress"/> is not used because it parses octal octets, short forms and ports, and formats some IPv6 addresses
/// as if they embedded IPv4.
/// </remarks>
internal readonly record struct IpAddress(bool IsV6, UInt128 Bits) : IComparable<IpAddress>
{
    private const int Groups = 8;

    // ::ffff:0:0/96
    private static readonly UInt128 MappedPrefix = 0xffff;

    public int Width => IsV6 ? 128 : 32;

    /// <summary>Whether this is an IPv4 address written as IPv6 (<c>::ffff:192.0.2.1</c>).</summary>
    public bool IsMappedV4 => IsV6 && Bits >> 32 == MappedPrefix;

    public IpAddress Unmapped => IsMappedV4 ? new(false, (uint)Bits) : this;

    public static bool TryParse(ReadOnlySpan<char> text, out IpAddress address)
    {
        if (text.Contains(':'))
        {
            var isV6 = TryParseV6(text, out var bits);
            address = new(true, bits);
            return isV6;
        }

        var isV4 = TryParseV4(text, out var bits4);
        address = new(false, bits4);
        return isV4;
    }

    public int CompareTo(IpAddress other) => IsV6 == other.IsV6 ? Bits.CompareTo(other.Bits) : IsV6.CompareTo(other.IsV6);

    /// <summary>Dotted decimal, or IPv6 as RFC 5952 writes it.</summary>
    public override string ToString() => IsV6 ? TextV6() : TextV4((uint)Bits);

    private static bool TryParseV4(ReadOnlySpan<char> text, out uint bits)
    {
        bits = 0;
        var octets = 0;
        foreach (var range in text.Split('.'))
        {
            var octet = text[range];
            if (
                ++octets > 4
                || octet.Length is 0 or > 3
                || octet is ['0', _, ..]
                || octet.ContainsAnyExceptInRange('0', '9')
                || !byte.TryParse(octet, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            )
            {
                return false;
            }

            bits = (bits << 8) | value;
        }

        return octets == 4;
    }

    private static bool TryParseV6(ReadOnlySpan<char> text, out UInt128 bits)
    {
        var gap = text.IndexOf("::", StringComparison.Ordinal);
        if (gap < 0)
        {
            return TryParseGroups(text, v4AtEnd: true, out bits, out var all) && all == Groups;
        }

        bits = 0;
        if (
            !TryParseGroups(text[..gap], v4AtEnd: false, out var head, out var before)
            || !TryParseGroups(text[(gap + 2)..], v4AtEnd: true, out var tail, out var after)
            || before + after >= Groups
        )
        {
            return false;
        }

        bits = (before == 0 ? 0 : head << (128 - (16 * before))) | tail;
        return true;
    }

    private static bool TryParseGroups(ReadOnlySpan<char> text, bool v4AtEnd, out UInt128 bits, out int count)
    {
        bits = 0;
        count = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        foreach (var range in text.Split(':'))
        {
            var group = text[range];
            if (v4AtEnd && range.End.GetOffset(text.Length) == text.Length && group.Contains('.'))
            {
                if (!TryParseV4(group, out var v4))
                {
                    return false;
                }

                bits = (bits << 32) | v4;
                count += 2;
            }
            else if (
                group.Length is 0 or > 4
                || !ushort.TryParse(group, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
                || !Digits.AreHex(group)
            )
            {
                return false;
            }
            else
            {
                bits = (bits << 16) | value;
                count++;
            }

            if (count > Groups)
            {
                return false;
            }
        }

        return true;
    }

    private static string TextV4(uint bits) =>
        string.Create(CultureInfo.InvariantCulture, $"{bits >> 24}.{(bits >> 16) & 0xff}.{(bits >> 8) & 0xff}.{bits & 0xff}");

    private string TextV6()
    {
        if (IsMappedV4)
        {
            return "::ffff:" + TextV4((uint)Bits);
        }

        var (gapStart, gapLength) = LongestZeroRun();
        var text = new StringBuilder(39);
        for (var i = 0; i < Groups; i++)
        {
            if (i == gapStart)
            {
                text.Append("::");
                i += gapLength - 1;
                continue;
            }

            if (text.Length > 0 && text[^1] != ':')
            {
                text.Append(':');
            }

            text.Append(CultureInfo.InvariantCulture, $"{Group(i):x}");
        }

        return text.ToString();
    }

    // RFC 5952 shortens the first of the longest runs, and only a run of two or more.
    private (int Start, int Length) LongestZeroRun()
    {
        var (bestStart, bestLength) = (-1, 1);
        for (var i = 0; i < Groups; i++)
        {
            var start = i;
            while (i < Groups && Group(i) == 0)
            {
                i++;
            }

            if (i - start > bestLength)
            {
                (bestStart, bestLength) = (start, i - start);
            }
        }

        return (bestStart, bestLength);
    }

    private ushort Group(int index) => (ushort)(Bits >> (112 - (16 * index)));
}
