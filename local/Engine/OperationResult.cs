using Google.Protobuf.WellKnownTypes;
using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.Plugins;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine;

/// <summary>The kind of an operation.</summary>
public enum OperationName
{
    /// <summary>Deploys what the program declares.</summary>
    Update,

    /// <summary>Updates the state to match the actual resources.</summary>
    Refresh,

    /// <summary>Deletes every resource.</summary>
    Destroy,

    /// <summary>Imports existing objects.</summary>
    Import,
}

/// <summary>The result of one step.</summary>
/// <param name="Op">Its operation.</param>
/// <param name="Urn">The resource.</param>
/// <param name="Id">The resource's ID; empty when it has none yet.</param>
/// <param name="Differences">The differences, by property path.</param>
/// <param name="ReplaceKeys">Properties that force the replacement.</param>
/// <param name="Error">Error message; null on success.</param>
public sealed record StepResult(
    StepOp Op,
    Urn Urn,
    string Id,
    IReadOnlyDictionary<string, PropertyDifference> Differences,
    IReadOnlyList<string> ReplaceKeys,
    string? Error
)
{
    /// <summary>Whether the step changes an object or the state.</summary>
    public bool Changes { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Op} {Urn.Name} ({Urn.Type})";
}

/// <summary>The result of an operation.</summary>
public sealed record OperationResult
{
    /// <summary>Exit code of success.</summary>
    public const int Success = 0;

    /// <summary>Exit code of failure.</summary>
    public const int Failure = 1;

    /// <summary>Exit code of changes where none were expected.</summary>
    public const int UnexpectedChanges = 7;

    /// <summary>The operation.</summary>
    public required OperationName Operation { get; init; }

    /// <summary>Whether it was a preview only.</summary>
    public required bool Preview { get; init; }

    /// <summary>0: success; 1: failure; 7: changes where none were expected.</summary>
    public int ExitCode { get; init; }

    /// <summary>Whether the exit code is 0.</summary>
    public bool Succeeded => ExitCode == Success;

    /// <summary>The steps in the order in which they ended, including those that only announce others.</summary>
    public IReadOnlyList<StepResult> Steps { get; init; } = [];

    /// <summary>Messages of the plugins, the program and the engine.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>The stack's outputs in wire format, with secrets marked.</summary>
    public Struct Outputs { get; init; } = new();

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Whether any resource changes.</summary>
    public bool HasChanges => Steps.Any(step => step.Changes);

    /// <summary>The resources that had a step of the given kind.</summary>
    public IEnumerable<Urn> With(StepOp op) => Steps.Where(step => step.Op == op).Select(step => step.Urn);
}
