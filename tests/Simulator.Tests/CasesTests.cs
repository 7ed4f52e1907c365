using System.Text.Json.Nodes;
using ZeroTrust.Simulator.State;

namespace ZeroTrust.Simulator.Tests;

/// <summary>The shared cases that describe server behavior.</summary>
internal sealed class CasesTests : SimulatorTest
{
    // Client behavior before or after a request, or a response that no request causes.
    private static readonly HashSet<string> NotAboutTheServer =
    [
        "custom-v4-precedence",
        "custom-change-profile-type",
        "custom-get-missing",
        "default-swap-500",
        "default-6988",
        "default-6784-inline-ldf",
        "default-with-match",
        "default-with-precedence",
        "exclude-host-bits",
        "exclude-1001-entries",
        "include-contains-tls-endpoint",
        "m365-merge",
        "ldf-two-owners",
        "ldf-restore-defaults",
        "resilience-same",
        "connector-soft-deleted",
        "connector-delete-connected",
        "connector-connections",
        "connector-failover",
        "connector-ha-change",
        "route-host-bits",
        "route-delete-after-tunnel",
        "vnet-demote-default",
        "registrations-page",
        "registrations-bulk-revoke",
        "override-codes",
        "no-token-permission",
    ];

    private static readonly Dictionary<string, JsonObject> Cases = JsonNode
        .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cases.json")))!
        .AsArray()
        .OfType<JsonObject>()
        .ToDictionary(c => (string)c["name"]!);

    private static IEnumerable<string> Names => Cases.Keys.Except(NotAboutTheServer);

    [TestCaseSource(nameof(Names))]
    public async Task The_server_behaves_as_in_the_case(string name)
    {
        var expected = Cases[name]["expect"]!.AsObject();
        var (sent, answer) = await RunAsync(Cases[name]);

        Assert.That(answer.Status, Is.EqualTo((bool)expected["ok"]! ? 200 : 400), answer.Message);
        if (answer.Status != 200)
        {
            return;
        }

        foreach (var (field, value) in sent.OfType<JsonObject>().SelectMany(o => o))
        {
            AssertEcho(field, value, answer);
        }

        foreach (var (field, value) in expected["serverDefaults"]?.AsObject() ?? [])
        {
            AssertJson(answer.Object[field], value!.ToJsonString());
        }

        if (expected["serverOrder"] is JsonArray order)
        {
            Assert.That(answer.All("suffix"), Is.EqualTo(order.Select(s => (string?)s)));
        }

        if ((string?)expected["mode"] is { } mode && sent is [JsonObject body] && body.ContainsKey(mode))
        {
            Assert.That(answer.Object.ContainsKey(mode == "exclude" ? "include" : "exclude"), Is.False);
        }
    }

    [Test]
    public void The_excluded_names_exist()
    {
        Assert.That(NotAboutTheServer.Except(Cases.Keys), Is.Empty);
    }

    private async Task<(JsonNode?[] Sent, ApiResponse Answer)> RunAsync(JsonObject @case)
    {
        var input = Resolve(@case["input"]!);
        var body = input as JsonObject ?? [];
        return ((string)@case["kind"]!, input) switch
        {
            (_, JsonArray list) => ([], await PutAsync(ListOf(@case), list.ToJsonString())),
            ("customProfile", _) when body["before"] is { } before => await UpdateAsync(
                "devices/policy",
                "policy_id",
                before,
                body["after"]!
            ),
            ("customProfile", _) => await EchoAsync("POST", "devices/policy", body),
            ("defaultProfile", _) => await EchoAsync(
                "PATCH",
                "devices/policy",
                body,
                "exclude",
                "include",
                "lan_allow_minutes",
                "lan_allow_subnet_size"
            ),
            (_, _) when body["config"] is { } config && (body.ContainsKey("server") || body.ContainsKey("serverResult")) =>
                await CompareListAsync(ListOf(@case), config, body["server"]),
            ("fallbackList", _) => ([], await PutAsync(ListOf(@case), body["after"]!.ToJsonString())),
            ("deviceSettings", _) => await EchoAsync("PATCH", "devices/settings", body),
            ("certificates", _) => await EchoAsync("PATCH", $"/zones/{Simulator.ZoneId}/devices/policy/certificates", body, "zone_id"),
            ("resilience", _) => await EchoAsync("POST", "devices/resilience/disconnect", body, "justification"),
            ("warpConnector", _) when body["before"] is { } before => await UpdateAsync("warp_connector", "id", before, body["after"]!),
            ("warpConnector", _) when body.ContainsKey("tunnel_secret") => await EchoAsync(
                "PATCH",
                $"warp_connector/{await CreateTunnelAsync()}",
                body,
                "tunnel_secret"
            ),
            ("warpConnector", _) => await EchoAsync("POST", "warp_connector", body, "ha"),
            ("warpConnectorConfig", _) => await EchoAsync(
                "PUT",
                $"warp_connector/{await CreateTunnelAsync(ha: true)}/configurations",
                body
            ),
            ("route", _) => await EchoAsync("POST", "teamnet/routes", With(body, "tunnel_id", await CreateTunnelAsync())),
            ("virtualNetwork", _) => await EchoAsync("POST", "teamnet/virtual_networks", body),
            ("managedNetwork", _) => await EchoAsync("POST", "devices/networks", body),
            ("overrideCode", _) => ([], await MintCodeAsync(body["body"]!.AsObject())),
            var (kind, _) => throw new AssertionException(
                $"No request is defined for kind '{kind}': add one to this test, or list the case as not about the server."
            ),
        };
    }

    /// <summary>Sends a body that the response echoes, except for some fields.</summary>
    private async Task<(JsonNode?[] Sent, ApiResponse Answer)> EchoAsync(
        string method,
        string path,
        JsonObject body,
        params string[] notShown
    ) => ([body.Without(notShown)], await SendAsync(method, path, body.ToJsonString()));

    private async Task<(JsonNode?[] Sent, ApiResponse Answer)> UpdateAsync(string path, string id, JsonNode before, JsonNode after)
    {
        var created = await PostAsync(path, Resolve(before).ToJsonString());
        Assert.That(created.Status, Is.EqualTo(200), created.Message);
        return ([after.AsObject().Without("tunnel_secret")], await PatchAsync($"{path}/{created.Text(id)}", after.ToJsonString()));
    }

    private async Task<(JsonNode?[] Sent, ApiResponse Answer)> CompareListAsync(string path, JsonNode config, JsonNode? server)
    {
        var answer = await PutAsync(path, config.ToJsonString());
        Assert.That(Sorted(answer.Result), Is.EqualTo(Sorted(server)));
        return ([], answer);
    }

    private async Task<ApiResponse> MintCodeAsync(JsonObject body)
    {
        // The cases' device must be enrolled first.
        if ((string?)body["scope"] == "device")
        {
            Simulator.Seed.Device("laptop", fields: new() { ["id"] = (string?)body["device_id"] });
        }

        return await PostAsync("devices/override_codes", body.ToJsonString());
    }

    private static void AssertEcho(string field, JsonNode? value, ApiResponse answer)
    {
        if (field is "exclude" or "include")
        {
            Assert.That(Sorted(answer.Object[field]), Is.EqualTo(Sorted(value)), field);
        }
        else
        {
            AssertJson(answer.Object[field], value?.ToJsonString() ?? "null");
        }
    }

    private static string ListOf(JsonObject @case) =>
        "devices/policy/"
        + (string)@case["kind"]! switch
        {
            "excludeList" => "exclude",
            "includeList" => "include",
            _ => "fallback_domains",
        };

    private static JsonNode Resolve(JsonNode input) => (input as JsonObject)?["$ref"] is { } name ? Cases[(string)name!]["input"]! : input;

    private static JsonObject With(JsonObject node, string name, string value)
    {
        var copy = (JsonObject)node.DeepClone();
        copy[name] = value;
        return copy;
    }

    private static string[] Sorted(JsonNode? list) =>
        [.. (list?.AsArray() ?? []).Select(e => e!.ToJsonString()).Order(StringComparer.Ordinal)];
}
