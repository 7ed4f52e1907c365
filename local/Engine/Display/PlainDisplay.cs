using System.Globalization;
using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Display;

/// <summary>Prints one line per event, for logs and pipes.</summary>
public sealed class PlainDisplay(TextWriter output, TimeProvider clock, bool showSecrets = false, bool showSames = false)
    : EngineDisplay(output, showSecrets)
{
    private readonly Dictionary<Urn, long> _began = [];
    private readonly HashSet<Urn> _shown = [];
    private readonly Dictionary<Urn, string> _changes = [];

    private protected override void OnStarted()
    {
        _began.Clear();
        _shown.Clear();
        _changes.Clear();
    }

    private protected override void OnStepStarted(StepView view)
    {
        _began[view.Urn] = clock.GetTimestamp();
        if (StepWords.Running(view.Op).Length > 0 && (!IsPreview || view.Op == StepOp.Refresh))
        {
            WriteRow(view, view.Op, $"{StepWords.Running(view.Op)}{(IsPreview ? "" : " (0s)")} {Changes(view)}");
        }
    }

    private protected override void OnStepEnded(StepView view, string? problem)
    {
        var op = IsPreview ? view.Op : StepWords.Effective(view);
        if (problem is not null)
        {
            WriteRow(view, view.Op, $"**{StepWords.Running(view.Op)} failed** error: {problem.Split('\n')[0]}");
        }
        else if (IsPreview && op != StepOp.Same)
        {
            WriteRow(view, op, $"{StepWords.Planned(op)} {Changes(view)}");
        }
        else if (op is StepOp.Create && !view.Resource.Custom)
        {
            // OnOutputsRegistered writes the line of a component.
        }
        else if (op != StepOp.Same)
        {
            WriteDone(view, op);
        }
        else if (!view.Urn.IsStack && (showSames || _shown.Contains(view.Urn) || Changes(view).Length > 0))
        {
            WriteRow(view, op, $" {Changes(view)}");
        }
    }

    private protected override void OnOutputsRegistered(StepView view)
    {
        if (!IsPreview && view.Op == StepOp.Create)
        {
            WriteDone(view, view.Op);
        }
    }

    private protected override void OnReport(Diagnostic diagnostic)
    {
        // The summary lists other messages; ephemeral ones appear only here.
        if (diagnostic.Ephemeral)
        {
            Write($"    {(diagnostic.Urn.IsEmpty ? "" : diagnostic.Urn.Name + ": ")}{diagnostic.Message}\n");
        }
    }

    private protected override void OnEnded(OperationResult result)
    {
        var errors = result.Diagnostics.Count(diagnostic => diagnostic.Severity == Severity.Error);
        var stack = errors > 0 ? $"**failed** {errors} error{(errors == 1 ? "" : "s")}" : " ";
        Write($"    {ResourceTypes.Stack} {Stack.Urn.Name} {stack}\n");
    }

    // Deleting the replaced object shows the diff of its replacement.
    private string Changes(StepView view)
    {
        var changes = StepWords.Changes(view);
        if (changes.Length > 0)
        {
            _changes[view.Urn] = changes;
        }
        return view.Op == StepOp.DeleteReplaced ? _changes.GetValueOrDefault(view.Urn, changes) : changes;
    }

    private void WriteDone(StepView view, StepOp op)
    {
        var took = clock.GetElapsedTime(_began.GetValueOrDefault(view.Urn, clock.GetTimestamp())).TotalSeconds;
        WriteRow(view, op, string.Create(CultureInfo.InvariantCulture, $"{StepWords.Done(op)} ({took:0.00}s) {Changes(view)}"));
    }

    private void WriteRow(StepView view, StepOp op, string status)
    {
        _shown.Add(view.Urn);
        Write($" {StepWords.Sign(op)} {view.Resource.Type} {view.Urn.Name} {status}\n");
    }
}
