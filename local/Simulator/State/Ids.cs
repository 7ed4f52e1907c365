using System.Security.Cryptography;
using System.Text;

namespace ZeroTrust.Simulator.State;

/// <summary>IDs and codes derived from a string, so that equal runs produce equal IDs.</summary>
internal static class Ids
{
    /// <summary>A hash in the form of a version 4 UUID.</summary>
    public static string Uuid(string source)
    {
        var bytes = Hash(source)[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    public static string Hex(string source, int length) => Convert.ToHexStringLower(Hash(source))[..length];

    /// <summary>A seven-digit code, such as an override code.</summary>
    public static string Digits(string source) =>
        (BitConverter.ToUInt32(Hash(source)) % 10_000_000).ToString("D7", System.Globalization.CultureInfo.InvariantCulture);

    public static string Base64(string source) => Convert.ToBase64String(Hash(source));

    private static byte[] Hash(string source) => SHA256.HashData(Encoding.UTF8.GetBytes(source));
}
