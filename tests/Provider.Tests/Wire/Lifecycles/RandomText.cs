using System.Globalization;
using System.Net;
using System.Text;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire.Lifecycles;

/// <summary>
/// Valid strings of every format and equivalent spellings. Independent of the provider's own formats, so that they can disagree.
/// </summary>
internal sealed class RandomText(Random random)
{
    private static readonly IdnMapping Idn = new();

    private static readonly string[] Labels = ["corp", "office", "a-b", "_ldap", "x1", "0x1f", "bücher", "日本", "straße", "1"];

    private static readonly string[] Words =
    [
        "Office",
        "",
        "{\"a\": [1, \"b\"]}",
        "true",
        "0",
        "null",
        "👩‍🚀🚀",
        "e\u0301te\u0301",
        "مكتب",
        "\u202eabc",
        "tab\tnew\nline",
        "\"quoted\\\"",
        "<b>&amp;</b>",
        " ",
        "\u00a0",
        "\0",
    ];

    public string Of(StringFormat format) =>
        format switch
        {
            StringFormat.Cidr => Cidr(),
            StringFormat.IpAddress => Address(),
            StringFormat.Host => (Chance(4) ? "*." : "") + Name(),
            StringFormat.Suffix => Name(),
            StringFormat.Uuid => Guid.NewGuid(random),
            StringFormat.CloudflareId => Known.AccountId,
            StringFormat.ProfileId => "default",
            StringFormat.TunnelId => Known.TunnelId,
            StringFormat.VirtualNetworkId or StringFormat.RouteId => Guid.NewGuid(random),
            StringFormat.Name => Plain(100),
            StringFormat.Endpoint => Endpoint(Address()),
            StringFormat.HostPort => Endpoint(Chance(2) ? Address() : Name()),
            StringFormat.HttpsUrl =>
                $"https://{Bracketed(Address())}{(Chance(2) ? ":8443" : "")}{Pick("/", "/Signal", "/a/b?c=D#e", "/%7Ea")}",
            StringFormat.Sha256 => string.Concat(Enumerable.Range(0, 64).Select(_ => Pick("0", "7", "a", "f"))),
            StringFormat.Duration => Pick("30s", "5m0s", "1h", "90s", "1h30m", "45.5s"),
            StringFormat.TunnelSecret => Convert.ToBase64String(
                Enumerable.Range(0, 32 + random.Next(3)).Select(_ => (byte)random.Next(256)).ToArray()
            ),
            StringFormat.Match => Match(),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
        };

    /// <summary>Any string of at most <paramref name="max"/> characters, often of exactly that length.</summary>
    public string Plain(int max)
    {
        var text = Pick(Words) + (Chance(3) ? Pick(Words) : "");
        text = Chance(8) ? string.Concat(Enumerable.Repeat(text.Length == 0 ? "x" : text, max + 1)) : text;
        if (text.Length <= max)
        {
            return text;
        }

        // A lone surrogate is invalid.
        return char.IsHighSurrogate(text[max - 1]) ? text[..(max - 1)] + "x" : text[..max];
    }

    /// <summary>An equivalent spelling.</summary>
    public string Again(StringFormat? format, string text) =>
        text.Length == 0
            ? text
            : format switch
            {
                StringFormat.Cidr => CidrAgain(text),
                StringFormat.IpAddress => AddressAgain(text),
                StringFormat.Host or StringFormat.Suffix => NameAgain(text),
                StringFormat.Uuid or StringFormat.CloudflareId or StringFormat.Sha256 => Cased(text),
                StringFormat.ProfileId
                    when text.Length == Known.AccountId.Length || text.EndsWith("default", StringComparison.OrdinalIgnoreCase) => Pick(
                    "default",
                    "DEFAULT",
                    Known.AccountId,
                    Cased(Known.AccountId),
                    Known.AccountId + "/default"
                ),
                StringFormat.ProfileId or StringFormat.TunnelId or StringFormat.VirtualNetworkId or StringFormat.RouteId => Pick(
                    "",
                    Known.AccountId + "/",
                    Cased(Known.AccountId) + "/"
                ) + Cased(text.Split('/')[^1]),
                StringFormat.Endpoint => EndpointAgain(text, AddressAgain),
                StringFormat.HostPort => EndpointAgain(
                    text,
                    host =>
                        IPAddress.TryParse(host, out _) && !host.StartsWith("0x", StringComparison.Ordinal)
                            ? AddressAgain(host)
                            : NameAgain(host)
                ),
                StringFormat.HttpsUrl => UrlAgain(text),
                StringFormat.Duration => Pick(
                    text,
                    "0h" + text,
                    text + "0ms",
                    text.Replace("5m0s", "300s", StringComparison.Ordinal).Replace("1h30m", "90m", StringComparison.Ordinal)
                ),
                StringFormat.Match => MatchAgain(text),
                _ => text,
            };

    public bool Chance(int oneIn) => random.Next(oneIn) == 0;

    public T Pick<T>(params T[] values) => values[random.Next(values.Length)];

    private string Cidr()
    {
        if (Chance(3))
        {
            var length = random.Next(8, 33);
            var bits = (uint)random.Next() & (length == 0 ? 0 : uint.MaxValue << (32 - length));
            return $"{Pick(10, 172, 192, 198, 203)}.{(bits >> 16) & 255}.{(bits >> 8) & 255}.{bits & 255}/{length}";
        }

        return Pick(
            "10.0.0.0/8",
            "10.1.0.0/16",
            "192.0.2.0/24",
            "198.51.100.7/32",
            "203.0.113.7",
            "2001:db8::/32",
            "fd00::/8",
            "fe80::/10",
            "2001:db8:0:0:1::/80",
            "::ffff:192.0.2.0/120",
            "2001:db8::1/128",
            "::1"
        );
    }

    private string Address() =>
        Pick(
            "10.0.0.53",
            "192.0.2.1",
            "203.0.113.200",
            "2001:db8::53",
            "fd00::1:0:0:1",
            "::ffff:192.0.2.1",
            "2001:db8:0:1:1:1:1:1",
            "64:ff9b::c000:221",
            "::1"
        )
            is var address
        && Chance(4)
            ? $"10.{random.Next(256)}.{random.Next(256)}.{random.Next(256)}"
            : address;

    private string Name()
    {
        var labels = Enumerable
            .Range(0, random.Next(0, 3))
            .Select(_ => Pick(Labels))
            .Append(Pick("example", "xn--bcher-kva", "corp1", "a"))
            .ToArray();
        return string.Join('.', labels) + Pick("", ".com", ".test");
    }

    private static string Bracketed(string address) => address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;

    private string Endpoint(string host) => $"{Bracketed(host)}:{Pick(1, 443, 2408, 65_535)}";

    private string Match() =>
        string.Join(
            Pick(" and ", " or "),
            Enumerable
                .Range(0, random.Next(1, 4))
                .Select(_ =>
                    Pick(
                        "identity.email == \"a@example.com\"",
                        "any(identity.groups.name[*] in {\"Staff\" \"two  spaces\"})",
                        "not (os.name == \"mac\")",
                        "network == \"office \\\"A\\\"\"",
                        "os.version != \"10\""
                    )
                )
        );

    private string Cased(string text) => string.Concat(text.Select(c => Chance(2) ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c)));

    private string CidrAgain(string text)
    {
        var parts = text.Split('/');
        var address = IPAddress.Parse(parts[0]).GetAddressBytes();
        var length = parts.Length == 1 ? address.Length * 8 : int.Parse(parts[1], CultureInfo.InvariantCulture);

        // Host bits are insignificant.
        for (var bit = length; bit < address.Length * 8 && Chance(2); bit++)
        {
            address[bit / 8] ^= (byte)(0x80 >> (bit % 8));
        }

        return AddressAgain(new IPAddress(address).ToString()) + (length == address.Length * 8 && Chance(2) ? "" : $"/{length}");
    }

    private string AddressAgain(string text)
    {
        var bytes = IPAddress.Parse(text).GetAddressBytes();
        if (bytes.Length == 4)
        {
            return string.Join('.', bytes);
        }

        var groups = Enumerable.Range(0, 8).Select(index => (bytes[2 * index] << 8) | bytes[(2 * index) + 1]).ToArray();
        return Cased(
            random.Next(4) switch
            {
                0 => string.Join(':', groups.Select(group => group.ToString("x", CultureInfo.InvariantCulture))),
                1 => string.Join(':', groups.Select(group => group.ToString("x4", CultureInfo.InvariantCulture))),
                2 => string.Join(':', groups.Take(6).Select(group => group.ToString("x", CultureInfo.InvariantCulture)))
                    + ":"
                    + string.Join('.', bytes[12..]),
                _ => new IPAddress(bytes).ToString(),
            }
        );
    }

    private string NameAgain(string text)
    {
        var (start, name) = text.StartsWith("*.", StringComparison.Ordinal) ? ("*.", text[2..]) : ("", text);
        name = name.TrimEnd('.');
        name = random.Next(3) switch
        {
            0 => Idn.GetAscii(name.ToLowerInvariant()),
            1 => Idn.GetUnicode(Idn.GetAscii(name.ToLowerInvariant())),
            _ => name,
        };

        // ASCII only: ß has no single upper-case character.
        return start
            + string.Concat(name.Select(c => char.IsAscii(c) && Chance(2) ? char.ToUpperInvariant(c) : c))
            + (Chance(3) ? "." : "");
    }

    private static string EndpointAgain(string text, Func<string, string> host)
    {
        var colon = text.LastIndexOf(':');
        return $"{Bracketed(host(text[..colon].Trim('[', ']')))}{text[colon..]}";
    }

    private string UrlAgain(string text)
    {
        var rest = text["https://".Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (authority, path) = slash < 0 ? (rest, "/") : (rest[..slash], rest[slash..]);
        if (!authority.EndsWith(":8443", StringComparison.Ordinal))
        {
            authority = EndpointAgain(
                (authority.EndsWith(":443", StringComparison.Ordinal) ? authority[..^4] : authority) + ":443",
                AddressAgain
            );
            authority = Chance(2) ? authority : authority[..^4];
        }

        return Cased("https") + "://" + authority + (path == "/" && Chance(2) ? "" : path);
    }

    private string MatchAgain(string text)
    {
        var written = new StringBuilder(Chance(3) ? " \n" : "");
        var inString = false;
        for (var index = 0; index < text.Length; index++)
        {
            var c = text[index];
            if (inString && c == '\\')
            {
                written.Append(c).Append(text[++index]);
                continue;
            }

            inString ^= c == '"';
            written.Append(char.IsWhiteSpace(c) && !inString ? Pick(" ", "  ", "\n", "\t ") : c.ToString());
        }

        return written.Append(Chance(3) ? "\r\n" : "").ToString();
    }

    private static class Guid
    {
        public static string NewGuid(Random random)
        {
            var bytes = new byte[16];
            random.NextBytes(bytes);
            return new System.Guid(bytes).ToString();
        }
    }
}
