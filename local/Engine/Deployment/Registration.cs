using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>How a registration ended.</summary>
internal enum RegistrationResult
{
    Succeeded,
    Failed,
    Skipped,
}

/// <summary>A registration that the program is waiting for.</summary>
internal sealed class Registration(ResourceGoal goal)
{
    public ResourceGoal Goal => goal;

    /// <summary>The resulting resource; null until the registration is complete.</summary>
    public ResourceState? State { get; private set; }

    public RegistrationResult Result { get; private set; }

    /// <summary>Whether the resource was skipped, which leaves its outputs unknown.</summary>
    public bool Unknown { get; private set; }

    public void Complete(ResourceState state, RegistrationResult result = RegistrationResult.Succeeded, bool unknown = false)
    {
        State = state;
        Result = result;
        Unknown = unknown;
    }
}
