using ZeroTrust.Simulator.Faults;

namespace ZeroTrust.Simulator.Tests;

internal sealed class FaultTests : SimulatorTest
{
    private const string Create = """{"name":"x","match":"os.name == \"mac\""}""";
    private const string Policy = "/accounts/{account_id}/devices/policy";

    private readonly SteppedTimeProvider _time = new();

    protected override SimulatorOptions Options => new() { TimeProvider = _time, ListDefaultProfile = false };

    private int Profiles => Simulator.State.Read(data => data.Profiles.Count);

    [Test]
    public async Task A_status_fault_is_not_processed_and_applies_once()
    {
        Simulator.Faults.Add("POST", Policy, Fault.Status(503));

        var first = await PostAsync("devices/policy", Create);
        var second = await PostAsync("devices/policy", Create);

        Assert.That((first.Status, second.Status, Profiles), Is.EqualTo((503, 200, 1)));
    }

    [TestCase(403, 10000)]
    [TestCase(429, 971)]
    [TestCase(500, 1001)]
    [TestCase(418, 1000)]
    public async Task A_status_fault_has_the_code_of_its_status(int status, int code)
    {
        Simulator.Faults.Add("GET", Policy, Fault.Status(status));
        Simulator.Faults.Add("GET", Policy, Fault.Status(status) with { Code = 2052 });

        AssertRefused(await GetAsync("devices/policy"), status, code);
        AssertRefused(await GetAsync("devices/policy"), status, 2052);
    }

    [Test]
    public async Task Throttling_sends_retry_after()
    {
        Simulator.Faults.Add("*", "**", Fault.Throttled(TimeSpan.FromSeconds(1.2)), times: 2);

        var answer = await GetAsync("devices/policy");

        AssertRefused(answer, 429, 971);
        Assert.That(answer.Headers.GetValues("Retry-After").Single(), Is.EqualTo("2"));
    }

    [TestCase("GET", "/accounts/*/devices/policy", 503)]
    [TestCase("*", "/accounts/{account_id}/devices/policy", 503)]
    [TestCase("GET", "/accounts/**", 503)]
    [TestCase("get", "**/policy", 503)]
    [TestCase("POST", "/accounts/*/devices/policy", 200)]
    [TestCase("GET", "/accounts/*/policy", 200)]
    [TestCase("GET", "/accounts/*/devices/policy/*", 200)]
    [TestCase("GET", "/accounts/*/devices/polic.", 200)]
    public async Task A_fault_applies_to_requests_that_match_its_pattern(string method, string path, int status)
    {
        Simulator.Faults.Add(method, path, Fault.Status(503));

        Assert.That((await GetAsync("devices/policy?a=b")).Status, Is.EqualTo(status));
    }

    [Test]
    public async Task Skipped_requests_pass_before_the_fault_applies()
    {
        var rule = Simulator.Faults.Add("GET", Policy, Fault.Status(500), times: 2, skip: 1);

        var statuses = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            statuses.Add((await GetAsync("devices/policy")).Status);
        }

        Assert.That(statuses, Is.EqualTo(new[] { 200, 500, 500, 200 }));
        Assert.That((rule.Hits, rule.Remaining), Is.EqualTo((2, 0)));
    }

    [Test]
    public async Task A_permanent_fault_lasts_until_it_is_cleared()
    {
        Simulator.Faults.Add("*", "**", Fault.Status(500), FaultPlan.Always);
        for (var i = 0; i < 5; i++)
        {
            Assert.That((await GetAsync("devices/policy")).Status, Is.EqualTo(500));
        }

        Simulator.Faults.Clear();

        Assert.That((await GetAsync("devices/policy")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_lost_response_is_processed()
    {
        Simulator.Faults.Add("POST", Policy, Fault.LostResponse);

        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync("devices/policy", Create));

        Assert.That(Profiles, Is.EqualTo(1));
        Assert.That((await GetAsync("devices/policies")).List, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_reset_connection_is_not_processed()
    {
        Simulator.Faults.Add("POST", Policy, Fault.ConnectionReset);

        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync("devices/policy", Create));

        Assert.That(Profiles, Is.Zero);
    }

    [Test]
    public async Task No_response_lasts_until_the_client_gives_up()
    {
        Simulator.Faults.Add("POST", Policy, Fault.NoResponse);
        using var giveUp = new CancellationTokenSource();

        using var request = Request("POST", "devices/policy", Create);
        var sending = Client.SendAsync(request, giveUp.Token);
        await Simulator.WaitForRequestAsync(r => r.Method == "POST", CancellationToken.None);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.That(sending.IsCompleted, Is.False);
        await giveUp.CancelAsync();

        await Assert.CatchAsync<OperationCanceledException>(() => sending);
        Assert.That(Profiles, Is.Zero);
    }

    [Test]
    public async Task Stopping_aborts_pending_requests()
    {
        var simulator = await CloudflareSimulator.StartAsync();
        simulator.Faults.Add("GET", "**", Fault.NoResponse);
        using var client = simulator.CreateClient();
        var sending = client.GetAsync("anything");
        await simulator.WaitForRequestAsync(_ => true, CancellationToken.None);

        await simulator.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => sending);
    }

    [Test]
    public async Task A_slow_request_is_processed_immediately_and_answered_late()
    {
        Simulator.Faults.Add("POST", Policy, Fault.Slow(TimeSpan.FromSeconds(30)));

        var sending = PostAsync("devices/policy", Create);
        await _time.NextWaitAsync(SteppedTimeProvider.Never);
        Assert.That((Profiles, sending.IsCompleted), Is.EqualTo((1, false)));
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.That((await sending).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_gateway_page_is_html()
    {
        Simulator.Faults.Add("GET", Policy, Fault.Html());

        using var response = await Client.SendAsync(Request("GET", "devices/policy"));

        Assert.That(((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType), Is.EqualTo((502, "text/html")));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.StartWith("<html>"));
    }

    [Test]
    public async Task Malformed_json_is_processed_but_truncated()
    {
        Simulator.Faults.Add("POST", Policy, Fault.MalformedJson);

        using var response = await Client.SendAsync(Request("POST", "devices/policy", Create));
        var body = await response.Content.ReadAsStringAsync();

        Assert.That(Profiles, Is.EqualTo(1));
        Assert.That(body, Does.StartWith("{\"success\":true").And.Not.EndsWith("}}"));
    }

    [Test]
    public async Task A_reordered_list_has_the_same_entries_in_another_order()
    {
        var before = (await GetAsync("devices/policy/fallback_domains")).All("suffix");
        Simulator.Faults.Add("GET", Policy + "/fallback_domains", Fault.ReorderedList);

        var reordered = (await GetAsync("devices/policy/fallback_domains")).All("suffix");

        Assert.That(reordered, Is.EquivalentTo(before).And.Not.EqualTo(before));
        Assert.That((await GetAsync("devices/policy/fallback_domains")).All("suffix"), Is.EqualTo(before));
    }
}
