using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;
using ZeroTrust.Provider.Tests.Wire;

namespace ZeroTrust.Provider.Tests.FallbackDomains;

/// <summary>Local Domain Fallback lists, whole and entry by entry.</summary>
internal sealed class FallbackDomainTests
{
    private const int DefaultDomains = 14;

    // Longer than the provider's own delays, shorter than its time limits.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    [Test]
    public async Task Fifty_suffixes_created_together_take_three_requests_and_keep_others()
    {
        var time = new SteppedTimeProvider();
        await using var host = await ProviderHost.StartAsync(time: time);

        var creations = await host.BeginCreatesAsync(
            "FallbackDomain",
            Enumerable.Range(0, 50).Select(index => Sample.Domain($"site{index}.example.com", "10.0.0.53"))
        );
        await time.RunAsync(Task.WhenAll(creations), LongestDelay);

        Assert.That(host.Cloudflare.Requests.Select(request => request.Method), Is.EqualTo(["GET", "PUT", "GET"]));
        var domains = await host.InvokeAsync("getFallbackDomains", PropertyMap.Empty);
        Assert.That((PropertyArray)domains["domains"], Has.Count.EqualTo(DefaultDomains + 50));
    }

    [Test]
    public async Task Default_suffixes_stay_alongside_the_programs_own()
    {
        await using var host = await ProviderHost.StartAsync();
        var program = Sample.Domains(Sample.Domain("corp.example.com", "10.0.0.53")).With("includeDefaults", true);
        var stored = await host.CreateAsync("FallbackDomains", program);

        var domains = await host.InvokeAsync("getFallbackDomains", PropertyMap.Empty);
        Assert.That((PropertyArray)domains["domains"], Has.Count.EqualTo(DefaultDomains + 1));
        Assert.That(await host.DriftAsync(stored), Is.Empty);

        var without = await host.UpdateAsync(stored, program.With("includeDefaults", false));
        Assert.That(without.Outputs.ContainsKey("defaults"), Is.False);
        Assert.That((PropertyArray)(await host.InvokeAsync("getFallbackDomains", PropertyMap.Empty))["domains"], Has.Count.EqualTo(1));
    }
}
