using ZeroTrust.Engine;
using ZeroTrust.Engine.Deployment;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Simulator;

namespace ZeroTrust.Examples.Tests;

/// <summary>Runs every example as a user does, from preview to destroy.</summary>
[CancelAfter(900_000)]
[Parallelizable(ParallelScope.Children)]
internal sealed class ExampleTests
{
    // Each example is previewed once; further previews would only take time.
    private static readonly OperationOptions Straight = new() { SkipPreview = true };

    private static readonly OperationOptions NothingChanges = Straight with { ExpectNoChanges = true };

    [TestCase("quickstart", "examples/quickstart", "Quickstart")]
    [TestCase("office", "", "Office")]
    [TestCase("sites", "examples/sites", "Sites")]
    public async Task An_example_deploys_stays_unchanged_and_is_destroyed_completely(
        string example,
        string project,
        string program,
        CancellationToken ct
    )
    {
        await using var stack = await ExampleStack.OpenAsync(example, project, program);

        var (preview, asked) = await LiveAsync(stack, ct);

        Assert.That(Warnings(preview), Is.Empty);
        Assert.That(asked, Is.Empty, "a preview sends no requests to Cloudflare");
    }

    [Test]
    public async Task Missing_configuration_is_one_error_however_many_resources_there_are(CancellationToken ct)
    {
        await using var stack = await ExampleStack.OpenAsync("office", "", "Office");
        stack.Export("CLOUDFLARE_ACCOUNT_ID", null);
        stack.Export("CLOUDFLARE_API_TOKEN", null);

        var preview = await stack.RunAsync(engine => engine.PreviewAsync(new(), ct));

        Assert.That(preview.ExitCode, Is.EqualTo(1));
        Assert.That(
            Errors(preview).Where(error => error != "preview failed"),
            Is.EqualTo([
                "No account is set. pulumi config set zerotrust:accountId <id>, or set CLOUDFLARE_ACCOUNT_ID. (ZT001)\n"
                    + "With this engine: `zt local config set zerotrust:accountId VALUE`, for a secret with `--secret`.",
                "No credentials are set. pulumi config set --secret zerotrust:apiToken <token>, or set CLOUDFLARE_API_TOKEN. (ZT002)\n"
                    + "With this engine: `zt local config set zerotrust:apiToken VALUE`, for a secret with `--secret`.",
            ])
        );
    }

    [Test]
    public async Task A_missing_token_is_explained_once_in_a_refresh_and_in_a_destroy(CancellationToken ct)
    {
        await using var stack = await ExampleStack.OpenAsync("office", "", "Office");
        Done(await stack.RunAsync(engine => engine.UpAsync(Straight, ct)));
        stack.Export("CLOUDFLARE_API_TOKEN", null);

        var refresh = await stack.RunAsync(engine => engine.RefreshAsync(Straight, ct));
        var destroy = await stack.RunAsync(engine => engine.DestroyAsync(Straight, ct));

        foreach (var result in (OperationResult[])[refresh, destroy])
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(Errors(result).Where(error => error.Contains("ZT002", StringComparison.Ordinal)), Has.Exactly(1).Items);
            Assert.That(
                Errors(result).Where(error => !error.EndsWith("failed", StringComparison.Ordinal)),
                Is.All.Contains("CLOUDFLARE_API_TOKEN").Or.Contains("see the first such error")
            );
        }
    }

    [Test]
    public async Task A_wrong_token_is_explained_once_however_many_resources_there_are(CancellationToken ct)
    {
        await using var stack = await ExampleStack.OpenAsync("office", "", "Office");
        Done(await stack.RunAsync(engine => engine.UpAsync(Straight, ct)));
        stack.Export("CLOUDFLARE_API_TOKEN", "wrong-token-of-somebody");

        var refresh = await stack.RunAsync(engine => engine.RefreshAsync(Straight, ct));

        Assert.That(refresh.ExitCode, Is.EqualTo(1));
        Assert.That(Errors(refresh).Where(error => error.Contains("Check apiToken", StringComparison.Ordinal)), Has.Exactly(1).Items);
    }

    [Test]
    public async Task All_reference_examples_deploy_stay_unchanged_and_are_destroyed_completely(CancellationToken ct)
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
        Assert.That(Warnings(preview), Has.One.Items.And.All.EndsWith("(ZT130)"), "the incident");
    }

    private static IEnumerable<string> Errors(OperationResult result) =>
        result.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).Select(diagnostic => diagnostic.Message);

    private static IEnumerable<string> Warnings(OperationResult preview) =>
        preview.Diagnostics.Where(diagnostic => diagnostic.Severity >= Severity.Warning).Select(diagnostic => diagnostic.Message);

    // Returns the preview and its requests to Cloudflare.
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
    public async Task A_site_with_routes_can_become_highly_available(CancellationToken ct)
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
    public async Task A_profile_inserted_into_the_order_moves_those_after_it_in_one_update(CancellationToken ct)
    {
        await using var stack = await ExampleStack.OpenAsync("sites", "examples/sites", "Sites");
        Done(await stack.RunAsync(engine => engine.UpAsync(Straight, ct)));

        stack.Configure(
            "  - name: berlin\n",
            "  - name: athens\n    networks: [10.4.0.0/16]\n    beacon: 192.168.44.1:3333\n  - name: berlin\n"
        );
        Done(await stack.RunAsync(engine => engine.UpAsync(Straight, ct)));

        Assert.That(await stack.ProfilesAsync(), Is.EqualTo(["WARP connectors", "At athens", "At berlin", "At lisbon", "Staff"]));
    }

    [Test]
    public async Task A_profile_removed_from_the_order_leaves_the_others_unchanged(CancellationToken ct)
    {
        await using var stack = await ExampleStack.OpenAsync("sites", "examples/sites", "Sites");
        Done(await stack.RunAsync(engine => engine.UpAsync(Straight, ct)));

        stack.Configure("    beacon: 192.168.41.1:3333\n", "");
        Done(await stack.RunAsync(engine => engine.UpAsync(Straight, ct)));

        Assert.That(await stack.ProfilesAsync(), Is.EqualTo(["WARP connectors", "At lisbon", "Staff"]));
        Done(await stack.RunAsync(engine => engine.UpAsync(NothingChanges, ct)));
    }

    [Test]
    public async Task Lists_are_deleted_with_their_profile_and_not_restored_first(CancellationToken ct)
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
