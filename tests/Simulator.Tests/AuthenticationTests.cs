namespace ZeroTrust.Simulator.Tests;

internal sealed class AuthenticationTests : SimulatorTest
{
    protected override SimulatorOptions Options =>
        new()
        {
            Tokens =
            [
                new SimulatorToken("reads", Permissions.ZeroTrustRead),
                new SimulatorToken("writes", Permissions.ZeroTrustWrite),
                new SimulatorToken("connectors", Permissions.WarpConnectorRead),
                new SimulatorToken("nothing"),
            ],
        };

    [TestCase("Authorization", "Bearer wrong")]
    [TestCase("Authorization", "simulator-token")]
    [TestCase("Authorization", "")]
    [TestCase("X-Auth-Key", "simulator-key")]
    public async Task Missing_and_wrong_credentials_are_401(string header, string value)
    {
        AssertRefused(await SendWithAsync("GET", "devices/policy", null, (header, value)), 401, 10000);
    }

    [TestCase("reads", "GET", "devices/policy", 200)]
    [TestCase("reads", "PATCH", "devices/policy", 403)]
    [TestCase("writes", "GET", "devices/policy", 200)]
    [TestCase("writes", "PATCH", "devices/policy", 200)]
    [TestCase("connectors", "GET", "warp_connector", 200)]
    [TestCase("connectors", "GET", "devices/policy", 403)]
    [TestCase("connectors", "GET", "tunnels", 200)]
    [TestCase("connectors", "GET", "teamnet/routes", 403)]
    [TestCase("reads", "GET", "devices/resilience/disconnect", 200)]
    [TestCase("writes", "POST", "devices/resilience/disconnect", 403)]
    [TestCase("nothing", "GET", "devices/settings", 403)]
    public async Task A_token_is_limited_to_its_permissions(string token, string method, string path, int status)
    {
        var answer = await SendWithAsync(
            method,
            path,
            method == "GET" ? null : """{"auto_connect":1}""",
            ("Authorization", $"Bearer {token}")
        );

        Assert.That(answer.Status, Is.EqualTo(status));
    }

    [Test]
    public async Task A_missing_permission_is_listed_in_the_messages()
    {
        var answer = await SendWithAsync("PATCH", "devices/policy", """{"auto_connect":1}""", ("Authorization", "Bearer reads"));

        AssertRefused(answer, 403, 10000);
        Assert.That((string?)answer.Body["messages"]![0]!["message"], Does.Contain("Zero Trust Write"));
    }

    [TestCase("devices/policy", 200)]
    [TestCase("warp_connector", 200)]
    [TestCase("devices/physical-devices", 403)]
    [TestCase("devices/registrations", 200)]
    public async Task Email_and_key_work_except_where_a_token_is_required(string path, int status)
    {
        var answer = await SendWithAsync("GET", path, null, ("X-Auth-Email", "admin@example.com"), ("X-Auth-Key", "simulator-key"));

        Assert.That(answer.Status, Is.EqualTo(status));
    }

    [TestCase("/accounts/ffffffffffffffffffffffffffffffff/devices/policy")]
    [TestCase("/zones/ffffffffffffffffffffffffffffffff/devices/policy/certificates")]
    public async Task Another_account_or_zone_is_9109(string path)
    {
        AssertRefused(await GetAsync(path), 403, 9109);
    }

    private async Task<ApiResponse> SendWithAsync(string method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient(new SocketsHttpHandler(), disposeHandler: true) { BaseAddress = Client.BaseAddress };
        using var request = Request(method, path, body);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request);
        return await ApiResponse.OfAsync(response);
    }
}
