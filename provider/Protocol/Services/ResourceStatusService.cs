using Pulumirpc;
using ZeroTrust.Protocol.Rpc;

namespace ZeroTrust.Protocol.Services;

/// <summary>Where a provider shows sub-objects of a resource. Methods that are not overridden answer Unimplemented.</summary>
public abstract class ResourceStatusService() : GrpcService(FullName)
{
    internal const string FullName = "pulumirpc.ResourceStatus";

    /// <inheritdoc/>
    protected internal override IEnumerable<GrpcMethod> Methods =>
    [
        Unary("PublishViewSteps", PublishViewStepsRequest.Parser, PublishViewStepsAsync),
    ];

    /// <summary>Shows steps of sub-objects.</summary>
    public virtual Task<PublishViewStepsResponse> PublishViewStepsAsync(PublishViewStepsRequest request, CallContext context) =>
        throw Unimplemented(context);
}
