using Google.Protobuf.WellKnownTypes;
using Pulumirpc;
using ZeroTrust.Engine.Plugins;
using ZeroTrust.Engine.Properties;
using ZeroTrust.Engine.State;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Engine.Deployment;

/// <summary>Asks a provider how a resource differs from the desired inputs.</summary>
internal static class ProviderDiff
{
    /// <summary>Returns null when the provider's configuration is not known yet.</summary>
    public static async Task<DiffResult?> CompareAsync(
        DeploymentContext context,
        Provider provider,
        ResourceState resource,
        Struct wanted,
        IReadOnlyList<string> ignoreChanges,
        CancellationToken ct
    )
    {
        var request = new DiffRequest
        {
            Id = resource.Id,
            Urn = resource.Urn.Value,
            Name = resource.Urn.Name,
            Type = resource.Urn.Type,
            Olds = resource.Outputs,
            OldInputs = resource.Inputs,
            News = wanted,
            IgnoreChanges = { ignoreChanges },
        };
        var diff = await provider.DiffAsync(request, ct);
        return diff is { Undecided: true }
            ? StructuralDiff.CompareInputs(
                resource.Inputs,
                IgnoredChanges.Apply(context.Events, resource.Urn, ignoreChanges, resource.Inputs, wanted)
            )
            : diff;
    }
}

/// <summary>Restores the old values of the properties in <c>ignoreChanges</c>.</summary>
internal static class IgnoredChanges
{
    public static Struct Apply(IDeploymentEvents events, Urn urn, IReadOnlyList<string> paths, Struct old, Struct current)
    {
        var impossible = new List<string>();
        foreach (var text in paths)
        {
            if (PropertyPath.TryParse(text, out var path))
            {
                var reset = path.Reset(old, current);
                current = reset ?? current;
                if (reset is null)
                {
                    impossible.Add(text);
                }
            }
        }
        if (impossible.Count > 0)
        {
            events.Report(
                new(
                    Severity.Info,
                    $"ignoreChanges has no effect inside values that were added or removed: {string.Join(", ", impossible)}.",
                    urn
                )
            );
        }
        return current;
    }
}
