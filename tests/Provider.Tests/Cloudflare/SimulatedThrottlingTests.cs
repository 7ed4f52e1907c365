using ZeroTrust.Cloudflare;
using ZeroTrust.Simulator;

namespace ZeroTrust.Provider.Tests.Cloudflare;

/// <summary>An account that allows 20 requests per token in five minutes.</summary>
internal sealed class SimulatedThrottlingTests : Simulated
{
    [Test]
    public async Task The_accounts_remaining_quota_is_respected()
    {
        var start = Time.GetUtcNow();
        for (var number = 0; number < 50; number++)
        {
            await RunAsync(Client.Resilience.FindGlobalOverrideAsync(Account, default));
        }

        Assert.That(Simulator.Requests.Select(request => request.Status), Is.All.EqualTo(200));
        Assert.That(Time.GetUtcNow() - start, Is.GreaterThanOrEqualTo(TimeSpan.FromMinutes(10)));
    }

    [Test]
    public async Task A_block_caused_by_another_program_is_waited_out_by_all_callers()
    {
        using var other = Simulator.CreateClient();
        for (var number = 0; number < 20; number++)
        {
            using var response = await other.GetAsync(new Uri($"accounts/{Account}/devices/settings", UriKind.Relative));
        }

        await RunAsync(Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Client.Resilience.FindGlobalOverrideAsync(Account, default))));

        Assert.That(Simulator.Requests.Count(request => request.Status == 200), Is.EqualTo(20 + 50));
        Assert.That(Simulator.Requests.Any(request => request.Status == 429), Is.True);
    }

    protected override SimulatorOptions SimulatorOptions() => new() { RateLimit = 20, TimeProvider = Time };
}
