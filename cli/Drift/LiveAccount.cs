using ZeroTrust.Cloudflare;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Cli.Drift;

/// <summary>The account as the plugin sees it: the same client, the same kernel.</summary>
internal sealed class LiveAccount : IDisposable
{
    private readonly CloudflareClient _client;
    private readonly Catalog _catalog;

    private LiveAccount(ProviderConfig config, TimeProvider time)
    {
        Id = config.AccountId!.ToLowerInvariant();
        _client = new(config.ToOptions(Package.Version), time);
        _catalog = new(_client);
    }

    /// <summary>The account's id.</summary>
    public string Id { get; }

    /// <summary>Whose objects can be unmanaged: those with an id of their own. Lists and settings every account has.</summary>
    public IEnumerable<ResourceType> ListableObjects => _catalog.Resources.Where(type =>
        type is { IsListable: true, IsImportable: true } && !type.IdFormat.Split('/').All(part => type.Inputs.Find(part) is not null));

    /// <summary>Configured as the provider would be: what the stack says first, then the environment.</summary>
    /// <exception cref="DriftException">Account or credentials are missing or wrong.</exception>
    public static LiveAccount Open(PropertyMap provider, Func<string, string?> environment, TimeProvider time)
    {
        var values = ProviderConfiguration.Resolve(provider, environment);
        var config = ProviderConfiguration.Read(values);
        string[] problems =
        [
            .. ProviderConfiguration.Missing(config).Select(missing => $"{missing.Problem.Title} {missing.Problem.Remedy}"),
            .. ProviderConfiguration.Check(values).Where(problem => problem.Kind.Severity == Severity.Error).Select(problem => problem.Text),
        ];
        return problems.Length > 0 ? throw new DriftException(string.Join(' ', problems)) : new(config, time);
    }

    /// <exception cref="DriftException">This version of zt does not know the type.</exception>
    public ResourceType TypeOf(RecordedResource resource) => _catalog.FindResource(resource.Urn.Type)
        ?? throw new DriftException($"zt {Package.Version} does not know the type '{resource.Urn.Type}'; install the version of the SDK.");

    /// <summary>The resource's outputs as the account has them; null when it is gone.</summary>
    public async Task<PropertyMap?> ReadAsync(RecordedResource resource, PropertyMap recorded, CancellationToken ct)
    {
        var operation = new Operation(resource.Urn.Value, resource.Urn.Name, Id, (_, _) => { }, ct);
        return (await TypeOf(resource).ReadAsync(resource.Id, recorded, resource.Inputs, operation, ct))?.Outputs;
    }

    public void Dispose() => _client.Dispose();
}
