namespace ZeroTrust.Simulator.Tests;

internal sealed class RateLimitTests : SimulatorTest
{
    private readonly SteppedTimeProvider _time = new();

    protected override SimulatorOptions Options =>
        new()
        {
            TimeProvider = _time,
            RateLimit = 3,
            Tokens = [new SimulatorToken("other", Permissions.ZeroTrustRead)],
        };

    [Test]
    public async Task Each_response_has_the_remaining_quota()
    {
        await GetAsync("devices/policy");
        _time.Advance(TimeSpan.FromSeconds(10));

        var answer = await GetAsync("devices/nothing/here");

        Assert.That(answer.Headers.GetValues("Ratelimit").Single(), Is.EqualTo("\"default\";r=1;t=290"));
        Assert.That(answer.Headers.GetValues("Ratelimit-Policy").Single(), Is.EqualTo("\"default\";q=3;w=300"));
    }

    [Test]
    public async Task Exceeding_the_limit_blocks_everything_for_a_whole_window()
    {
        await UseUpAsync();
        _time.Advance(TimeSpan.FromSeconds(100));

        var refused = await GetAsync("devices/policy");
        AssertRefused(refused, 429, 971);
        Assert.That(refused.Headers.GetValues("Retry-After").Single(), Is.EqualTo("300"));
        Assert.That(refused.Headers.Contains("Ratelimit"), Is.False);

        _time.Advance(TimeSpan.FromSeconds(299.5));
        Assert.That((await GetAsync("devices/policy")).Headers.GetValues("Retry-After").Single(), Is.EqualTo("1"));

        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.That((await GetAsync("devices/policy")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_new_window_gives_a_new_quota()
    {
        await UseUpAsync();

        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.That((await GetAsync("devices/policy")).Headers.GetValues("Ratelimit").Single(), Is.EqualTo("\"default\";r=2;t=300"));
    }

    [Test]
    public async Task Tokens_are_counted_separately()
    {
        await UseUpAsync();
        Client.DefaultRequestHeaders.Authorization = new("Bearer", "other");

        Assert.That((await GetAsync("devices/policy")).Status, Is.EqualTo(200));
    }

    private async Task UseUpAsync()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.That((await GetAsync("devices/policy")).Status, Is.EqualTo(200));
        }
    }
}

internal sealed class NoLimitsTests : SimulatorTest
{
    private readonly SteppedTimeProvider _time = new();

    protected override SimulatorOptions Options =>
        new()
        {
            RateLimit = 0,
            WarpConnectorLimit = 1,
            Latency = TimeSpan.FromSeconds(2),
            TimeProvider = _time,
        };

    [Test]
    public async Task Without_a_limit_nothing_is_counted_and_every_response_is_delayed_by_the_latency()
    {
        var sending = GetAsync("devices/policy");
        await _time.NextWaitAsync(SteppedTimeProvider.Never);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(sending.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.That((await sending).Headers.Contains("Ratelimit"), Is.False);
    }
}
