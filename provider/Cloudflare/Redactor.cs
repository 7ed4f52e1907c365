using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace ZeroTrust.Cloudflare;

/// <summary>
/// Redacts secrets in messages and logs, in every encoding in which they may appear: verbatim, in other case, escaped for JSON, URLs or
/// HTML (possibly more than once), in hexadecimal, and inside base64. Strings must be redacted before they are shortened.
/// </summary>
internal sealed class Redactor
{
    public const string Mark = "[secret]";

    /// <summary>Shorter secrets would match parts of ordinary words.</summary>
    private const int Shortest = 4;

    /// <summary>Maximum number of secrets; more than any program has.</summary>
    private const int Most = 10_000;

    /// <summary>Backslashes of up to four levels of escaping. Without a limit, matching a long run of them takes quadratic time.</summary>
    private const string Escape = @"\\{1,15}";

    /// <summary>
    /// White space of any kind and length, in every encoding. No two alternatives match the same text: otherwise, matching a long run of
    /// white space takes exponential time.
    /// </summary>
    private const string Blank =
        @"(?:\s|\+|%(?:25)*(?:20|0[9AD])|" + Escape + @"(?:[nrt]|u00(?:20|0[9AD]))|&#(?:0*(?:32|9|10|13)|x0*(?:20|[9AD]));)+";

    // Short escapes of JSON and HTML, form encoding, and base64url.
    private static readonly Dictionary<string, string> Others = new(StringComparer.Ordinal)
    {
        ["\""] = $@"{Escape}""|&quot;",
        ["\\"] = $@"{Escape}\\",
        ["/"] = $"{Escape}/|_",
        ["+"] = "-",
        ["&"] = "&amp;",
        ["<"] = "&lt;",
        [">"] = "&gt;",
        ["'"] = "&apos;",
    };

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Regex?> _patterns = new(StringComparer.Ordinal);

    public Redactor(CloudflareOptions options, Func<string, string?>? environment = null)
    {
        Add([options.ApiToken, options.ApiKey, .. UserInfo(options.BaseUrl)]);
        foreach (var variable in (string[])["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
        {
            Add([.. UserInfo((environment ?? Environment.GetEnvironmentVariable)(variable) ?? "").Skip(1)]);
        }
    }

    /// <summary>Adds secrets to redact.</summary>
    public void Add(IEnumerable<string?> secrets)
    {
        lock (_gate)
        {
            foreach (var secret in secrets)
            {
                if (secret?.Trim() is { Length: >= Shortest } text && _patterns.Count < Most)
                {
                    _patterns.TryAdd(text, null);
                }
            }
        }
    }

    public string Redact(string text)
    {
        Regex[] patterns;
        lock (_gate)
        {
            // Longest first, since a secret may contain another one.
            patterns =
            [
                .. _patterns
                    .Keys.OrderByDescending(secret => secret.Length)
                    .ToArray()
                    .Select(secret => _patterns[secret] ??= Pattern(secret)),
            ];
        }

        return patterns.Aggregate(text, (redacted, pattern) => pattern.Replace(redacted, Mark));
    }

    // Name and password of scheme://name:password@host, encoded and decoded.
    private static IEnumerable<string> UserInfo(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0;
        var end = url.LastIndexOf('@');
        if (end <= start)
        {
            return [];
        }

        var parts = url[start..end].Split(':', 2);
        return [.. parts.Take(1), .. parts.Skip(1).SelectMany(password => new[] { password, WebUtility.UrlDecode(password) })];
    }

    private static Regex Pattern(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        string[] spellings = [Escaped(secret), Convert.ToHexString(bytes), .. InBase64(bytes).Select(Escaped)];
        return new(string.Join('|', spellings), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }

    private static string Escaped(string text) =>
        string.Join(
            Blank,
            from word in text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)
            select string.Concat(word.EnumerateRunes().Select(rune => $"(?:{string.Join('|', Spellings(rune))})"))
        );

    private static IEnumerable<string> Spellings(Rune rune)
    {
        var plain = rune.ToString();
        yield return Regex.Escape(plain);
        yield return string.Concat(plain.Select(unit => string.Create(CultureInfo.InvariantCulture, $"{Escape}u{(int)unit:X4}")));
        yield return string.Concat(
            Encoding.UTF8.GetBytes(plain).Select(unit => string.Create(CultureInfo.InvariantCulture, $"%(?:25)*{unit:X2}"))
        );
        yield return string.Create(CultureInfo.InvariantCulture, $"&#0*{rune.Value};|&#x0*{rune.Value:X};");
        if (Others.TryGetValue(plain, out var others))
        {
            yield return others;
        }
    }

    // For each of the three possible offsets in base64, the characters that depend on the secret alone.
    private static IEnumerable<string> InBase64(byte[] secret) =>
        from before in Enumerable.Range(0, 3)
        let text = Convert.ToBase64String([.. new byte[before], .. secret])
        let own = text[(before == 0 ? 0 : before + 1)..((before + secret.Length) * 8 / 6)]
        where own.Length > Shortest
        select own;
}
