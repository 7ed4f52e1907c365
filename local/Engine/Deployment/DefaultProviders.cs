using Google.Protobuf.WellKnownTypes;
using ZeroTrust.Engine.Config;
using ZeroTrust.Engine.Plugins;
using ZeroTrust.Engine.Properties;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>The default provider that a program implicitly requests.</summary>
internal sealed record ProviderRequest(string Package, string Version, string DownloadUrl)
{
    public string DefaultName =>
        "default"
        + (Version.Length > 0 ? "_" + Version.Replace('.', '_').Replace('-', '_').Replace('+', '_') : "")
        + (
            DownloadUrl.Length > 0
                ? "_" + string.Join('/', DownloadUrl.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(AsName))
                : ""
        );

    private static string AsName(string text) =>
        string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_'));
}

/// <summary>Registers one default provider per package and version, configured from the stack's configuration.</summary>
internal sealed class DefaultProviders(IReadOnlyDictionary<string, ConfigValue> config, Func<Registration, Task> register)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ProviderRequest, Task<string>> _references = [];

    /// <summary>Returns the provider's reference, registering the provider on first use.</summary>
    public Task<string> GetAsync(ProviderRequest request)
    {
        lock (_lock)
        {
            if (!_references.TryGetValue(request, out var reference))
            {
                _references[request] = reference = RegisterAsync(request);
            }
            return reference;
        }
    }

    /// <summary>The inputs of a package's default provider: the package's configuration, every value a string.</summary>
    public static Struct Inputs(IReadOnlyDictionary<string, ConfigValue> config, ProviderRequest request)
    {
        var inputs = new Struct();
        var prefix = request.Package + ":";
        foreach (var (key, value) in config.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var text = Value.ForString(value.Value);
            inputs.Fields[key[prefix.Length..]] = value.Secret ? text.AsSecret() : text;
        }
        AddPlugin(inputs, request.Version, request.DownloadUrl);
        return inputs;
    }

    /// <summary>Adds the plugin's version and download URL to a provider's inputs.</summary>
    public static void AddPlugin(Struct inputs, string version, string downloadUrl)
    {
        if (version.Length > 0)
        {
            inputs.Fields["version"] = Value.ForString(version);
        }
        if (version.Length > 0 || downloadUrl.Length > 0)
        {
            var hidden = inputs.Fields.GetValueOrDefault(ProviderRegistry.InternalKey)?.StructValue.Clone() ?? new Struct();
            if (downloadUrl.Length > 0)
            {
                hidden.Fields["pluginDownloadURL"] = Value.ForString(downloadUrl);
            }
            inputs.Fields[ProviderRegistry.InternalKey] = Value.ForStruct(hidden);
        }
    }

    private async Task<string> RegisterAsync(ProviderRequest request)
    {
        var registration = new Registration(
            new()
            {
                Type = ResourceTypes.Provider(request.Package),
                Name = request.DefaultName,
                Custom = true,
                Properties = Inputs(config, request),
            }
        );
        await register(registration);
        return new ProviderReference(registration.State!.Urn, registration.State.Id).ToString();
    }
}
