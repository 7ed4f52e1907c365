using ZeroTrust.Provider.Kernel;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Formats;

/// <summary>IPv4 or IPv6 prefix; a plain address is the prefix of that address.</summary>
internal sealed class CidrFormat : IStringFormat
{
    public string Rule => "an IPv4 or IPv6 prefix such as '10.0.0.0/8'";

    public IReadOnlyList<string> Examples { get; } = ["0.0.0.0/0", "::/0", "192.0.2.1/32", "2001:db8::1/128"];

    public FormatCheck Check(string text)
    {
        if (!IpPrefix.TryParse(text, out var prefix, out var hasHostBits))
        {
            return FormatCheck.Invalid(IpDiagnosis.InPrefix(text));
        }

        if (prefix.Network.IsMappedV4 && prefix.Length >= 96)
        {
            var meant = IpPrefix.Of(prefix.Network.Unmapped, prefix.Length - 96);
            return FormatCheck.Unusual(
                $"{Quoted.Of(text)} is IPv4 written as IPv6, which no IPv4 packet matches; write '{meant}' for IPv4."
            );
        }

        return hasHostBits
            ? FormatCheck.Unusual($"{Quoted.Of(text)} has host bits, which have no meaning; it is taken as '{prefix}'.")
            : FormatCheck.Valid;
    }

    public string Canonical(string text) => IpPrefix.TryParse(text, out var prefix) ? prefix.ToString() : text;
}
