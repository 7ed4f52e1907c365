using Google.Protobuf.WellKnownTypes;
using Pulumirpc;
using ZeroTrust.Protocol.Rpc;

namespace ZeroTrust.Protocol.Services;

/// <summary>Calls pulumirpc.ResourceProvider.</summary>
public sealed class ResourceProviderClient(GrpcChannel channel) : GrpcClient(ResourceProviderService.FullName, channel)
{
    /// <inheritdoc cref="ResourceProviderService.HandshakeAsync"/>
    public Task<ProviderHandshakeResponse> HandshakeAsync(ProviderHandshakeRequest request, CancellationToken ct) =>
        CallAsync("Handshake", request, ProviderHandshakeResponse.Parser, ct);

    /// <inheritdoc cref="ResourceProviderService.ParameterizeAsync"/>
    public Task<ParameterizeResponse> ParameterizeAsync(ParameterizeRequest request, CancellationToken ct) =>
        CallAsync("Parameterize", request, ParameterizeResponse.Parser, ct);

    /// <inheritdoc cref="ResourceProviderService.GetSchemaAsync"/>
    public Task<GetSchemaResponse> GetSchemaAsync(GetSchemaRequest request, CancellationToken ct) =>
        CallAsync("GetSchema", request, GetSchemaResponse.Parser, ct);

    /// <inheritdoc cref="ResourceProviderService.CheckConfigAsync"/>
    public Task<CheckResponse> CheckConfigAsync(CheckRequest request, CancellationToken ct) =>
        CallAsync("CheckConfig", request, CheckResponse.Parser, ct);

    /// <inheritdoc cref="ResourceProviderService.DiffConfigAsync"/>
    public Task<DiffResponse> DiffConfigAsync(DiffRequest request, CancellationToken ct) =>
        CallAsync("DiffConfig", request, DiffResponse.Parser, ct);

    /// <inheritdoc cref="ResourceProviderService.ConfigureAsync"/>
    public Task<ConfigureResponse> ConfigureAsync(ConfigureRequest request, CancellationToken ct) =>
        CallAsync("Configure", request, ConfigureResponse.Parser, ct);

    /// <inheritdoc cref="ResourceProviderService.InvokeAsync"/>
    public Task<InvokeResponse> InvokeAsync(InvokeRequest request, CancellationToken ct) =>
        CallAsync("Invoke", request, InvokeResponse.Parser, ct);

    /// <inheritdoc cref="ResourceProviderService.CallAsync"/>
    public Task<CallResponse> CallAsync(CallRequest request, CancellationToken ct) => CallAsync("Call", request, CallResponse.Parser, ct);

    /// <inheritdoc cref="ResourceProviderService.CheckAsync"/>
    public Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken ct) =>
        CallAsync("Check", request, CheckResponse.Parser, ct);

    /// <inheritdoc cref="ResourceProviderService.DiffAsync"/>
    public Task<DiffResponse> DiffAsync(DiffRequest request, CancellationToken ct) => CallAsync("Diff", request, DiffResponse.Parser, ct);

    /// <inheritdoc cref="ResourceProviderService.CreateAsync"/>
    public Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken ct) =>
        CallAsync("Create", request, CreateResponse.Parser, ct);

    /// <inheritdoc cref="ResourceProviderService.ReadAsync"/>
    public Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken ct) => CallAsync("Read", request, ReadResponse.Parser, ct);

    /// <inheritdoc cref="ResourceProviderService.ListAsync"/>
    public IAsyncEnumerable<ListResponse> ListAsync(ListRequest request, CancellationToken ct) =>
        StreamAsync("List", request, ListResponse.Parser, ct);

    /// <inheritdoc cref="ResourceProviderService.UpdateAsync"/>
    public Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken ct) =>
        CallAsync("Update", request, UpdateResponse.Parser, ct);

    /// <inheritdoc cref="ResourceProviderService.DeleteAsync"/>
    public Task<Empty> DeleteAsync(DeleteRequest request, CancellationToken ct) => CallAsync("Delete", request, Empty.Parser, ct);

    /// <inheritdoc cref="ResourceProviderService.ConstructAsync"/>
    public Task<ConstructResponse> ConstructAsync(ConstructRequest request, CancellationToken ct) =>
        CallAsync("Construct", request, ConstructResponse.Parser, ct);

    /// <inheritdoc cref="ResourceProviderService.CancelAsync"/>
    public Task<Empty> CancelAsync(CancellationToken ct) => CallAsync("Cancel", new Empty(), Empty.Parser, ct);

    /// <inheritdoc cref="ResourceProviderService.GetPluginInfoAsync"/>
    public Task<PluginInfo> GetPluginInfoAsync(CancellationToken ct) => CallAsync("GetPluginInfo", new Empty(), PluginInfo.Parser, ct);

    /// <inheritdoc cref="ResourceProviderService.AttachAsync"/>
    public Task<Empty> AttachAsync(PluginAttach request, CancellationToken ct) => CallAsync("Attach", request, Empty.Parser, ct);

    /// <inheritdoc cref="ResourceProviderService.GetMappingAsync"/>
    public Task<GetMappingResponse> GetMappingAsync(GetMappingRequest request, CancellationToken ct) =>
        CallAsync("GetMapping", request, GetMappingResponse.Parser, ct);

    /// <inheritdoc cref="ResourceProviderService.GetMappingsAsync"/>
    public Task<GetMappingsResponse> GetMappingsAsync(GetMappingsRequest request, CancellationToken ct) =>
        CallAsync("GetMappings", request, GetMappingsResponse.Parser, ct);
}
