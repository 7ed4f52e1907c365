using Google.Protobuf.WellKnownTypes;
using ZeroTrust.Engine.Properties;
using ZeroTrust.Engine.State;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Engine.Plugins;

/// <summary>The providers of one deployment: one process per provider resource.</summary>
internal sealed class ProviderRegistry(PluginHost host, string statusAddress, bool preview) : IAsyncDisposable
{
    /// <summary>Input that holds the engine's own data, which is not sent to providers.</summary>
    public const string InternalKey = "__internal";

    private const string VersionKey = "version";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Provider> _configured = [];
    private readonly Dictionary<Urn, Provider> _checked = [];
    private readonly SemaphoreSlim _loading = new(1, 1);
    private readonly CancellationTokenSource _closed = new();

    public Provider? Find(string reference)
    {
        lock (_lock)
        {
            return _configured.GetValueOrDefault(reference);
        }
    }

    /// <summary>The inputs without the engine's own data.</summary>
    public static Struct Visible(Struct inputs) => inputs.Without(InternalKey);

    public async Task<CheckedInputs> CheckAsync(Urn urn, Struct? olds, Struct news, CancellationToken ct)
    {
        var provider = await LoadAsync(urn, news, ct);
        var result = await provider.CheckConfigAsync(urn, Visible(olds ?? new()), Visible(news), ct);
        if (result.Failures.Count > 0)
        {
            await provider.DisposeAsync();
            return result;
        }
        lock (_lock)
        {
            _checked[urn] = provider;
        }
        var inputs = result.Inputs;
        if (news.Fields.TryGetValue(VersionKey, out var version))
        {
            if (inputs.Fields.TryGetValue(VersionKey, out var used) && !used.Reveal().Equals(version.Reveal()))
            {
                throw new EngineException(
                    $"Provider {urn.Name} changed its own version in CheckConfig. Report this to the provider's authors."
                );
            }
            inputs = inputs.With(VersionKey, version);
        }
        return result with { Inputs = news.Fields.TryGetValue(InternalKey, out var hidden) ? inputs.With(InternalKey, hidden) : inputs };
    }

    public async Task<DiffResult> DiffAsync(ResourceState old, Struct news, IReadOnlyList<string> ignoreChanges, CancellationToken ct)
    {
        Provider? provider;
        lock (_lock)
        {
            provider = _checked.GetValueOrDefault(old.Urn) ?? _configured.GetValueOrDefault(Reference(old));
        }
        if (provider is null)
        {
            return DiffResult.None;
        }
        var visible = Visible(news);
        var diff = await provider.DiffConfigAsync(old.Urn, Visible(old.Inputs), old.Outputs, visible, ignoreChanges, ct);
        return diff.Undecided ? diff with { Undecided = false, Changed = !old.Outputs.Equals(visible) } : diff;
    }

    /// <summary>Configures the provider that was just checked, under a new ID.</summary>
    public async Task<ProviderState> CreateAsync(Urn urn, Struct inputs, CancellationToken ct)
    {
        var id = preview ? PropertySignatures.Unknown : Guid.NewGuid().ToString();
        await ConfigureAsync(urn, id, inputs, ct);
        return new(id, Visible(inputs), null);
    }

    /// <summary>Configures the provider that was just checked, replacing the previous one.</summary>
    public async Task<ProviderState> UpdateAsync(Urn urn, string id, Struct inputs, CancellationToken ct)
    {
        await ConfigureAsync(urn, id, inputs, ct);
        return new(id, Visible(inputs), null);
    }

    /// <summary>Configures an unchanged provider with its recorded inputs, unless it is configured already.</summary>
    public async Task SameAsync(ResourceState provider, CancellationToken ct)
    {
        await ConfigureAsync(provider.Urn, provider.Id, provider.Inputs, ct, unlessConfigured: true);
    }

    public async Task DeleteAsync(ResourceState provider)
    {
        Provider? found;
        lock (_lock)
        {
            _configured.Remove(Reference(provider), out found);
        }
        if (found is not null)
        {
            await found.DisposeAsync();
        }
    }

    public Task CancelAsync() => host.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await host.DisposeAsync();
        _closed.Dispose();
        _loading.Dispose();
    }

    /// <summary>Loads a package's provider without configuring it, for example to read its schema.</summary>
    public async Task<Provider> LoadAsync(string package, string? version, CancellationToken ct) =>
        new(await host.LoadAsync(package, version, new Dictionary<string, string>(), ct), statusAddress);

    private async Task ConfigureAsync(Urn urn, string id, Struct inputs, CancellationToken ct, bool unlessConfigured = false)
    {
        await _loading.WaitAsync(ct);
        try
        {
            var reference = new ProviderReference(urn, id).ToString();
            if (unlessConfigured && Find(reference) is not null)
            {
                return;
            }
            Provider? provider;
            lock (_lock)
            {
                _checked.Remove(urn, out provider);
            }
            provider ??= await LoadAsync(urn, inputs, ct);
            provider.Configure(urn, id, Visible(inputs), _closed.Token);
            lock (_lock)
            {
                _configured[reference] = provider;
            }
        }
        finally
        {
            _loading.Release();
        }
    }

    private async Task<Provider> LoadAsync(Urn urn, Struct inputs, CancellationToken ct)
    {
        var version = inputs.Fields.GetValueOrDefault(VersionKey)?.Reveal().StringValue;
        var mappings = inputs.Fields.GetValueOrDefault(InternalKey)?.StructValue?.Fields.GetValueOrDefault("envVarMappings")?.StructValue;
        var environment = mappings?.Fields.ToDictionary(field => field.Key, field => field.Value.StringValue) ?? [];
        return new(
            await host.LoadAsync(ResourceTypes.ProviderPackage(urn.Type), string.IsNullOrEmpty(version) ? null : version, environment, ct),
            statusAddress
        );
    }

    private static string Reference(ResourceState provider) => new ProviderReference(provider.Urn, provider.Id).ToString();
}
