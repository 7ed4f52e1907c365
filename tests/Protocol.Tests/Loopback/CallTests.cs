using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using ZeroTrust.Protocol.Loopback;

namespace ZeroTrust.Protocol.Tests.Loopback;

/// <summary>Requirements on Pulumi servers and channels beyond gRPC's defaults, over a real connection.</summary>
public sealed class CallTests
{
    [Test]
    public async Task A_message_of_64_megabytes_passes_in_both_directions()
    {
        await using var connection = await Connection.OpenAsync(CallbackOf.Echo);
        var payload = new byte[64 * 1024 * 1024];
        new Random(1).NextBytes(payload);

        Assert.That((await EchoAsync(connection, ByteString.CopyFrom(payload))).Span.SequenceEqual(payload));
    }

    [Test]
    public async Task Five_hundred_calls_run_concurrently_on_one_connection()
    {
        var waiting = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var connection = await Connection.OpenAsync(
            new CallbackOf(
                async (request, _) =>
                {
                    if (Interlocked.Increment(ref waiting) == 500)
                    {
                        all.SetResult();
                    }

                    await all.Task;
                    return new CallbackInvokeResponse { Response = request.Request };
                }
            )
        );
        using var handler = new SocketsHttpHandler { UseProxy = false, EnableMultipleHttp2Connections = false };
        using var channel = GrpcChannel.ForAddress($"http://{connection.Server.Address}", new() { HttpHandler = handler });
        var client = new Callbacks.CallbacksClient(channel);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 500).Select(i => client.InvokeAsync(new() { Request = Bytes($"{i}") }).ResponseAsync)
        );

        Assert.That(answers.Select(answer => answer.Response.ToStringUtf8()), Is.EqualTo(Enumerable.Range(0, 500).Select(i => $"{i}")));
    }

    [Test]
    public void A_connection_may_be_idle_for_days_while_a_debugger_pauses_the_program()
    {
        var options = LoopbackServer.Configure(new KestrelServerOptions());

        // Kestrel closes idle connections immediately if the timeout is infinite.
        Assert.That(options.Limits.KeepAliveTimeout, Is.GreaterThan(TimeSpan.FromDays(7)).And.Not.EqualTo(TimeSpan.MaxValue));
        Assert.That(
            (options.Limits.MinRequestBodyDataRate, options.Limits.MinResponseDataRate),
            Is.EqualTo(((MinDataRate?)null, (MinDataRate?)null))
        );
    }

    [Test]
    public async Task An_idle_connection_stays_open()
    {
        await using var connection = await Connection.OpenAsync(CallbackOf.Echo);
        await using var wire = new Wire(connection.Server.Port);
        using var channel = LoopbackChannel.To(wire.Address);
        await new Callbacks.CallbacksClient(channel).InvokeAsync(new());

        Assert.That(async () => await wire.Ended.WaitAsync(TimeSpan.FromSeconds(2)), Throws.InstanceOf<TimeoutException>());
    }

    [Test]
    public async Task A_failing_stream_delivers_the_messages_before_the_failure()
    {
        await using var connection = await Connection.OpenAsync(
            new ListOf(
                async (responses, _) =>
                {
                    await responses.WriteAsync(new() { Computed = new() });
                    throw new RpcException(new(StatusCode.Unavailable, "no more"));
                }
            )
        );
        var received = 0;

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            using var list = connection.Provider.List(new());
            await foreach (var item in list.ResponseStream.ReadAllAsync())
            {
                received++;
            }
        });

        Assert.That((received, failure!.StatusCode, failure.Status.Detail), Is.EqualTo((1, StatusCode.Unavailable, "no more")));
    }

    [Test]
    public async Task Leaving_a_stream_early_cancels_it_on_the_server()
    {
        var cancelled = new TaskCompletionSource();
        await using var connection = await Connection.OpenAsync(
            new ListOf(
                async (responses, context) =>
                {
                    await responses.WriteAsync(new());
                    using var registration = context.CancellationToken.Register(cancelled.SetResult);
                    await cancelled.Task;
                }
            )
        );

        using (var list = connection.Provider.List(new()))
        {
            await list.ResponseStream.MoveNext(CancellationToken.None);
        }

        await cancelled.Task;
    }

    [Test]
    public async Task A_failure_carries_code_message_and_details()
    {
        var partial = Partial(Value.ForNumber(1));
        var thrown = Failure(StatusCode.FailedPrecondition, "100% broken:\nnaïve", partial, new ErrorCause { Message = "why" });
        await using var connection = await Connection.OpenAsync(CallbackOf.Failing(thrown));

        var failure = await FailsAsync(connection);

        Assert.Multiple(() =>
        {
            Assert.That(failure.StatusCode, Is.EqualTo(StatusCode.FailedPrecondition));
            Assert.That(failure.Status.Detail, Is.EqualTo("100% broken:\nnaïve"));
            Assert.That(failure.GetRpcStatus()?.GetDetail<ErrorResourceInitFailed>(), Is.EqualTo(partial));
            Assert.That(failure.GetRpcStatus()?.GetDetail<ErrorCause>()?.Message, Is.EqualTo("why"));
            Assert.That(failure.GetRpcStatus()?.GetDetail<ConfigureErrorMissingKeys>(), Is.Null);
        });
    }

    [Test]
    public async Task The_state_of_a_partial_failure_may_have_several_hundred_kilobytes([Values] bool afterAMessage)
    {
        var partial = Partial(Value.ForString(new string('b', 600_000)));
        await using var connection = await Connection.OpenAsync(
            new ListOf(
                async (responses, _) =>
                {
                    if (afterAMessage)
                    {
                        await responses.WriteAsync(new());
                    }

                    throw Failure(StatusCode.Unknown, "partial", partial);
                }
            )
        );

        var received = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            using var list = connection.Provider.List(new());
            await foreach (var item in list.ResponseStream.ReadAllAsync()) { }
        });

        Assert.That(received!.GetRpcStatus()?.GetDetail<ErrorResourceInitFailed>(), Is.EqualTo(partial));
    }

    [Test]
    public async Task An_unexpected_exception_is_Unknown_and_does_not_reveal_its_message()
    {
        await using var connection = await Connection.OpenAsync(CallbackOf.Failing(new InvalidOperationException("token hunter2")));

        var failure = await FailsAsync(connection);

        Assert.That(
            (failure.StatusCode, failure.Status.Detail),
            Is.EqualTo((StatusCode.Unknown, "Unexpected InvalidOperationException; please report this."))
        );
    }

    [Test]
    public async Task The_host_chooses_the_status_of_its_exceptions()
    {
        await using var connection = await Connection.OpenAsync(
            CallbackOf.Failing(new KeyNotFoundException("gone")),
            error => new RpcException(new(StatusCode.NotFound, error.Message))
        );

        var failure = await FailsAsync(connection);

        Assert.That((failure.StatusCode, failure.Status.Detail), Is.EqualTo((StatusCode.NotFound, "gone")));
    }

    [Test]
    public async Task A_service_that_cancels_itself_returns_Cancelled()
    {
        await using var connection = await Connection.OpenAsync(CallbackOf.Failing(new OperationCanceledException()));

        Assert.That((await FailsAsync(connection)).StatusCode, Is.EqualTo(StatusCode.Cancelled));
    }

    [Test]
    public async Task Missing_methods_and_services_are_Unimplemented()
    {
        await using var connection = await Connection.OpenAsync(new ListOf((_, _) => throw new NotSupportedException()));

        var method = await Assert.ThrowsAsync<RpcException>(async () => await connection.Provider.CheckAsync(new()));
        var service = await Assert.ThrowsAsync<RpcException>(async () => await connection.Callbacks.InvokeAsync(new()));

        Assert.That(new[] { method!.StatusCode, service!.StatusCode }, Is.All.EqualTo(StatusCode.Unimplemented));
    }

    [Test]
    public async Task Cancelling_a_call_reaches_the_service()
    {
        var (called, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var connection = await Connection.OpenAsync(CallbackOf.Hanging(called, cancelled));
        using var cancel = new CancellationTokenSource();

        var call = connection.Callbacks.InvokeAsync(new(), cancellationToken: cancel.Token);
        await called.Task;
        await cancel.CancelAsync();

        Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>());
        await cancelled.Task;
    }

    [Test]
    public async Task A_server_that_does_not_exist_is_Unavailable()
    {
        // A port that was just released might be another test's by now; nothing listens on port 1.
        using var channel = LoopbackChannel.To("127.0.0.1:1");
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await new Callbacks.CallbacksClient(channel).InvokeAsync(new()));

        Assert.That(failure!.StatusCode, Is.EqualTo(StatusCode.Unavailable));
    }

    [Test]
    public async Task A_connection_lost_during_a_call_is_Unavailable()
    {
        var (called, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var connection = await Connection.OpenAsync(CallbackOf.Hanging(called, cancelled));
        await using var wire = new Wire(connection.Server.Port);
        using var channel = LoopbackChannel.To(wire.Address);

        var call = new Callbacks.CallbacksClient(channel).InvokeAsync(new());
        await called.Task;
        wire.Cut();

        Assert.That((await Assert.ThrowsAsync<RpcException>(async () => await call))!.StatusCode, Is.EqualTo(StatusCode.Unavailable));
        await cancelled.Task;
    }

    [Test]
    public async Task Disposing_a_server_aborts_its_calls()
    {
        var (called, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var connection = await Connection.OpenAsync(CallbackOf.Hanging(called, cancelled));

        var call = connection.Callbacks.InvokeAsync(new());
        await called.Task;
        await connection.Server.DisposeAsync();

        Assert.That(async () => await call, Throws.InstanceOf<RpcException>());
        await cancelled.Task;
    }

    [Test]
    public async Task Stopping_waits_for_calls_in_flight()
    {
        var (called, proceed) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var connection = await Connection.OpenAsync(
            new CallbackOf(
                async (request, _) =>
                {
                    called.SetResult();
                    await proceed.Task;
                    return new CallbackInvokeResponse { Response = request.Request };
                }
            )
        );

        var call = EchoAsync(connection, Bytes("late"));
        await called.Task;
        var stop = connection.Server.StopAsync(CancellationToken.None);
        Assert.That(stop.IsCompleted, Is.False);
        proceed.SetResult();

        Assert.That(await call, Is.EqualTo(Bytes("late")));
        await stop;
    }

    [TestCase("")]
    [TestCase("127.0.0.1:1/path")]
    [TestCase("user@127.0.0.1:1")]
    [TestCase("127.0.0.1:99999")]
    [TestCase("http://127.0.0.1:1")]
    public void An_address_must_be_a_host_and_a_port(string address) =>
        Assert.That(() => LoopbackChannel.To(address), Throws.InstanceOf<FormatException>());

    private static RpcException Failure(StatusCode code, string message, params IMessage[] details) =>
        new Google.Rpc.Status
        {
            Code = (int)code,
            Message = message,
            Details = { details.Select(detail => Any.Pack(detail)) },
        }.ToRpcException();

    private static async Task<RpcException> FailsAsync(Connection connection) =>
        (await Assert.ThrowsAsync<RpcException>(() => EchoAsync(connection, ByteString.Empty)))!;

    private static async Task<ByteString> EchoAsync(Connection connection, ByteString bytes) =>
        (await connection.Callbacks.InvokeAsync(new() { Request = bytes })).Response;

    private static ErrorResourceInitFailed Partial(Value value) =>
        new()
        {
            Id = "x",
            Reasons = { "half-way" },
            Properties = new Struct { Fields = { ["a"] = value } },
        };

    private static ByteString Bytes(string text) => ByteString.CopyFromUtf8(text);
}
