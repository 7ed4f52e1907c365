using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework.Internal;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire.Lifecycles;

/// <summary>Random programs of every resource through their life cycles.</summary>
[Parallelizable(ParallelScope.Children)]
internal sealed class RandomLifecycleTests
{
    private const int MaxShrinks = 12;

    // Other resources can be deleted, but have no object that disappears.
    private static readonly HashSet<string> Deletable = [.. EveryResource.Objects, "SplitTunnelRoute", "FallbackDomain"];

    private static IEnumerable<string> Types => EveryResource.Types.Keys;

    [TestCaseSource(nameof(Types))]
    public void No_life_cycle_has_a_false_difference_or_loses_anything(string type)
    {
        var shrinks = 0;
        var lives = Arb.From(
            Gen.Choose(0, int.MaxValue).Select(seed => RandomLifecycle.Of(type, seed)),
            life => shrinks++ < MaxShrinks ? life.Shrink() : []
        );
        Prop.ForAll(lives, Live).Check(RandomRuns.Config(usually: 4));
    }

    // Only the last failure counts, which is that of the shrunk life cycle.
    private static void Live(RandomLifecycle life)
    {
        using (new TestExecutionContext.IsolatedContext())
        {
            LiveAsync(life).GetAwaiter().GetResult();
        }
    }

    private static async Task LiveAsync(RandomLifecycle life)
    {
        var (type, again) = (life.Type, new RandomPrograms(new(life.Seed)));
        await using var host = await life.StartAsync();

        // A preview with some unknown values, and the creation.
        var vague = await host.PreviewCreateAsync(type, again.Unknown(life.First));
        var preview = await host.PreviewCreateAsync(type, life.First);
        var stored = await host.CreateAsync(type, life.First);
        Invariants.Agree(vague, stored.Outputs, "preview with unknown values");
        Invariants.Agree(preview, stored.Outputs, "preview of the creation");
        stored = await SettledAsync(host, stored, life.First, "after the creation");

        // Another spelling is not a change, and is stored.
        var respelled = again.Again(type, life.First);
        await NothingAsync(host, stored, respelled, "in another spelling");
        stored = stored with { Inputs = (await host.CheckAsync(type, respelled, stored.Inputs)).Inputs };
        stored = (await host.ReadAsync(stored))!;
        stored = await SettledAsync(host, stored, respelled, "after a refresh in another spelling");
        await ImportAsync(host, stored);

        // An update.
        stored = await ChangeAsync(host, stored, life.Second, again);

        // A change by others, and the repair.
        stored = await RepairAsync(host, stored, life, again);

        // The deletion.
        await host.DestroyAsync(stored);
        await host.DestroyAsync(stored);
        if (Deletable.Contains(type))
        {
            Assert.That(await host.ReadAsync(stored), Is.Null, "gone");
        }

        Invariants.KeepSecrets(host, [life.First, life.Second]);
    }

    private static async Task<Stored> ChangeAsync(ProviderHost host, Stored stored, PropertyMap program, RandomPrograms again)
    {
        var unknown = again.Unknown(program);
        await host.DiffAsync(stored, unknown);
        var diff = await host.DiffAsync(stored, program);
        var changes = ProviderHost.Describe(diff);
        if (diff.Replaces.Count > 0)
        {
            var expected = await host.PreviewCreateAsync(stored.Type, program);
            if (diff.DeleteBeforeReplace)
            {
                await host.DeleteAsync(stored);
            }

            var replacement = await host.CreateAsync(stored.Type, program);
            Invariants.Agree(expected, replacement.Outputs, "preview of the replacement");
            if (!diff.DeleteBeforeReplace && replacement.Id != stored.Id)
            {
                await host.DeleteAsync(stored);
            }

            return await SettledAsync(host, replacement, program, "after the replacement");
        }

        if (changes.Count == 0)
        {
            return stored with { Inputs = (await host.CheckAsync(stored.Type, program, stored.Inputs)).Inputs };
        }

        var vague = await host.PreviewUpdateAsync(stored, unknown);
        var preview = await host.PreviewUpdateAsync(stored, program);
        var updated = await host.UpdateAsync(stored, program);
        Invariants.Agree(vague, updated.Outputs, "preview of the update with unknown values");
        Invariants.Agree(preview, updated.Outputs, "preview of the update");
        Invariants.LeaveAlone(stored, updated, diff);
        return await SettledAsync(host, updated, program, "after the update");
    }

    private static async Task<Stored> RepairAsync(ProviderHost host, Stored stored, RandomLifecycle life, RandomPrograms again)
    {
        HashSet<string> foreign;
        await using (var other = await ProviderHost.BesideAsync(host))
        {
            var diff = await other.DiffAsync(stored, life.Foreign);
            foreign = [.. diff.Diffs];
            if (diff.Replaces.Count > 0 || diff.Diffs.Count == 0)
            {
                return stored;
            }

            await other.UpdateAsync(stored, life.Foreign);
        }

        await using var later = await ProviderHost.BesideAsync(host);
        var fresh = await later.ReadAsync(stored);
        Assert.That(fresh, Is.Not.Null, "changed, not gone");
        Assert.That(fresh!.Inputs.Keys, Is.SubsetOf(stored.Inputs.Keys), "only properties that the program sets are refreshed");
        var drift = await later.DiffAsync(fresh, stored.Inputs);
        var spec = EveryResource.Types[life.Type].Inputs;
        var visible = foreign
            .Where(name =>
                stored.Inputs.ContainsKey(name)
                && !spec.Find(name)!.ComparedWithInputs
                && !(spec.Find(name)!.ReadWhenSet && life.Foreign.Get(name)?.Unsecret() is null or PropertyNull)
                && !Hidden(life.Type, name)
            )
            .ToArray();
        Assert.That(drift.Diffs, Is.SubsetOf(stored.Inputs.Keys), "properties that the program does not set");
        Assert.That(drift.Diffs, Is.SupersetOf(visible), "properties that others changed");
        Assert.That(drift.Diffs, Is.SubsetOf(foreign.Concat(foreign.SelectMany(Follow))), "unchanged properties");
        Invariants.Same(fresh, (await later.ReadAsync(fresh))!, "a second refresh");
        await later.DiffAsync(fresh, again.Unknown(life.Second));
        return await ChangeAsync(later, fresh, life.Second, again);
    }

    // The API does not return these fields of the default profile; default entries are like any others; and others may revoke more
    // registrations.
    private static bool Hidden(string type, string name) =>
        name == "includeDefaults"
        || type == "DeviceRevocation"
        || (type == "DefaultDeviceProfile" && name.StartsWith("lanAllow", StringComparison.Ordinal));

    private static string[] Follow(string changed) =>
        changed switch
        {
            "haMode" => ["config"],
            "includeDefaults" => ["domains", "routes"],
            _ => [],
        };

    private static async Task ImportAsync(ProviderHost host, Stored stored)
    {
        if (!EveryResource.Types[stored.Type].IsImportable)
        {
            return;
        }

        await using var elsewhere = await ProviderHost.BesideAsync(host);
        var imported = await elsewhere.ImportAsync(stored.Type, stored.Id);
        Assert.That(imported, Is.Not.Null, "import");
        Assert.That(imported!.Id, Is.EqualTo(stored.Id), "the id of the import");
        await NothingAsync(elsewhere, imported, imported.Inputs, "after the import");
        Invariants.Same(imported, (await elsewhere.ReadAsync(imported))!, "a refresh of the import");
    }

    // There is no difference, now or after a refresh, and a refresh changes nothing.
    private static async Task<Stored> SettledAsync(ProviderHost host, Stored stored, PropertyMap program, string when)
    {
        Assert.That(stored.Outputs.ContainsUnknown, Is.False, $"unknown {when}");
        Invariants.StaySecret(stored, when);
        await NothingAsync(host, stored, program, when);
        await using var later = await ProviderHost.BesideAsync(host);
        var fresh = (await later.ReadAsync(stored))!;
        Assert.That(fresh, Is.Not.Null, $"gone {when}");
        Invariants.Same(stored, fresh, $"a refresh {when}");
        await NothingAsync(later, fresh, program, $"{when} and a refresh");
        return stored;
    }

    private static async Task NothingAsync(ProviderHost host, Stored stored, PropertyMap program, string when) =>
        Assert.That(ProviderHost.Describe(await host.DiffAsync(stored, program)), Is.Empty, when);
}
