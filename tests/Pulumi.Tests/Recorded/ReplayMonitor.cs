using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace Pulumi.Tests.Recorded;

/// <summary>An engine that sends the recorded responses.</summary>
internal sealed class ReplayMonitor(Recording recording) : ResourceMonitor.ResourceMonitorBase
{
    private readonly TaskCompletionSource _allSent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<RecordedCall> Calls { get; } = [];

    public ConcurrentQueue<string> Features { get; } = [];

    public bool HasShutDown { get; private set; }

    /// <summary>False for old engines, which do not have the signal.</summary>
    public bool KnowsShutdownSignal { get; init; } = true;

    public override Task<SupportsFeatureResponse> SupportsFeature(SupportsFeatureRequest request, ServerCallContext context)
    {
        Features.Enqueue(request.Id);
        return Task.FromResult(new SupportsFeatureResponse { HasSupport = true });
    }

    public override Task<RegisterResourceResponse> RegisterResource(RegisterResourceRequest request, ServerCallContext context) =>
        RespondAsync<RegisterResourceResponse>(
            "RegisterResource",
            Recording.Normalized(request),
            recorded => recorded is RegisterResourceRequest other && (other.Type, other.Name) == (request.Type, request.Name),
            context.CancellationToken
        );

    public override Task<Empty> RegisterResourceOutputs(RegisterResourceOutputsRequest request, ServerCallContext context) =>
        RespondAsync<Empty>(
            "RegisterResourceOutputs",
            request,
            recorded => recorded is RegisterResourceOutputsRequest other && other.Urn == request.Urn,
            context.CancellationToken
        );

    public override Task<ResourceInvokeResponse> Invoke(ResourceInvokeRequest request, ServerCallContext context) =>
        RespondAsync<ResourceInvokeResponse>(
            "Invoke",
            request,
            recorded => recorded is ResourceInvokeRequest other && other.Equals(request),
            context.CancellationToken
        );

    public override Task<Empty> SignalAndWaitForShutdown(Empty request, ServerCallContext context)
    {
        HasShutDown = true;
        return KnowsShutdownSignal ? Task.FromResult(new Empty()) : base.SignalAndWaitForShutdown(request, context);
    }

    private async Task<T> RespondAsync<T>(string method, IMessage request, Func<IMessage, bool> isMatch, CancellationToken ct)
        where T : IMessage, new()
    {
        var recorded =
            recording.Calls.FirstOrDefault(call => isMatch(call.Request))
            ?? throw new RpcException(new(StatusCode.InvalidArgument, $"The official SDK made no such call: {method} {request}"));
        Calls.Enqueue(new(method, request, recorded.Answer));
        if (recording.Calls.All(call => Calls.Any(sent => sent.Request.Equals(call.Request))))
        {
            _allSent.TrySetResult();
        }

        if (recorded.Answer is not null)
        {
            return Recording.Answer<T>(recorded.Answer);
        }

        // The recorded engine failed on one resource and never answered pending calls. The failure is sent after all other calls.
        await _allSent.Task;
        if (request is not RegisterResourceRequest { Name: "bad" })
        {
            await Task.Delay(Timeout.Infinite, ct);
        }

        throw new RpcException(new(StatusCode.Unknown, "the engine has stopped"));
    }
}

/// <summary>Records a program's log messages.</summary>
internal sealed class RecordingEngine : Pulumirpc.Engine.EngineBase
{
    public ConcurrentQueue<LogRequest> Messages { get; } = [];

    public override Task<Empty> Log(LogRequest request, ServerCallContext context)
    {
        Messages.Enqueue(request);
        return Task.FromResult(new Empty());
    }
}
