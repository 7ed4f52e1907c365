using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Pulumirpc;
using ZeroTrust.Engine.Config;
using ZeroTrust.Engine.State;
using ZeroTrust.Protocol.Rpc;
using ZeroTrust.Protocol.Services;

namespace ZeroTrust.Engine.Deployment;

/// <summary>The resource monitor on the wire. The run comes later than the server, whose address plugins are told.</summary>
internal sealed class MonitorService(StackName stack, bool preview, int parallel, IReadOnlyDictionary<string, ConfigValue> config, GrpcLog? log)
    : ResourceMonitorService
{
    /// <summary>What a program is told whose run has been stopped.</summary>
    public const string Stopped = "The deployment has been stopped.";

    private static readonly Dictionary<string, ResourceMonitorFeature> Features = new()
    {
        ["secrets"] = ResourceMonitorFeature.Secrets,
        ["resourceReferences"] = ResourceMonitorFeature.ResourceReferences,
        ["outputValues"] = ResourceMonitorFeature.OutputValues,
        ["aliasSpecs"] = ResourceMonitorFeature.AliasSpecs,
        ["deletedWith"] = ResourceMonitorFeature.DeletedWith,
        ["replaceWith"] = ResourceMonitorFeature.ReplaceWith,
        ["transforms"] = ResourceMonitorFeature.Transforms,
        ["invokeTransforms"] = ResourceMonitorFeature.InvokeTransforms,
    };

    private readonly TaskCompletionSource<IResourceMonitor> _run = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Attach(IResourceMonitor run) => _run.SetResult(run);

    public override Task<DeploymentInfo> GetDeploymentInfoAsync(Empty request, CallContext context) => Task.FromResult(new DeploymentInfo
    {
        Project = stack.Project,
        Stack = stack.Stack,
        Organization = StackName.Organization,
        DryRun = preview,
        Parallel = parallel,
        Config = { config.ToDictionary(pair => pair.Key, pair => pair.Value.Value) },
        ConfigSecretKeys = { config.Where(pair => pair.Value.Secret).Select(pair => pair.Key) },
        SupportedFeatures = { Features.Values },
    });

    public override Task<SupportsFeatureResponse> SupportsFeatureAsync(SupportsFeatureRequest request, CallContext context) =>
        AnswerAsync(request, context, (_, _) => Task.FromResult(new SupportsFeatureResponse { HasSupport = Features.ContainsKey(request.Id) }));

    public override Task<RegisterResourceResponse> RegisterResourceAsync(RegisterResourceRequest request, CallContext context) =>
        AnswerAsync(request, context, (run, ct) => run.RegisterAsync(request, ct));

    public override Task<Empty> RegisterResourceOutputsAsync(RegisterResourceOutputsRequest request, CallContext context) =>
        AnswerAsync(request, context, async (run, ct) =>
        {
            await run.RegisterOutputsAsync(Urn.Parse(request.Urn), request.Outputs ?? new(), ct);
            return new Empty();
        });

    public override Task<ReadResourceResponse> ReadResourceAsync(ReadResourceRequest request, CallContext context) =>
        AnswerAsync(request, context, (run, ct) => run.ReadAsync(request, ct));

    public override Task<ResourceInvokeResponse> InvokeAsync(ResourceInvokeRequest request, CallContext context) =>
        AnswerAsync(request, context, (run, ct) => run.InvokeAsync(request, ct));

    public override Task<Empty> RegisterStackTransformAsync(Callback request, CallContext context) =>
        AnswerAsync(request, context, (run, _) =>
        {
            run.AddStackTransform(request);
            return Task.FromResult(new Empty());
        });

    public override Task<Empty> RegisterStackInvokeTransformAsync(Callback request, CallContext context) =>
        AnswerAsync(request, context, (run, _) =>
        {
            run.AddInvokeTransform(request);
            return Task.FromResult(new Empty());
        });

    public override Task<RegisterPackageResponse> RegisterPackageAsync(RegisterPackageRequest request, CallContext context) =>
        AnswerAsync(request, context, (run, _) => Task.FromResult(new RegisterPackageResponse { Ref = run.AddPackage(request) }));

    public override Task<Empty> SignalAndWaitForShutdownAsync(Empty request, CallContext context) =>
        AnswerAsync(request, context, async (run, ct) =>
        {
            await run.SignalEndAsync(ct);
            return new Empty();
        });

    private async Task<TResponse> AnswerAsync<TResponse>(IMessage request, CallContext context, Func<IResourceMonitor, CancellationToken, Task<TResponse>> answer)
        where TResponse : IMessage
    {
        async Task<TResponse> Answer()
        {
            try
            {
                return await answer(await _run.Task, context.CancellationToken);
            }
            catch (StoppedException e)
            {
                throw new RpcException(RpcStatusCode.Unavailable, Stopped, e);
            }
            catch (EngineException e)
            {
                throw new RpcException(RpcStatusCode.Unknown, e.Message, e);
            }
        }

        return await (log is null ? Answer() : log.RecordAsync(context.Method, request, "server", null, Answer));
    }
}
