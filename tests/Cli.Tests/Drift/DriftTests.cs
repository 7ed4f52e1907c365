using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using ZeroTrust.Cli.Drift;
using ZeroTrust.Cli.States;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Shared;

namespace ZeroTrust.Cli.Tests.Drift;

/// <summary>Runs <c>zt drift</c> with a simulated account.</summary>
internal sealed class DriftTests
{
    private TestStack _stack = null!;
    private SteppedTimeProvider _time = null!;

    private static string[] Formats => ["table", "json", "markdown", "junit", "sarif", "html"];

    [SetUp]
    public void Start() => _time = new();

    [TearDown]
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _stack, null!) is { } stack)
        {
            await stack.DisposeAsync();
        }
    }

    [Test]
    public async Task An_unchanged_account_is_in_sync()
    {
        _stack = await Office.DeployAsync();

        var (code, output, error) = await RunAsync();

        Assert.That((code, output, error), Is.EqualTo((0, "8 resources checked: all as declared.\n", "")));
    }

    [Test]
    public async Task A_property_has_declared_recorded_and_actual_values()
    {
        _stack = await TestStack.StartAsync();
        var policy = ((PropertyString)(await _stack.CreateAsync("DeviceProfile", "engineers", Office.Engineers))["policyId"]).Value;
        await _stack.ByHandAsync("PATCH", $"devices/policy/{policy}", """{"captive_portal":600,"allow_updates":true}""");

        var report = await ReportAsync(expected: 2);

        Assert.That(
            Differences(report).Select(difference => difference!.ToJsonString()),
            Is.EqualTo(["""{"path":"captivePortal","change":"changed","declared":180,"recorded":180,"actual":600}"""]),
            "properties that the program does not set are not managed"
        );
    }

    [Test]
    public async Task Each_entry_of_a_list_is_one_difference()
    {
        _stack = await Office.DeployAsync();
        await Office.ChangeByHandAsync(_stack);

        var report = await ReportAsync(expected: 2);

        Assert.That(
            Differences(report, "engineers-routes").Select(Describe),
            Is.EqualTo([
                "routes 10.30.0.0/16 changed: description",
                "routes 198.51.100.0/24 removed",
                "routes 203.0.113.0/24 added",
                "routes 192.168.0.0/16 removed (kept default)",
            ])
        );
        Assert.That(Differences(report, "engineers-names").Select(Describe), Is.EqualTo(["domains corp.example.com changed: dnsServers"]));
    }

    [Test]
    public async Task An_ordered_list_is_one_difference()
    {
        _stack = await TestStack.StartAsync();
        PropertyMap Suffixes(params string[] suffixes) =>
            Office.Engineers.With("dnsSearchSuffixes", new PropertyArray(suffixes.Select(suffix => PropertyMap.Of(("suffix", suffix)))));
        var outputs = await _stack.CreateAsync("DeviceProfile", "engineers", Suffixes("a.example.com", "b.example.com"));
        var policy = ((PropertyString)outputs["policyId"]).Value;
        await _stack.ByHandAsync(
            "PATCH",
            $"devices/policy/{policy}",
            """{"dns_search_suffixes":[{"suffix":"b.example.com"},{"suffix":"a.example.com"}]}"""
        );

        Assert.That(
            Differences(await ReportAsync(expected: 2)).Select(difference => difference!["path"]!.ToString()),
            Is.EqualTo(["dnsSearchSuffixes"])
        );
    }

    [Test]
    public async Task An_ignored_property_does_not_drift()
    {
        _stack = await TestStack.StartAsync();
        var outputs = await _stack.CreateAsync("DeviceProfile", "engineers", Office.Engineers, "captivePortal");
        var policy = ((PropertyString)outputs["policyId"]).Value;
        await _stack.ByHandAsync("PATCH", $"devices/policy/{policy}", """{"captive_portal":600}""");

        await ReportAsync(expected: 0);
    }

    [Test]
    public async Task A_deleted_object_is_missing()
    {
        _stack = await Office.DeployAsync();
        await Office.ChangeByHandAsync(_stack);

        var report = await ReportAsync(expected: 2);

        Assert.That(Resource(report, "lisbon-lan")["status"]!.ToString(), Is.EqualTo("missing"));
        Assert.That(report["summary"]!["missing"]!.GetValue<int>(), Is.EqualTo(1));
    }

    [Test]
    public async Task Unmanaged_objects_are_listed_on_request()
    {
        _stack = await Office.DeployAsync();
        await Office.ChangeByHandAsync(_stack);

        var report = await ReportAsync(expected: 2, "--unmanaged");

        Assert.That(
            report["unmanaged"]!.AsArray().Select(found => $"{found!["type"]} {found["name"]}"),
            Is.EqualTo(["DeviceProfile Test <b>do not touch</b>", "VirtualNetwork default"])
        );
    }

    [Test]
    public async Task Several_states_are_compared_together()
    {
        _stack = await TestStack.StartAsync();
        await _stack.CreateAsync("VirtualNetwork", "one", PropertyMap.Of(("name", "one")));
        var first = await FileAsync(_stack.Export());
        await _stack.CreateAsync("VirtualNetwork", "two", PropertyMap.Of(("name", "two")));
        var both = await FileAsync(_stack.Export());

        var one = await RunAsync("--state", first, "--unmanaged", "--output", "json");
        var two = await RunAsync("--state", first, "--state", both, "--unmanaged", "--output", "json");

        Assert.That(Unmanaged(one.Output), Is.EqualTo(["default", "two"]));
        Assert.That(Unmanaged(two.Output), Is.EqualTo(["default"]));
    }

    [Test]
    public async Task Accepted_drift_is_ignored_until_it_expires()
    {
        _stack = await Office.DeployAsync();
        await Office.ChangeByHandAsync(_stack);
        var file = await FileAsync(
            """
            accept:
              - { resource: "DeviceProfile/*", reason: "Portal trial, Ana", expires: 2026-01-25 }
              - { resource: SplitTunnel/engineers-routes, property: routes, reason: Ticket 4711, expires: 2026-02-01 }
              - { resource: FallbackDomains/*, property: domains, entry: corp.example.com, reason: New resolver, expires: 2026-02-01 }
              - { resource: TunnelRoute/lisbon-lan, reason: Moves to Porto, expires: 2026-02-01 }
              - { resource: ManagedNetwork/attic, reason: Nobody knows, expires: 2026-02-01 }
            """,
            "yaml"
        );

        var today = await ReportAsync(expected: 0, "--accept", file);
        _time.Advance(TimeSpan.FromDays(1));
        var tomorrow = await ReportAsync(expected: 2, "--accept", file);

        Assert.That(
            today["summary"]!.ToJsonString(),
            Is.EqualTo("""{"resources":8,"inSync":4,"drifted":0,"missing":0,"unmanaged":0,"accepted":4,"unreadable":0}""")
        );
        Assert.That(
            today["notes"]!.AsArray().Select(note => note!.ToString()),
            Is.EqualTo(["'ManagedNetwork/attic' is accepted but has no drift; remove it from the file."])
        );
        Assert.That(tomorrow["summary"]!["drifted"]!.GetValue<int>(), Is.EqualTo(1));
        Assert.That(
            tomorrow["notes"]![0]!.ToString(),
            Is.EqualTo("'DeviceProfile/*' was accepted until 2026-01-25 (Portal trial, Ana); fix the drift or renew the acceptance.")
        );
    }

    [TestCase("accept: 1", "accept: ")]
    [TestCase("accept: [ { resource: 'SplitTunnel/x', expires: 2026-02-01 } ]", "reason")]
    [TestCase("accept: [ { resource: 'SplitTunnel/x', reason: y, expires: soon } ]", "accept.0.expires: ")]
    [TestCase("accept: [ { resource: 'SplitTunnel/x', reason: y, expires: 2026-02-01, until: 1 } ]", "accept.0.until: ")]
    [TestCase("accept: [", "is not YAML: line ")]
    public async Task An_invalid_acceptance_file_is_explained(string yaml, string expected)
    {
        _stack = await TestStack.StartAsync();

        var (code, _, error) = await RunAsync("--accept", await FileAsync(yaml, "yaml"));

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.StartWith("zt drift: ").And.Contain(expected));
    }

    [Test]
    public async Task A_secret_is_decrypted_only_for_a_difference_and_never_shown()
    {
        _stack = await TestStack.StartAsync();
        var program = Office.Engineers.With("supportUrl", new PropertySecret("https://hidden.example.com"));
        var policy = ((PropertyString)(await _stack.CreateAsync("DeviceProfile", "secret", program))["policyId"]).Value;
        await _stack.CreateAsync(
            "WarpConnectorTunnel",
            "lisbon",
            PropertyMap.Of(("name", "lisbon"), ("tunnelSecret", new PropertySecret("AQIDBAUGBwgBAgMEBQYHCAECAwQFBgcIAQIDBAUGBwg=")))
        );
        var withPassphrase = _stack.Environment;
        withPassphrase["PULUMI_CONFIG_PASSPHRASE"] = TestStack.Passphrase;

        var closed = await RunWithAsync(_stack.Environment, "--output", "json");
        var same = await RunWithAsync(withPassphrase, "--output", "json");
        await _stack.ByHandAsync("PATCH", $"devices/policy/{policy}", """{"support_url":"https://changed.example.com"}""");
        var changed = await RunWithAsync(withPassphrase, "--output", "json");

        Assert.That((closed.Code, same.Code, changed.Code), Is.EqualTo((1, 0, 2)));
        Assert.That(closed.Output, Does.Contain("Cannot decrypt a secret of standard input that may differ; set PULUMI_CONFIG_PASSPHRASE"));
        Assert.That(
            Resource(JsonNode.Parse(closed.Output)!, "lisbon")["status"]!.ToString(),
            Is.EqualTo("inSync"),
            "a write-only secret need not be decrypted"
        );
        Assert.That(
            Differences(JsonNode.Parse(changed.Output)!).Single()!.ToJsonString(),
            Is.EqualTo("""{"path":"supportUrl","change":"changed","declared":"[secret]","recorded":"[secret]","actual":"[secret]"}""")
        );
        Assert.That(changed.Output, Does.Not.Contain("hidden").And.Not.Contain("changed.example.com"));
    }

    [Test]
    public async Task Credentials_that_cloudflare_refuses_end_the_check()
    {
        _stack = await Office.DeployAsync();
        var environment = _stack.Environment;
        environment["CLOUDFLARE_API_TOKEN"] = "wrong-token-of-somebody";

        var (code, output, error) = await RunWithAsync(environment);

        Assert.That((code, output), Is.EqualTo((1, "")));
        Assert.That(error, Does.StartWith("zt drift: ").And.Contain("401").And.Not.Contain("wrong-token"));
    }

    [Test]
    public async Task Missing_credentials_are_reported()
    {
        _stack = await Office.DeployAsync();

        var (code, _, error) = await RunWithAsync([]);

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain("CLOUDFLARE_ACCOUNT_ID").And.Contain("CLOUDFLARE_API_TOKEN"));
    }

    [Test]
    public async Task A_resource_that_cannot_be_read_makes_the_check_inconclusive()
    {
        _stack = await TestStack.StartAsync();
        await _stack.CreateAsync("VirtualNetwork", "branches", PropertyMap.Of(("name", "branches")));
        var broken = _stack.Export().Replace($"\"id\":\"{_stack.Simulator.AccountId}/", "\"id\":\"one/two/", StringComparison.Ordinal);
        var state = await FileAsync(broken);

        var (code, output, _) = await RunAsync("--state", state);

        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.Contain("could not be read: 'one/two/").And.EndsWith("Of 1 resource, 1 could not be read.\n"));
    }

    [Test]
    public async Task The_stacks_configuration_takes_precedence_over_the_environment()
    {
        _stack = await TestStack.StartAsync();
        await _stack.CreateAsync("VirtualNetwork", "branches", PropertyMap.Of(("name", "branches")));
        var state = await FileAsync(_stack.Export(withProvider: true));

        var (code, output, _) = await RunWithAsync(new() { ["PULUMI_CONFIG_PASSPHRASE"] = TestStack.Passphrase }, "--state", state);

        Assert.That((code, output), Is.EqualTo((0, "1 resource checked: all as declared.\n")));
    }

    [Test]
    public async Task A_stack_is_exported_again_only_for_its_secrets()
    {
        _stack = await TestStack.StartAsync();
        var folder = Directory.CreateTempSubdirectory();
        var (pulumi, log) = (Path.Combine(folder.FullName, "pulumi"), Path.Combine(folder.FullName, "calls"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "state.json"), _stack.Export());
        await File.WriteAllTextAsync(
            pulumi,
            $$"""
            #!/bin/sh
            echo "$@" >>{{log}}
            [ "$4" = gone ] && { echo "no stack named 'gone'" >&2; exit 1; }
            [ "$1" = preview ] && { echo '{"steps": [], "diagnostics": [
              {"severity": "info", "message": "note"}, {"severity": "error", "message": "error: No account is set."}]}'; exit 1; }
            cat {{folder.FullName}}/state.json

            """
        );
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("The stand-in for pulumi is a shell script.");
            return;
        }

        File.SetUnixFileMode(pulumi, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var stacks = new PulumiStacks(_ => null, pulumi);

        var state = await stacks.ExportAsync("prod", CancellationToken.None);
        var calls = await File.ReadAllTextAsync(log);
        await state.OpenedAsync();

        Assert.That(calls, Is.EqualTo("stack export --stack prod\n"));
        Assert.That(await File.ReadAllTextAsync(log), Is.EqualTo(calls + "stack export --stack prod --show-secrets\n"));
        Assert.That(
            async () => await stacks.ExportAsync("gone", CancellationToken.None),
            Throws.TypeOf<CommandException>().With.Message.EqualTo("'pulumi stack export --stack gone' failed: no stack named 'gone'")
        );
        Assert.That(
            async () => await stacks.PreviewAsync("prod", CancellationToken.None),
            Throws
                .TypeOf<CommandException>()
                .With.Message.EqualTo("'pulumi preview --json --stack prod' failed: error: No account is set."),
            "pulumi writes what failed into the JSON"
        );
        folder.Delete(recursive: true);
    }

    [Test]
    public async Task Without_pulumi_the_error_names_the_alternatives()
    {
        await using var stacks = new PulumiStacks(_ => null, "/nowhere/pulumi");

        Assert.That(
            async () => await stacks.ExportAsync(null, CancellationToken.None),
            Throws.TypeOf<CommandException>().With.Message.Contains("--state FILE").And.Message.Contains("--simulate")
        );
    }

    [TestCase("nonsense", "standard input is not valid JSON")]
    [TestCase("{}", "standard input is not a stack state; pass the output of 'pulumi stack export'.")]
    public async Task Input_that_is_not_a_state_is_explained(string state, string expected)
    {
        _stack = await TestStack.StartAsync();
        var error = new StringWriter();

        var code = await DriftCommand
            .Create(_stack.Environment.GetValueOrDefault, _time, new StringReader(state))
            .Parse("-")
            .InvokeAsync(new InvocationConfiguration { Output = new StringWriter(), Error = error });

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error.ToString(), Does.StartWith($"zt drift: {expected}"));
    }

    [Test]
    public async Task The_local_engines_state_file_is_accepted()
    {
        _stack = await Office.DeployAsync();

        var (code, output, _) = await RunAsync("--state", await FileAsync(_stack.StateFile()));

        Assert.That((code, output), Is.EqualTo((0, "8 resources checked: all as declared.\n")));
    }

    [Test]
    public async Task A_report_can_go_to_a_file()
    {
        _stack = await Office.DeployAsync();
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        var (code, output, _) = await RunAsync("--output", "json", "--out", file);

        Assert.That((code, output), Is.EqualTo((0, $"8 resources checked: all as declared. Report: {file}\n")));
        Assert.That(
            JsonNode.Parse(await File.ReadAllTextAsync(file))!["verdict"]!.ToString(),
            Is.EqualTo("8 resources checked: all as declared.")
        );
        File.Delete(file);
    }

    [TestCaseSource(nameof(Formats))]
    public async Task Every_format_matches_its_golden_file(string format)
    {
        _stack = await Office.DeployAsync();
        await Office.ChangeByHandAsync(_stack);
        var accept = await FileAsync(
            """
            accept:
              - resource: FallbackDomains/engineers-names
                property: domains
                entry: corp.example.com
                reason: The new resolver is on trial, Ana decides
                expires: 2026-02-28
              - resource: VirtualNetwork/default
                reason: Every account has it
                expires: 2026-12-31
            """,
            "yaml"
        );

        var (code, output, error) = await RunAsync("--unmanaged", "--accept", accept, "--output", format);

        Assert.That((code, error), Is.EqualTo((2, "")));
        var report = output.Replace($"\"{Package.Version}\"", "\"VERSION\"", StringComparison.Ordinal);
        Golden.Check(report, "tests", "Cli.Tests", "Drift", "golden", $"report.{format}");
    }

    [Test]
    public async Task Five_hundred_profiles_with_their_lists_take_at_most_ten_requests()
    {
        _stack = await TestStack.StartAsync();
        for (var number = 1; number <= 500; number++)
        {
            var profile = await _stack.CreateAsync(
                "DeviceProfile",
                $"profile-{number}",
                PropertyMap.Of(
                    ("name", $"Profile {number}"),
                    ("match", $"identity.email == \"user{number}@example.com\""),
                    ("precedence", 1000 + number)
                )
            );
            var policy = profile["policyId"];
            await _stack.CreateAsync(
                "SplitTunnel",
                $"routes-{number}",
                PropertyMap.Of(
                    ("profileId", policy),
                    ("routes", new PropertyArray([Office.Route("10.20.0.0/16"), Office.Route("10.30.0.0/16")]))
                )
            );
            await _stack.CreateAsync(
                "FallbackDomains",
                $"names-{number}",
                PropertyMap.Of(("profileId", policy), ("domains", new PropertyArray([Office.Domain("corp.example.com", "10.20.0.53")])))
            );
        }

        _stack.Simulator.ClearRequests();
        var (code, output, _) = await RunAsync();

        Assert.That((code, output), Is.EqualTo((0, "1500 resources checked: all as declared.\n")));
        Assert.That(_stack.Simulator.Requests, Has.Count.LessThanOrEqualTo(10));
    }

    [Test]
    public async Task The_json_conforms_to_its_schema()
    {
        _stack = await Office.DeployAsync();
        await Office.ChangeByHandAsync(_stack);
        var schema = JsonSchema.FromFile(RepositoryFiles.PathTo("docs", "schemas", "drift-report.schema.json"));

        Assert.That(Errors(schema, (await RunAsync("--unmanaged", "--output", "json")).Output), Is.Empty);
        Assert.That(Errors(schema, (await RunAsync("--output", "json")).Output), Is.Empty);
    }

    [Test]
    public async Task The_sarif_conforms_to_its_schema()
    {
        _stack = await Office.DeployAsync();
        await Office.ChangeByHandAsync(_stack);
        var accept = await FileAsync("accept: [ { resource: 'SplitTunnel/*', reason: Ticket 4711, expires: 2026-02-01 } ]", "yaml");
        var schema = JsonSchema.FromFile(Path.Combine(AppContext.BaseDirectory, "sarif-2.1.0.json"));

        var (_, sarif, _) = await RunAsync("--unmanaged", "--accept", accept, "--output", "sarif");

        Assert.That(Errors(schema, sarif), Is.Empty);
        Assert.That(
            Errors(schema, sarif.Replace("\"ruleId\"", "\"rule_id\"", StringComparison.Ordinal)),
            Is.Not.Empty,
            "the schema detects errors"
        );
        Assert.That(JsonNode.Parse(sarif)!["runs"]![0]!["results"]!.AsArray(), Has.Count.EqualTo(10));
    }

    [Test]
    public async Task The_junit_has_the_shape_that_all_readers_accept()
    {
        _stack = await Office.DeployAsync();
        await Office.ChangeByHandAsync(_stack);
        var accept = await FileAsync(
            "accept: [ { resource: 'SplitTunnel/*', reason: \"Ticket \\u0001 4711\", expires: 2026-02-01 } ]",
            "yaml"
        );

        var (_, junit, error) = await RunAsync("--unmanaged", "--accept", accept, "--output", "junit");

        Assert.That(error, Is.Empty);
        JUnitShape.Check(junit);
    }

    private static IEnumerable<string> Errors(JsonSchema schema, string json)
    {
        var options = new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true };
        var result = schema.Evaluate(JsonSerializer.Deserialize<JsonElement>(json), options);

        // A valid document also reports errors for alternatives that do not apply.
        return result.IsValid
            ? []
            : from detail in result.Details!
            from error in detail.Errors ?? new Dictionary<string, string>()
            select $"{detail.InstanceLocation}: {error.Value}";
    }

    private static string Describe(JsonNode? difference) =>
        $"{difference!["path"]} {difference["entry"]} {difference["change"]}"
        + (difference["fields"] is JsonArray fields ? $": {string.Join(", ", fields.Select(field => field!.ToString()))}" : "")
        + (difference["keptDefault"] is not null ? " (kept default)" : "");

    private static IEnumerable<string> Unmanaged(string json) =>
        JsonNode.Parse(json)!["unmanaged"]!.AsArray().Select(found => found!["name"]!.ToString());

    private static JsonNode Resource(JsonNode report, string name) =>
        report["resources"]!.AsArray().Single(resource => (string?)resource!["name"] == name)!;

    private static JsonArray Differences(JsonNode report, string? name = null) =>
        (name is null ? report["resources"]![0]! : Resource(report, name))["differences"]!.AsArray();

    private static async Task<string> FileAsync(string content, string extension = "json")
    {
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Path.GetRandomFileName()}.{extension}");
        await File.WriteAllTextAsync(file, content);
        return file;
    }

    private async Task<JsonNode> ReportAsync(int expected, params string[] arguments)
    {
        var (code, output, error) = await RunAsync([.. arguments, "--output", "json"]);
        Assert.That((code, error), Is.EqualTo((expected, "")), output);
        return JsonNode.Parse(output)!;
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) =>
        RunWithAsync(_stack.Environment, arguments);

    private async Task<(int Code, string Output, string Error)> RunWithAsync(
        Dictionary<string, string> environment,
        params string[] arguments
    )
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = await DriftCommand
            .Create(environment.GetValueOrDefault, _time, new StringReader(_stack.Export()))
            .Parse([.. arguments.Contains("--state") ? Array.Empty<string>() : ["-"], .. arguments])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
