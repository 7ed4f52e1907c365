using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Display;

/// <summary>Passes on to a display what happens, and remembers the last operation, to be shown in another way afterwards.</summary>
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
        Tell(display => display.Started(operation, preview, stack));
    }

    /// <inheritdoc/>
    public void StepStarted(StepView view) => Tell(display => display.StepStarted(view));

    /// <inheritdoc/>
    public void StepEnded(StepView view, string? problem) => Tell(display => display.StepEnded(view, problem));

    /// <inheritdoc/>
    public void OutputsRegistered(StepView view) => Tell(display => display.OutputsRegistered(view));

    /// <inheritdoc/>
    public void Report(Diagnostic diagnostic) => Tell(display => display.Report(diagnostic));

    /// <inheritdoc/>
    public void Ended(OperationResult result) => Tell(display => display.Ended(result));

    /// <summary>Shows the last operation once more.</summary>
    public void Replay(IEngineDisplay display)
    {
        lock (_lock)
        {
            _events.ForEach(tell => tell(display));
        }
    }

    private void Tell(Action<IEngineDisplay> tell)
    {
        lock (_lock)
        {
            _events.Add(tell);
        }
        tell(inner);
    }
}
