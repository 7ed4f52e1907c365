using System.Buffers;

namespace ZeroTrust.Syntax;

/// <summary>Strings that consist of digits.</summary>
internal static class Digits
{
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");

    public static bool AreHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Hex);

    public static bool AreDecimal(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>Index of the first character that is not a hexadecimal digit, or -1.</summary>
    public static int FirstNotHex(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(Hex);
}
