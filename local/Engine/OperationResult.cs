using Google.Protobuf.WellKnownTypes;
using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.Plugins;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine;

/// <summary>What an operation does.</summary>
public enum OperationName
{
    /// <summary>Brings about what the program declares.</summary>
    Update,

    /// <summary>Reads what is really there.</summary>
    Refresh,

    /// <summary>Deletes everything.</summary>
    Destroy,

    /// <summary>Adopts existing objects.</summary>
    Import,
}

/// <summary>One step as it ended.</summary>
/// <param name="Op">What was done.</param>
/// <param name="Urn">The resource.</param>
/// <param name="Id">Its id; empty when it has none yet.</param>
/// <param name="Differences">How it differs, by property path.</param>
/// <param name="ReplaceKeys">Why it is replaced.</param>
/// <param name="Error">What went wrong; null when nothing did.</param>
public sealed record StepResult(
    StepOp Op,
    Urn Urn,
    string Id,
    IReadOnlyDictionary<string, PropertyDifference> Differences,
    IReadOnlyList<string> ReplaceKeys,
    string? Error
)
{
    /// <summary>Whether something exists, or is recorded, differently afterwards.</summary>
    public bool Changes { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Op} {Urn.Name} ({Urn.Type})";
}

/// <summary>How an operation ended.</summary>
public sealed record OperationResult
{
    /// <summary>Everything went well.</summary>
    public const int Success = 0;

    /// <summary>Something failed.</summary>
    public const int Failure = 1;

    /// <summary>Changes where none were expected.</summary>
    public const int UnexpectedChanges = 7;

    /// <summary>The operation.</summary>
    public required OperationName Operation { get; init; }

    /// <summary>Whether nothing was really changed.</summary>
    public required bool Preview { get; init; }

    /// <summary>0: well; 1: failed; 7: changes where none were expected.</summary>
    public int ExitCode { get; init; }

    /// <summary>Whether the exit code is 0.</summary>
    public bool Succeeded => ExitCode == Success;

    /// <summary>The steps, in the order they ended; those that only announce others are among them.</summary>
    public IReadOnlyList<StepResult> Steps { get; init; } = [];

    /// <summary>What plugins, the program and the engine had to say.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>The stack's outputs, secrets marked as they travel.</summary>
    public Struct Outputs { get; init; } = new();

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Whether any resource changes.</summary>
    public bool HasChanges => Steps.Any(step => step.Changes);

    /// <summary>The resources with a certain step.</summary>
    public IEnumerable<Urn> With(StepOp op) => Steps.Where(step => step.Op == op).Select(step => step.Urn);
}
