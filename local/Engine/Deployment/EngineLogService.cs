using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>Takes messages of plugins and programs for the user.</summary>
internal sealed class EngineLogService(IDeploymentEvents events) : Pulumirpc.Engine.EngineBase
{
    private string _root = "";

    public override Task<Empty> Log(LogRequest request, ServerCallContext context)
    {
        // Why a run was stopped has been reported; that a program could not go on then is no news.
        var severity = request.Message.Contains(MonitorService.Stopped, StringComparison.Ordinal)
            ? Severity.Debug
            : (Severity)request.Severity;
        events.Report(new(severity, request.Message, Urn.ParseOptional(request.Urn), request.Ephemeral));
        return Task.FromResult(new Empty());
    }

    public override Task<GetRootResourceResponse> GetRootResource(GetRootResourceRequest request, ServerCallContext context) =>
        Task.FromResult(new GetRootResourceResponse { Urn = _root });

    public override Task<SetRootResourceResponse> SetRootResource(SetRootResourceRequest request, ServerCallContext context)
    {
        _root = request.Urn;
        return Task.FromResult(new SetRootResourceResponse());
    }

    public override Task<Empty> StartDebugging(StartDebuggingRequest request, ServerCallContext context)
    {
        events.Report(new(Severity.Info, request.Message));
        return Task.FromResult(new Empty());
    }

    public override Task<RequirePulumiVersionResponse> RequirePulumiVersion(
        RequirePulumiVersionRequest request,
        ServerCallContext context
    ) => Task.FromResult(new RequirePulumiVersionResponse());
}

/// <summary>Providers may publish sub-objects; this engine does not show them.</summary>
internal sealed class NoViewsService : ResourceStatus.ResourceStatusBase
{
    public override Task<PublishViewStepsResponse> PublishViewSteps(PublishViewStepsRequest request, ServerCallContext context) =>
        Task.FromResult(new PublishViewStepsResponse());
}
