using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Display;

/// <summary>Forwards events to a display and records those of the last operation, so that another display can replay them.</summary>
public sealed class DisplayLog(IEngineDisplay inner) : IEngineDisplay
{
    private readonly Lock _lock = new();
    private readonly List<Action<IEngineDisplay>> _events = [];

    /// <inheritdoc/>
    public void Started(OperationName operation, bool preview, StackName stack)
    {
        lock (_lock)
        {
            _events.Clear();
        }
        Show(display => display.Started(operation, preview, stack));
    }

    /// <inheritdoc/>
    public void StepStarted(StepView view) => Show(display => display.StepStarted(view));

    /// <inheritdoc/>
    public void StepEnded(StepView view, string? problem) => Show(display => display.StepEnded(view, problem));

    /// <inheritdoc/>
    public void OutputsRegistered(StepView view) => Show(display => display.OutputsRegistered(view));

    /// <inheritdoc/>
    public void Report(Diagnostic diagnostic) => Show(display => display.Report(diagnostic));

    /// <inheritdoc/>
    public void Ended(OperationResult result) => Show(display => display.Ended(result));

    /// <summary>Replays the last operation.</summary>
    public void Replay(IEngineDisplay display)
    {
        lock (_lock)
        {
            _events.ForEach(show => show(display));
        }
    }

    private void Show(Action<IEngineDisplay> show)
    {
        lock (_lock)
        {
            _events.Add(show);
        }
        show(inner);
    }
}
