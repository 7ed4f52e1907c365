using Google.Protobuf.WellKnownTypes;
using ZeroTrust.Engine.Plugins;
using ZeroTrust.Engine.Properties;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>One thing to do to one resource.</summary>
internal abstract class Step(StepOp op, ResourceState? old, ResourceState? current, Registration? registration)
{
    public StepOp Op => op;

    /// <summary>The resource before; null when there was none.</summary>
    public ResourceState? Old => old;

    /// <summary>The resource after; null when there will be none.</summary>
    public ResourceState? New { get; protected set; } = current;

    /// <summary>Who waits for this step; null when nobody does.</summary>
    public Registration? Registration => registration;

    /// <summary>The resource after, or before when it goes.</summary>
    public ResourceState Resource => New ?? Old!;

    public Urn Urn => Resource.Urn;

    /// <summary>How the resource differs.</summary>
    public DiffResult Diff { get; init; } = DiffResult.None;

    /// <summary>Whether the step itself changes what exists or is recorded; false for one that only announces others.</summary>
    public virtual bool Logical => true;

    /// <summary>What the state file says while the step runs; null when nothing needs to be said.</summary>
    public virtual OperationKind? Operation => null;

    /// <summary>Does it. What is wrong with an object that exists all the same is returned.</summary>
    public abstract Task<IReadOnlyList<string>> ApplyAsync(DeploymentContext context, CancellationToken ct);

    /// <summary>Records the outcome.</summary>
    public abstract void Record(Checkpoint checkpoint);

    /// <summary>Tells whoever waits.</summary>
    public virtual void Complete()
    {
        if (New is not null)
        {
            registration?.Complete(New);
        }
    }

    /// <summary>Tells whoever waits that it will not be.</summary>
    public void Abandon(RegistrationResult result) => registration?.Complete(Resource, result);

    /// <summary>Outputs of the same name as a secret input are secret, and those that the program says are.</summary>
    public void MarkSecretOutputs()
    {
        if (New is { } state)
        {
            state.Outputs = Marked(state);
        }
    }

    private static Struct Marked(ResourceState state)
    {
        var result = new Struct();
        foreach (var (key, value) in state.Outputs.Fields)
        {
            var secret = state.AdditionalSecretOutputs.Contains(key) || (state.Inputs.Fields.GetValueOrDefault(key)?.IsSecret() ?? false);
            result.Fields[key] = secret ? value.AsSecret() : value;
        }
        return result;
    }
}
