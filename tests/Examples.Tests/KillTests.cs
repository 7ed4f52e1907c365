using System.Diagnostics;
using ZeroTrust.Engine;
using ZeroTrust.Engine.Deployment;
using ZeroTrust.Simulator.Faults;

namespace ZeroTrust.Examples.Tests;

/// <summary>Processes that are killed after Cloudflare executed a request and before the response arrived.</summary>
[CancelAfter(900_000)]
[Parallelizable(ParallelScope.Children)]
internal sealed class KillTests
{
    private const int Profiles = 3;
    private const int Tunnels = 2;

    private static readonly OperationOptions Straight = new() { SkipPreview = true };

    [Test]
    public async Task After_the_engine_was_killed_the_next_up_converges(CancellationToken ct)
    {
        await using var stack = await SilentAsync();
        using var up = stack.StartUp();

        await CreatedAsync(stack, ct);
        await KillAsync(up, ct);

        await ConvergesAsync(stack, ct);
    }

    [Test]
    public async Task After_the_provider_was_killed_the_next_up_converges(CancellationToken ct)
    {
        await using var stack = await SilentAsync();
        using var plugin = await stack.StartPluginAsync();
        var up = stack.RunAsync(engine => engine.UpAsync(Straight, ct));

        await CreatedAsync(stack, ct);
        await KillAsync(plugin, ct);

        Assert.That((await up).ExitCode, Is.EqualTo(1));
        stack.ForgetPlugin();
        await ConvergesAsync(stack, ct);
    }

    // Creates are processed, but their responses do not arrive within the test.
    private static async Task<ExampleStack> SilentAsync()
    {
        var stack = await ExampleStack.OpenAsync("office", "", "Office");
        stack.Account.Faults.Add("POST", "/**", Fault.Slow(TimeSpan.FromHours(1)), FaultPlan.Always);
        return stack;
    }

    private static async Task CreatedAsync(ExampleStack stack, CancellationToken ct)
    {
        while (Count(stack) != (Profiles, Tunnels))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), ct);
        }
    }

    private static async Task KillAsync(Process process, CancellationToken ct)
    {
        process.Kill();
        await process.WaitForExitAsync(ct);
    }

    private static async Task ConvergesAsync(ExampleStack stack, CancellationToken ct)
    {
        stack.Account.Faults.Clear();
        stack.AdoptExisting();

        var next = await stack.RunAsync(engine => engine.UpAsync(Straight with { Refresh = true }, ct));
        Assert.That(next.ExitCode, Is.Zero, () => string.Join('\n', next.Diagnostics.Select(diagnostic => diagnostic.Message)));
        Assert.That(Count(stack), Is.EqualTo((Profiles, Tunnels)));
        Assert.That(
            next.Diagnostics.Count(diagnostic => diagnostic.Message.StartsWith("Adopted ", StringComparison.Ordinal)),
            Is.EqualTo(Profiles + Tunnels)
        );

        var after = await stack.RunAsync(engine => engine.UpAsync(Straight with { Refresh = true, ExpectNoChanges = true }, ct));
        Assert.That(after.ExitCode, Is.Zero);

        Assert.That(after.Diagnostics.Where(diagnostic => diagnostic.Severity is Severity.Warning or Severity.Error), Is.Empty);
    }

    private static (int Profiles, int Tunnels) Count(ExampleStack stack) =>
        stack.Account.State.Read(data => (data.Profiles.Count, data.Tunnels.Count));
}
