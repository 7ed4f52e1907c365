using ZeroTrust.Cloudflare;

namespace ZeroTrust.Provider.Tests.Cloudflare;

internal sealed class RateLimiterTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly SteppedTimeProvider _time = new();

    [Test]
    public void Requests_within_the_bucket_are_not_delayed()
    {
        using var limiter = new RateLimiter(_time, (3, Minute));

        Assert.That(Turns(limiter, 3).Select(turn => turn.IsCompletedSuccessfully), Is.All.True);
    }

    [Test]
    public void A_token_comes_back_a_minute_after_it_was_taken()
    {
        using var limiter = new RateLimiter(_time, (2, Minute));
        Turns(limiter, 1);
        _time.Advance(TimeSpan.FromSeconds(20));
        var turns = Turns(limiter, 3);

        Assert.That(Granted(turns), Is.EqualTo(1));
        _time.Advance(TimeSpan.FromSeconds(39));
        Assert.That(Granted(turns), Is.EqualTo(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(Granted(turns), Is.EqualTo(2));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.That(Granted(turns), Is.EqualTo(3));
    }

    [Test]
    public void No_time_window_has_more_requests_than_the_bucket_holds([Values(1, 7, 50)] int size)
    {
        using var limiter = new RateLimiter(_time, (size, Minute));
        var turns = Turns(limiter, 4 * size);
        List<int> grantedBySecond = [];
        for (var second = 0; second < 240; second++)
        {
            grantedBySecond.Add(Granted(turns));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That(Granted(turns), Is.EqualTo(4 * size));
        Assert.That(grantedBySecond.Skip(59).Zip(grantedBySecond, (now, before) => now - before), Is.All.LessThanOrEqualTo(size));
    }

    [Test]
    public void All_limits_apply()
    {
        using var limiter = new RateLimiter(_time, (3, Minute), (1, TimeSpan.FromSeconds(1)));
        var turns = Turns(limiter, 4);

        Assert.That(Granted(turns), Is.EqualTo(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(Granted(turns), Is.EqualTo(2));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(Granted(turns), Is.EqualTo(3));
        _time.Advance(TimeSpan.FromSeconds(57));
        Assert.That(Granted(turns), Is.EqualTo(3));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(Granted(turns), Is.EqualTo(4));
    }

    [Test]
    public void Callers_are_served_in_order_of_arrival()
    {
        using var limiter = new RateLimiter(_time, (1, Minute));
        var turns = Turns(limiter, 4);
        for (var granted = 1; granted <= 4; granted++)
        {
            Assert.That(turns.Select(turn => turn.IsCompleted), Is.EqualTo(Enumerable.Range(1, 4).Select(turn => turn <= granted)));
            _time.Advance(Minute);
        }
    }

    [Test]
    public void A_cancelled_caller_takes_no_token()
    {
        using var limiter = new RateLimiter(_time, (1, Minute));
        using var impatient = new CancellationTokenSource();
        Turns(limiter, 1);
        var given = limiter.WaitForTurnAsync(impatient.Token);
        var patient = limiter.WaitForTurnAsync(CancellationToken.None);
        impatient.Cancel();

        Assert.That(async () => await given, Throws.InstanceOf<OperationCanceledException>());
        _time.Advance(Minute);
        Assert.That(patient.IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public void A_pause_stops_all_callers_and_the_longest_one_applies()
    {
        using var limiter = new RateLimiter(_time, (10, Minute));
        limiter.Pause(TimeSpan.FromSeconds(30));
        limiter.Pause(TimeSpan.FromSeconds(5));
        var turns = Turns(limiter, 3);

        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.That(Granted(turns), Is.Zero);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(Granted(turns), Is.EqualTo(3));
    }

    [Test]
    public void An_exhausted_server_quota_stops_all_callers_until_the_window_ends()
    {
        using var limiter = new RateLimiter(_time, (10, Minute));
        Turns(limiter, 1);
        limiter.Complete(new(2, TimeSpan.FromSeconds(12)));
        var turns = Turns(limiter, 4);

        Assert.That(Granted(turns), Is.EqualTo(2));
        _time.Advance(TimeSpan.FromSeconds(12));
        Assert.That(Granted(turns), Is.EqualTo(4));
    }

    [Test]
    public void Running_requests_count_against_the_servers_remaining_quota()
    {
        using var limiter = new RateLimiter(_time, (10, Minute));
        Turns(limiter, 3);
        limiter.Complete(new(3, TimeSpan.FromSeconds(12)));

        Assert.That(Granted(Turns(limiter, 4)), Is.EqualTo(1));
    }

    [Test]
    public void A_window_that_ended_no_longer_limits()
    {
        using var limiter = new RateLimiter(_time, (10, Minute));
        Turns(limiter, 1);
        limiter.Complete(new(0, TimeSpan.FromSeconds(12)));
        _time.Advance(TimeSpan.FromSeconds(13));

        Assert.That(Granted(Turns(limiter, 5)), Is.EqualTo(5));
    }

    [Test]
    public void The_number_of_concurrent_requests_is_limited()
    {
        using var limiter = new RateLimiter(_time, (100, Minute)) { MaxInFlight = 3 };
        var turns = Turns(limiter, 5);

        Assert.That(Granted(turns), Is.EqualTo(3));
        limiter.Complete(null);
        Assert.That(Granted(turns), Is.EqualTo(4));
        limiter.Complete(null);
        Assert.That(Granted(turns), Is.EqualTo(5));
    }

    [Test]
    public void A_wait_of_more_than_five_seconds_is_reported_once_with_duration_and_reason()
    {
        List<string> reported = [];
        using var limiter = new RateLimiter(_time, (2, Minute)) { Report = reported.Add };
        Turns(limiter, 5);
        Turns(limiter, 5);

        Assert.That(
            reported,
            Is.EqualTo(
                (string[])
                    [
                        "1 requests to Cloudflare will wait another 60 s: the provider sends at most 2 within 60 s "
                            + "(maxRequestsPerFiveMinutes).",
                    ]
            )
        );
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.That(reported, Has.Count.EqualTo(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(reported, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_short_wait_is_not_reported()
    {
        List<string> reported = [];
        using var limiter = new RateLimiter(_time, (1, TimeSpan.FromSeconds(5))) { Report = reported.Add };
        Turns(limiter, 2);
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.That(reported, Is.Empty);
    }

    [Test]
    public void Throttling_and_slow_responses_are_reported_as_such()
    {
        List<string> reported = [];
        using var throttled = new RateLimiter(_time, (10, Minute)) { Report = reported.Add };
        throttled.Pause(TimeSpan.FromMinutes(5));
        Turns(throttled, 3);
        using var slow = new RateLimiter(_time, (10, Minute)) { Report = reported.Add, MaxInFlight = 1 };
        Turns(slow, 3);
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.That(
            reported,
            Is.EqualTo(
                (string[])
                    [
                        "1 requests to Cloudflare will wait another 300 s: Cloudflare is rate-limiting these credentials.",
                        "2 requests to Cloudflare have waited 5 s: Cloudflare is slow to respond.",
                    ]
            )
        );
    }

    private static List<Task> Turns(RateLimiter limiter, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => limiter.WaitForTurnAsync(CancellationToken.None))];

    private static int Granted(IEnumerable<Task> turns) => turns.Count(turn => turn.IsCompletedSuccessfully);
}
