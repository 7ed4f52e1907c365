using static ZeroTrust.Provider.Tests.Formats.FormatTable;

namespace ZeroTrust.Provider.Tests.Formats;

internal sealed class DomainFormatTests
{
    private static readonly HostFormat Host = new();
    private static readonly SuffixFormat Suffix = new();

    private static readonly string LongestLabel = new('a', 63);
    private static readonly string LongLabel = new('a', 64);
    private static readonly string LongestName = string.Join('.', Enumerable.Repeat(new string('a', 50), 5))[1..];
    private static readonly string LongName = string.Join('.', Enumerable.Repeat(new string('a', 50), 5));

    private static readonly TestCaseData[] Hosts =
    [
        Row("domain", "example.com", "example.com"),
        Row("wildcard", "*.SharePoint.com", "*.sharepoint.com"),
        Row("case and trailing dot", "Corp.Example.COM.", "corp.example.com"),
        Row("single label", "localhost", "localhost"),
        Row("wildcard over a single label", "*.local", "*.local"),
        Row("underscore", "_dmarc.example.com", "_dmarc.example.com"),
        Row("label that is a number", "1.1.example.com", "1.1.example.com"),
        Row("longest label", $"{LongestLabel}.com", $"{LongestLabel}.com"),
        Row("longest name", LongestName, LongestName),
        Row("unicode", "Bücher.example", "xn--bcher-kva.example"),
        Row("punycode", "xn--bcher-kva.EXAMPLE", "xn--bcher-kva.example"),
        Row("unicode wildcard", "*.日本.jp", "*.xn--wgv71a.jp"),
    ];

    private static readonly TestCaseData[] HostMistakes =
    [
        Row("empty", "", "'' is not a domain name: it is empty; write one such as 'corp.example.com'."),
        Row("URL", "https://Example.com/login", "'https://Example.com/login' is a URL; write 'example.com'."),
        Row("port", "example.com:443", "'example.com:443' has a port; write 'example.com'."),
        Row("path", "example.com/login", "'example.com/login' has a path; write 'example.com'."),
        Row("spaces", " example.com", "' example.com' has spaces around it; write 'example.com'."),
        Row(
            "leading dot",
            ".example.com",
            "'.example.com' starts with a dot; write 'example.com', or '*.example.com' for the names below it."
        ),
        Row("wildcard without a dot", "*example.com", "'*example.com' is not a wildcard that Cloudflare knows; write '*.example.com'."),
        Row("two wildcards", "*.*.example.com", "'*.*.example.com' is not a wildcard that Cloudflare knows; write '*.example.com'."),
        Row(
            "wildcard inside",
            "a.*.example.com",
            "'a.*.example.com' is not a domain name: '*' is allowed only at the start, as '*.'; write one such as 'corp.example.com'."
        ),
        Row(
            "wildcard alone",
            "*",
            "'*' is not a domain name: '*' is allowed only at the start, as '*.'; write one such as 'corp.example.com'."
        ),
        Row("address", "192.0.2.1", "'192.0.2.1' is an IP address or prefix, not a domain name."),
        Row("prefix", "fd00::/8", "'fd00::/8' is an IP address or prefix, not a domain name."),
        Row(
            "number at the end",
            "1.2.3",
            "'1.2.3' is not a domain name: its last label is a number; write one such as 'corp.example.com'."
        ),
        Row(
            "empty label",
            "example..com",
            "'example..com' is not a domain name: it has an empty label; write one such as 'corp.example.com'."
        ),
        Row(
            "long label",
            $"{LongLabel}.com",
            $"'{LongLabel}.com' is not a domain name: the label '{LongLabel}' is longer than 63 characters; write one such as "
                + "'corp.example.com'."
        ),
        Row(
            "long name",
            LongName,
            $"'{LongName[..100]}…' is not a domain name: it has 254 characters; at most 253 are allowed; write one such as "
                + "'corp.example.com'."
        ),
        Row(
            "hyphen at an end",
            "-a.example",
            "'-a.example' is not a domain name: the label '-a' starts or ends with a hyphen; write one such as 'corp.example.com'."
        ),
        Row(
            "email",
            "user@example.com",
            "'user@example.com' is not a domain name: '@' is not allowed; write one such as 'corp.example.com'."
        ),
        Row("only a dot", ".", "'.' is not a domain name: it is empty; write one such as 'corp.example.com'."),
    ];

    private static readonly TestCaseData[] Suffixes =
    [
        Row("single label", "corp", "corp"),
        Row("case and trailing dot", "Corp.Example.com.", "corp.example.com"),
        Row("reverse zone", "10.in-addr.arpa", "10.in-addr.arpa"),
        Row("unicode", "münchen.example", "xn--mnchen-3ya.example"),
    ];

    private static readonly TestCaseData[] SuffixMistakes =
    [
        Row("leading dot", ".corp.example.com", "'.corp.example.com' starts with a dot; write 'corp.example.com'."),
        Row("wildcard", "*.corp", "'*.corp' starts with a wildcard, but a suffix covers all names below it anyway; write 'corp'."),
        Row("URL", "http://corp.example", "'http://corp.example' is a URL; write 'corp.example'."),
        Row(
            "wildcard inside",
            "a.*.corp",
            "'a.*.corp' is not a domain name: '*' is allowed only at the start, as '*.'; write one such as 'corp.example.com'."
        ),
        Row("address", "10.0.0.1", "'10.0.0.1' is an IP address or prefix, not a domain name."),
    ];

    [TestCaseSource(nameof(Hosts))]
    public void Equal_hosts_have_one_canonical_form(string text, string canonical) => AssertEqualSpelling(Host, text, canonical);

    [TestCaseSource(nameof(HostMistakes))]
    public void An_error_in_a_host_includes_the_correction(string text, string error) => AssertWrong(Host, text, error);

    [TestCaseSource(nameof(Suffixes))]
    public void Equal_suffixes_have_one_canonical_form(string text, string canonical) => AssertEqualSpelling(Suffix, text, canonical);

    [TestCaseSource(nameof(SuffixMistakes))]
    public void An_error_in_a_suffix_includes_the_correction(string text, string error) => AssertWrong(Suffix, text, error);
}
