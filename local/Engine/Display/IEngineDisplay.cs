using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Display;

/// <summary>Shows a user what happens. Calls may come from several threads at once.</summary>
public interface IEngineDisplay
{
    /// <summary>An operation, or its preview, begins.</summary>
    void Started(OperationName operation, bool preview, StackName stack);

    /// <summary>A step begins.</summary>
    void StepStarted(StepView view);

    /// <summary>A step has ended.</summary>
    void StepEnded(StepView view, string? problem);

    /// <summary>A component, or the stack, has told its outputs.</summary>
    void OutputsRegistered(StepView view);

    /// <summary>Somebody has something to say.</summary>
    void Report(Diagnostic diagnostic);

    /// <summary>The operation has ended.</summary>
    void Ended(OperationResult result);
}
