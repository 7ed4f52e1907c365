using System.Text.Json.Nodes;
using ZeroTrust.Cloudflare;
using static ZeroTrust.Provider.Tests.Cloudflare.Replies;

namespace ZeroTrust.Provider.Tests.Cloudflare;

internal sealed class RetryTests
{
    private const string Settings = """{"gateway_proxy_enabled":true}""";

    [Test]
    public async Task A_repeatable_call_survives_faults([Values(500, 502, 503, 504, 408, 522)] int status)
    {
        using var harness = new Harness(
            Error(status, 1000, "no"),
            Broken(HttpRequestError.ResponseEnded),
            Broken(HttpRequestError.ConnectionError),
            Result(Settings)
        );

        var settings = await harness.RunAsync(client =>
            client.Settings.PatchSettingsAsync(Harness.Account, new JsonObject { ["x"] = 1 }, default)
        );

        Assert.That(settings.GatewayProxyEnabled, Is.True);
        Assert.That(harness.Api.Requests, Has.Count.EqualTo(4));
        Assert.That(harness.Api.Requests.Select(request => request.Body), Is.All.EqualTo("""{"x":1}"""));
    }

    [Test]
    public async Task Retry_delays_grow_and_vary()
    {
        var time = await TimesOfFailuresAsync();
        var again = await TimesOfFailuresAsync();

        Assert.That(time, Has.Count.EqualTo(6));
        Assert.That(time[^1] - time[0], Is.GreaterThan(TimeSpan.FromSeconds(3)).And.LessThan(TimeSpan.FromSeconds(100)));
        Assert.That(again, Is.Not.EqualTo(time));
    }

    [Test]
    public async Task Retries_are_limited()
    {
        using var harness = new Harness(new ScriptedApi(_ => Error(503, 1000, "overloaded")), Harness.Options with { MaxRetries = 2 });

        var failure = await harness.FailsAsync(client => client.Settings.GetSettingsAsync(Harness.Account, default));

        Assert.That(failure.Kind, Is.EqualTo(CloudflareErrorKind.Unavailable));
        Assert.That(failure.Message, Does.Contain("Cloudflare failed (503, code 1000 'overloaded') after 3 attempts."));
        Assert.That(harness.Api.Requests, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Without_retries_there_is_one_attempt([Values(429, 503)] int status)
    {
        using var harness = new Harness(new ScriptedApi(_ => Error(status, 971, "no")), Harness.Options with { MaxRetries = 0 });

        await harness.FailsAsync(client => client.Settings.GetSettingsAsync(Harness.Account, default));

        Assert.That(harness.Api.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_refused_call_is_not_retried([Values(400, 401, 403, 404, 409)] int status)
    {
        using var harness = new Harness(Error(status, 2034, "no"));

        await harness.FailsAsync(client => client.Settings.GetSettingsAsync(Harness.Account, default));

        Assert.That(harness.Api.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Retry_After_takes_precedence_over_the_own_delay()
    {
        using var harness = new Harness(Error(503, 1000, "no").With("Retry-After", "42"), Result(Settings));

        await harness.RunAsync(client => client.Settings.GetSettingsAsync(Harness.Account, default));

        Assert.That(harness.Api.Requests[1].Time - harness.Api.Requests[0].Time, Is.EqualTo(TimeSpan.FromSeconds(42)));
    }

    [Test]
    public async Task Attempts_are_apart_even_if_the_server_asks_to_retry_immediately([Values(429, 503)] int status)
    {
        using var harness = new Harness(Error(status, 1000, "no").With("Retry-After", "0"), Result(Settings));

        await harness.RunAsync(client => client.Settings.GetSettingsAsync(Harness.Account, default));

        Assert.That(harness.Api.Requests[1].Time, Is.GreaterThan(harness.Api.Requests[0].Time));
    }

    [Test]
    public async Task A_wait_requested_by_the_server_is_reported_to_the_user()
    {
        List<string> reported = [];
        using var harness = new Harness(
            ScriptedApi.InTurn(
                Error(503, 1000, "no").With("Retry-After", "42"),
                Error(429, 971, "wait").With("Retry-After", "60"),
                Result(Settings)
            ),
            null,
            reported.Add
        );

        await harness.RunAsync(client => client.Settings.GetSettingsAsync(Harness.Account, default));

        Assert.That(
            reported,
            Is.EqualTo(
                (string[])
                    [
                        "A request will wait 42 s: Cloudflare responded with status 503 and asked to retry then.",
                        "1 requests to Cloudflare will wait another 60 s: Cloudflare is rate-limiting these credentials.",
                    ]
            )
        );
    }

    [Test]
    public async Task A_block_of_five_minutes_is_waited_out()
    {
        using var harness = new Harness(Error(429, 971, "Please wait").With("Retry-After", "300"), Result(Settings));

        await harness.RunAsync(client => client.Settings.GetSettingsAsync(Harness.Account, default));

        Assert.That(harness.Api.Requests[1].Time - harness.Api.Requests[0].Time, Is.EqualTo(TimeSpan.FromMinutes(5)));
    }

    [Test]
    public async Task A_block_of_five_minutes_is_waited_out_even_without_Retry_After()
    {
        var start = DateTimeOffset.MinValue;
        using var harness = new Harness(
            new ScriptedApi(request =>
            {
                start = start == DateTimeOffset.MinValue ? request.Time : start;
                return request.Time - start < TimeSpan.FromMinutes(5) ? Error(429, 10100, "More than 1200 requests") : Result(Settings);
            })
        );

        var settings = await harness.RunAsync(client => client.Settings.GetSettingsAsync(Harness.Account, default));

        Assert.That(settings.GatewayProxyEnabled, Is.True);
        Assert.That(harness.Api.Requests, Has.Count.LessThanOrEqualTo(11));
    }

    [Test]
    public async Task A_throttled_call_stops_all_calls()
    {
        // Throttled once: if it were again, the other call would wait for as long as the throttled one is the first to try again.
        var calls = 0;
        using var harness = new Harness(
            new ScriptedApi(request =>
                request.Path.EndsWith("/devices/settings", StringComparison.Ordinal)
                    ? Interlocked.Increment(ref calls) > 1
                        ? Result("{}")
                        : Error(429, 971, "Please wait").With("Retry-After", "60")
                    : Result("[]")
            )
        );
        var throttled = harness.Client.Settings.GetSettingsAsync(Harness.Account, default);
        await harness.Time.NextWaitAsync(SteppedTimeProvider.Never);
        var start = harness.Time.GetUtcNow();

        await harness.RunAsync(client => client.LegacyDevices.ListDevicesAsync(Harness.Account, default));

        Assert.That(
            harness.Api.Requests.First(request => request.Path.EndsWith("/devices", StringComparison.Ordinal)).Time - start,
            Is.EqualTo(TimeSpan.FromMinutes(1))
        );
        Assert.That(async () => await harness.Time.RunAsync(throttled), Throws.Nothing);
    }

    [Test]
    public async Task A_wait_longer_than_any_block_is_reported_immediately()
    {
        using var harness = new Harness(Error(429, 971, "Please wait").With("Retry-After", "3600"));

        var failure = await harness.FailsAsync(client => client.Settings.GetSettingsAsync(Harness.Account, default));

        Assert.That(failure.Kind, Is.EqualTo(CloudflareErrorKind.RateLimited));
        Assert.That(failure.Message, Does.Contain("asks to wait 3600 seconds"));
    }

    [Test]
    public async Task The_servers_remaining_quota_is_not_exceeded()
    {
        using var harness = new Harness(new ScriptedApi(_ => Result("""{"disconnect":false}""").With("Ratelimit", "\"default\";r=0;t=30")));
        var start = harness.Time.GetUtcNow();

        await harness.RunAsync(client => client.Settings.GetSettingsAsync(Harness.Account, default));
        await harness.RunAsync(client => client.Resilience.FindGlobalOverrideAsync(Harness.Account, default));

        Assert.That(
            harness.Api.Requests.Select(request => request.Time - start),
            Is.EqualTo((TimeSpan[])[TimeSpan.Zero, TimeSpan.FromSeconds(30)])
        );
    }

    [Test]
    public async Task An_attempt_has_a_timeout()
    {
        using var harness = new Harness(Silence(), Result(Settings));
        var call = harness.Client.Settings.GetSettingsAsync(Harness.Account, default);
        await harness.Api.WhenSentAsync(1);
        harness.Time.Advance(Harness.Limit);
        await harness.Time.RunAsync(call);

        Assert.That(harness.Api.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task If_no_attempt_is_answered_the_timeout_is_reported()
    {
        using var harness = new Harness(ScriptedApi.InTurn(Silence()), Harness.Options with { MaxRetries = 0 });
        var call = harness.Client.Settings.DeleteSettingsAsync(Harness.Account, default);
        await harness.Api.WhenSentAsync(1);
        harness.Time.Advance(Harness.Limit);
        var failure = await harness.FailsAsync(_ => call);

        Assert.That(failure.Kind, Is.EqualTo(CloudflareErrorKind.Timeout));
        Assert.That(
            failure.Message,
            Is.EqualTo(
                $"DELETE device settings of account '{Harness.Account}': no response within 86400 seconds. Run it again; requestTimeout "
                    + "allows more time. It may have taken effect."
            )
        );
    }

    [Test]
    public async Task A_connection_that_is_not_established_in_time_is_reported_as_such()
    {
        using var harness = new Harness(
            ScriptedApi.InTurn((_, _) => throw new TaskCanceledException("slow", new TimeoutException())),
            Harness.Options with
            {
                MaxRetries = 0,
            }
        );

        var failure = await harness.FailsAsync(client => client.Settings.DeleteSettingsAsync(Harness.Account, default));

        Assert.That(
            failure.Message,
            Is.EqualTo(
                $"DELETE device settings of account '{Harness.Account}': no response (cannot connect to 'api.cloudflare.com': TimedOut). "
                    + "Check the network, proxies and baseUrl, then run it again. Nothing changed."
            )
        );
    }

    [Test]
    public async Task The_callers_deadline_ends_a_wait()
    {
        using var harness = new Harness(Error(429, 971, "Please wait").With("Retry-After", "300"));
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1), harness.Time);
        var call = harness.Client.Resilience.FindGlobalOverrideAsync(Harness.Account, deadline.Token);
        await harness.Api.WhenSentAsync(1);
        harness.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(harness.Api.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Cancelling_ends_an_attempt()
    {
        using var harness = new Harness(Silence());
        using var cancel = new CancellationTokenSource();
        var call = harness.Client.Resilience.FindGlobalOverrideAsync(Harness.Account, cancel.Token);
        await cancel.CancelAsync();

        Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_delete_with_a_lost_response_succeeds_if_the_object_is_gone()
    {
        using var harness = new Harness(Broken(HttpRequestError.ResponseEnded), Error(404, 1002, "tunnel not found"));

        await harness.RunAsync(client => client.WarpConnectors.DeleteTunnelAsync(Harness.Account, "t1", cascade: false, default));

        Assert.That(harness.Api.Requests, Has.Count.EqualTo(2));
    }

    [TestCase(1002)]
    [TestCase(1015)]
    [TestCase(1046)]
    [TestCase(2052)]
    [TestCase(2053)]
    public async Task Deleting_a_missing_object_succeeds_whatever_the_error(int code)
    {
        using var harness = new Harness(Error(400, code, "none"));

        await harness.RunAsync(client => client.Routes.DeleteRouteAsync(Harness.Account, "r1", default));

        Assert.That(harness.Api.Lines, Is.EqualTo((string[])[$"DELETE /accounts/{Harness.Account}/teamnet/routes/r1"]));
    }

    [Test]
    public async Task Revoking_and_the_global_override_are_repeated()
    {
        using var harness = new Harness(
            Broken(HttpRequestError.ResponseEnded),
            Result("null"),
            Error(502, 1000, "no"),
            Result("""{"disconnect":true,"timestamp":"2026-10-01T00:00:00Z"}""")
        );

        await harness.RunAsync(client => client.Registrations.RevokeRegistrationsAsync(Harness.Account, ["r1"], default));
        var state = await harness.RunAsync(client => client.Resilience.SetGlobalOverrideAsync(Harness.Account, true, null, default));

        Assert.That(state.Disconnect, Is.True);
        Assert.That(harness.Api.Requests, Has.Count.EqualTo(4));
    }

    private static async Task<List<TimeSpan>> TimesOfFailuresAsync()
    {
        using var harness = new Harness(new ScriptedApi(_ => Broken(HttpRequestError.ConnectionError)));
        await harness.FailsAsync(client => client.Settings.GetSettingsAsync(Harness.Account, default));
        var start = harness.Api.Requests[0].Time;
        return [.. harness.Api.Requests.Select(request => request.Time - start)];
    }
}
