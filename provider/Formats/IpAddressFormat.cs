using ZeroTrust.Provider.Kernel;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Formats;

/// <summary>IPv4 or IPv6 address.</summary>
internal sealed class IpAddressFormat : IStringFormat
{
    public string Rule => "an IP address";

    public IReadOnlyList<string> Examples { get; } = ["192.0.2.1", "2001:db8::1"];

    public FormatCheck Check(string text)
    {
        if (!IpAddress.TryParse(text, out var address))
        {
            return FormatCheck.Invalid(IpDiagnosis.InAddress(text));
        }

        return address.IsMappedV4
            ? FormatCheck.Unusual($"{Quoted.Of(text)} is IPv4 written as IPv6; write '{address.Unmapped}' for IPv4.")
            : FormatCheck.Valid;
    }

    public string Canonical(string text) => IpAddress.TryParse(text, out var address) ? address.ToString() : text;
}
