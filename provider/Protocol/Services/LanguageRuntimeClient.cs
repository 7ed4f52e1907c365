using Google.Protobuf.WellKnownTypes;
using Pulumirpc;
using ZeroTrust.Protocol.Rpc;

namespace ZeroTrust.Protocol.Services;

/// <summary>Calls pulumirpc.LanguageRuntime.</summary>
public sealed class LanguageRuntimeClient(GrpcChannel channel) : GrpcClient(LanguageRuntimeService.FullName, channel)
{
    /// <inheritdoc cref="LanguageRuntimeService.HandshakeAsync"/>
    public Task<LanguageHandshakeResponse> HandshakeAsync(LanguageHandshakeRequest request, CancellationToken ct) =>
        CallAsync("Handshake", request, LanguageHandshakeResponse.Parser, ct);

    /// <inheritdoc cref="LanguageRuntimeService.GetRequiredPluginsAsync"/>
    public Task<GetRequiredPluginsResponse> GetRequiredPluginsAsync(GetRequiredPluginsRequest request, CancellationToken ct) =>
        CallAsync("GetRequiredPlugins", request, GetRequiredPluginsResponse.Parser, ct);

    /// <inheritdoc cref="LanguageRuntimeService.GetRequiredPackagesAsync"/>
    public Task<GetRequiredPackagesResponse> GetRequiredPackagesAsync(GetRequiredPackagesRequest request, CancellationToken ct) =>
        CallAsync("GetRequiredPackages", request, GetRequiredPackagesResponse.Parser, ct);

    /// <inheritdoc cref="LanguageRuntimeService.RunAsync"/>
    public Task<RunResponse> RunAsync(RunRequest request, CancellationToken ct) => CallAsync("Run", request, RunResponse.Parser, ct);

    /// <inheritdoc cref="LanguageRuntimeService.GetPluginInfoAsync"/>
    public Task<PluginInfo> GetPluginInfoAsync(CancellationToken ct) => CallAsync("GetPluginInfo", new Empty(), PluginInfo.Parser, ct);

    /// <inheritdoc cref="LanguageRuntimeService.InstallDependenciesAsync"/>
    public IAsyncEnumerable<InstallDependenciesResponse> InstallDependenciesAsync(
        InstallDependenciesRequest request, CancellationToken ct) =>
        StreamAsync("InstallDependencies", request, InstallDependenciesResponse.Parser, ct);

    /// <inheritdoc cref="LanguageRuntimeService.RuntimeOptionsPromptsAsync"/>
    public Task<RuntimeOptionsResponse> RuntimeOptionsPromptsAsync(RuntimeOptionsRequest request, CancellationToken ct) =>
        CallAsync("RuntimeOptionsPrompts", request, RuntimeOptionsResponse.Parser, ct);

    /// <inheritdoc cref="LanguageRuntimeService.TemplateAsync"/>
    public Task<TemplateResponse> TemplateAsync(TemplateRequest request, CancellationToken ct) =>
        CallAsync("Template", request, TemplateResponse.Parser, ct);

    /// <inheritdoc cref="LanguageRuntimeService.AboutAsync"/>
    public Task<AboutResponse> AboutAsync(AboutRequest request, CancellationToken ct) =>
        CallAsync("About", request, AboutResponse.Parser, ct);

    /// <inheritdoc cref="LanguageRuntimeService.GetProgramDependenciesAsync"/>
    public Task<GetProgramDependenciesResponse> GetProgramDependenciesAsync(GetProgramDependenciesRequest request, CancellationToken ct) =>
        CallAsync("GetProgramDependencies", request, GetProgramDependenciesResponse.Parser, ct);

    /// <inheritdoc cref="LanguageRuntimeService.RunPluginAsync"/>
    public IAsyncEnumerable<RunPluginResponse> RunPluginAsync(RunPluginRequest request, CancellationToken ct) =>
        StreamAsync("RunPlugin", request, RunPluginResponse.Parser, ct);

    /// <inheritdoc cref="LanguageRuntimeService.GenerateProgramAsync"/>
    public Task<GenerateProgramResponse> GenerateProgramAsync(GenerateProgramRequest request, CancellationToken ct) =>
        CallAsync("GenerateProgram", request, GenerateProgramResponse.Parser, ct);

    /// <inheritdoc cref="LanguageRuntimeService.GenerateProjectAsync"/>
    public Task<GenerateProjectResponse> GenerateProjectAsync(GenerateProjectRequest request, CancellationToken ct) =>
        CallAsync("GenerateProject", request, GenerateProjectResponse.Parser, ct);

    /// <inheritdoc cref="LanguageRuntimeService.GeneratePackageAsync"/>
    public Task<GeneratePackageResponse> GeneratePackageAsync(GeneratePackageRequest request, CancellationToken ct) =>
        CallAsync("GeneratePackage", request, GeneratePackageResponse.Parser, ct);

    /// <inheritdoc cref="LanguageRuntimeService.PackAsync"/>
    public Task<PackResponse> PackAsync(PackRequest request, CancellationToken ct) => CallAsync("Pack", request, PackResponse.Parser, ct);

    /// <inheritdoc cref="LanguageRuntimeService.LinkAsync"/>
    public Task<LinkResponse> LinkAsync(LinkRequest request, CancellationToken ct) => CallAsync("Link", request, LinkResponse.Parser, ct);

    /// <inheritdoc cref="LanguageRuntimeService.CancelAsync"/>
    public Task<Empty> CancelAsync(CancellationToken ct) => CallAsync("Cancel", new Empty(), Empty.Parser, ct);
}
