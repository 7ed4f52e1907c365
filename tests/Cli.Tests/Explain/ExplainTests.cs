using System.CommandLine;
using System.Text.Json.Nodes;
using ZeroTrust.Cli.Explain;
using ZeroTrust.Cli.Tests.Drift;

namespace ZeroTrust.Cli.Tests.Explain;

/// <summary>Runs <c>zt explain</c> and <c>zt test</c> with a simulated account.</summary>
internal sealed class ExplainTests
{
    private TestStack _stack = null!;

    private static string[] Ann => ["--email", "ann@example.com", "--group", "staff", "--os", "windows", "--network", ""];

    [SetUp]
    public async Task StartAsync() => _stack = await Headquarters.DeployAsync();

    [TearDown]
    public async Task StopAsync() => await _stack.DisposeAsync();

    [TestCase("state")]
    [TestCase("live")]
    public async Task A_device_is_traced_through_profiles_packets_and_names(string source)
    {
        string[] arguments =
        [
            .. Ann,
            "--to",
            "10.1.2.3",
            "--to",
            "10.1.9.9",
            "--to",
            "203.0.113.1",
            "--to",
            "wiki.corp.example.com",
            "--to",
            "cdn.video.example",
        ];

        var (code, output, error) = await ExplainAsync(source, arguments);

        Assert.That((code, error), Is.EqualTo((0, "")));
        ZeroTrust.Tests.Golden.Matches($"explain/{source}.table", Neutral(output));
    }

    [Test]
    public async Task Unknown_facts_are_reported_with_the_facts_that_would_decide()
    {
        var (_, output, _) = await ExplainAsync("state", "--email", "ann@example.com", "--os", "windows", "--network", "");

        Assert.That(output, Does.Contain("The device gets one of these, in this order: 'Staff' (precedence 20), the default profile."));
        Assert.That(
            output,
            Does.Contain("? 'Staff' (precedence 20): undetermined: depends on any(identity.groups.name[*] in {\"staff\"})")
        );
    }

    [TestCase("state")]
    [TestCase("environment")]
    public async Task An_account_may_have_its_own_range(string source)
    {
        const string Range = "10.200.0.0/16";
        const string ToDevice = "to the address of another device or connector";
        var state = JsonNode.Parse(_stack.Export(withProvider: true))!;
        if (source == "state")
        {
            var provider = state["deployment"]!["resources"]!
                .AsArray()
                .Single(resource => (string?)resource!["type"] == "pulumi:providers:zerotrust")!;
            provider["inputs"]!["meshRanges"] = $"[\"{Range}\"]";
        }

        string? Environment(string name) => source == "environment" && name == "ZEROTRUST_MESH_RANGES" ? Range : null;
        var (_, output, error) = await RunAsync(
            _ => ExplainCommand.Create(Environment, TimeProvider.System, new StringReader(state.ToJsonString())),
            ["--state", "-", .. Ann, "--to", "10.200.0.1", "--to", "100.96.0.1"]
        );

        Assert.That(error, Is.Empty);
        var other = output.IndexOf("100.96.0.1", StringComparison.Ordinal);
        Assert.That(output[..other], Does.Contain("10.200.0.1").And.Contain(ToDevice));
        Assert.That(output[other..], Does.Not.Contain(ToDevice));
    }

    [Test]
    public async Task The_explanation_is_available_as_json()
    {
        var (_, output, _) = await ExplainAsync("state", [.. Ann, "--to", "10.1.2.3", "--output", "json"]);

        var json = JsonNode.Parse(output)!;
        Assert.That(json["profile"]!.ToString(), Is.EqualTo("Staff"));
        Assert.That(
            json["profiles"]![0]!["targets"]![0]!.ToJsonString(),
            Is.EqualTo(
                """{"to":"10.1.2.3","inTunnel":true,"entry":null,"list":"DeviceProfile \u0027staff\u0027","virtualNetwork":"default","""
                    + "\"route\":\"10.1.0.0/16\",\"connector\":\"hq\"}"
            )
        );
    }

    [Test]
    public async Task The_profiles_of_registrations_are_compared_with_Cloudflares()
    {
        await Headquarters.EnrollAsync(_stack);

        var (code, output, _) = await ExplainAsync("live", "--devices");

        Assert.That(output, Does.EndWith("No registration has another profile.\n"));
        Assert.That(code, Is.Zero);
    }

    [Test]
    public async Task A_registration_with_another_profile_is_shown()
    {
        var staff = await Headquarters.EnrollAsync(_stack);
        Headquarters.Register(_stack, "eve-phone", "eve@example.com", "android", staff);

        var (code, output, _) = await ExplainAsync("live", "--devices");

        Assert.That(
            output,
            Does.Contain(
                "eve@example.com on eve-phone: 'Office' (precedence 10) or the default profile expected, Cloudflare says 'Staff' "
                    + "(precedence 20)"
            )
        );
        Assert.That(code, Is.EqualTo(2));
    }

    [Test]
    public async Task A_policy_is_tested_like_a_program()
    {
        var file = await FileAsync(
            """
            tests:
              - name: Staff reach the office, but not its printers
                device: { email: ann@example.com, groups: [staff], os: windows, network: "" }
                expect:
                  profile: staff
                  tunnel: { 10.1.2.3: true, 10.1.9.9: false, cdn.video.example: false }
                  resolver: { wiki.corp.example.com: 10.1.0.53, example.org: gateway, printer.lan: device }
              - name: Guests do not
                device: { email: eve@example.com, groups: [], os: linux, network: "" }
                expect: { profile: default, tunnel: { 10.1.2.3: false } }
            """,
            "yaml"
        );

        var (code, output, error) = await TestAsync(file);

        Assert.That((code, error), Is.EqualTo((0, "")));
        Assert.That(
            output,
            Does.StartWith("ok    Staff reach the office, but not its printers\nok    Guests do not\n2 passed, 0 failed\n\nProblems\n")
        );
    }

    [TestCase("table")]
    [TestCase("junit")]
    public async Task Failed_expectations_are_reported_with_the_reason(string format)
    {
        var file = await FileAsync(
            """
            tests:
              - name: Linux
                device: { groups: [staff], os: linux, network: "" }
                expect: { profile: staff, tunnel: { 10.1.2.3: true }, resolver: { wiki.corp.example.com: gateway } }
              - name: Unknown groups
                device: { os: windows, network: "" }
                expect: { profile: staff }
            """,
            "yaml"
        );

        var (code, output, _) = await TestAsync(file, "--output", format);

        Assert.That(code, Is.EqualTo(2));
        if (format == "junit")
        {
            JUnitShape.Check(output);
        }

        ZeroTrust.Tests.Golden.Matches(
            $"explain/test.{format}",
            output.Replace(Path.GetFileName(file), "policy.yaml", StringComparison.Ordinal)
        );
    }

    // The state ignores nothing, one finding of one resource, or all findings.
    [TestCase(null, 2)]
    [TestCase("[\"ZT181 hq-lan: printers\"]", 1)]
    [TestCase("[\"ZT181: known\",\"ZT184: known\"]", 0)]
    public async Task Problems_of_the_network_are_shown_unless_they_are_ignored(string? ignored, int expected)
    {
        var state = JsonNode.Parse(_stack.Export(withProvider: true))!;
        var provider = state["deployment"]!["resources"]!
            .AsArray()
            .Single(resource => (string?)resource!["type"] == "pulumi:providers:zerotrust")!;
        provider["inputs"]!["ignoreProblems"] = ignored;
        var policy = await FileAsync("tests: [{name: All, device: {}, expect: {}}]", "yaml");
        Task<(int Code, string Output, string Error)> Run(Func<Func<string, string?>, TextReader, Command> create, params string[] more) =>
            RunAsync(environment => create(environment, new StringReader(state.ToJsonString())), ["--state", "-", .. more]);

        var explained = await Run((environment, input) => ExplainCommand.Create(environment, TimeProvider.System, input), Ann);
        var asJson = await Run(
            (environment, input) => ExplainCommand.Create(environment, TimeProvider.System, input),
            [.. Ann, "--output", "json"]
        );
        var tested = await Run((environment, input) => TestCommand.Create(environment, TimeProvider.System, input), policy);

        Assert.That((explained.Code, asJson.Code, tested.Code), Is.EqualTo((0, 0, 0)));
        Assert.That(Problems(explained.Output), Has.Length.EqualTo(expected));
        Assert.That(Problems(tested.Output), Is.EqualTo(Problems(explained.Output)));
        Assert.That(
            JsonNode.Parse(asJson.Output)!["problems"]!.AsArray().Select(problem => $"  {problem}"),
            Is.EqualTo(Problems(explained.Output))
        );
    }

    private static string[] Problems(string output) => [.. output.TrimEnd('\n').Split('\n').SkipWhile(line => line != "Problems").Skip(1)];

    [TestCase("tests: []", "has no tests")]
    [TestCase("tests:\n  - nam: x\n", "line 2: Property 'nam' not found")]
    [TestCase("tests: [", "line 2: While parsing a node")]
    public async Task An_invalid_file_is_refused_with_the_line(string text, string mistake)
    {
        var (code, _, error) = await TestAsync(await FileAsync(text, "yaml"));

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.StartWith("zt test: ").And.Contain(mistake));
    }

    // IDs vary between runs.
    private static string Neutral(string text) => System.Text.RegularExpressions.Regex.Replace(text, "[0-9a-f]{8}-[0-9a-f-]{27}", "<id>");

    private Task<(int Code, string Output, string Error)> ExplainAsync(string source, params string[] arguments) =>
        RunAsync(
            environment => ExplainCommand.Create(environment, TimeProvider.System, new StringReader(_stack.Export())),
            [.. source == "live" ? (string[])["--live"] : ["--state", "-"], .. arguments]
        );

    private Task<(int Code, string Output, string Error)> TestAsync(params string[] arguments) =>
        RunAsync(
            environment => TestCommand.Create(environment, TimeProvider.System, new StringReader(_stack.Export())),
            ["--state", "-", .. arguments]
        );

    private async Task<(int Code, string Output, string Error)> RunAsync(Func<Func<string, string?>, Command> create, string[] arguments)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = await create(_stack.Environment.GetValueOrDefault)
            .Parse(arguments)
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }

    private static async Task<string> FileAsync(string content, string extension)
    {
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Path.GetRandomFileName()}.{extension}");
        await File.WriteAllTextAsync(file, content);
        return file;
    }
}
