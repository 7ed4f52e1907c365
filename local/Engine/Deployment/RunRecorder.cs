using ZeroTrust.Engine.Display;

namespace ZeroTrust.Engine.Deployment;

/// <summary>Collects events for the result and forwards them to the display.</summary>
internal sealed class RunRecorder(IEngineDisplay? display) : IDeploymentEvents
{
    private readonly Lock _lock = new();
    private readonly List<StepResult> _steps = [];
    private readonly List<Diagnostic> _diagnostics = [];

    public bool HasErrors
    {
        get
        {
            lock (_lock)
            {
                return _diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error);
            }
        }
    }

    public void StepStarted(Step step) => display?.StepStarted(StepView.Of(step));

    public void StepEnded(Step step, string? error)
    {
        var view = StepView.Of(step);
        lock (_lock)
        {
            _steps.Add(
                new(step.Op, step.Urn, step.Resource.Id, view.Differences, view.ReplaceKeys, error)
                {
                    Changes = error is null && Changes(step, view),
                }
            );
        }
        display?.StepEnded(view, error);
    }

    public void OutputsRegistered(Step step) => display?.OutputsRegistered(StepView.Of(step));

    public void Report(Diagnostic diagnostic)
    {
        if (!diagnostic.Ephemeral)
        {
            lock (_lock)
            {
                _diagnostics.Add(diagnostic);
            }
        }
        display?.Report(diagnostic);
    }

    public OperationResult ToResult(OperationName operation, bool preview)
    {
        lock (_lock)
        {
            return new()
            {
                Operation = operation,
                Preview = preview,
                Steps = [.. _steps],
                Diagnostics = [.. _diagnostics],
            };
        }
    }

    // Users never declared the default provider, so its steps are not changes to them.
    private static bool Changes(Step step, StepView view) =>
        !view.IsDefaultProvider
        && step switch
        {
            RefreshStep refresh => refresh.New is null || view.Differences.Count > 0,
            _ => step.Op is not (StepOp.Same or StepOp.Read or StepOp.RemovePendingReplace),
        };
}
