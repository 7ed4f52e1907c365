using System.Globalization;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Formats;

/// <summary>SHA-256 fingerprint: 64 hexadecimal digits; case carries no meaning.</summary>
internal sealed class Sha256Format : IStringFormat
{
    private const int Length = 64;

    public string Rule => "a SHA-256 fingerprint, which has 64 hexadecimal digits";

    public IReadOnlyList<string> Examples { get; } = [new('0', Length)];

    public FormatCheck Check(string text)
    {
        if (IsFingerprint(text))
        {
            return FormatCheck.Valid;
        }

        // openssl prints colons between the bytes.
        var bare = string.Concat(text.Where(c => c != ':' && !char.IsWhiteSpace(c)));
        if (IsFingerprint(bare))
        {
            return FormatCheck.Invalid($"{Quoted.Of(text)} has colons or spaces; write '{bare}'.");
        }

        var wrong = Digits.FirstNotHex(text) is >= 0 and var index
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{Quoted.Of(text.AsSpan(index, 1))} at position {index + 1} is not a hexadecimal digit"
            )
            : string.Create(CultureInfo.InvariantCulture, $"it has {text.Length} hexadecimal digits");
        return FormatCheck.Invalid($"{Quoted.Of(text)} is not a SHA-256 fingerprint: {wrong}; write {Length} hexadecimal digits.");
    }

    public string Canonical(string text) => IsFingerprint(text) ? text.ToLowerInvariant() : text;

    private static bool IsFingerprint(string text) => text.Length == Length && Digits.AreHex(text);
}
