using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Pulumirpc;
using ZeroTrust.Protocol.Rpc;
using ZeroTrust.Protocol.Services;

namespace Pulumi.Tests.Recorded;

/// <summary>An engine that gives the recorded answers.</summary>
internal sealed class ReplayMonitor(Recording recording) : ResourceMonitorService
{
    private readonly TaskCompletionSource _allSent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<RecordedCall> Calls { get; } = [];

    public ConcurrentQueue<string> Features { get; } = [];

    public bool HasShutDown { get; private set; }

    /// <summary>Old engines know no such signal.</summary>
    public bool KnowsShutdownSignal { get; init; } = true;

    public override Task<SupportsFeatureResponse> SupportsFeatureAsync(SupportsFeatureRequest request, CallContext context)
    {
        Features.Enqueue(request.Id);
        return Task.FromResult(new SupportsFeatureResponse { HasSupport = true });
    }

    public override Task<RegisterResourceResponse> RegisterResourceAsync(RegisterResourceRequest request, CallContext context) =>
        AnswerAsync<RegisterResourceResponse>(
            "RegisterResource",
            Recording.Normalized(request),
            recorded => recorded is RegisterResourceRequest other && (other.Type, other.Name) == (request.Type, request.Name),
            context.CancellationToken);

    public override Task<Empty> RegisterResourceOutputsAsync(RegisterResourceOutputsRequest request, CallContext context) =>
        AnswerAsync<Empty>(
            "RegisterResourceOutputs",
            request,
            recorded => recorded is RegisterResourceOutputsRequest other && other.Urn == request.Urn,
            context.CancellationToken);

    public override Task<ResourceInvokeResponse> InvokeAsync(ResourceInvokeRequest request, CallContext context) =>
        AnswerAsync<ResourceInvokeResponse>(
            "Invoke",
            request,
            recorded => recorded is ResourceInvokeRequest other && other.Equals(request),
            context.CancellationToken);

    public override Task<Empty> SignalAndWaitForShutdownAsync(Empty request, CallContext context)
    {
        HasShutDown = true;
        return KnowsShutdownSignal ? Task.FromResult(new Empty()) : base.SignalAndWaitForShutdownAsync(request, context);
    }

    private async Task<T> AnswerAsync<T>(string method, IMessage request, Func<IMessage, bool> isMatch, CancellationToken ct)
        where T : IMessage, new()
    {
        var recorded = recording.Calls.FirstOrDefault(call => isMatch(call.Request))
            ?? throw new RpcException(RpcStatusCode.InvalidArgument, $"The official SDK made no such call: {method} {request}");
        Calls.Enqueue(new(method, request, recorded.Answer));
        if (recording.Calls.All(call => Calls.Any(sent => sent.Request.Equals(call.Request))))
        {
            _allSent.TrySetResult();
        }

        if (recorded.Answer is not null)
        {
            return Recording.Answer<T>(recorded.Answer);
        }

        // The engine failed at one resource and never answered what was under way. The program learns of it when it has done all else.
        await _allSent.Task;
        if (request is not RegisterResourceRequest { Name: "bad" })
        {
            await Task.Delay(Timeout.Infinite, ct);
        }

        throw new RpcException(RpcStatusCode.Unknown, "the engine has stopped");
    }
}

/// <summary>Keeps what a program tells the user.</summary>
internal sealed class RecordingEngine : EngineService
{
    public ConcurrentQueue<LogRequest> Messages { get; } = [];

    public override Task<Empty> LogAsync(LogRequest request, CallContext context)
    {
        Messages.Enqueue(request);
        return Task.FromResult(new Empty());
    }
}
