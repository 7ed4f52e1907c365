using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ZeroTrust.Cloudflare;
using ZeroTrust.Engine.State;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Shared;
using ZeroTrust.Simulator;

namespace ZeroTrust.Cli.Tests.Drift;

/// <summary>A stack deployed to a simulated account: its state, and later changes to the account by others.</summary>
internal sealed class TestStack : IAsyncDisposable
{
    public const string Passphrase = "correct horse";
    public const string Name = "office";

    private const string ProviderReference =
        $"urn:pulumi:{Name}::network::pulumi:providers:zerotrust::default::04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    private static readonly Lazy<PassphraseSecrets> Secrets = new(() => PassphraseSecrets.Create(Passphrase));

    private readonly CloudflareClient _client;
    private readonly Catalog _catalog;
    private readonly HttpClient _dashboard;
    private readonly JsonArray _resources = [];

    private TestStack(CloudflareSimulator simulator)
    {
        Simulator = simulator;
        var options = new CloudflareOptions
        {
            BaseUrl = simulator.BaseUrl,
            ApiToken = simulator.Token,
            MaxRequestsPerFiveMinutes = 1_000_000,
        };
        _client = new(options, TimeProvider.System);
        _catalog = new(_client);
        _dashboard = new(new SocketsHttpHandler(), disposeHandler: true)
        {
            BaseAddress = new($"{simulator.BaseUrl}/accounts/{simulator.AccountId}/"),
        };
        _dashboard.DefaultRequestHeaders.Authorization = new("Bearer", simulator.Token);
    }

    public CloudflareSimulator Simulator { get; }

    /// <summary>Credentials for the simulated account.</summary>
    public Dictionary<string, string> Environment =>
        new(StringComparer.Ordinal)
        {
            ["CLOUDFLARE_ACCOUNT_ID"] = Simulator.AccountId,
            ["CLOUDFLARE_API_TOKEN"] = Simulator.Token,
            ["CLOUDFLARE_BASE_URL"] = Simulator.BaseUrl,
        };

    public static async Task<TestStack> StartAsync() =>
        new(await CloudflareSimulator.StartAsync(new() { RateLimit = 0, TimeProvider = new SteppedTimeProvider() }));

    /// <summary>Creates a resource as the plugin does and records it. Returns its outputs.</summary>
    public async Task<PropertyMap> CreateAsync(string type, string name, PropertyMap program, params string[] ignoreChanges)
    {
        var resource = _catalog.FindResource(Package.Token(type))!;
        var urn = $"urn:pulumi:{Name}::network::{resource.Token}::{name}";
        var (inputs, problems) = resource.Check(program);
        Assert.That(problems.Where(problem => problem.Kind.Severity == Severity.Error).Select(problem => problem.Text), Is.Empty);
        var operation = new Operation(urn, name, Simulator.AccountId, (_, _) => { }, CancellationToken.None);
        var (id, outputs) = await resource.CreateAsync(inputs, operation, CancellationToken.None);
        _resources.Add(
            new JsonObject
            {
                ["urn"] = urn,
                ["custom"] = true,
                ["id"] = id,
                ["type"] = resource.Token,
                ["inputs"] = Json(inputs),
                ["outputs"] = Json(outputs),
                ["provider"] = ProviderReference,
                ["ignoreChanges"] = new JsonArray([.. ignoreChanges.Select(path => JsonValue.Create(path))]),
                ["sourcePosition"] = $"project:///OfficeStack.cs#{12 + (8 * _resources.Count)},9",
            }
        );
        return outputs;
    }

    /// <summary>The output of <c>pulumi stack export</c>.</summary>
    /// <param name="withProvider">Whether the stack configures account and token.</param>
    public string Export(bool withProvider = false)
    {
        var deployment = Deployment();
        if (withProvider)
        {
            var provider = PropertyMap.Of(
                ("accountId", Simulator.AccountId),
                ("apiToken", new PropertySecret(Simulator.Token)),
                ("baseUrl", Simulator.BaseUrl)
            );
            var (urn, id) = (ProviderReference[..ProviderReference.LastIndexOf("::", StringComparison.Ordinal)], ProviderReference[^36..]);
            deployment["resources"]!
                .AsArray()
                .Insert(
                    1,
                    new JsonObject
                    {
                        ["urn"] = urn,
                        ["custom"] = true,
                        ["id"] = id,
                        ["type"] = "pulumi:providers:zerotrust",
                        ["inputs"] = Json(provider),
                    }
                );
        }

        return new JsonObject { ["version"] = 3, ["deployment"] = deployment }.ToJsonString();
    }

    /// <summary>The state file of the local engine and of Pulumi's file backend.</summary>
    public string StateFile() =>
        new JsonObject
        {
            ["version"] = 3,
            ["checkpoint"] = new JsonObject { ["stack"] = Name, ["latest"] = Deployment() },
        }.ToJsonString();

    /// <summary>Changes the account outside of the stack.</summary>
    public async Task<JsonNode?> ByHandAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new(method), path)
        {
            Content = body is null ? null : JsonContent.Create(JsonNode.Parse(body)),
        };
        using var response = await _dashboard.SendAsync(request);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync());
        Assert.That(response.IsSuccessStatusCode, Is.True, $"{method} {path}: {answer}");
        return answer!["result"];
    }

    public async ValueTask DisposeAsync()
    {
        _dashboard.Dispose();
        _client.Dispose();
        await Simulator.DisposeAsync();
    }

    private JsonObject Deployment() =>
        new()
        {
            ["secrets_providers"] = new JsonObject
            {
                ["type"] = "passphrase",
                ["state"] = new JsonObject { ["salt"] = Secrets.Value.Salt },
            },
            ["resources"] = new JsonArray([
                new JsonObject
                {
                    ["urn"] = $"urn:pulumi:{Name}::network::pulumi:pulumi:Stack::network-office",
                    ["custom"] = false,
                    ["type"] = "pulumi:pulumi:Stack",
                },
                .. _resources.Select(resource => resource!.DeepClone()),
            ]),
        };

    private static JsonNode? Json(PropertyValue value) =>
        value switch
        {
            PropertyBool flag => flag.Value,
            PropertyNumber number => number.Value,
            PropertyString text => text.Value,
            PropertyArray items => new JsonArray([.. items.Select(Json)]),
            PropertyMap map => new JsonObject(map.Select(entry => KeyValuePair.Create(entry.Key, Json(entry.Value)))),
            PropertySecret secret => new JsonObject
            {
                [PropertySignatures.Key] = PropertySignatures.Secret,
                ["ciphertext"] = Secrets.Value.Encrypt(Json(secret.Inner)?.ToJsonString() ?? "null"),
            },
            _ => null,
        };
}
