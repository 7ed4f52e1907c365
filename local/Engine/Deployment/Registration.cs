using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>How a registration ended.</summary>
internal enum RegistrationResult
{
    Succeeded,
    Failed,
    Skipped,
}

/// <summary>A program waiting for its resource.</summary>
internal sealed class Registration(ResourceGoal goal)
{
    public ResourceGoal Goal => goal;

    /// <summary>The resource's outcome; null until there is one.</summary>
    public ResourceState? State { get; private set; }

    public RegistrationResult Result { get; private set; }

    /// <summary>The resource was left out, so that its outputs stay unknown.</summary>
    public bool Unknown { get; private set; }

    public void Complete(ResourceState state, RegistrationResult result = RegistrationResult.Succeeded, bool unknown = false)
    {
        State = state;
        Result = result;
        Unknown = unknown;
    }
}
