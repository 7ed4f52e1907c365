using Google.Protobuf.WellKnownTypes;
using ZeroTrust.Engine.Plugins;
using ZeroTrust.Engine.Properties;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>One operation on one resource.</summary>
internal abstract class Step(StepOp op, ResourceState? old, ResourceState? current, Registration? registration)
{
    public StepOp Op => op;

    /// <summary>The resource before the step; null when there was none.</summary>
    public ResourceState? Old => old;

    /// <summary>The resource after the step; null when it is removed.</summary>
    public ResourceState? New { get; protected set; } = current;

    /// <summary>The registration that waits for this step, if any.</summary>
    public Registration? Registration => registration;

    /// <summary>The resource after the step, or before it when it is removed.</summary>
    public ResourceState Resource => New ?? Old!;

    public Urn Urn => Resource.Urn;

    /// <summary>How the resource differs.</summary>
    public DiffResult Diff { get; init; } = DiffResult.None;

    /// <summary>Whether the step itself changes an object or the state; false for a step that only announces others.</summary>
    public virtual bool Logical => true;

    /// <summary>The pending operation recorded while the step runs, if any.</summary>
    public virtual OperationKind? Operation => null;

    /// <summary>Runs the step. Returns the initialization errors of an object that exists nevertheless.</summary>
    public abstract Task<IReadOnlyList<string>> ApplyAsync(DeploymentContext context, CancellationToken ct);

    /// <summary>Records the outcome.</summary>
    public abstract void Record(Checkpoint checkpoint);

    /// <summary>Completes the registration.</summary>
    public virtual void Complete()
    {
        if (New is not null)
        {
            registration?.Complete(New);
        }
    }

    /// <summary>Completes the registration without the step having succeeded.</summary>
    public void Abandon(RegistrationResult result) => registration?.Complete(Resource, result);

    /// <summary>Marks the outputs secret that <c>additionalSecretOutputs</c> lists or that share their name with a secret input.</summary>
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
