using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>How serious a message is.</summary>
public enum Severity
{
    /// <summary>For debugging.</summary>
    Debug,

    /// <summary>Informational.</summary>
    Info,

    /// <summary>A possible problem.</summary>
    Warning,

    /// <summary>An error; the run fails.</summary>
    Error,
}

/// <summary>A message about a resource, or about the whole run when the URN is empty.</summary>
/// <param name="Severity">Its severity.</param>
/// <param name="Message">Its text.</param>
/// <param name="Urn">The resource.</param>
/// <param name="Ephemeral">Whether it is a status message, shown only until the next one.</param>
public sealed record Diagnostic(Severity Severity, string Message, Urn Urn = default, bool Ephemeral = false);

/// <summary>Receives the events of a deployment as they happen. Called from several threads at once.</summary>
internal interface IDeploymentEvents
{
    void StepStarted(Step step);

    void StepEnded(Step step, string? error);

    void OutputsRegistered(Step step);

    void Report(Diagnostic diagnostic);
}
