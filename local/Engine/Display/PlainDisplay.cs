using System.Globalization;
using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Display;

/// <summary>One line for each thing that happens, for logs and pipes.</summary>
public sealed class PlainDisplay(TextWriter output, TimeProvider clock, bool showSecrets = false) : EngineDisplay(output, showSecrets)
{
    private readonly Dictionary<Urn, long> _began = [];
    private readonly HashSet<Urn> _shown = [];

    private protected override void OnStarted()
    {
        _began.Clear();
        _shown.Clear();
    }

    private protected override void OnStepStarted(StepView view)
    {
        _began[view.Urn] = clock.GetTimestamp();
        if (StepWords.Running(view.Op).Length > 0 && (!IsPreview || view.Op == StepOp.Refresh))
        {
            WriteRow(view, view.Op, $"{StepWords.Running(view.Op)}{(IsPreview ? "" : " (0s)")} {StepWords.Changes(view)}");
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
            WriteRow(view, op, $"{StepWords.Planned(op)} {StepWords.Changes(view)}");
        }
        else if (op != StepOp.Same)
        {
            var took = clock.GetElapsedTime(_began.GetValueOrDefault(view.Urn, clock.GetTimestamp())).TotalSeconds;
            WriteRow(view, op, string.Create(CultureInfo.InvariantCulture, $"{StepWords.Done(op)} ({took:0.00}s) {StepWords.Changes(view)}"));
        }
        else if (!view.Urn.IsStack && (_shown.Contains(view.Urn) || StepWords.Changes(view).Length > 0))
        {
            WriteRow(view, op, $" {StepWords.Changes(view)}");
        }
    }

    private protected override void OnReport(Diagnostic diagnostic)
    {
        // Errors and warnings stand together below; what is said in passing would be lost.
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

    private void WriteRow(StepView view, StepOp op, string status)
    {
        _shown.Add(view.Urn);
        Write($" {StepWords.Sign(op)} {view.Resource.Type} {view.Urn.Name} {status}\n");
    }
}
