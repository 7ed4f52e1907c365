using System.Collections.Concurrent;
using ZeroTrust.Engine.Plugins;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>What all parts of one deployment share.</summary>
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
    /// <summary>Resources as this run leaves them.</summary>
    public ConcurrentDictionary<Urn, ResourceState> News { get; } = new();

    /// <summary>The provider that manages a resource.</summary>
    public Provider ProviderOf(ResourceState resource) =>
        Providers.Find(resource.Provider)
        ?? throw new EngineException(
            $"Provider {resource.Provider} of resource {resource.Urn.Name} ({resource.Type}) is not known to this run."
        );

    /// <summary>Starts the provider that the state names, for a resource the program may no longer mention.</summary>
    public async Task EnsureProviderAsync(string reference, CancellationToken ct)
    {
        if (reference.Length == 0 || Providers.Find(reference) is not null)
        {
            return;
        }
        var wanted = ProviderReference.Parse(reference);
        var provider =
            Prior.Resources.FirstOrDefault(resource => resource.Urn == wanted.Urn && resource.Id == wanted.Id)
            ?? throw new EngineException($"The state names provider {reference} but does not hold it.");
        await Providers.SameAsync(provider, ct);
    }
}

/// <summary>How a deployment is to go about it.</summary>
internal sealed record DeploymentOptions
{
    public int Parallel { get; init; } = 1;

    public bool Refresh { get; init; }

    public bool ContinueOnError { get; init; }

    /// <summary>URNs to touch; all when empty. <c>*</c> stands for anything but a colon, <c>**</c> for anything.</summary>
    public UrnTargets Targets { get; init; } = UrnTargets.All;

    public bool TargetDependents { get; init; }

    /// <summary>Objects to adopt instead of running the program.</summary>
    public IReadOnlyList<ImportSpec> Imports { get; init; } = [];
}
