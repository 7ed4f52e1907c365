using System.Text.Json;

namespace ZeroTrust.Provider.Tests.Formats;

/// <summary>The formats on the configurations of tests/cases/cases.json.</summary>
internal sealed class CasesTests
{
    private static readonly Dictionary<string, StringFormat> FormatOf = new()
    {
        ["address"] = StringFormat.Cidr,
        ["network"] = StringFormat.Cidr,
        ["host"] = StringFormat.Host,
        ["suffix"] = StringFormat.Suffix,
        ["dns_server"] = StringFormat.IpAddress,
        ["match"] = StringFormat.Match,
        ["allowed"] = StringFormat.VirtualNetworkId,
        ["zone_id"] = StringFormat.CloudflareId,
        ["policy_id"] = StringFormat.ProfileId,
        ["tunnel_id"] = StringFormat.TunnelId,
        ["api_endpoints"] = StringFormat.Endpoint,
        ["masque_endpoints"] = StringFormat.Endpoint,
        ["tls_sockaddr"] = StringFormat.HostPort,
        ["sha256"] = StringFormat.Sha256,
        ["tunnel_secret"] = StringFormat.TunnelSecret,
        ["external_emergency_signal_url"] = StringFormat.HttpsUrl,
        ["external_emergency_signal_fingerprint"] = StringFormat.Sha256,
        ["external_emergency_signal_interval"] = StringFormat.Duration,
    };

    private static readonly JsonElement Cases = Load();

    [Test]
    public void Each_format_has_a_case() =>
        Assert.That(
            Cases.EnumerateArray().SelectMany(Strings).Select(text => text.Format).Distinct(),
            Is.EquivalentTo(FormatOf.Values.Distinct())
        );

    [Test]
    public void Only_malformed_values_are_refused()
    {
        var refused =
            from item in Cases.EnumerateArray()
            from text in Strings(item)
            where StringFormats.Of(text.Format).Check(text.Value).Error is not null
            select $"{item.GetProperty("name").GetString()}: {text.Value}";

        Assert.That(
            refused,
            Is.EquivalentTo([
                "custom-old-doc-match: user.identity == \"test@cloudflare.com\"",
                "custom-match-without-operator: warp_connector@cloudflareaccess.com",
                "exclude-host-bits: 10.01.0.0/16",
                "route-host-bits: 10.01.0.0/16",
                "settings-emergency-http: http://192.0.2.1/d",
                "settings-emergency-fingerprint: DD4F",
                "connector-secret-short: c2hvcnQ=",
                "managed-network-no-port: 192.168.1.1",
            ])
        );
    }

    [Test]
    public void Values_that_the_server_normalizes_are_equal()
    {
        var respelt = Cases
            .EnumerateArray()
            .Where(item =>
                item.GetProperty("expect").TryGetProperty("diff", out var diff)
                && !diff.GetBoolean()
                && item.GetProperty("input") is { ValueKind: JsonValueKind.Object } input
                && input.TryGetProperty("server", out _)
            )
            .ToArray();

        Assert.Multiple(() =>
        {
            Assert.That(respelt, Has.Length.GreaterThan(3));
            foreach (var item in respelt)
            {
                var input = item.GetProperty("input");
                Assert.That(
                    Canonical(input.GetProperty("config")),
                    Is.EquivalentTo(Canonical(input.GetProperty("server"))),
                    item.GetProperty("name").GetString()
                );
            }
        });
    }

    private static IEnumerable<string> Canonical(JsonElement list) =>
        Strings(list, property: "").Select(text => StringFormats.Of(text.Format).Canonical(text.Value));

    private static IEnumerable<(StringFormat Format, string Value)> Strings(JsonElement item) =>
        Strings(item.GetProperty("input"), property: "");

    // An empty string means no value, so formats never receive it.
    private static IEnumerable<(StringFormat Format, string Value)> Strings(JsonElement element, string property) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Strings(member.Value, member.Name)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(entry => Strings(entry, property)),
            JsonValueKind.String when element.GetString() is { Length: > 0 } text && FormatOf.TryGetValue(property, out var format) =>
            [
                (format, text),
            ],
            _ => [],
        };

    private static JsonElement Load()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.PathTo("tests", "cases", "cases.json")));
        return document.RootElement.Clone();
    }
}
