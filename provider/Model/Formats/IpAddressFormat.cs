namespace ZeroTrust.Provider.Model.Formats;

/// <summary>IPv4 or IPv6 address.</summary>
internal sealed class IpAddressFormat : ITextFormat
{
    public TextCheck Check(string text)
    {
        if (!IpAddress.TryParse(text, out var address))
        {
            return TextCheck.Wrong(IpMistake.InAddress(text));
        }

        return address.IsMappedV4
            ? TextCheck.Odd($"{Quoted.Of(text)} is IPv4 written as IPv6; write '{address.Unmapped}' for IPv4.")
            : TextCheck.Fine;
    }

    public string Canonical(string text) => IpAddress.TryParse(text, out var address) ? address.ToString() : text;
}
