using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>How serious a message is.</summary>
public enum Severity
{
    /// <summary>For those who look for the cause of something.</summary>
    Debug,

    /// <summary>Good to know.</summary>
    Info,

    /// <summary>May be wrong.</summary>
    Warning,

    /// <summary>Is wrong, and fails the run.</summary>
    Error,
}

/// <summary>A message about a resource, or about the run as a whole when the URN is empty.</summary>
/// <param name="Severity">How serious it is.</param>
/// <param name="Message">What to show.</param>
/// <param name="Urn">The resource.</param>
/// <param name="Ephemeral">Shown only while it is current.</param>
public sealed record Diagnostic(Severity Severity, string Message, Urn Urn = default, bool Ephemeral = false);

/// <summary>Told what happens, as it happens, possibly from several threads at once.</summary>
internal interface IDeploymentEvents
{
    void StepStarted(Step step);

    void StepEnded(Step step, string? error);

    void OutputsRegistered(Step step);

    void Report(Diagnostic diagnostic);
}
