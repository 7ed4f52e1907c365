using System.CommandLine;
using ZeroTrust.Simulator;

namespace ZeroTrust.Cli.Tests;

internal sealed class SimulateCommandTests
{
    private static readonly string Folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(Folder, recursive: true);

    [Test]
    public async Task The_first_line_is_the_base_url_and_it_serves_until_stopped()
    {
        var output = new LineWriter();
        using var stop = new CancellationTokenSource();
        var log = Path.Combine(Folder, "requests.jsonl");

        var running = RunAsync(
            output,
            new StringWriter(),
            stop.Token,
            "--port",
            "0",
            "--account",
            new string('a', 32),
            "--token",
            "tok",
            "--data",
            Path.Combine(Folder, "state.json"),
            "--request-log",
            log
        );
        using var client = new HttpClient(new SocketsHttpHandler(), disposeHandler: true);
        client.DefaultRequestHeaders.Authorization = new("Bearer", "tok");
        var answer = await client.GetStringAsync($"{await output.FirstLine}/accounts/{new string('a', 32)}/devices/settings");
        await stop.CancelAsync();

        Assert.That(await running, Is.Zero);
        Assert.That(answer, Does.StartWith("{\"success\":true"));
        Assert.That(await File.ReadAllTextAsync(log), Does.Contain("/devices/settings"));
        var lines = output.ToString().TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.That(lines[0], Does.Match(@"^http://127\.0\.0\.1:\d+/client/v4$"));
        Assert.That(
            lines[1..],
            Is.EqualTo([
                $"export CLOUDFLARE_ACCOUNT_ID={new string('a', 32)}",
                "export CLOUDFLARE_API_TOKEN=tok",
                $"export CLOUDFLARE_BASE_URL={lines[0]}",
            ])
        );
    }

    [Test]
    public async Task Limits_latency_and_faults_are_configurable()
    {
        var output = new LineWriter();
        using var stop = new CancellationTokenSource();

        var running = RunAsync(
            output,
            new StringWriter(),
            stop.Token,
            "--rate-limit",
            "0",
            "--tunnel-limit",
            "1",
            "--latency",
            "1",
            "--default-profile-lists",
            "refused",
            "--fault",
            "status,status=503,method=GET",
            "--fault",
            "empty_body,method=PUT"
        );
        using var client = new HttpClient(new SocketsHttpHandler(), disposeHandler: true);
        client.DefaultRequestHeaders.Authorization = new("Bearer", new SimulatorOptions().Token);
        var account = $"{await output.FirstLine}/accounts/{new SimulatorOptions().AccountId}";
        using var first = await client.GetAsync($"{account}/devices/policy");
        using var second = await client.GetAsync($"{account}/devices/policy");
        using var content = new StringContent("[]");
        using var put = await client.PutAsync($"{account}/devices/policy/exclude", content);
        using var name = new StringContent("""{"name":"a"}""");
        using var otherName = new StringContent("""{"name":"b"}""");
        using var tunnel = await client.PostAsync($"{account}/warp_connector", name);
        using var another = await client.PostAsync($"{account}/warp_connector", otherName);
        using var lists = new StringContent("""{"exclude":[]}""");
        using var patch = await client.PatchAsync($"{account}/devices/policy", lists);
        await stop.CancelAsync();

        Assert.That(await running, Is.Zero);
        Assert.That(
            string.Join(' ', new[] { first, second, put, tunnel, another, patch }.Select(response => (int)response.StatusCode)),
            Is.EqualTo("503 200 200 200 400 500")
        );
        Assert.That(second.Headers.Contains("Ratelimit"), Is.False);
        Assert.That(await put.Content.ReadAsByteArrayAsync(), Is.Empty);
    }

    [Test]
    [Platform(Exclude = "Win")]
    public async Task A_command_runs_against_the_account_and_its_exit_code_is_returned()
    {
        Directory.CreateDirectory(Folder);
        var file = Path.Combine(Folder, "environment.txt");

        var code = await RunAsync(
            new StringWriter(),
            new StringWriter(),
            CancellationToken.None,
            "--token",
            "tok",
            "--",
            "sh",
            "-c",
            $"echo $CLOUDFLARE_BASE_URL $CLOUDFLARE_API_TOKEN > {file}; exit 7"
        );

        Assert.That(code, Is.EqualTo(7));
        Assert.That(await File.ReadAllTextAsync(file), Does.Match(@"^http://127\.0\.0\.1:\d+/client/v4 tok\n$"));
    }

    [Test]
    public async Task A_missing_command_is_explained()
    {
        var error = new StringWriter();

        Assert.That(await RunAsync(new StringWriter(), error, CancellationToken.None, "--", "no-such-command"), Is.EqualTo(1));
        Assert.That(error.ToString(), Does.StartWith("zt simulate: 'no-such-command' cannot be started"));
    }

    [Test]
    public async Task An_unknown_fault_is_explained()
    {
        var error = new StringWriter();

        Assert.That(await RunAsync(new StringWriter(), error, CancellationToken.None, "--fault", "gremlin"), Is.EqualTo(1));
        Assert.That(error.ToString(), Does.StartWith("zt simulate: Unknown fault kind 'gremlin'; the kinds are "));
    }

    [Test]
    public async Task A_port_in_use_is_explained()
    {
        await using var other = await CloudflareSimulator.StartAsync();
        var port = new Uri(other.BaseUrl).Port;
        var error = new StringWriter();

        Assert.That(await RunAsync(new StringWriter(), error, CancellationToken.None, "--port", $"{port}"), Is.EqualTo(1));
        Assert.That(error.ToString(), Does.StartWith($"zt simulate: Port {port} is in use."));
    }

    [Test]
    public async Task A_broken_data_file_is_explained()
    {
        Directory.CreateDirectory(Folder);
        var file = Path.Combine(Folder, "broken.json");
        await File.WriteAllTextAsync(file, "{");
        var error = new StringWriter();

        Assert.That(await RunAsync(new StringWriter(), error, CancellationToken.None, "--data", file), Is.EqualTo(1));
        Assert.That(error.ToString(), Does.StartWith($"zt simulate: Cannot use the data file '{file}'"));
    }

    [TestCase("--port", "99999", "a port from 0 to 65535")]
    [TestCase("--account", "short", "32 hexadecimal characters")]
    [TestCase("--zone", "short", "32 hexadecimal characters")]
    public async Task An_invalid_value_is_explained(string option, string value, string expected)
    {
        var error = new StringWriter();

        Assert.That(await RunAsync(new StringWriter(), error, CancellationToken.None, option, value), Is.EqualTo(1));
        Assert.That(error.ToString(), Does.Contain($"{option} must be {expected}, got '{value}'"));
    }

    private static Task<int> RunAsync(TextWriter output, TextWriter error, CancellationToken ct, params string[] arguments) =>
        SimulateCommand.Create().Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, ct);

    private sealed class LineWriter : StringWriter
    {
        private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> FirstLine => _firstLine.Task;

        public override async Task WriteLineAsync(string? value)
        {
            await base.WriteLineAsync(value);
            _firstLine.TrySetResult(value!);
        }
    }
}
