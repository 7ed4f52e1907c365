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
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > bits))
        {
            return false;
        }

        cidr = new Cidr(Mask(address, length), length);
        return true;
    }

    /// <summary>Parses strictly: four decimal parts, or IPv6 without brackets and zone.</summary>
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

        var parts = text.Split('.');
        var bytes = new byte[4];
        // Leading zeros are decimal here, where the system's parser takes them for octal.
        if (parts.Length != 4 || parts.Index().Any(p => !byte.TryParse(p.Item, NumberStyles.None, CultureInfo.InvariantCulture, out bytes[p.Index])))
        {
            return false;
        }

        address = new IPAddress(bytes);
        return true;
    }

    public bool Contains(Cidr other) =>
        Address.AddressFamily == other.Address.AddressFamily
        && other.PrefixLength >= PrefixLength
        && Mask(other.Address, PrefixLength).Equals(Address);

    public override string ToString() => $"{Address}/{PrefixLength}";

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
