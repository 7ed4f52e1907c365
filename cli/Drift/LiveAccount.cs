using ZeroTrust.Cli.States;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Shared;

namespace ZeroTrust.Cli.Drift;

/// <summary>The account as the plugin sees it.</summary>
internal sealed class LiveAccount(ProviderSession session) : IDisposable
{
    /// <summary>The account's id.</summary>
    public string Id => session.Account;

    /// <summary>The types whose objects can be unmanaged. Lists and settings cannot: every account has them.</summary>
    public IEnumerable<ResourceType> ListableObjects =>
        session.Catalog.Resources.Where(type => type is { IsListable: true, IsImportable: true } && !type.IsIdentifiedByInputs);

    /// <exception cref="CommandException">This version of zt does not know the type.</exception>
    public ResourceType TypeOf(RecordedResource resource) =>
        session.Catalog.FindResource(resource.Urn.Type)
        ?? throw new CommandException(
            $"zt {Package.Version} does not support the type '{resource.Urn.Type}'; install the zt version that matches the SDK."
        );

    /// <summary>The resource's outputs as they are in the account; null if it no longer exists.</summary>
    public async Task<PropertyMap?> ReadAsync(RecordedResource resource, PropertyMap recorded, CancellationToken ct) =>
        (await TypeOf(resource).ReadAsync(resource.Id, recorded, resource.Inputs, session.Operation(resource.Urn.Name, ct), ct))?.Outputs;

    public void Dispose() => session.Dispose();
}
