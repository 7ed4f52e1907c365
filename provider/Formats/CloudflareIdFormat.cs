using System.Globalization;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Formats;

/// <summary>32 hexadecimal digits: account and zone ids.</summary>
internal sealed class CloudflareIdFormat : IStringFormat
{
    public bool IsId => true;

    public string Rule => "an account or zone id of 32 hexadecimal digits";

    public IReadOnlyList<string> Examples { get; } = ["0123456789abcdef0123456789abcdef"];

    public FormatCheck Check(string text)
    {
        if (Ids.IsCloudflareId(text))
        {
            return FormatCheck.Valid;
        }

        var shown = Quoted.Of(text);
        if (Ids.IsCloudflareId(text.Trim()))
        {
            return FormatCheck.Invalid($"{shown} has spaces around it; write '{text.Trim()}'.");
        }

        var wrong = Digits.FirstNotHex(text) is >= 0 and var index
            ? $"{Quoted.Of(text.AsSpan(index, 1))} is not a hexadecimal digit"
            : string.Create(CultureInfo.InvariantCulture, $"it has {text.Length} digits");
        return FormatCheck.Invalid(
            $"{shown} is not an account or zone id: {wrong}; write the 32 hexadecimal digits that the dashboard shows."
        );
    }

    public string Canonical(string text) => Ids.IsCloudflareId(text) ? text.ToLowerInvariant() : text;
}
