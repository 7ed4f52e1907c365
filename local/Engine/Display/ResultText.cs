using System.Globalization;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.Properties;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Display;

/// <summary>Formats the summary below the steps: messages, outputs, counts, duration.</summary>
internal static class ResultText
{
    private static readonly (StepOp Op, string Planned, string Done)[] Counted =
    [
        (StepOp.Import, "to import", "imported"),
        (StepOp.Create, "to create", "created"),
        (StepOp.Update, "to update", "updated"),
        (StepOp.Delete, "to delete", "deleted"),
        (StepOp.Replace, "to replace", "replaced"),
    ];

    public static string Diagnostics(OperationResult result, StackName stack)
    {
        var text = new StringBuilder();
        foreach (
            var group in result
                .Diagnostics.Where(diagnostic => diagnostic.Severity != Severity.Debug)
                .GroupBy(diagnostic => diagnostic.Urn.IsEmpty ? stack.Urn : diagnostic.Urn)
        )
        {
            text.Append(text.Length == 0 ? "Diagnostics:\n" : "")
                .Append(CultureInfo.InvariantCulture, $"  {group.Key.Type} ({group.Key.Name}):\n");
            foreach (var diagnostic in group)
            {
                text.Append("    ").Append(Message(diagnostic).Replace("\n", "\n    ", StringComparison.Ordinal)).Append('\n');
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    public static string Message(Diagnostic diagnostic) =>
        diagnostic.Severity switch
        {
            Severity.Error => $"error: {diagnostic.Message}",
            Severity.Warning => $"warning: {diagnostic.Message}",
            _ => diagnostic.Message,
        };

    public static string Outputs(Struct before, Struct after, bool preview, bool showSecrets) =>
        OutputChanges(before, after, preview, showSecrets) is { Length: > 0 } changes ? "Outputs:\n" + changes : "";

    /// <summary>All outputs, with changes marked. Empty when a preview knows of no change.</summary>
    public static string OutputChanges(Struct before, Struct after, bool preview, bool showSecrets)
    {
        var known = before
            .Fields.Keys.Union(after.Fields.Keys)
            .Any(key =>
                !(after.Fields.GetValueOrDefault(key)?.ContainsUnknowns() ?? false)
                && !Equals(before.Fields.GetValueOrDefault(key), after.Fields.GetValueOrDefault(key))
            );
        return before.Fields.Count + after.Fields.Count == 0 || (preview && before.Fields.Count > 0 && !known) ? ""
            : before.Fields.Count == 0 ? All(after, showSecrets)
            : DifferenceText.OfOutputs(before, after, 4, showSecrets);
    }

    /// <summary>Number of resources per operation.</summary>
    public static IReadOnlyDictionary<StepOp, int> Count(OperationResult result, IReadOnlyCollection<StepView> steps) =>
        steps
            // When an update starts with a refresh, only the steps of the update count.
            .Where(step => !step.IsDefaultProvider && (result.Operation == OperationName.Refresh || step.Op != StepOp.Refresh))
            .GroupBy(Counts)
            .Where(group => group.Key == StepOp.Same || Array.Exists(Counted, entry => entry.Op == group.Key))
            .ToDictionary(group => group.Key, group => group.Count());

    public static string Counts(OperationResult result, IReadOnlyCollection<StepView> steps)
    {
        var text = new StringBuilder("Resources:\n");
        var counts = Count(result, steps);
        var changed = 0;
        foreach (var (op, planned, done) in Counted)
        {
            if (counts.TryGetValue(op, out var count))
            {
                changed += count;
                text.Append(CultureInfo.InvariantCulture, $"    {StepWords.Sign(op)}{count} {(result.Preview ? planned : done)}\n");
            }
        }
        var same = counts.GetValueOrDefault(StepOp.Same);
        if (same > 0)
        {
            var several = counts.Count > 2;
            text.Append(several ? $"    {changed} changes. {same} unchanged\n" : $"    {same} unchanged\n");
        }
        var errored = result
            .Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error && !diagnostic.Urn.IsEmpty)
            .Select(diagnostic => diagnostic.Urn)
            .Distinct()
            .Count();
        if (errored > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {errored} errored\n");
        }
        return text.ToString();
    }

    public static string Duration(TimeSpan duration)
    {
        var seconds = Math.Max(1, (long)Math.Round(duration.TotalSeconds));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Duration: {(seconds >= 60 ? $"{seconds / 60}m{seconds % 60}s" : $"{seconds}s")}\n"
        );
    }

    private static StepOp Counts(StepView step) =>
        StepWords.Effective(step) switch
        {
            StepOp.ImportReplacement => StepOp.Import,
            var op => op,
        };

    private static string All(Struct properties, bool showSecrets)
    {
        var text = new PropertyText(showSecrets);
        text.WriteAll(properties, 4);
        return text.ToString();
    }
}
