using ZeroTrust.Engine;
using ZeroTrust.Engine.Deployment;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Simulator;

namespace ZeroTrust.Examples.Tests;

/// <summary>Every example from its preview to its end, as a user runs it.</summary>
[CancelAfter(300_000)]
[Parallelizable(ParallelScope.Children)]
internal sealed class ExampleTests
{
    // Previews are looked at once; before every other operation they would take time and say nothing new.
    private static readonly OperationOptions Straight = new() { SkipPreview = true };

    private static readonly OperationOptions NothingChanges = Straight with { ExpectNoChanges = true };

    [TestCase("quickstart", "examples/quickstart", "Quickstart")]
    [TestCase("office", "", "Office")]
    [TestCase("sites", "examples/sites", "Sites")]
    public async Task An_example_comes_up_stays_as_it_is_and_leaves_nothing_behind(
        string example,
        string project,
        string program,
        CancellationToken ct
    )
    {
        await using var stack = await ExampleStack.OpenAsync(example, project, program);

        var (_, asked) = await LiveAsync(stack, ct);

        Assert.That(asked, Is.Empty, "a preview asks Cloudflare nothing");
    }

    [Test]
    public async Task All_examples_of_the_reference_pages_come_up_stay_as_they_are_and_leave_nothing_behind(CancellationToken ct)
    {
        await using var stack = await ExampleStack.OpenAsync("reference", "examples/reference", "Reference");
        await stack.PostAsync(
            "devices/policy",
            new()
            {
                ["name"] = "Contractors",
                ["match"] = "identity.email == \"a@example.com\"",
                ["precedence"] = 10,
            }
        );
        var tunnel = (string)(await stack.PostAsync("warp_connector", new() { ["name"] = "porto", ["ha"] = true }))["id"]!;
        await stack.PostAsync("teamnet/routes", new() { ["network"] = "10.9.0.0/16", ["tunnel_id"] = tunnel });
        await stack.PostAsync(
            "devices/networks",
            new()
            {
                ["name"] = "branch",
                ["type"] = "tls",
                ["config"] = new System.Text.Json.Nodes.JsonObject { ["tls_sockaddr"] = "branch.example.com:3333" },
            }
        );
        await stack.PostAsync("zerotrust/routes/hostname", new() { ["hostname"] = "git.example.net", ["tunnel_id"] = tunnel });
        stack.Account.Seed.Connector(tunnel);
        var host = stack.Account.Seed.Connector(tunnel);
        var device = stack.Account.Seed.Device("laptop");
        var lost = stack.Account.Seed.Device("phone");
        stack.Account.Seed.Registration(lost);
        Done(await stack.RunAsync(engine => engine.PreviewAsync(new(), ct)));
        await stack.ConfigureAsync(
            ("reference:profile", "Contractors"),
            ("reference:tunnel", "porto"),
            ("reference:tunnelId", tunnel),
            ("reference:connectorId", host),
            ("reference:address", "10.9.1.2"),
            ("reference:hostname", "git.example.net"),
            ("reference:network", "branch"),
            ("reference:deviceId", device),
            ("reference:registrationId", stack.Account.Seed.Registration(device)),
            ("reference:lostDeviceId", lost),
            ("reference:zoneId", stack.Account.ZoneId),
            ("reference:incident", "true")
        );

        var (preview, asked) = await LiveAsync(stack, ct);

        Assert.That(asked.Select(request => request.Method), Is.Not.Empty.And.All.EqualTo("GET"));
        var warnings = preview
            .Diagnostics.Where(diagnostic => diagnostic.Severity >= Severity.Warning)
            .Select(diagnostic => diagnostic.Message);
        Assert.That(
            warnings.Select(warning => warning[^6..^1]),
            Is.EquivalentTo(["ZT130", "ZT128"]),
            "the incident; and one example's route contains the address of another one's network"
        );
    }

    // Returns its preview, and what that asked Cloudflare.
    private static async Task<(OperationResult Preview, IReadOnlyList<LoggedRequest> Asked)> LiveAsync(
        ExampleStack stack,
        CancellationToken ct
    )
    {
        var before = await stack.InventoryAsync();
        stack.Account.ClearRequests();

        var preview = Done(await stack.RunAsync(engine => engine.PreviewAsync(new(), ct)));
        var asked = stack.Account.Requests.ToList();

        var up = Done(await stack.RunAsync(engine => engine.UpAsync(Straight, ct)));
        Assert.That(up.With(StepOp.Create), Is.EquivalentTo(preview.With(StepOp.Create)).And.Not.Empty);

        stack.Account.ClearRequests();
        Done(await stack.RunAsync(engine => engine.UpAsync(NothingChanges, ct)));
        Done(await stack.RunAsync(engine => engine.RefreshAsync(NothingChanges, ct)));
        Assert.That(stack.Writes, Is.Empty, "an up without changes and a refresh only read");

        Done(await stack.RunAsync(engine => engine.DestroyAsync(Straight, ct)));
        Assert.That(await stack.InventoryAsync(), Is.EqualTo(before));
        return (preview, asked);
    }

    [Test]
    public async Task Tokens_of_sites_stay_secret_in_outputs_and_state(CancellationToken ct)
    {
        await using var stack = await ExampleStack.OpenAsync("sites", "examples/sites", "Sites");

        var up = Done(await stack.RunAsync(engine => engine.UpAsync(Straight, ct)));

        var tokens = await stack.TokensAsync();
        Assert.That(tokens, Has.Count.EqualTo(3));
        Assert.That(up.Outputs.Fields["tokens"].StructValue.Fields, Does.ContainKey(PropertySignatures.Key));
        Assert.That(tokens.Where(stack.ReadState().Contains), Is.Empty);
    }

    [Test]
    public async Task A_site_becomes_highly_available_although_routes_lead_to_it(CancellationToken ct)
    {
        await using var stack = await ExampleStack.OpenAsync("sites", "examples/sites", "Sites");
        Done(await stack.RunAsync(engine => engine.UpAsync(Straight, ct)));

        stack.Configure("  - name: lisbon\n", "  - name: lisbon\n    virtualIps: [10.2.0.2]\n");
        var up = Done(await stack.RunAsync(engine => engine.UpAsync(Straight, ct)));

        Assert.That(up.With(StepOp.Replace).Select(urn => urn.Name), Is.EquivalentTo(["lisbon", "lisbon-10.2.0.0-16"]));
        Assert.That(up.With(StepOp.Create).Select(urn => urn.Type), Is.EqualTo(["zerotrust:index:WarpConnectorConfiguration"]));
        Done(await stack.RunAsync(engine => engine.UpAsync(NothingChanges, ct)));
    }

    [Test]
    public async Task A_profile_put_in_the_middle_of_the_order_moves_those_behind_it_in_one_update(CancellationToken ct)
    {
        await using var stack = await ExampleStack.OpenAsync("sites", "examples/sites", "Sites");
        Done(await stack.RunAsync(engine => engine.UpAsync(Straight, ct)));

        stack.Configure(
            "  - name: berlin\n",
            "  - name: athens\n    networks: [10.4.0.0/16]\n    beacon: 10.4.0.1:3333\n  - name: berlin\n"
        );
        Done(await stack.RunAsync(engine => engine.UpAsync(Straight, ct)));

        Assert.That(await stack.ProfilesAsync(), Is.EqualTo(["WARP connectors", "At athens", "At berlin", "At lisbon", "Staff"]));
    }

    [Test]
    public async Task A_profile_taken_out_of_the_middle_of_the_order_leaves_the_others_as_they_are(CancellationToken ct)
    {
        await using var stack = await ExampleStack.OpenAsync("sites", "examples/sites", "Sites");
        Done(await stack.RunAsync(engine => engine.UpAsync(Straight, ct)));

        stack.Configure("    beacon: 10.1.0.1:3333\n", "");
        Done(await stack.RunAsync(engine => engine.UpAsync(Straight, ct)));

        Assert.That(await stack.ProfilesAsync(), Is.EqualTo(["WARP connectors", "At lisbon", "Staff"]));
        Done(await stack.RunAsync(engine => engine.UpAsync(NothingChanges, ct)));
    }

    [Test]
    public async Task Lists_go_with_their_profile_and_are_not_restored_first(CancellationToken ct)
    {
        await using var stack = await ExampleStack.OpenAsync("sites", "examples/sites", "Sites");
        Done(await stack.RunAsync(engine => engine.UpAsync(Straight, ct)));
        stack.Account.ClearRequests();

        Done(await stack.RunAsync(engine => engine.DestroyAsync(Straight, ct)));

        Assert.That(stack.Writes, Is.Not.Empty.And.All.Not.Match("/(include|exclude|fallback_domains)$"));
    }

    private static OperationResult Done(OperationResult result)
    {
        Assert.That(
            result.ExitCode,
            Is.Zero,
            () =>
                string.Join(
                    '\n',
                    result
                        .Diagnostics.Select(diagnostic => diagnostic.Message)
                        .Concat(result.Steps.Where(step => step.Changes || step.Error is not null).Select(step => $"{step} {step.Error}"))
                )
        );
        return result;
    }
}
