using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ZeroTrust.Simulator;

namespace ZeroTrust.Cli.Tests.Adopt;

/// <summary>Accounts with the configurations of tests/cases, as many per account as it can hold.</summary>
internal sealed class RealAccount
{
    // Objects that exist once per account need one account each.
    private static readonly string[] OncePerAccount = ["defaultProfile", "deviceSettings", "resilience"];

    private static readonly string[] Kinds =
    [
        .. OncePerAccount,
        "customProfile",
        "excludeList",
        "includeList",
        "fallbackList",
        "warpConnector",
        "warpConnectorConfig",
        "route",
        "managedNetwork",
        "virtualNetwork",
    ];

    /// <summary>Cases that are not account configurations.</summary>
    private static readonly string[] NoConfiguration =
    [
        "default-6988",
        "custom-v4-precedence",
        "ldf-restore-defaults",
        "connector-soft-deleted",
        "route-delete-after-tunnel",
    ];

    private static readonly Dictionary<string, JsonObject> Cases = JsonNode
        .Parse(File.ReadAllText(RepositoryFiles.PathTo("tests", "cases", "cases.json")))!
        .AsArray()
        .ToDictionary(item => (string)item!["name"]!, item => item!.AsObject());

    private readonly CloudflareSimulator _account;
    private readonly HttpClient _client;
    private readonly string[] _networks = new string[2];
    private int _profiles;

    private RealAccount(CloudflareSimulator account, HttpClient client) => (_account, _client) = (account, client);

    /// <summary>The names of the cases in each account.</summary>
    public static IReadOnlyList<string[]> All { get; } = Distribute();

    public static async Task FillAsync(CloudflareSimulator account, IEnumerable<string> names)
    {
        using var client = account.CreateClient();
        var real = new RealAccount(account, client);
        foreach (var (index, name) in new[] { "first", "second" }.Index())
        {
            real._networks[index] = await real.SendAsync("POST", "teamnet/virtual_networks", new JsonObject { ["name"] = name });
        }

        foreach (var name in names)
        {
            await real.AddAsync(name, (string)Cases[name]["kind"]!, Input(Cases[name]));
        }
    }

    private static string[][] Distribute()
    {
        var kinds = Cases
            .Where(entry => IsConfiguration(entry.Key, entry.Value))
            .ToLookup(entry => (string)entry.Value["kind"]!, entry => entry.Key);
        var accounts = new string[OncePerAccount.Max(kind => kinds[kind].Count())][];
        var others = kinds.Where(kind => !OncePerAccount.Contains(kind.Key)).SelectMany(kind => kind).ToArray();
        return
        [
            .. accounts.Select(
                (_, index) =>
                    OncePerAccount
                        .SelectMany(kind => kinds[kind].Skip(index).Take(1))
                        .Concat(others.Where((_, place) => place % accounts.Length == index))
                        .ToArray()
            ),
        ];
    }

    private static bool IsConfiguration(string name, JsonObject item) =>
        (bool)item["expect"]!["ok"]! && Kinds.Contains((string)item["kind"]!) && !NoConfiguration.Contains(name);

    /// <summary>The account's final configuration in a case.</summary>
    private static JsonNode Input(JsonObject item)
    {
        var input = item["input"]!;
        return input switch
        {
            JsonObject map when map["$ref"] is { } name => Input(Cases[(string)name!]),
            JsonObject map when map["after"] is JsonArray after => after,
            JsonObject map when map["after"] is JsonObject after => Merged(
                map["before"]?["$ref"] is { } name ? Input(Cases[(string)name!]).AsObject() : map["before"]!.AsObject(),
                after
            ),
            JsonObject map when map["server"] is { } server => server,
            JsonObject map when map["include"] is JsonArray include && map.ContainsKey("managedNetworks") => include,
            JsonObject map when map["config"] is JsonArray config => config,
            _ => input,
        };
    }

    private static JsonObject Merged(JsonObject before, JsonObject after)
    {
        var merged = before.DeepClone().AsObject();
        foreach (var (name, value) in after)
        {
            merged[name] = value?.DeepClone();
        }

        return merged;
    }

    private async Task AddAsync(string name, string kind, JsonNode input)
    {
        switch (kind)
        {
            case "customProfile":
                await ListsAsync($"devices/policy/{await ProfileAsync(name, input.AsObject())}", input.AsObject());
                break;
            case "excludeList" or "includeList" or "fallbackList":
                var list = kind == "fallbackList" ? "fallback_domains" : kind[..^4];
                await ListsAsync($"devices/policy/{await ProfileAsync(name, [])}", new JsonObject { [list] = input.DeepClone() });
                break;
            case "defaultProfile":
                await SendAsync("PATCH", "devices/policy", WithoutLists(input.AsObject()));
                await ListsAsync("devices/policy", input.AsObject());
                break;
            case "deviceSettings":
                await SendAsync("PUT", "devices/settings", input);
                break;
            case "resilience":
                await SendAsync("POST", "devices/resilience/disconnect", input);
                break;
            case "warpConnector":
                await SendAsync("POST", "warp_connector", Merged(input.AsObject(), new() { ["name"] = name }));
                break;
            case "warpConnectorConfig":
                var highlyAvailable = await SendAsync("POST", "warp_connector", new JsonObject { ["name"] = name, ["ha"] = true });
                await SendAsync("PUT", $"warp_connector/{highlyAvailable}/configurations", input);
                break;
            case "route":
                var connector = await SendAsync("POST", "warp_connector", new JsonObject { ["name"] = name });
                await SendAsync("POST", "teamnet/routes", Merged(input.AsObject(), new() { ["tunnel_id"] = connector }));
                break;
            case "managedNetwork":
                await SendAsync("POST", "devices/networks", input);
                break;
            default:
                await SendAsync("POST", "teamnet/virtual_networks", input);
                break;
        }
    }

    // A case may omit required fields of a profile; names and precedences must be unique in the account.
    private Task<string> ProfileAsync(string name, JsonObject input)
    {
        var profile = Merged(WithoutLists(input), new() { ["name"] = $"{name}: {input["name"]}" });
        if ((string?)profile["profile_type"] == "browser_extension")
        {
            profile["browser_extension_config"] ??= new JsonObject { ["proxy_control"] = "locked", ["proxy_enabled"] = true };
            return SendAsync("POST", "devices/policy", profile);
        }

        profile["match"] ??= $"identity.email == \"{name}@example.com\"";
        profile["precedence"] = ++_profiles * 10;
        if (profile["virtual_networks"] is JsonObject networks)
        {
            string Known(JsonNode? id) => _networks[((string)id!)[0] == '1' ? 0 : 1];
            profile["virtual_networks"] = new JsonObject
            {
                ["allowed"] = new JsonArray([.. networks["allowed"]!.AsArray().Select(id => (JsonNode)Known(id))]),
                ["default"] = Known(networks["default"]),
            };
        }

        return SendAsync("POST", "devices/policy", profile);
    }

    private async Task ListsAsync(string profile, JsonObject input)
    {
        foreach (var list in new[] { "exclude", "include", "fallback_domains" })
        {
            if (input[list] is { } entries)
            {
                await SendAsync("PUT", $"{profile}/{list}", entries is JsonObject generated ? Generated(generated) : entries);
            }
        }
    }

    private static JsonArray Generated(JsonObject generate) =>
        new([
            .. Enumerable
                .Range(0, (int)generate["$generate"]!["count"]!)
                .Select(number => new JsonObject { ["address"] = $"10.{number / 256}.{number % 256}.0/24" }),
        ]);

    private static JsonObject WithoutLists(JsonObject input)
    {
        var settings = input.DeepClone().AsObject();
        foreach (var list in new[] { "exclude", "include", "fallback_domains" })
        {
            settings.Remove(list);
        }

        return settings;
    }

    private async Task<string> SendAsync(string method, string path, JsonNode body)
    {
        using var request = new HttpRequestMessage(new(method), new Uri($"accounts/{_account.AccountId}/{path}", UriKind.Relative))
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        using var response = await _client.SendAsync(request);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.That(response.StatusCode, Is.AnyOf(HttpStatusCode.OK, HttpStatusCode.Created), $"{method} {path} {body}: {answer}");
        return answer["result"] is JsonObject result ? (string?)result["policy_id"] ?? (string?)result["id"] ?? "" : "";
    }
}
