namespace ZeroTrust.Syntax;

/// <summary>The two ID formats that Cloudflare uses.</summary>
internal static class Ids
{
    private const int CloudflareIdLength = 32;

    /// <summary>8-4-4-4-12 hexadecimal digits. <see cref="Guid"/> would also accept signs, spaces and <c>0x</c>.</summary>
    public static bool IsUuid(ReadOnlySpan<char> text) =>
        text.Length == 36
        && text[8] == '-'
        && text[13] == '-'
        && text[18] == '-'
        && text[23] == '-'
        && Digits.AreHex(text[..8])
        && Digits.AreHex(text[9..13])
        && Digits.AreHex(text[14..18])
        && Digits.AreHex(text[19..23])
        && Digits.AreHex(text[24..]);

    /// <summary>32 hexadecimal digits: the ID of an account or a zone.</summary>
    public static bool IsCloudflareId(ReadOnlySpan<char> text) => text.Length == CloudflareIdLength && Digits.AreHex(text);

    /// <summary>The string without a leading <c>accountId/</c>.</summary>
    public static string WithoutAccount(string text) =>
        text.Length > CloudflareIdLength && text[CloudflareIdLength] == '/' && IsCloudflareId(text.AsSpan(0, CloudflareIdLength))
            ? text[(CloudflareIdLength + 1)..]
            : text;

    /// <summary>The UUID that was meant by a string without hyphens or with braces, or null.</summary>
    public static string? MeantUuid(string text)
    {
        var digits = text.Trim().Trim('{', '}').Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        return IsCloudflareId(digits) ? $"{digits[..8]}-{digits[8..12]}-{digits[12..16]}-{digits[16..20]}-{digits[20..]}" : null;
    }
}
