using System.Text;
using System.Text.Json.Nodes;
using ZeroTrust.Simulator;

namespace ZeroTrust.Testing;

/// <summary>A Cloudflare account that exists for one test: empty but for Cloudflare's defaults, on loopback.</summary>
public sealed class SimulatedAccount : IAsyncDisposable
{
    private readonly HttpClient _client;

    private SimulatedAccount(CloudflareSimulator simulator)
    {
        Simulator = simulator;
        _client = simulator.CreateClient();
    }

    /// <summary>The simulator: its faults, its state, and devices and connectors to seed.</summary>
    public CloudflareSimulator Simulator { get; }

    /// <summary>The account's id.</summary>
    public string Id => Simulator.AccountId;

    /// <summary>What the provider reads: account, token and base URL. For tests that run Pulumi themselves.</summary>
    public IReadOnlyDictionary<string, string> Environment =>
        new Dictionary<string, string>
        {
            ["CLOUDFLARE_ACCOUNT_ID"] = Simulator.AccountId,
            ["CLOUDFLARE_API_TOKEN"] = Simulator.Token,
            ["CLOUDFLARE_BASE_URL"] = Simulator.BaseUrl,
        };

    /// <summary>The requests so far that changed something, such as <c>PUT /accounts/…/devices/policy/exclude</c>.</summary>
    public IReadOnlyList<LoggedRequest> Writes => [.. Simulator.Requests.Where(request => request.Method != "GET")];

    /// <summary>Starts an account.</summary>
    /// <param name="options">Limits, tokens, latency and the like; by default those of Cloudflare.</param>
    /// <param name="ct">Cancels the start.</param>
    public static async Task<SimulatedAccount> StartAsync(SimulatorOptions? options = null, CancellationToken ct = default) =>
        new(await CloudflareSimulator.StartAsync(options, ct));

    /// <summary>The custom profiles in the order in which they are tried, as Cloudflare shows them.</summary>
    public async Task<IReadOnlyList<JsonObject>> ProfilesAsync(CancellationToken ct = default) =>
        [
            .. (await GetAsync("devices/policies", ct))!
                .AsArray()
                .OfType<JsonObject>()
                .Where(profile => (bool?)profile["default"] != true)
                .OrderBy(profile => (int)profile["precedence"]!),
        ];

    /// <summary>The custom profile of this name, as Cloudflare shows it.</summary>
    /// <exception cref="InvalidOperationException">There is none, or more than one.</exception>
    public async Task<JsonObject> ProfileAsync(string name, CancellationToken ct = default)
    {
        var profiles = await ProfilesAsync(ct);
        return profiles.Where(profile => (string?)profile["name"] == name).ToList() is [var only]
            ? only
            : throw new InvalidOperationException(
                $"The account has not exactly one profile '{name}'; it has {string.Join(", ", profiles.Select(profile => $"'{profile["name"]}'"))}."
            );
    }

    /// <summary>What Cloudflare answers to a GET below the account, such as <c>devices/policy/exclude</c>.</summary>
    /// <returns>The result, without its envelope.</returns>
    public Task<JsonNode?> GetAsync(string path, CancellationToken ct = default) => SendAsync(HttpMethod.Get, path, null, ct);

    /// <summary>Sends a request below the account, as somebody at the dashboard would: to fill the account, or to make it drift.</summary>
    /// <returns>The result, without its envelope.</returns>
    /// <exception cref="HttpRequestException">Refused.</exception>
    public async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken ct = default)
    {
        using var request = new HttpRequestMessage(method, $"accounts/{Id}/{path}");
        request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _client.SendAsync(request, ct);
        var text = await response.Content.ReadAsStringAsync(ct);
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(text)!["result"]
            : throw new HttpRequestException($"{method} {path}: {text}", null, response.StatusCode);
    }

    /// <summary>Ends the account.</summary>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Simulator.DisposeAsync();
    }
}
