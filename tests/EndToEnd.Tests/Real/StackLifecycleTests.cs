using Pulumi;
using Pulumi.Automation;
using Pulumi.Automation.Commands.Exceptions;
using Pulumi.ZeroTrust;
using Pulumi.ZeroTrust.Inputs;

namespace ZeroTrust.EndToEnd.Tests.Real;

internal sealed class StackLifecycleTests
{
    private const string TunnelSecret = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=";

    private string _description = "people";
    private ProfileType _profileType;
    private RealStack _real = null!;

    [OneTimeSetUp]
    public void Require_pulumi() => RealStack.RequirePulumi();

    [SetUp]
    public async Task Start()
    {
        _description = "people";
        _profileType = ProfileType.Warp;
        _real = await RealStack.OfAsync(Declare);
    }

    [TearDown]
    public async Task Stop() => await _real.DisposeAsync();

    private Dictionary<string, object?> Declare()
    {
        var staff = new DeviceProfile(
            "staff",
            new()
            {
                Name = "staff",
                Match = "identity.email == \"a@example.com\"",
                Precedence = 100,
                Description = _description,
                ProfileType = _profileType,
                BrowserExtensionConfig =
                    _profileType == ProfileType.BrowserExtension
                        ? (Input<BrowserExtensionConfigArgs>)
                            new BrowserExtensionConfigArgs { ProxyControl = ProxyControl.Locked, ProxyEnabled = true }
                        : null,
            }
        );
        _ = new SplitTunnel(
            "staff",
            new()
            {
                ProfileId = staff.PolicyId,
                Routes =
                {
                    new SplitTunnelEntryArgs { Address = "10.0.0.0/8", Description = "office" },
                },
            }
        );
        var site = new WarpConnectorTunnel("site", new() { Name = "site", TunnelSecret = Output.CreateSecret(TunnelSecret) });
        return new() { ["policyId"] = staff.PolicyId, ["token"] = site.Token };
    }

    [Test]
    public async Task A_preview_changes_nothing_an_update_deploys_and_the_next_one_has_no_changes()
    {
        var preview = await _real.Stack.PreviewAsync();
        Assert.That(preview.ChangeSummary[OperationType.Create], Is.EqualTo(4));
        Assert.That(_real.Writes(), Is.Zero);

        var up = await _real.Stack.UpAsync();
        Assert.That(up.Summary.ResourceChanges![OperationType.Create], Is.EqualTo(4));
        Assert.That(up.Outputs["policyId"].Value, Is.Not.Empty);
        Assert.That(up.Outputs["token"].IsSecret);
        Assert.That(up.StandardOutput, Does.Not.Contain(TunnelSecret));

        var writes = _real.Writes();
        Assert.That(
            (await _real.Stack.PreviewAsync(new() { ExpectNoChanges = true })).ChangeSummary.Keys,
            Is.EqualTo([OperationType.Same])
        );
        await _real.Stack.RefreshAsync(new() { ExpectNoChanges = true });
        await _real.Stack.UpAsync(new() { ExpectNoChanges = true });
        Assert.That(_real.Writes(), Is.EqualTo(writes));

        await _real.Stack.DestroyAsync();
        Assert.That((await _real.Stack.ExportStackAsync()).Json.GetProperty("deployment").TryGetProperty("resources", out _), Is.False);
    }

    [Test]
    public async Task Drift_is_found_and_repaired()
    {
        var policyId = (await _real.Stack.UpAsync()).Outputs["policyId"].Value;
        await _real.ChangeAsync(HttpMethod.Patch, $"/devices/policy/{policyId}", """{ "description": "vandals" }""");

        Assert.That(
            async () => await _real.Stack.PreviewAsync(new() { Refresh = true, ExpectNoChanges = true }),
            Throws.InstanceOf<CommandException>().With.Message.Contains("description")
        );
        await _real.Stack.UpAsync(new() { Refresh = true });

        await _real.Stack.PreviewAsync(new() { Refresh = true, ExpectNoChanges = true });
        await _real.Stack.DestroyAsync();
    }

    [Test]
    public async Task A_change_updates_in_place_and_a_changed_profile_type_replaces()
    {
        var before = (await _real.Stack.UpAsync()).Outputs["policyId"].Value;

        _description = "everybody";
        var updated = await _real.Stack.UpAsync();
        Assert.That(updated.Summary.ResourceChanges![OperationType.Update], Is.EqualTo(1));
        Assert.That(updated.Outputs["policyId"].Value, Is.EqualTo(before));

        _profileType = ProfileType.BrowserExtension;
        var replaced = await _real.Stack.UpAsync();
        Assert.That(replaced.Outputs["policyId"].Value, Is.Not.EqualTo(before));
        await _real.Stack.DestroyAsync();
    }

    [Test]
    public async Task Secrets_are_encrypted_in_the_stored_state_which_can_be_imported_again()
    {
        var token = (string)(await _real.Stack.UpAsync()).Outputs["token"].Value;
        Assert.That(_real.StoredState(), Does.Not.Contain(TunnelSecret).And.Not.Contain(token).And.Not.Contain(_real.Simulator.Token));

        // The automation API exports secrets in plain text; an import encrypts them again.
        await _real.Stack.ImportStackAsync(await _real.Stack.ExportStackAsync());
        Assert.That(_real.StoredState(), Does.Not.Contain(TunnelSecret).And.Not.Contain(token));
        await _real.Stack.PreviewAsync(new() { ExpectNoChanges = true });
        await _real.Stack.DestroyAsync();
    }
}
