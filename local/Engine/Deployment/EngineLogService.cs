using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>Receives log messages from plugins and programs.</summary>
internal sealed class EngineLogService(IDeploymentEvents events) : Pulumirpc.Engine.EngineBase
{
    private string _root = "";

    public override Task<Empty> Log(LogRequest request, ServerCallContext context)
    {
        // The reason for the stop has been reported; the program's own error about it adds nothing.
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

/// <summary>Ignores the view steps that providers may publish.</summary>
internal sealed class NoViewsService : ResourceStatus.ResourceStatusBase
{
    public override Task<PublishViewStepsResponse> PublishViewSteps(PublishViewStepsRequest request, ServerCallContext context) =>
        Task.FromResult(new PublishViewStepsResponse());
}
