using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;
using ZeroTrust.Engine.Properties;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>The built-in <c>pulumi</c> package: stack references, which read another stack's outputs.</summary>
/// <param name="project">Project of a stack given by its bare name.</param>
/// <param name="outputs">Returns a stack's outputs, or null if the stack does not exist.</param>
internal sealed class BuiltInProvider(string project, Func<StackName, Struct?> outputs) : ResourceProvider.ResourceProviderBase
{
    /// <summary>The package's name.</summary>
    public const string Package = "pulumi";

    private const string Reference = "pulumi:pulumi:StackReference";

    public override Task<ProviderHandshakeResponse> Handshake(ProviderHandshakeRequest request, ServerCallContext context) =>
        Task.FromResult(
            new ProviderHandshakeResponse
            {
                AcceptSecrets = true,
                AcceptResources = true,
                AcceptOutputs = true,
            }
        );

    public override Task<Empty> Attach(PluginAttach request, ServerCallContext context) => Task.FromResult(new Empty());

    public override Task<PluginInfo> GetPluginInfo(Empty request, ServerCallContext context) => Task.FromResult(new PluginInfo());

    public override Task<CheckResponse> CheckConfig(CheckRequest request, ServerCallContext context) =>
        Task.FromResult(new CheckResponse { Inputs = request.News });

    public override Task<DiffResponse> DiffConfig(DiffRequest request, ServerCallContext context) =>
        Task.FromResult(new DiffResponse { Changes = DiffResponse.Types.DiffChanges.DiffNone });

    public override Task<ConfigureResponse> Configure(ConfigureRequest request, ServerCallContext context) =>
        Task.FromResult(
            new ConfigureResponse
            {
                AcceptSecrets = true,
                AcceptResources = true,
                AcceptOutputs = true,
                SupportsPreview = true,
            }
        );

    public override Task<Empty> Cancel(Empty request, ServerCallContext context) => Task.FromResult(new Empty());

    public override Task<ReadResponse> Read(ReadRequest request, ServerCallContext context)
    {
        if (request.Type != Reference)
        {
            throw new RpcException(new(StatusCode.NotFound, $"The local engine does not support the resource type '{request.Type}'."));
        }
        var found =
            outputs(Parse(request.Id))
            ?? throw new RpcException(new(StatusCode.NotFound, $"Stack '{request.Id}' is not in this state folder; update it first."));
        var secret = found.Fields.Where(field => field.Value.ContainsSecrets()).Select(field => Value.ForString(field.Key));
        var properties = new Struct();
        properties.Fields["name"] = Value.ForString(request.Id);
        properties.Fields["outputs"] = Value.ForStruct(found);
        properties.Fields["secretOutputNames"] = Value.ForList([.. secret]);
        return Task.FromResult(
            new ReadResponse
            {
                Id = request.Id,
                Properties = properties,
                Inputs = request.Inputs,
            }
        );
    }

    private StackName Parse(string name) =>
        name.Split('/') switch
        {
            [var stack] => new(project, stack),
            [StackName.Organization, var other, var stack] => new(other, stack),
            _ => throw new RpcException(
                new(StatusCode.InvalidArgument, $"'{name}' is not a stack name; write STACK or {StackName.Organization}/PROJECT/STACK.")
            ),
        };
}
