using System.Reflection;
using System.Text.Json.Nodes;
using ZeroTrust.Testing;

namespace Office.Tests;

/// <summary>The office's stack, deployed to a simulated account.</summary>
[CancelAfter(120_000)]
internal sealed class OfficeTests
{
    private static readonly TestStackOptions Options = new()
    {
        Project = "office",
        Config = new Dictionary<string, string>
        {
            ["team"] = "example-corp",
            ["corporateDomain"] = "corp.example.com",
            ["resolvers"] = """["10.0.0.53","10.0.1.53"]""",
            ["sites"] = """["berlin","lisbon"]""",
        },
        PluginFolder = Path.GetDirectoryName(RepositoryFiles.Built("provider", "pulumi-resource-zerotrust.dll")),
    };

    private static readonly Assembly Program = Assembly.Load("Office");

    #region Account
    [Test]
    public async Task Contractors_reach_the_project_network_only(CancellationToken ct)
    {
        await using var account = await SimulatedAccount.StartAsync(ct: ct);
        using var stack = TestStack.Of(account, Program, Options);

        (await stack.UpAsync(ct)).EnsureSucceeded();

        var contractors = await account.ProfileAsync("Contractors", ct);
        Assert.That(
            contractors["include"]!.AsArray().Select(entry => (string?)(entry!["address"] ?? entry["host"])),
            Is.EqualTo(["10.20.0.0/16", "git.corp.example.com"])
        );
    }
    #endregion

    #region Plan
    [Test]
    public async Task An_update_without_a_change_writes_nothing(CancellationToken ct)
    {
        await using var account = await SimulatedAccount.StartAsync(ct: ct);
        using var stack = TestStack.Of(account, Program, Options);
        (await stack.UpAsync(ct)).EnsureSucceeded();
        account.Simulator.ClearRequests();

        var again = (await stack.UpAsync(ct)).EnsureSucceeded();

        Assert.That(again.Changes, Is.Empty);
        Assert.That(account.Writes, Is.Empty);
    }
    #endregion

    #region Policy
    [Test]
    public async Task Staff_resolve_corporate_names_at_the_office_and_contractors_reach_the_project_only(CancellationToken ct)
    {
        await using var account = await SimulatedAccount.StartAsync(ct: ct);
        using var stack = TestStack.Of(account, Program, Options);

        var policy = await stack.PolicyAsync(ct);

        var ann = policy.For(
            new()
            {
                Email = "ann@example.com",
                Groups = ["Staff"],
                Os = "mac",
            }
        );
        Assert.That(ann.Profile, Is.EqualTo("Staff"), ann.Explain());
        Assert.That(ann.Resolver("wiki.corp.example.com"), Is.EqualTo("10.0.0.53, 10.0.1.53"));
        Assert.That(ann.InTunnel("192.168.20.7"), Is.False, "printers");

        var rui = policy.For(new() { Email = "rui@partner.example", Groups = ["Contractors"] });
        Assert.That(rui.Profile, Is.EqualTo("Contractors"), rui.Explain());
        Assert.That(rui.InTunnel("10.20.1.1"), Is.True, rui.Explain("10.20.1.1"));
        Assert.That(rui.InTunnel("10.30.1.1"), Is.Null, "only if git.corp.example.com resolves to it");
    }
    #endregion

    #region Drift
    [Test]
    public async Task What_somebody_changes_in_the_dashboard_is_found_and_repaired(CancellationToken ct)
    {
        await using var account = await SimulatedAccount.StartAsync(ct: ct);
        using var stack = TestStack.Of(account, Program, Options);
        (await stack.UpAsync(ct)).EnsureSucceeded();

        await account.SendAsync(HttpMethod.Patch, "devices/policy", new JsonObject { ["switch_locked"] = false }, ct);
        var drift = (await stack.PreviewDriftAsync(ct)).EnsureSucceeded();
        (await stack.RefreshAsync(ct)).EnsureSucceeded();
        (await stack.UpAsync(ct)).EnsureSucceeded();

        Assert.That(drift.Changes.Select(change => change.ToString()), Has.Some.EqualTo("Update DefaultDeviceProfile default"));
        Assert.That((bool?)(await account.GetAsync("devices/policy", ct))!["switch_locked"], Is.True);
    }
    #endregion

    #region Failure
    [Test]
    public async Task A_gateway_that_fails_once_is_survived(CancellationToken ct)
    {
        await using var account = await SimulatedAccount.StartAsync(ct: ct);
        using var stack = TestStack.Of(account, Program, Options);
        account.Simulator.Faults.Add("html,status=502,method=PUT,path=**/fallback_domains");

        var up = await stack.UpAsync(ct);

        Assert.That(up.Succeeded, Is.True, string.Join('\n', up.Errors));
        Assert.That(await account.ProfilesAsync(ct), Has.Count.EqualTo(3));
    }
    #endregion
}
