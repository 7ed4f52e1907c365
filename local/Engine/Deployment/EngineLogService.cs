using Google.Protobuf.WellKnownTypes;
using Pulumirpc;
using ZeroTrust.Engine.State;
using ZeroTrust.Protocol.Rpc;
using ZeroTrust.Protocol.Services;

namespace ZeroTrust.Engine.Deployment;

/// <summary>Takes messages of plugins and programs for the user.</summary>
internal sealed class EngineLogService(IDeploymentEvents events) : EngineService
{
    private string _root = "";

    public override Task<Empty> LogAsync(LogRequest request, CallContext context)
    {
        // Why a run was stopped has been reported; that a program could not go on then is no news.
        var severity = request.Message.Contains(MonitorService.Stopped, StringComparison.Ordinal) ? Severity.Debug : (Severity)request.Severity;
        events.Report(new(severity, request.Message, Urn.ParseOptional(request.Urn), request.Ephemeral));
        return Task.FromResult(new Empty());
    }

    public override Task<GetRootResourceResponse> GetRootResourceAsync(GetRootResourceRequest request, CallContext context) =>
        Task.FromResult(new GetRootResourceResponse { Urn = _root });

    public override Task<SetRootResourceResponse> SetRootResourceAsync(SetRootResourceRequest request, CallContext context)
    {
        _root = request.Urn;
        return Task.FromResult(new SetRootResourceResponse());
    }

    public override Task<Empty> StartDebuggingAsync(StartDebuggingRequest request, CallContext context)
    {
        events.Report(new(Severity.Info, request.Message));
        return Task.FromResult(new Empty());
    }

    public override Task<RequirePulumiVersionResponse> RequirePulumiVersionAsync(RequirePulumiVersionRequest request, CallContext context) =>
        Task.FromResult(new RequirePulumiVersionResponse());
}

/// <summary>Providers may publish sub-objects; this engine does not show them.</summary>
internal sealed class NoViewsService : ResourceStatusService
{
    public override Task<PublishViewStepsResponse> PublishViewStepsAsync(PublishViewStepsRequest request, CallContext context) =>
        Task.FromResult(new PublishViewStepsResponse());
}
