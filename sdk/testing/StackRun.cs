using System.Text.Json.Nodes;
using ZeroTrust.Engine;
using ZeroTrust.Engine.Deployment;

namespace ZeroTrust.Testing;

/// <summary>What an operation did to one resource, or would do.</summary>
/// <param name="Operation">What.</param>
/// <param name="Type">The resource's type, such as <c>DeviceProfile</c>.</param>
/// <param name="Name">The resource's name in the program.</param>
/// <param name="Properties">Paths of the properties that differ.</param>
public sealed record StackChange(StepOp Operation, string Type, string Name, IReadOnlyList<string> Properties)
{
    /// <summary>For example <c>Create DeviceProfile staff</c>.</summary>
    public override string ToString() => $"{Operation} {Type} {Name}";
}

/// <summary>How an operation on a <see cref="TestStack"/> ended.</summary>
public sealed class StackRun
{
    internal StackRun(OperationResult result) => Result = result;

    /// <summary>All that the engine knows of it.</summary>
    public OperationResult Result { get; }

    /// <summary>Whether all went well.</summary>
    public bool Succeeded => Result.Succeeded;

    /// <summary>The changes of resources, in order; in a preview those to come.</summary>
    public IReadOnlyList<StackChange> Changes =>
        [
            .. Result
                .Steps.Where(step => step.Changes && step.Urn.Type.StartsWith("zerotrust:", StringComparison.Ordinal))
                .Select(step => new StackChange(
                    step.Op,
                    step.Urn.Type.Split(':')[^1],
                    step.Urn.Name,
                    [.. step.Differences.Keys.Order(StringComparer.Ordinal)]
                )),
        ];

    /// <summary>Warnings, each with its code.</summary>
    public IReadOnlyList<string> Warnings => Messages(Severity.Warning);

    /// <summary>What went wrong, each with its code where the provider says it.</summary>
    public IReadOnlyList<string> Errors => [.. Messages(Severity.Error), .. Result.Steps.Select(step => step.Error).OfType<string>()];

    /// <summary>The stack's outputs; secrets are marked as they travel.</summary>
    public JsonNode Outputs => JsonNode.Parse(Result.Outputs.ToString())!;

    /// <summary>This run, when all went well.</summary>
    /// <exception cref="InvalidOperationException">It did not; the message has the errors.</exception>
    public StackRun EnsureSucceeded() =>
        Succeeded ? this : throw new InvalidOperationException($"The operation failed:\n{string.Join('\n', Errors)}");

    private IReadOnlyList<string> Messages(Severity severity) =>
        [.. Result.Diagnostics.Where(diagnostic => diagnostic.Severity == severity).Select(diagnostic => diagnostic.Message).Distinct()];
}
