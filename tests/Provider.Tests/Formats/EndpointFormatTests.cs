using static ZeroTrust.Provider.Tests.Formats.FormatTable;

namespace ZeroTrust.Provider.Tests.Formats;

internal sealed class EndpointFormatTests
{
    private static readonly EndpointFormat Endpoint = new();
    private static readonly HostPortFormat HostPort = new();
    private static readonly HttpsUrlFormat Url = new();

    private static readonly TestCaseData[] Endpoints =
    [
        Row("IPv4", "203.0.113.1:443", "203.0.113.1:443"),
        Row("IPv6", "[2001:DB8:0::1]:2408", "[2001:db8::1]:2408"),
        Row("largest port", "203.0.113.1:65535", "203.0.113.1:65535"),
    ];

    private static readonly TestCaseData[] EndpointMistakes =
    [
        Row("no port", "203.0.113.1", "'203.0.113.1' has no port; write '203.0.113.1:443' with its port."),
        Row("IPv6 without brackets", "2001:db8::1:443", "'2001:db8::1:443' has no port; write '[2001:db8::1:443]:443' with its port."),
        Row(
            "name",
            "example.com:443",
            "'example.com:443' does not start with an IP address; write one such as '192.0.2.1:443' or '[2001:db8::1]:443'."
        ),
        Row(
            "port too large",
            "203.0.113.1:65536",
            "'203.0.113.1:65536' does not end in a port from 1 to 65535; write one such as '192.0.2.1:443' or '[2001:db8::1]:443'."
        ),
        Row(
            "port 0",
            "203.0.113.1:0",
            "'203.0.113.1:0' does not end in a port from 1 to 65535; write one such as '192.0.2.1:443' or '[2001:db8::1]:443'."
        ),
        Row(
            "brackets around IPv4",
            "[203.0.113.1]:443",
            "'[203.0.113.1]:443' does not end in a port from 1 to 65535; write one such as '192.0.2.1:443' or '[2001:db8::1]:443'."
        ),
        Row(
            "URL",
            "https://203.0.113.1:443",
            "'https://203.0.113.1:443' is a URL; write only the host and the port, such as '192.0.2.1:443'."
        ),
    ];

    private static readonly TestCaseData[] HostPorts =
    [
        Row("name", "Foobar:1234", "foobar:1234"),
        Row("domain with a trailing dot", "tls.example.com.:3333", "tls.example.com:3333"),
        Row("IPv4", "192.168.185.198:3333", "192.168.185.198:3333"),
        Row("IPv6", "[FD00::1]:3333", "[fd00::1]:3333"),
    ];

    private static readonly TestCaseData[] HostPortMistakes =
    [
        Row("address without a port", "192.168.1.1", "'192.168.1.1' has no port; write '192.168.1.1:443' with its port."),
        Row("name without a port", "tls.example.com", "'tls.example.com' has no port; write the host, a colon and the port."),
        Row("no host", ":443", "':443' does not end in a port from 1 to 65535; write one such as '192.0.2.1:443' or '[2001:db8::1]:443'."),
        Row(
            "wildcard",
            "*.example.com:443",
            "'*.example.com:443' is not a domain name: '*' is allowed only at the start, as '*.'; write one such as 'corp.example.com'."
        ),
    ];

    private static readonly TestCaseData[] Urls =
    [
        Row("IPv4", "https://192.0.2.1/Disconnect?x=1", "https://192.0.2.1/Disconnect?x=1"),
        Row("case, default port and empty path", "HTTPS://192.0.2.1:443", "https://192.0.2.1/"),
        Row("another port", "https://192.0.2.1:8443/a", "https://192.0.2.1:8443/a"),
        Row("IPv6", "https://[2001:DB8::1]/a", "https://[2001:db8::1]/a"),
        Row("IPv6 with the default port", "https://[2001:db8::1]:443/a", "https://[2001:db8::1]/a"),
        Row("query without a path", "https://192.0.2.1?x", "https://192.0.2.1/?x"),
    ];

    private static readonly TestCaseData[] UrlMistakes =
    [
        Row("http", "http://192.0.2.1/d", "'http://192.0.2.1/d' does not use https; write 'https://192.0.2.1/d'."),
        Row("empty scheme", "://192.0.2.1/d", "'://192.0.2.1/d' does not use https; write 'https://192.0.2.1/d'."),
        Row("no scheme", "192.0.2.1/d", "'192.0.2.1/d' does not use https; write 'https://192.0.2.1/d'."),
        Row(
            "name as host",
            "https://example.com/d",
            "'https://example.com/d' does not name its host by IP address; write one such as 'https://192.0.2.1/disconnect' or "
                + "'https://[2001:db8::1]/disconnect'."
        ),
        Row(
            "IPv6 without brackets",
            "https://2001:db8::1/d",
            "'https://2001:db8::1/d' does not name its host by IP address; write one such as 'https://192.0.2.1/disconnect' or "
                + "'https://[2001:db8::1]/disconnect'."
        ),
        Row("space", "https://192.0.2.1/a b", "'https://192.0.2.1/a b' has spaces or characters outside of ASCII; percent-encode them."),
        Row("no URL", "disconnect", "'disconnect' is not an https URL; write one such as 'https://192.0.2.1/disconnect'."),
        Row(
            "no host",
            "https:///d",
            "'https:///d' does not name its host by IP address; write one such as 'https://192.0.2.1/disconnect' or "
                + "'https://[2001:db8::1]/disconnect'."
        ),
        Row("password, which is not shown", "https://user:hunter2@192.0.2.1/", "The URL has a user name or an '@'; write it without."),
    ];

    [TestCaseSource(nameof(Endpoints))]
    public void Equal_endpoints_have_one_canonical_form(string text, string canonical) => AssertEqualSpelling(Endpoint, text, canonical);

    [TestCaseSource(nameof(EndpointMistakes))]
    public void An_error_in_an_endpoint_includes_the_correction(string text, string error) => AssertWrong(Endpoint, text, error);

    [TestCaseSource(nameof(HostPorts))]
    public void Equal_hosts_with_ports_have_one_canonical_form(string text, string canonical) =>
        AssertEqualSpelling(HostPort, text, canonical);

    [TestCaseSource(nameof(HostPortMistakes))]
    public void An_error_in_a_host_with_port_includes_the_correction(string text, string error) => AssertWrong(HostPort, text, error);

    [TestCaseSource(nameof(Urls))]
    public void Equal_URLs_have_one_canonical_form(string text, string canonical) => AssertEqualSpelling(Url, text, canonical);

    [TestCaseSource(nameof(UrlMistakes))]
    public void An_error_in_a_URL_includes_the_correction(string text, string error) => AssertWrong(Url, text, error);
}
