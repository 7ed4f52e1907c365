using System.Collections.Concurrent;
using ZeroTrust.Engine.Plugins;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>State shared by all parts of one deployment.</summary>
internal sealed record DeploymentContext(
    StackName Stack,
    bool Preview,
    DeploymentOptions Options,
    PriorState Prior,
    Checkpoint Checkpoint,
    ProviderRegistry Providers,
    IDeploymentEvents Events,
    TimeProvider Clock,
    string ProjectDirectory
)
{
    /// <summary>New states of the resources that this run has processed.</summary>
    public ConcurrentDictionary<Urn, ResourceState> News { get; } = new();

    /// <summary>The provider that manages a resource.</summary>
    public Provider ProviderOf(ResourceState resource) =>
        Providers.Find(resource.Provider)
        ?? throw new EngineException(
            $"Provider {resource.Provider} of resource {resource.Urn.Name} ({resource.Type}) is not registered in this run."
        );

    /// <summary>Starts a provider recorded in the state; the program may no longer declare it or its resources.</summary>
    public async Task EnsureProviderAsync(string reference, CancellationToken ct)
    {
        if (reference.Length == 0 || Providers.Find(reference) is not null)
        {
            return;
        }
        var wanted = ProviderReference.Parse(reference);
        var provider =
            Prior.Resources.FirstOrDefault(resource => resource.Urn == wanted.Urn && resource.Id == wanted.Id)
            ?? throw new EngineException($"The state refers to provider {reference} but does not contain it.");
        await Providers.SameAsync(provider, ct);
    }
}

/// <summary>Options of a deployment.</summary>
internal sealed record DeploymentOptions
{
    public int Parallel { get; init; } = 1;

    public bool Refresh { get; init; }

    public bool ContinueOnError { get; init; }

    /// <summary>URNs to operate on. <c>*</c> matches anything but a colon, <c>**</c> anything. Empty means all.</summary>
    public UrnTargets Targets { get; init; } = UrnTargets.All;

    public bool TargetDependents { get; init; }

    /// <summary>Objects to import instead of running the program.</summary>
    public IReadOnlyList<ImportSpec> Imports { get; init; } = [];
}
