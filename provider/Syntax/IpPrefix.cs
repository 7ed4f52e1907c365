using System.Globalization;

namespace ZeroTrust.Syntax;

/// <summary>
/// IPv4 or IPv6 prefix; its host bits are always clear. Ordered by family, network and length, so a prefix precedes those it contains.
/// </summary>
internal readonly record struct IpPrefix : IComparable<IpPrefix>
{
    private IpPrefix(IpAddress network, int length)
    {
        Network = network;
        Length = length;
    }

    public IpAddress Network { get; }

    public int Length { get; }

    public bool IsV6 => Network.IsV6;

    public bool IsSingleAddress => Length == Network.Width;

    /// <summary>The prefix of the given length that contains the address.</summary>
    public static IpPrefix Of(IpAddress address, int length) =>
        new(address with { Bits = address.Bits & ~HostMask(address.Width, length) }, length);

    /// <summary>The prefix that contains only the address.</summary>
    public static IpPrefix Of(IpAddress address) => new(address, address.Width);

    /// <exception cref="FormatException">The string is not a prefix.</exception>
    public static IpPrefix Parse(string text) =>
        TryParse(text, out var prefix) ? prefix : throw new FormatException(IpDiagnosis.InPrefix(text));

    public static bool TryParse(ReadOnlySpan<char> text, out IpPrefix prefix) => TryParse(text, out prefix, out _);

    public static bool TryParse(ReadOnlySpan<char> text, out IpPrefix prefix, out bool hasHostBits)
    {
        prefix = default;
        hasHostBits = false;
        var slash = text.IndexOf('/');
        if (!IpAddress.TryParse(slash < 0 ? text : text[..slash], out var address))
        {
            return false;
        }

        var length = address.Width;
        if (slash >= 0 && !TryParseLength(text[(slash + 1)..], address.Width, out length))
        {
            return false;
        }

        prefix = Of(address, length);
        hasHostBits = prefix.Network != address;
        return true;
    }

    public bool Contains(IpAddress address) => address.IsV6 == IsV6 && (address.Bits & ~HostMask(Network.Width, Length)) == Network.Bits;

    public bool Contains(IpPrefix other) => other.Length >= Length && Contains(other.Network);

    public bool Overlaps(IpPrefix other) => Contains(other) || other.Contains(this);

    /// <summary>The two halves of a prefix that is not a single address.</summary>
    public (IpPrefix Lower, IpPrefix Upper) Split()
    {
        var half = UInt128.One << (Network.Width - Length - 1);
        return (new(Network, Length + 1), new(Network with { Bits = Network.Bits | half }, Length + 1));
    }

    /// <summary>The prefix whose two halves these are, or null.</summary>
    public IpPrefix? Join(IpPrefix other)
    {
        if (Length == 0 || Length != other.Length || IsV6 != other.IsV6 || this == other)
        {
            return null;
        }

        var parent = Of(Network, Length - 1);
        return parent.Contains(other) ? parent : null;
    }

    public int CompareTo(IpPrefix other)
    {
        var order = Network.CompareTo(other.Network);
        return order != 0 ? order : Length.CompareTo(other.Length);
    }

    /// <summary>Canonical form, such as <c>10.0.0.0/8</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Network}/{Length}");

    private static bool TryParseLength(ReadOnlySpan<char> text, int width, out int length)
    {
        length = 0;
        return text.Length <= 3
            && Digits.AreDecimal(text)
            && text is not ['0', _, ..]
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out length)
            && length <= width;
    }

    // C# masks the shift count, so shifting by the full width would shift by 0.
    private static UInt128 HostMask(int width, int length) => length == width ? UInt128.Zero : UInt128.MaxValue >> (128 - width + length);
}
