using Google.Protobuf.WellKnownTypes;
using Pulumirpc;
using ZeroTrust.Protocol.Rpc;

namespace ZeroTrust.Protocol.Services;

/// <summary>A resource plugin: the engine calls it. Methods that are not overridden answer Unimplemented.</summary>
public abstract class ResourceProviderService() : GrpcService(FullName)
{
    internal const string FullName = "pulumirpc.ResourceProvider";

    /// <inheritdoc/>
    protected internal override IEnumerable<GrpcMethod> Methods =>
    [
        Unary("Handshake", ProviderHandshakeRequest.Parser, HandshakeAsync),
        Unary("Parameterize", ParameterizeRequest.Parser, ParameterizeAsync),
        Unary("GetSchema", GetSchemaRequest.Parser, GetSchemaAsync),
        Unary("CheckConfig", CheckRequest.Parser, CheckConfigAsync),
        Unary("DiffConfig", DiffRequest.Parser, DiffConfigAsync),
        Unary("Configure", ConfigureRequest.Parser, ConfigureAsync),
        Unary("Invoke", InvokeRequest.Parser, InvokeAsync),
        Unary("Call", CallRequest.Parser, CallAsync),
        Unary("Check", CheckRequest.Parser, CheckAsync),
        Unary("Diff", DiffRequest.Parser, DiffAsync),
        Unary("Create", CreateRequest.Parser, CreateAsync),
        Unary("Read", ReadRequest.Parser, ReadAsync),
        ServerStreaming("List", ListRequest.Parser, ListAsync),
        Unary("Update", UpdateRequest.Parser, UpdateAsync),
        Unary("Delete", DeleteRequest.Parser, DeleteAsync),
        Unary("Construct", ConstructRequest.Parser, ConstructAsync),
        Unary("Cancel", Empty.Parser, CancelAsync),
        Unary("GetPluginInfo", Empty.Parser, GetPluginInfoAsync),
        Unary("Attach", PluginAttach.Parser, AttachAsync),
        Unary("GetMapping", GetMappingRequest.Parser, GetMappingAsync),
        Unary("GetMappings", GetMappingsRequest.Parser, GetMappingsAsync),
    ];

    /// <summary>The first call: who the engine is, and what either side understands.</summary>
    public virtual Task<ProviderHandshakeResponse> HandshakeAsync(ProviderHandshakeRequest request, CallContext context) =>
        throw Unimplemented(context);

    /// <summary>Turns the provider into one for another package.</summary>
    public virtual Task<ParameterizeResponse> ParameterizeAsync(ParameterizeRequest request, CallContext context) =>
        throw Unimplemented(context);

    /// <summary>The package's schema. Comes before any configuration.</summary>
    public virtual Task<GetSchemaResponse> GetSchemaAsync(GetSchemaRequest request, CallContext context) => throw Unimplemented(context);

    /// <summary>Checks the provider's own configuration. Secrets are not wrapped, and unknowns may come at any time.</summary>
    public virtual Task<CheckResponse> CheckConfigAsync(CheckRequest request, CallContext context) => throw Unimplemented(context);

    /// <summary>Compares configurations. A replacement here replaces every resource of the provider.</summary>
    public virtual Task<DiffResponse> DiffConfigAsync(DiffRequest request, CallContext context) => throw Unimplemented(context);

    /// <summary>Configures the provider. Not called while any value is unknown.</summary>
    public virtual Task<ConfigureResponse> ConfigureAsync(ConfigureRequest request, CallContext context) => throw Unimplemented(context);

    /// <summary>Calls a function, in previews as well.</summary>
    public virtual Task<InvokeResponse> InvokeAsync(InvokeRequest request, CallContext context) => throw Unimplemented(context);

    /// <summary>Calls a method of a resource.</summary>
    public virtual Task<CallResponse> CallAsync(CallRequest request, CallContext context) => throw Unimplemented(context);

    /// <summary>Checks and completes a resource's inputs; what is wrong comes as failures, not as an error.</summary>
    public virtual Task<CheckResponse> CheckAsync(CheckRequest request, CallContext context) => throw Unimplemented(context);

    /// <summary>Compares the state with new inputs.</summary>
    public virtual Task<DiffResponse> DiffAsync(DiffRequest request, CallContext context) => throw Unimplemented(context);

    /// <summary>Creates a resource, or foresees it.</summary>
    public virtual Task<CreateResponse> CreateAsync(CreateRequest request, CallContext context) => throw Unimplemented(context);

    /// <summary>Reads a resource: for a refresh, an import or a lookup.</summary>
    public virtual Task<ReadResponse> ReadAsync(ReadRequest request, CallContext context) => throw Unimplemented(context);

    /// <summary>Lists resources that could be imported.</summary>
    public virtual IAsyncEnumerable<ListResponse> ListAsync(ListRequest request, CallContext context) => throw Unimplemented(context);

    /// <summary>Updates a resource in place, or foresees it.</summary>
    public virtual Task<UpdateResponse> UpdateAsync(UpdateRequest request, CallContext context) => throw Unimplemented(context);

    /// <summary>Deletes a resource. One that is gone already is a success.</summary>
    public virtual Task<Empty> DeleteAsync(DeleteRequest request, CallContext context) => throw Unimplemented(context);

    /// <summary>Makes a component.</summary>
    public virtual Task<ConstructResponse> ConstructAsync(ConstructRequest request, CallContext context) => throw Unimplemented(context);

    /// <summary>Cancels whatever is in flight. Answers at once and keeps serving; comes more than once.</summary>
    public virtual Task<Empty> CancelAsync(Empty request, CallContext context) => throw Unimplemented(context);

    /// <summary>The plugin's version.</summary>
    public virtual Task<PluginInfo> GetPluginInfoAsync(Empty request, CallContext context) => throw Unimplemented(context);

    /// <summary>Replaces the engine, for a plugin that was started by hand.</summary>
    public virtual Task<Empty> AttachAsync(PluginAttach request, CallContext context) => throw Unimplemented(context);

    /// <summary>How a package of another tool maps to this one.</summary>
    public virtual Task<GetMappingResponse> GetMappingAsync(GetMappingRequest request, CallContext context) => throw Unimplemented(context);

    /// <summary>Which packages of another tool map to this one.</summary>
    public virtual Task<GetMappingsResponse> GetMappingsAsync(GetMappingsRequest request, CallContext context) =>
        throw Unimplemented(context);
}
