using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Display;

/// <summary>Shows a deployment to the user. Called from several threads at once.</summary>
public interface IEngineDisplay
{
    /// <summary>An operation, or its preview, begins.</summary>
    void Started(OperationName operation, bool preview, StackName stack);

    /// <summary>A step begins.</summary>
    void StepStarted(StepView view);

    /// <summary>A step has ended.</summary>
    void StepEnded(StepView view, string? problem);

    /// <summary>A component or the stack has registered its outputs.</summary>
    void OutputsRegistered(StepView view);

    /// <summary>A message from the engine, a plugin or the program.</summary>
    void Report(Diagnostic diagnostic);

    /// <summary>The operation has ended.</summary>
    void Ended(OperationResult result);
}
