using System.Text.Json.Nodes;
using ZeroTrust.Simulator.Faults;

namespace ZeroTrust.Simulator.Tests;

internal sealed class RequestLogTests : SimulatorTest
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "requests.jsonl");

    protected override SimulatorOptions Options =>
        new()
        {
            RequestLogFile = _file,
            RequestHistory = 3,
            TimeProvider = new SteppedTimeProvider(),
        };

    [TearDown]
    public void DeleteFile() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    [Test]
    public async Task Requests_are_kept_with_their_body_in_memory()
    {
        await PatchAsync("devices/policy", """{"auto_connect":60}""");
        await GetAsync("devices/policies?profile_type=warp");

        Assert.That(
            Simulator.Requests,
            Is.EqualTo(
                new[]
                {
                    new LoggedRequest(
                        Options.TimeProvider.GetUtcNow(),
                        "PATCH",
                        $"/accounts/{Simulator.AccountId}/devices/policy",
                        200,
                        """{"auto_connect":60}"""
                    ),
                    new LoggedRequest(
                        Options.TimeProvider.GetUtcNow(),
                        "GET",
                        $"/accounts/{Simulator.AccountId}/devices/policies?profile_type=warp",
                        200,
                        ""
                    ),
                }
            )
        );
    }

    [Test]
    public async Task The_file_has_a_line_for_each_request_and_no_bodies()
    {
        await PatchAsync("devices/policy", """{"support_url":"secret-text"}""");
        await GetAsync("devices/nothing/here");

        var lines = await ReadFileAsync();

        Assert.That(lines, Has.Length.EqualTo(2));
        AssertJson(
            JsonNode.Parse(lines[0]),
            $$"""
            {
              "time": "2026-01-25T18:22:34.000000Z", "method": "PATCH",
              "path": "/accounts/{{Simulator.AccountId}}/devices/policy", "status": 200
            }
            """
        );
        Assert.That((int)JsonNode.Parse(lines[1])!["status"]!, Is.EqualTo(404));
        Assert.That(string.Concat(lines), Does.Not.Contain("secret-text").And.Not.Contain(Simulator.Token));
    }

    [Test]
    public async Task Only_the_last_requests_are_kept_in_memory()
    {
        for (var i = 0; i < 5; i++)
        {
            await GetAsync($"devices/policy?{i}");
        }

        Assert.That(Simulator.Requests.Select(r => r.Path[^1]), Is.EqualTo("234"));
        Assert.That(await ReadFileAsync(), Has.Length.EqualTo(5));
    }

    [Test]
    public async Task A_request_without_a_response_has_status_0()
    {
        Simulator.Faults.Add("GET", "**", Fault.ConnectionReset);

        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync("devices/policy"));

        Assert.That(Simulator.Requests.Single().Status, Is.Zero);
    }

    [Test]
    public void The_string_form_of_a_request_has_no_body()
    {
        Assert.That(new LoggedRequest(default, "PUT", "/x", 200, "secret").ToString(), Is.EqualTo("PUT /x -> 200"));
    }

    [Test]
    public async Task Waiting_finds_past_and_future_requests()
    {
        var waiting = Simulator.WaitForRequestAsync(r => r.Path.EndsWith("policies", StringComparison.Ordinal), CancellationToken.None);
        Assert.That(waiting.IsCompleted, Is.False);

        await GetAsync("devices/policies");

        Assert.That((await waiting).Method, Is.EqualTo("GET"));
        Assert.That((await Simulator.WaitForRequestAsync(r => r.Status == 200, CancellationToken.None)).Method, Is.EqualTo("GET"));
    }

    private async Task<string[]> ReadFileAsync()
    {
        await using var stream = new FileStream(_file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
