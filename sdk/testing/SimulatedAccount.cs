using System.Text;
using System.Text.Json.Nodes;
using ZeroTrust.Simulator;

namespace ZeroTrust.Testing;

/// <summary>A simulated Cloudflare account for one test, served on loopback. Initially it has only Cloudflare's defaults.</summary>
public sealed class SimulatedAccount : IAsyncDisposable
{
    private readonly HttpClient _client;

    private SimulatedAccount(CloudflareSimulator simulator)
    {
        Simulator = simulator;
        _client = simulator.CreateClient();
    }

    /// <summary>The simulator, for access to its faults, state and seeding.</summary>
    public CloudflareSimulator Simulator { get; }

    /// <summary>The account's ID.</summary>
    public string Id => Simulator.AccountId;

    /// <summary>
    /// Environment variables that lead the provider to this account, and to no other, for tests that run Pulumi themselves.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment => Cli.SimulatedAccount.Environment(Simulator);

    /// <summary>The write requests received, such as <c>PUT /accounts/…/devices/policy/exclude</c>.</summary>
    public IReadOnlyList<LoggedRequest> Writes => [.. Simulator.Requests.Where(request => request.Method != "GET")];

    /// <summary>Starts a simulated account.</summary>
    /// <param name="options">Limits, tokens, latency and so on; the limits default to Cloudflare's.</param>
    /// <param name="ct">Cancels the start.</param>
    public static async Task<SimulatedAccount> StartAsync(SimulatorOptions? options = null, CancellationToken ct = default) =>
        new(await CloudflareSimulator.StartAsync(options, ct));

    /// <summary>The custom profiles in order of precedence, as the API returns them.</summary>
    public async Task<IReadOnlyList<JsonObject>> ProfilesAsync(CancellationToken ct = default) =>
        [
            .. (await GetAsync("devices/policies", ct))!
                .AsArray()
                .OfType<JsonObject>()
                .Where(profile => (bool?)profile["default"] != true)
                .OrderBy(profile => (int)profile["precedence"]!),
        ];

    /// <summary>The custom profile with this name, as the API returns it.</summary>
    /// <exception cref="InvalidOperationException">No profile has the name, or more than one does.</exception>
    public async Task<JsonObject> ProfileAsync(string name, CancellationToken ct = default)
    {
        var profiles = await ProfilesAsync(ct);
        return profiles.Where(profile => (string?)profile["name"] == name).ToList() is [var only]
            ? only
            : throw new InvalidOperationException(
                $"The account does not have exactly one profile '{name}'; "
                    + $"it has {string.Join(", ", profiles.Select(profile => $"'{profile["name"]}'"))}."
            );
    }

    /// <summary>Sends a GET request below the account, such as <c>devices/policy/exclude</c>.</summary>
    /// <returns>The result, without its envelope.</returns>
    public Task<JsonNode?> GetAsync(string path, CancellationToken ct = default) => SendAsync(HttpMethod.Get, path, null, ct);

    /// <summary>Sends a request below the account, for example to set up objects or to cause drift.</summary>
    /// <returns>The result, without its envelope.</returns>
    /// <exception cref="HttpRequestException">The API rejected the request.</exception>
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

    /// <summary>Stops the simulator.</summary>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Simulator.DisposeAsync();
    }
}
