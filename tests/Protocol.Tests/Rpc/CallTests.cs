using System.Runtime.CompilerServices;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Health.V1;
using Pulumirpc;
using ZeroTrust.Protocol.Rpc;
using ZeroTrust.Protocol.Services;

namespace ZeroTrust.Protocol.Tests.Rpc;

/// <summary>Our client against our server, over a real connection.</summary>
public sealed class CallTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Test]
    public async Task A_request_gets_its_response()
    {
        await using var connection = await Connection.OpenAsync(CallbackOf.Echo);

        Assert.That(await EchoAsync(connection, Bytes("hello")), Is.EqualTo(Bytes("hello")));
    }

    [Test]
    public async Task An_empty_message_is_a_message()
    {
        await using var connection = await Connection.OpenAsync(CallbackOf.Echo);

        Assert.That(await EchoAsync(connection, ByteString.Empty), Is.EqualTo(ByteString.Empty));
    }

    [Test]
    public async Task A_message_of_64_megabytes_passes_both_ways()
    {
        await using var connection = await Connection.OpenAsync(CallbackOf.Echo);
        var payload = new byte[64 * 1024 * 1024];
        new Random(1).NextBytes(payload);

        Assert.That((await EchoAsync(connection, ByteString.CopyFrom(payload))).Span.SequenceEqual(payload));
    }

    [Test]
    public async Task Two_hundred_calls_run_at_the_same_time()
    {
        var waiting = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var connection = await Connection.OpenAsync(new CallbackOf(async (request, _) =>
        {
            if (Interlocked.Increment(ref waiting) == 200)
            {
                all.SetResult();
            }

            await all.Task;
            return new CallbackInvokeResponse { Response = request.Request };
        }));

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => EchoAsync(connection, Bytes($"{i}"))));

        Assert.That(answers.Select(answer => answer.ToStringUtf8()), Is.EqualTo(Enumerable.Range(0, 200).Select(i => $"{i}")));
    }

    [Test]
    public async Task A_stream_gives_every_response_in_order()
    {
        await using var connection = await Connection.OpenAsync(
            new ListOf((request, context) => Results(request.Limit, context.CancellationToken)));

        var ids = new List<string>();
        await foreach (var item in new ResourceProviderClient(connection.Channel).ListAsync(new ListRequest { Limit = 3 }, None))
        {
            ids.Add(item.Result.Id);
        }

        Assert.That(string.Join(", ", ids), Is.EqualTo("0, 1, 2"));
    }

    [Test]
    public async Task A_stream_may_be_empty()
    {
        await using var connection = await Connection.OpenAsync(new ListOf((_, context) => Results(0, context.CancellationToken)));

        await foreach (var item in new ResourceProviderClient(connection.Channel).ListAsync(new ListRequest(), None))
        {
            Assert.Fail($"{item} is too much.");
        }
    }

    [Test]
    public async Task A_stream_that_fails_gives_what_came_before()
    {
        await using var connection = await Connection.OpenAsync(new ListOf((_, _) => ThenFail()));
        var received = 0;

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await foreach (var item in new ResourceProviderClient(connection.Channel).ListAsync(new ListRequest(), None))
            {
                received++;
            }
        });

        Assert.That((received, failure!.Code, failure.Message), Is.EqualTo((1, RpcStatusCode.Unavailable, "no more")));

        static async IAsyncEnumerable<ListResponse> ThenFail()
        {
            yield return new ListResponse { Computed = new() };
            await Task.Yield();
            throw new RpcException(RpcStatusCode.Unavailable, "no more");
        }
    }

    [Test]
    public async Task Leaving_a_stream_early_cancels_it_at_the_server()
    {
        var cancelled = new TaskCompletionSource();
        await using var connection = await Connection.OpenAsync(
            new ListOf((_, context) => OneThenHang(cancelled, context.CancellationToken)));

        await foreach (var item in new ResourceProviderClient(connection.Channel).ListAsync(new ListRequest(), None))
        {
            break;
        }

        await cancelled.Task;
    }

    [Test]
    public async Task A_failure_carries_code_message_and_details()
    {
        var partial = Partial(Value.ForNumber(1));
        var thrown = new RpcException(RpcStatusCode.FailedPrecondition, "100% broken:\nnaïve", partial, new ErrorCause { Message = "why" });
        await using var connection = await Connection.OpenAsync(CallbackOf.Failing(thrown));

        var failure = await Fails(connection);

        Assert.Multiple(() =>
        {
            Assert.That(failure.Code, Is.EqualTo(RpcStatusCode.FailedPrecondition));
            Assert.That(failure.Message, Is.EqualTo("100% broken:\nnaïve"));
            Assert.That(failure.FindDetail<ErrorResourceInitFailed>(), Is.EqualTo(partial));
            Assert.That(failure.FindDetail<ErrorCause>()?.Message, Is.EqualTo("why"));
            Assert.That(failure.FindDetail<ConfigureErrorMissingKeys>(), Is.Null);
        });
    }

    [Test]
    public async Task Trailers_of_several_hundred_kilobytes_pass([Values] bool afterAMessage)
    {
        var partial = Partial(Value.ForString(new string('b', 600_000)));
        var failure = new RpcException(RpcStatusCode.Unknown, "partial", partial);
        await using var connection = await Connection.OpenAsync(new ListOf((_, _) => Failing(afterAMessage, failure)));

        var received = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await foreach (var item in new ResourceProviderClient(connection.Channel).ListAsync(new ListRequest(), None))
            {
            }
        });

        Assert.That(received!.FindDetail<ErrorResourceInitFailed>(), Is.EqualTo(partial));

        static async IAsyncEnumerable<ListResponse> Failing(bool afterAMessage, RpcException failure)
        {
            await Task.Yield();
            if (afterAMessage)
            {
                yield return new ListResponse();
            }

            throw failure;
        }
    }

    [Test]
    public async Task An_unexpected_exception_is_Unknown_and_keeps_its_text_to_itself()
    {
        await using var connection = await Connection.OpenAsync(CallbackOf.Failing(new InvalidOperationException("token hunter2")));

        var failure = await Fails(connection);

        Assert.That(failure.Code, Is.EqualTo(RpcStatusCode.Unknown));
        Assert.That(failure.Message, Is.EqualTo(
            "/pulumirpc.Callbacks/Invoke failed with an unexpected InvalidOperationException; please report this."));
    }

    [Test]
    public async Task The_host_chooses_the_answer_to_its_exceptions()
    {
        await using var connection = await Connection.OpenAsync(
            new GrpcServerOptions { MapError = (error, call) => new RpcException(RpcStatusCode.NotFound, $"{call.Method}: {error.Message}") },
            TimeProvider.System,
            CallbackOf.Failing(new KeyNotFoundException("gone")));

        var failure = await Fails(connection);

        Assert.That((failure.Code, failure.Message), Is.EqualTo((RpcStatusCode.NotFound, "/pulumirpc.Callbacks/Invoke: gone")));
    }

    [Test]
    public async Task A_service_that_cancels_itself_answers_Cancelled()
    {
        await using var connection = await Connection.OpenAsync(CallbackOf.Failing(new OperationCanceledException()));

        Assert.That((await Fails(connection)).Code, Is.EqualTo(RpcStatusCode.Cancelled));
    }

    [Test]
    public async Task Unknown_methods_and_services_are_Unimplemented()
    {
        await using var connection = await Connection.OpenAsync(new ListOf((_, _) => throw new NotSupportedException()));
        var (provider, health) = (new ResourceProviderClient(connection.Channel), new HealthClient(connection.Channel));

        var method = await Assert.ThrowsAsync<RpcException>(() => provider.CheckAsync(new CheckRequest(), None));
        var service = await Assert.ThrowsAsync<RpcException>(() => health.CheckAsync(new HealthCheckRequest(), None));

        Assert.That(new[] { method!.Code, service!.Code }, Is.All.EqualTo(RpcStatusCode.Unimplemented));
    }

    [Test]
    public async Task A_live_server_is_serving()
    {
        await using var connection = await Connection.OpenAsync(new HealthService());

        var health = await new HealthClient(connection.Channel).CheckAsync(new HealthCheckRequest(), None);

        Assert.That(health.Status, Is.EqualTo(HealthCheckResponse.Types.ServingStatus.Serving));
    }

    [Test]
    public async Task Cancelling_a_call_reaches_the_service()
    {
        var (called, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var connection = await Connection.OpenAsync(CallbackOf.Hanging(called, cancelled));
        using var cancel = new CancellationTokenSource();

        var call = new CallbacksClient(connection.Channel).InvokeAsync(new CallbackInvokeRequest(), cancel.Token);
        await called.Task;
        await cancel.CancelAsync();

        Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>());
        await cancelled.Task;
    }

    [Test]
    public async Task The_client_gives_up_at_its_deadline()
    {
        var time = new ManualTime();
        var (called, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var connection = await Connection.OpenAsync(new GrpcServerOptions(), time, CallbackOf.Hanging(called, cancelled));

        var client = new CallbacksClient(connection.Channel) { Timeout = TimeSpan.FromHours(1) };
        var call = client.InvokeAsync(new CallbackInvokeRequest(), None);
        await called.Task;
        time.Advance(TimeSpan.FromHours(1));

        Assert.That((await Assert.ThrowsAsync<RpcException>(() => call))!.Code, Is.EqualTo(RpcStatusCode.DeadlineExceeded));
        await cancelled.Task;
    }

    [Test]
    public async Task The_server_knows_the_deadline()
    {
        var time = new ManualTime();
        var (called, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var connection = await Connection.OpenAsync(
            new GrpcServerOptions { Time = time }, TimeProvider.System, CallbackOf.Hanging(called, cancelled));

        var client = new CallbacksClient(connection.Channel) { Timeout = TimeSpan.FromHours(1) };
        var call = client.InvokeAsync(new CallbackInvokeRequest(), None);
        await called.Task;
        time.Advance(TimeSpan.FromHours(1));

        Assert.That((await Assert.ThrowsAsync<RpcException>(() => call))!.Code, Is.EqualTo(RpcStatusCode.DeadlineExceeded));
    }

    [Test]
    public async Task A_server_that_does_not_exist_is_Unavailable()
    {
        string address;
        await using (var connection = await Connection.OpenAsync(CallbackOf.Echo))
        {
            address = connection.Server.Address;
        }

        using var channel = new GrpcChannel(address);
        var failure = await Assert.ThrowsAsync<RpcException>(() => new CallbacksClient(channel).InvokeAsync(new CallbackInvokeRequest(), None));

        Assert.That(failure!.Code, Is.EqualTo(RpcStatusCode.Unavailable));
        Assert.That(failure.Message, Does.StartWith("/pulumirpc.Callbacks/Invoke lost its server"));
    }

    [Test]
    public async Task A_connection_lost_during_a_call_is_Unavailable()
    {
        var (called, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var connection = await Connection.OpenAsync(CallbackOf.Hanging(called, cancelled));
        await using var wire = new Wire(connection.Server.Port);
        using var channel = new GrpcChannel(wire.Address);

        var call = new CallbacksClient(channel).InvokeAsync(new CallbackInvokeRequest(), None);
        await called.Task;
        wire.Cut();

        Assert.That((await Assert.ThrowsAsync<RpcException>(() => call))!.Code, Is.EqualTo(RpcStatusCode.Unavailable));
        await cancelled.Task;
    }

    [Test]
    public async Task A_server_that_is_disposed_of_cuts_its_calls_off()
    {
        var (called, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var connection = await Connection.OpenAsync(CallbackOf.Hanging(called, cancelled));

        var call = new CallbacksClient(connection.Channel).InvokeAsync(new CallbackInvokeRequest(), None);
        await called.Task;
        await connection.Server.DisposeAsync();

        Assert.That((await Assert.ThrowsAsync<RpcException>(() => call))!.Code, Is.EqualTo(RpcStatusCode.Unavailable));
        await cancelled.Task;
    }

    [Test]
    public async Task Stopping_waits_for_calls_in_flight()
    {
        var (called, proceed) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var connection = await Connection.OpenAsync(new CallbackOf(async (request, _) =>
        {
            called.SetResult();
            await proceed.Task;
            return new CallbackInvokeResponse { Response = request.Request };
        }));

        var call = EchoAsync(connection, Bytes("late"));
        await called.Task;
        var stop = connection.Server.StopAsync(None);
        Assert.That(stop.IsCompleted, Is.False);
        proceed.SetResult();

        Assert.That(await call, Is.EqualTo(Bytes("late")));
        await stop;
    }

    [Test]
    public async Task A_message_beyond_the_limit_is_ResourceExhausted()
    {
        await using var connection = await Connection.OpenAsync(
            new GrpcServerOptions { MaxMessageBytes = 1000 }, TimeProvider.System, CallbackOf.Echo);

        var failure = await Assert.ThrowsAsync<RpcException>(() => EchoAsync(connection, ByteString.CopyFrom(new byte[1001])));

        Assert.That(failure!.Code, Is.EqualTo(RpcStatusCode.ResourceExhausted));
    }

    private static async Task<RpcException> Fails(Connection connection) =>
        (await Assert.ThrowsAsync<RpcException>(() => EchoAsync(connection, ByteString.Empty)))!;

    private static async Task<ByteString> EchoAsync(Connection connection, ByteString bytes) =>
        (await new CallbacksClient(connection.Channel).InvokeAsync(new CallbackInvokeRequest { Request = bytes }, None)).Response;

    private static ErrorResourceInitFailed Partial(Value value) =>
        new() { Id = "x", Reasons = { "half-way" }, Properties = new Struct { Fields = { ["a"] = value } } };

    private static ByteString Bytes(string text) => ByteString.CopyFromUtf8(text);

    private static async IAsyncEnumerable<ListResponse> Results(long count, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Yield();
            ct.ThrowIfCancellationRequested();
            yield return new ListResponse { Result = new() { Id = $"{i}" } };
        }
    }

    private static async IAsyncEnumerable<ListResponse> OneThenHang(
        TaskCompletionSource cancelled, [EnumeratorCancellation] CancellationToken ct)
    {
        yield return new ListResponse();
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
        }
        finally
        {
            cancelled.SetResult();
        }
    }
}
