using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Tests.Cloudflare;
using ZeroTrust.Provider.Tests.Samples;
using static ZeroTrust.Provider.Tests.Cloudflare.Replies;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>Calls that run when the engine cancels: it waits 30 seconds and then ignores the response.</summary>
internal sealed class InterruptionTests
{
    private static readonly TimeSpan Engine = TimeSpan.FromSeconds(30);

    [Test]
    public async Task An_unanswered_creation_times_out_after_20_seconds_and_is_looked_up_within_the_engines_30([Values] bool lookIsSilent)
    {
        var lists = 0;
        using var harness = new Harness(
            new ScriptedApi(request =>
                request.Method == "POST" || (lookIsSilent && Interlocked.Increment(ref lists) > 1) ? Silence() : Result("[]")
            )
        );
        using var interruption = new Interruption(harness.Time);
        using var tokens = interruption.Begin(TimeSpan.FromMinutes(10), default);
        var creation = harness.Client.WarpConnectors.CreateTunnelAsync(Harness.Account, "site", null, tokens.Commit);
        await harness.Api.WhenSentAsync(2);

        interruption.Cancel();
        var cancelled = harness.Time.GetUtcNow();
        harness.Time.Advance(TimeSpan.FromSeconds(19.9));
        Assert.That(harness.Api.Requests, Has.Count.EqualTo(2), "the provider waits for it");
        harness.Time.Advance(TimeSpan.FromSeconds(0.1));
        await harness.Api.WhenSentAsync(3);
        harness.Time.Advance(lookIsSilent ? TimeSpan.FromSeconds(6) : TimeSpan.Zero);
        var failure = (await Assert.CatchAsync<CloudflareException>(() => creation))!;

        Assert.That(harness.Api.Requests[2].Method, Is.EqualTo("GET"), "the provider looks it up");
        Assert.That(failure, Is.InstanceOf<CloudflareUnknownOutcomeException>());
        Assert.That(failure.Message, Does.StartWith("POST WARP connector 'site': no response before the run was interrupted."));
        Assert.That(harness.Time.GetUtcNow() - cancelled, Is.LessThan(Engine - TimeSpan.FromSeconds(2)));
    }

    [Test]
    public async Task An_entry_whose_creation_is_interrupted_is_still_written()
    {
        await using var host = await ProviderHost.StartAsync();
        host.Cloudflare.Faults.Add("PUT", "/accounts/*/devices/policy/exclude", Simulator.Faults.Fault.Slow(TimeSpan.FromSeconds(0.5)));

        var creation = host.CreateAsync("SplitTunnelRoute", Sample.Address("198.18.0.0/24"));
        while (!host.Writes.Any())
        {
            await Task.Yield();
        }

        await host.Client.CancelAsync(new());
        var stored = await creation;

        Assert.That(stored.Id, Does.EndWith("/default/198.18.0.0/24"));
        await host.ConfigureAsync();
        Assert.That(await host.DriftAsync(stored), Is.Empty);
    }
}
