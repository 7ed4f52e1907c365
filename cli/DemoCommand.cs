using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Spectre.Console;
using ZeroTrust.Engine.Config;
using ZeroTrust.Simulator;

namespace ZeroTrust.Cli;

/// <summary><c>zt demo</c>: the life of a stack on a temporary simulated account.</summary>
internal sealed class DemoCommand
{
    private const int Drift = 7;

    private readonly string _directory;
    private readonly string _stack;
    private readonly bool _pulumi;
    private readonly CloudflareSimulator _account;
    private readonly Dictionary<string, string> _environment;
    private readonly string _folder;

    private DemoCommand(string directory, string stack, bool pulumi, string folder, CloudflareSimulator account)
    {
        (_directory, _stack, _pulumi, _folder, _account) = (directory, stack, pulumi, folder, account);
        _environment = new(SimulatedAccount.Environment(account))
        {
            ["PULUMI_BACKEND_URL"] = $"file://{folder}",
            ["PULUMI_SKIP_UPDATE_CHECK"] = "true",
            ["PULUMI_CONFIG_PASSPHRASE"] = Environment.GetEnvironmentVariable("PULUMI_CONFIG_PASSPHRASE") ?? "",
        };
    }

    public static Command Create()
    {
        var stack = new Option<string>("--stack", "-s")
        {
            Description = "Stack name.",
            DefaultValueFactory = _ => LocalStackOptions.DefaultStack,
        };
        var directory = new Option<string>("--cwd", "-C") { Description = "Project folder.", DefaultValueFactory = _ => "." };
        var engine = new Option<string>("--engine")
        {
            Description = "Deployment engine: local, or pulumi if installed.",
            DefaultValueFactory = _ => "local",
        };
        engine.AcceptOnlyFromAmong("local", "pulumi");
        var command = new Command(
            "demo",
            "Runs the life of a stack on a simulated account: preview, up, drift, repair, destroy. Exit codes: 0 success, 1 failure."
        )
        {
            stack,
            directory,
            engine,
        };
        command.SetAction(
            async (arguments, ct) =>
            {
                try
                {
                    var project = Project.Find(arguments.GetRequiredValue(directory)).Directory;
                    var folder = Directory.CreateTempSubdirectory("zt-demo-");
                    try
                    {
                        await using var account = await CloudflareSimulator.StartAsync(new() { DataFile = null, KeepBodies = false }, ct);
                        await new DemoCommand(
                            project,
                            arguments.GetRequiredValue(stack),
                            arguments.GetValue(engine) == "pulumi",
                            folder.FullName,
                            account
                        ).RunAsync(ct);
                        return 0;
                    }
                    finally
                    {
                        folder.Delete(recursive: true);
                    }
                }
                catch (Exception e) when (CommandErrors.IsExpected(e))
                {
                    return CommandErrors.Fail(arguments, e);
                }
            }
        );
        return command;
    }

    private async Task RunAsync(CancellationToken ct)
    {
        if (_pulumi)
        {
            await ExpectAsync(0, () => PulumiAsync(["stack", "select", "--create", _stack]));
        }
        await RunStepAsync("Preview: changes nothing", 0, "preview");
        await RunStepAsync("Up: deploys what the program declares", 0, "up", "--yes", "--skip-preview");
        var writes = Writes();
        await RunStepAsync("Up again: no changes, no write requests", 0, "up", "--yes", "--skip-preview", "--expect-no-changes");
        if (Writes() != writes)
        {
            throw new InvalidDataException($"The second up sent {Writes() - writes} write requests; expected none.");
        }
        Say("Someone renames a profile in the dashboard and clears the default profile's fallback domains");
        await InterfereAsync(ct);
        await RunStepAsync("Drift report: changes made outside of Pulumi", Drift, "preview", "--refresh", "--diff", "--expect-no-changes");
        await RunStepAsync("Repair: refresh and up", 0, "up", "--refresh", "--yes", "--skip-preview");
        await RunStepAsync("Drift report after the repair", 0, "preview", "--refresh", "--expect-no-changes");
        await RunStepAsync("Destroy: restores the account", 0, "destroy", "--yes", "--skip-preview");
        Say("Done");
    }

    private Task RunStepAsync(string title, int expected, params string[] operation)
    {
        Say(title);
        return ExpectAsync(
            expected,
            () =>
                _pulumi
                    ? PulumiAsync([.. operation, "--stack", _stack, "--non-interactive"])
                    : ChildCommand.RunSelfAsync(
                        ["local", "--stack", _stack, "--create", "--state-dir", _folder, "--cwd", _directory, .. operation],
                        _environment
                    )
        );
    }

    private async Task<int> PulumiAsync(string[] arguments)
    {
        try
        {
            return await ChildCommand.RunAsync("pulumi", arguments, _environment, _directory);
        }
        catch (IOException e)
        {
            throw new IOException(
                "pulumi is not on the PATH. Install it (https://www.pulumi.com/docs/install), or omit --engine to use the local engine.",
                e
            );
        }
    }

    private async Task ExpectAsync(int expected, Func<Task<int>> run)
    {
        var code = await run();

        // Before 3.227, pulumi's exit code is 255 for drift, as for failures.
        if (code != expected && !(_pulumi && (expected, code) == (Drift, 255)))
        {
            throw new InvalidDataException(expected == Drift ? "The drift was not detected." : $"The demo failed: exit code {code}.");
        }
    }

    private static void Say(string title) => AnsiConsole.MarkupLineInterpolated($"\n[bold]== {title}[/]");

    private int Writes() => _account.Requests.Count(request => request.Method != "GET");

    // Changes made outside of Pulumi, as in the dashboard.
    private async Task InterfereAsync(CancellationToken ct)
    {
        using var dashboard = _account.CreateClient();
        async Task SendAsync(HttpMethod method, string path, JsonNode body)
        {
            using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
            using var request = new HttpRequestMessage(method, new Uri($"accounts/{_account.AccountId}/{path}", UriKind.Relative))
            {
                Content = content,
            };
            using var response = await dashboard.SendAsync(request, ct);
            response.EnsureSuccessStatusCode();
        }

        var profiles = JsonNode.Parse(
            await dashboard.GetStringAsync(new Uri($"accounts/{_account.AccountId}/devices/policies", UriKind.Relative), ct)
        )!["result"]!.AsArray();
        if (profiles.FirstOrDefault(profile => (bool?)profile!["default"] != true) is { } profile)
        {
            await SendAsync(
                HttpMethod.Patch,
                $"devices/policy/{profile["policy_id"]}",
                new JsonObject { ["name"] = $"{profile["name"]} (do not touch)" }
            );
        }
        await SendAsync(HttpMethod.Put, "devices/policy/fallback_domains", new JsonArray());
    }
}
