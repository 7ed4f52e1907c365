using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ZeroTrust.Simulator.Checks;

/// <summary>A network in canonical form: host bits cleared, IPv6 compressed and lower case.</summary>
internal readonly record struct Cidr(IPAddress Address, int PrefixLength)
{
    public static bool TryParse([NotNullWhen(true)] string? text, out Cidr cidr)
    {
        cidr = default;
        var slash = text?.IndexOf('/') ?? -1;
        if (!TryParseAddress(slash < 0 ? text : text![..slash], out var address))
        {
            return false;
        }

        var bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var length = bits;
        if (slash >= 0 && !(TryParseNumber(text.AsSpan(slash + 1), out length) && length <= bits))
        {
            return false;
        }

        cidr = new Cidr(Mask(address, length), length);
        return true;
    }

    /// <summary>Parses strictly: four decimal parts, or IPv6 without brackets or zone.</summary>
    public static bool TryParseAddress([NotNullWhen(true)] string? text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        if (text is null)
        {
            return false;
        }

        if (text.Contains(':'))
        {
            return !text.AsSpan().ContainsAny('[', ']', '%') && IPAddress.TryParse(text, out address);
        }

        // Parts with leading zeros are decimal here; IPAddress would parse them as octal.
        var parts = Array.ConvertAll(text.Split('.'), part => TryParseNumber(part, out var number) && number <= 255 ? number : -1);
        if (parts.Length != 4 || parts.Contains(-1))
        {
            return false;
        }

        address = new IPAddress(Array.ConvertAll(parts, part => (byte)part));
        return true;
    }

    public bool Contains(Cidr other) =>
        Address.AddressFamily == other.Address.AddressFamily
        && other.PrefixLength >= PrefixLength
        && Mask(other.Address, PrefixLength).Equals(Address);

    public override string ToString() => $"{Address}/{PrefixLength}";

    private static bool TryParseNumber(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static IPAddress Mask(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            var kept = Math.Clamp(length - (i * 8), 0, 8);
            bytes[i] &= (byte)(0xFF << (8 - kept));
        }

        return new IPAddress(bytes);
    }
}
