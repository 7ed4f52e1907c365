using System.Text;
using System.Text.Json.Nodes;

namespace ZeroTrust.Simulator.Tests;

/// <summary>Starts a simulator for each test, with short methods to call it over HTTP.</summary>
internal abstract class SimulatorTest
{
    protected CloudflareSimulator Simulator { get; private set; } = null!;

    protected HttpClient Client { get; private set; } = null!;

    protected virtual SimulatorOptions Options => new();

    [SetUp]
    public async Task StartAsync()
    {
        Simulator = await CloudflareSimulator.StartAsync(Options);
        Client = Simulator.CreateClient();
    }

    [TearDown]
    public async Task StopAsync()
    {
        Client.Dispose();
        await Simulator.DisposeAsync();
    }

    protected Task<ApiResponse> GetAsync(string path) => SendAsync("GET", path);

    protected Task<ApiResponse> PostAsync(string path, string body) => SendAsync("POST", path, body);

    protected Task<ApiResponse> PutAsync(string path, string body) => SendAsync("PUT", path, body);

    protected Task<ApiResponse> PatchAsync(string path, string body) => SendAsync("PATCH", path, body);

    protected Task<ApiResponse> DeleteAsync(string path) => SendAsync("DELETE", path);

    /// <summary>Sends a request to a path below the account, or to any path that starts with a slash.</summary>
    protected async Task<ApiResponse> SendAsync(string method, string path, string? body = null)
    {
        using var response = await Client.SendAsync(Request(method, path, body));
        return await ApiResponse.OfAsync(response);
    }

    protected HttpRequestMessage Request(string method, string path, string? body = null) =>
        new(HttpMethod.Parse(method), path.StartsWith('/') ? path[1..] : $"accounts/{Simulator.AccountId}/{path}")
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };

    protected async Task<string> CreateProfileAsync(int precedence = 100, string name = "Developers")
    {
        var answer = await PostAsync(
            "devices/policy",
            $$"""{"name":"{{name}}","match":"os.name == \"mac\"","precedence":{{precedence}}}"""
        );
        Assert.That(answer.Status, Is.EqualTo(200), answer.Message);
        return answer.Text("policy_id");
    }

    protected async Task<string> CreateTunnelAsync(string name = "node", bool ha = false)
    {
        var answer = await PostAsync("warp_connector", $$"""{"name":"{{name}}","ha":{{(ha ? "true" : "false")}}}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.Message);
        return answer.Text("id");
    }

    protected static void AssertRefused(ApiResponse answer, int status, int code)
    {
        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(status), answer.Body.ToJsonString());
            Assert.That(answer.Code, Is.EqualTo(code));
            Assert.That((bool)answer.Body["success"]!, Is.False);
            Assert.That(answer.Result, Is.Null);
        });
    }

    protected static void AssertJson(JsonNode? actual, string expected) =>
        Assert.That(
            JsonNode.DeepEquals(actual, JsonNode.Parse(expected)),
            Is.True,
            () => $"expected {expected}\nbut was {actual?.ToJsonString() ?? "null"}"
        );
}
