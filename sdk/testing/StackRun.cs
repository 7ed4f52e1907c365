using System.Text.Json.Nodes;
using ZeroTrust.Engine;
using ZeroTrust.Engine.Deployment;

namespace ZeroTrust.Testing;

/// <summary>A change that an operation made to a resource or, in a preview, would make.</summary>
/// <param name="Operation">The kind of change.</param>
/// <param name="Type">The resource's type, such as <c>DeviceProfile</c>.</param>
/// <param name="Name">The resource's name in the program.</param>
/// <param name="Properties">Paths of the properties that differ.</param>
public sealed record StackChange(StepOp Operation, string Type, string Name, IReadOnlyList<string> Properties)
{
    /// <summary>For example <c>Create DeviceProfile staff</c>.</summary>
    public override string ToString() => $"{Operation} {Type} {Name}";
}

/// <summary>The result of an operation on a <see cref="TestStack"/>.</summary>
public sealed class StackRun
{
    internal StackRun(OperationResult result) => Result = result;

    /// <summary>The engine's full result.</summary>
    public OperationResult Result { get; }

    /// <summary>Whether the operation succeeded.</summary>
    public bool Succeeded => Result.Succeeded;

    /// <summary>The changes to resources, in order; in a preview, the planned ones.</summary>
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

    /// <summary>Errors, each with its code if the provider reported it.</summary>
    public IReadOnlyList<string> Errors => [.. Messages(Severity.Error), .. Result.Steps.Select(step => step.Error).OfType<string>()];

    /// <summary>The stack's outputs in wire format, with secrets marked.</summary>
    public JsonNode Outputs => JsonNode.Parse(Result.Outputs.ToString())!;

    /// <summary>Returns this run if it succeeded.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has the errors.</exception>
    public StackRun EnsureSucceeded() =>
        Succeeded ? this : throw new InvalidOperationException($"The operation failed:\n{string.Join('\n', Errors)}");

    private IReadOnlyList<string> Messages(Severity severity) =>
        [.. Result.Diagnostics.Where(diagnostic => diagnostic.Severity == severity).Select(diagnostic => diagnostic.Message).Distinct()];
}
