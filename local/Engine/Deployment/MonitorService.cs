using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;
using ZeroTrust.Engine.Config;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>The gRPC resource monitor. It starts before the run, since plugins need its address.</summary>
internal sealed class MonitorService(
    StackName stack,
    bool preview,
    int parallel,
    IReadOnlyDictionary<string, ConfigValue> config,
    GrpcLog? log
) : ResourceMonitor.ResourceMonitorBase
{
    /// <summary>Error detail of calls made after the run was stopped.</summary>
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

    public override Task<DeploymentInfo> GetDeploymentInfo(Empty request, ServerCallContext context) =>
        Task.FromResult(
            new DeploymentInfo
            {
                Project = stack.Project,
                Stack = stack.Stack,
                Organization = StackName.Organization,
                DryRun = preview,
                Parallel = parallel,
                Config = { config.ToDictionary(pair => pair.Key, pair => pair.Value.Value) },
                ConfigSecretKeys = { config.Where(pair => pair.Value.Secret).Select(pair => pair.Key) },
                SupportedFeatures = { Features.Values },
            }
        );

    public override Task<SupportsFeatureResponse> SupportsFeature(SupportsFeatureRequest request, ServerCallContext context) =>
        RespondAsync(
            request,
            context,
            (_, _) => Task.FromResult(new SupportsFeatureResponse { HasSupport = Features.ContainsKey(request.Id) })
        );

    public override Task<RegisterResourceResponse> RegisterResource(RegisterResourceRequest request, ServerCallContext context) =>
        RespondAsync(request, context, (run, ct) => run.RegisterAsync(request, ct));

    public override Task<Empty> RegisterResourceOutputs(RegisterResourceOutputsRequest request, ServerCallContext context) =>
        RespondAsync(
            request,
            context,
            async (run, ct) =>
            {
                await run.RegisterOutputsAsync(Urn.Parse(request.Urn), request.Outputs ?? new(), ct);
                return new Empty();
            }
        );

    public override Task<ReadResourceResponse> ReadResource(ReadResourceRequest request, ServerCallContext context) =>
        RespondAsync(request, context, (run, ct) => run.ReadAsync(request, ct));

    public override Task<ResourceInvokeResponse> Invoke(ResourceInvokeRequest request, ServerCallContext context) =>
        RespondAsync(request, context, (run, ct) => run.InvokeAsync(request, ct));

    public override Task<Empty> RegisterStackTransform(Callback request, ServerCallContext context) =>
        RespondAsync(
            request,
            context,
            (run, _) =>
            {
                run.AddStackTransform(request);
                return Task.FromResult(new Empty());
            }
        );

    public override Task<Empty> RegisterStackInvokeTransform(Callback request, ServerCallContext context) =>
        RespondAsync(
            request,
            context,
            (run, _) =>
            {
                run.AddInvokeTransform(request);
                return Task.FromResult(new Empty());
            }
        );

    public override Task<RegisterPackageResponse> RegisterPackage(RegisterPackageRequest request, ServerCallContext context) =>
        RespondAsync(request, context, (run, _) => Task.FromResult(new RegisterPackageResponse { Ref = run.AddPackage(request) }));

    public override Task<Empty> SignalAndWaitForShutdown(Empty request, ServerCallContext context) =>
        RespondAsync(
            request,
            context,
            async (run, ct) =>
            {
                await run.SignalEndAsync(ct);
                return new Empty();
            }
        );

    private async Task<TResponse> RespondAsync<TResponse>(
        IMessage request,
        ServerCallContext context,
        Func<IResourceMonitor, CancellationToken, Task<TResponse>> respond
    )
        where TResponse : IMessage
    {
        async Task<TResponse> Respond()
        {
            try
            {
                return await respond(await _run.Task, context.CancellationToken);
            }
            catch (StoppedException e)
            {
                throw new RpcException(new(StatusCode.Unavailable, Stopped, e));
            }
            catch (EngineException e)
            {
                throw new RpcException(new(StatusCode.Unknown, e.Message, e));
            }
        }

        return await (log is null ? Respond() : log.RecordAsync(context.Method, request, "server", null, Respond));
    }
}
