using Google.Protobuf.WellKnownTypes;
using Pulumirpc;
using ZeroTrust.Protocol.Rpc;

namespace ZeroTrust.Protocol.Services;

/// <summary>A language host: runs programs of one language. Methods that are not overridden answer Unimplemented.</summary>
public abstract class LanguageRuntimeService() : GrpcService(FullName)
{
    internal const string FullName = "pulumirpc.LanguageRuntime";

    /// <inheritdoc/>
    protected internal override IEnumerable<GrpcMethod> Methods =>
    [
        Unary("Handshake", LanguageHandshakeRequest.Parser, HandshakeAsync),
        Unary("GetRequiredPlugins", GetRequiredPluginsRequest.Parser, GetRequiredPluginsAsync),
        Unary("GetRequiredPackages", GetRequiredPackagesRequest.Parser, GetRequiredPackagesAsync),
        Unary("Run", RunRequest.Parser, RunAsync),
        Unary("GetPluginInfo", Empty.Parser, GetPluginInfoAsync),
        ServerStreaming("InstallDependencies", InstallDependenciesRequest.Parser, InstallDependenciesAsync),
        Unary("RuntimeOptionsPrompts", RuntimeOptionsRequest.Parser, RuntimeOptionsPromptsAsync),
        Unary("Template", TemplateRequest.Parser, TemplateAsync),
        Unary("About", AboutRequest.Parser, AboutAsync),
        Unary("GetProgramDependencies", GetProgramDependenciesRequest.Parser, GetProgramDependenciesAsync),
        ServerStreaming("RunPlugin", RunPluginRequest.Parser, RunPluginAsync),
        Unary("GenerateProgram", GenerateProgramRequest.Parser, GenerateProgramAsync),
        Unary("GenerateProject", GenerateProjectRequest.Parser, GenerateProjectAsync),
        Unary("GeneratePackage", GeneratePackageRequest.Parser, GeneratePackageAsync),
        Unary("Pack", PackRequest.Parser, PackAsync),
        Unary("Link", LinkRequest.Parser, LinkAsync),
        Unary("Cancel", Empty.Parser, CancelAsync),
    ];

    /// <summary>The first call: who the engine is.</summary>
    public virtual Task<LanguageHandshakeResponse> HandshakeAsync(LanguageHandshakeRequest request, CallContext context) =>
        throw Unimplemented(context);

    /// <summary>Superseded by GetRequiredPackages.</summary>
    public virtual Task<GetRequiredPluginsResponse> GetRequiredPluginsAsync(GetRequiredPluginsRequest request, CallContext context) =>
        throw Unimplemented(context);

    /// <summary>Packages that a program needs.</summary>
    public virtual Task<GetRequiredPackagesResponse> GetRequiredPackagesAsync(GetRequiredPackagesRequest request, CallContext context) =>
        throw Unimplemented(context);

    /// <summary>Runs a program to its end.</summary>
    public virtual Task<RunResponse> RunAsync(RunRequest request, CallContext context) => throw Unimplemented(context);

    /// <summary>The language host's version.</summary>
    public virtual Task<PluginInfo> GetPluginInfoAsync(Empty request, CallContext context) => throw Unimplemented(context);

    /// <summary>Installs what a program depends on.</summary>
    public virtual IAsyncEnumerable<InstallDependenciesResponse> InstallDependenciesAsync(
        InstallDependenciesRequest request, CallContext context) =>
        throw Unimplemented(context);

    /// <summary>Questions to ask when a project is made.</summary>
    public virtual Task<RuntimeOptionsResponse> RuntimeOptionsPromptsAsync(RuntimeOptionsRequest request, CallContext context) =>
        throw Unimplemented(context);

    /// <summary>Finishes a project made from a template.</summary>
    public virtual Task<TemplateResponse> TemplateAsync(TemplateRequest request, CallContext context) => throw Unimplemented(context);

    /// <summary>The language's own runtime.</summary>
    public virtual Task<AboutResponse> AboutAsync(AboutRequest request, CallContext context) => throw Unimplemented(context);

    /// <summary>What a program depends on.</summary>
    public virtual Task<GetProgramDependenciesResponse> GetProgramDependenciesAsync(
        GetProgramDependenciesRequest request, CallContext context) =>
        throw Unimplemented(context);

    /// <summary>Runs a plugin to its end.</summary>
    public virtual IAsyncEnumerable<RunPluginResponse> RunPluginAsync(RunPluginRequest request, CallContext context) =>
        throw Unimplemented(context);

    /// <summary>Writes a program.</summary>
    public virtual Task<GenerateProgramResponse> GenerateProgramAsync(GenerateProgramRequest request, CallContext context) =>
        throw Unimplemented(context);

    /// <summary>Writes a program and its project.</summary>
    public virtual Task<GenerateProjectResponse> GenerateProjectAsync(GenerateProjectRequest request, CallContext context) =>
        throw Unimplemented(context);

    /// <summary>Writes an SDK.</summary>
    public virtual Task<GeneratePackageResponse> GeneratePackageAsync(GeneratePackageRequest request, CallContext context) =>
        throw Unimplemented(context);

    /// <summary>Packs an SDK.</summary>
    public virtual Task<PackResponse> PackAsync(PackRequest request, CallContext context) => throw Unimplemented(context);

    /// <summary>Makes a project use a local SDK.</summary>
    public virtual Task<LinkResponse> LinkAsync(LinkRequest request, CallContext context) => throw Unimplemented(context);

    /// <summary>Cancels whatever is in flight.</summary>
    public virtual Task<Empty> CancelAsync(Empty request, CallContext context) => throw Unimplemented(context);
}
