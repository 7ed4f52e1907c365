using System.CommandLine;
using System.Text.Json.Nodes;
using ZeroTrust.Cli.Impact;
using ZeroTrust.Cli.Tests.Drift;
using ZeroTrust.Cli.Tests.Explain;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Cli.Tests.Impact;

/// <summary>Runs <c>zt impact</c> with previews.</summary>
internal sealed class ImpactTests
{
    private static string[] Formats => ["table", "json", "markdown", "html"];

    [TestCaseSource(nameof(Formats))]
    public async Task A_real_preview_is_read(string format)
    {
        var (code, output, error) = await RunAsync(
            null,
            "--plan",
            Recording("30b-preview-json-changes.preview.json"),
            "--state",
            Recording("20-up-create.state.json"),
            "--output",
            format
        );

        Assert.That((code, error), Is.EqualTo((0, "")));
        ZeroTrust.Tests.Golden.Matches($"impact/impact.{format}", output);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Devices_that_get_another_profile_are_counted_and_listed(bool failOver)
    {
        await using var stack = await Headquarters.DeployAsync();
        await Headquarters.EnrollAsync(stack);
        var (plan, state) = await PreviewAsync(
            stack,
            resource => resource["inputs"]!["match"] = "any(identity.groups.name[*] in {\"staff\"}) and os.name == \"mac\""
        );

        var (code, output, error) = await RunAsync(
            stack,
            ["--plan", plan, "--state", state, "--live", .. failOver ? (string[])["--fail-over", "0"] : []]
        );

        Assert.That(error, Is.Empty);
        Assert.That(
            output,
            Does.StartWith("1 device is affected.")
                .And.Contain("  1 from 'Staff' (precedence 20) to the default profile: ann@example.com on ann-laptop")
        );
        Assert.That(code, Is.EqualTo(failOver ? 2 : 0));
    }

    [Test]
    public async Task Moved_address_space_is_reported_with_the_fewest_prefixes()
    {
        await using var stack = await Headquarters.DeployAsync();
        await Headquarters.EnrollAsync(stack);
        var (plan, state) = await PreviewAsync(
            stack,
            resource =>
            {
                resource["inputs"]!["splitTunnel"]!["routes"] = JsonNode.Parse(
                    """[{"address":"192.168.0.0/17"},{"address":"10.1.0.0/16"}]"""
                );
                resource["inputs"]!["fallbackDomains"] = new JsonArray();
            }
        );

        var (_, output, _) = await RunAsync(stack, "--plan", plan, "--state", state, "--live");

        Assert.That(
            output,
            Is.EqualTo(
                """
                1 device is affected.

                'Staff' (precedence 20), 1 device
                  into the tunnel: 192.168.128.0/17
                  out of the tunnel: 10.1.0.0/21, 10.1.8.0/24, 10.1.10.0/23, 10.1.12.0/22, 10.1.16.0/20, 10.1.32.0/19, 10.1.64.0/18, 10.1.128.0/17
                  *.video.example: now depends on the address it resolves to
                  corp.example.com: resolved by gateway instead of 10.1.0.53
                  lan: resolved by gateway instead of device

                New problems
                  TunnelRoute 'hq-lan': network: no device reaches 10.1.0.0/16 through the tunnel: '10.1.0.0/16' is excluded in DeviceProfile 'staff'; '10.0.0.0/8' is excluded in DefaultDeviceProfile 'everybody'. Let it through in a split tunnel, or remove the route. (ZT180)

                """
            )
        );
    }

    [Test]
    public async Task A_preview_without_changes_is_reported_as_such()
    {
        await using var stack = await Headquarters.DeployAsync();
        var (plan, state) = await PreviewAsync(stack, _ => { });

        Assert.That((await RunAsync(null, "--plan", plan, "--state", state)).Output, Is.EqualTo("Nothing changes for devices.\n"));
    }

    [Test]
    public async Task A_replaced_profile_has_Cloudflares_defaults_for_what_the_program_leaves_open()
    {
        await using var stack = await Headquarters.DeployAsync();
        var (plan, state) = await PreviewAsync(
            stack,
            resource =>
            {
                resource["inputs"]!["captivePortal"] = 60;
                resource.AsObject().Remove("outputs");
                resource.AsObject().Remove("id");
            },
            op: "replace"
        );

        Assert.That(
            (await RunAsync(null, "--plan", plan, "--state", state)).Output,
            Does.Contain("captivePortal: 300 → 60").And.Not.Contain("unset")
        );
    }

    [Test]
    public async Task A_profile_whose_name_is_unknown_is_called_as_the_program_calls_it()
    {
        await using var stack = await Headquarters.DeployAsync();
        var (plan, state) = await PreviewAsync(
            stack,
            resource =>
            {
                resource["inputs"]!["name"] = PropertySignatures.Unknown;
                resource["inputs"]!["captivePortal"] = 60;
                resource.AsObject().Remove("outputs");
            },
            op: "replace"
        );

        Assert.That(
            (await RunAsync(null, "--plan", plan, "--state", state)).Output,
            Does.Contain("\nDeviceProfile 'staff' (precedence 20)\n")
        );
    }

    private const string Ignoring = """["ZT182 guests: guests must not reach the office"]""";

    [TestCase("zerotrust:index:DeviceProfile", "zerotrust:index:DeviceProfile", "[]", true)]
    [TestCase("zerotrust:index:ManagedProfile$zerotrust:index:DeviceProfile", "zerotrust:index:ManagedProfile", "[]", true)]
    [TestCase("zerotrust:index:DeviceProfile", "zerotrust:index:DeviceProfile", Ignoring, false)]
    public async Task A_first_preview_tells_whose_list_it_is(string profile, string dependency, string ignored, bool isReported)
    {
        string Urn(string type, string name) => $"urn:pulumi:dev::shop::{type}::{name}";
        JsonObject Step(string type, string name, string inputs, string dependencies = "{}") =>
            new()
            {
                ["op"] = "create",
                ["urn"] = Urn(type, name),
                ["newState"] = new JsonObject
                {
                    ["urn"] = Urn(type, name),
                    ["type"] = type.Split('$')[^1],
                    ["inputs"] = JsonNode.Parse(inputs),
                    ["propertyDependencies"] = JsonNode.Parse(dependencies),
                },
            };
        string Unknown(string type, string name) => $$"""{"profileId": ["{{Urn(type, name)}}"], "mode": ["{{Urn(type, name)}}"]}""";
        const string Id = PropertySignatures.Unknown;
        var plan = new JsonObject
        {
            ["steps"] = new JsonArray(
                Step("pulumi:providers:zerotrust", "default", new JsonObject { ["ignoreProblems"] = ignored }.ToJsonString()),
                Step(profile, "staff", """{"name": "Staff", "precedence": 10, "match": "os.name == \"mac\""}"""),
                Step(profile, "guests", """{"name": "Guests", "precedence": 20, "match": "os.name == \"ios\""}"""),
                Step("zerotrust:index:SplitTunnel", "a", $$"""{"profileId": "{{Id}}", "routes": []}""", Unknown(dependency, "staff")),
                Step(
                    "zerotrust:index:SplitTunnel",
                    "guests",
                    $$"""{"profileId": "{{Id}}", "routes": [{"address": "10.0.0.0/8"}]}""",
                    Unknown(dependency, "guests")
                ),
                Step(
                    "zerotrust:index:TunnelRoute",
                    "hq",
                    """{"network": "10.1.0.0/16", "tunnelId": "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c01"}"""
                )
            ),
        };

        var (_, output, error) = await RunAsync(null, "--plan", await FileAsync(plan.ToJsonString()));

        Assert.That(error, Is.Empty);
        Assert.That(
            output,
            isReported
                ? Does.Contain("SplitTunnel 'guests': routes: keeps devices of DeviceProfile 'guests' from 10.1.0.0/16 (TunnelRoute 'hq')")
                : Does.Not.Contain("ZT182")
        );
    }

    [Test]
    public async Task A_value_that_comes_from_a_resource_is_not_taken_for_its_id()
    {
        const string Profile = "urn:pulumi:dev::shop::zerotrust:index:DeviceProfile::staff";
        var plan = $$"""
            {"steps": [
              {"op": "create", "urn": "{{Profile}}", "newState": {"urn": "{{Profile}}", "type": "zerotrust:index:DeviceProfile",
                "inputs": {"name": "Staff", "precedence": 10, "match": "os.name == \"mac\""} } },
              {"op": "create", "urn": "urn:pulumi:dev::shop::zerotrust:index:SplitTunnel::list", "newState": {
                "urn": "urn:pulumi:dev::shop::zerotrust:index:SplitTunnel::list", "type": "zerotrust:index:SplitTunnel",
                "inputs": {"profileId": "{{PropertySignatures.Unknown}}", "mode": "{{PropertySignatures.Unknown}}", "routes": [{"address": "10.0.0.0/8"}]},
                "propertyDependencies": {"profileId": ["{{Profile}}"], "mode": ["{{Profile}}"]} } },
              {"op": "create", "urn": "urn:pulumi:dev::shop::zerotrust:index:TunnelRoute::hq", "newState": {
                "urn": "urn:pulumi:dev::shop::zerotrust:index:TunnelRoute::hq", "type": "zerotrust:index:TunnelRoute",
                "inputs": {"network": "10.1.0.0/16", "tunnelId": "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c01"} } }
            ]}
            """;

        Assert.That((await RunAsync(null, "--plan", await FileAsync(plan))).Output, Does.Not.Contain("ZT180"));
    }

    [TestCase("{}", "has no steps; pass the output of 'pulumi preview --json'.")]
    [TestCase("Previewing update", "is not valid JSON")]
    public async Task Input_that_is_not_a_preview_is_refused(string text, string mistake)
    {
        var (code, _, error) = await RunAsync(null, "--plan", await FileAsync(text));

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.StartWith("zt impact: ").And.Contain(mistake));
    }

    [Test]
    public async Task A_limit_requires_live_devices() =>
        Assert.That((await RunAsync(null, "--fail-over", "5")).Error, Does.Contain("--fail-over requires --live"));

    // A preview with a change of the profile 'staff'.
    private static async Task<(string Plan, string State)> PreviewAsync(TestStack stack, Action<JsonNode> change, string op = "update")
    {
        var state = stack.Export();
        var staff = JsonNode.Parse(state)!["deployment"]!["resources"]!
            .AsArray()
            .Single(resource => resource!["urn"]!.ToString().EndsWith("DeviceProfile::staff", StringComparison.Ordinal))!
            .DeepClone();
        change(staff);
        var plan = new JsonObject
        {
            ["steps"] = new JsonArray(
                new JsonObject
                {
                    ["op"] = op,
                    ["urn"] = staff["urn"]!.DeepClone(),
                    ["newState"] = staff,
                }
            ),
        };
        return (await FileAsync(plan.ToJsonString()), await FileAsync(state));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(TestStack? stack, params string[] arguments)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var environment = stack?.Environment ?? [];
        var code = await ImpactCommand
            .Create(environment.GetValueOrDefault, TimeProvider.System, TextReader.Null)
            .Parse(arguments)
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }

    private static string Recording(string name) => RepositoryFiles.PathTo("tests", "recordings", name);

    private static async Task<string> FileAsync(string content)
    {
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Path.GetRandomFileName()}.json");
        await File.WriteAllTextAsync(file, content);
        return file;
    }
}
