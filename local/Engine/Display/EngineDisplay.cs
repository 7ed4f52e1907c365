using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;
using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Display;

/// <summary>Base of the displays: counts steps and writes the summary below them.</summary>
public abstract partial class EngineDisplay : IEngineDisplay
{
    private readonly Lock _lock = new();
    private readonly List<StepView> _steps = [];
    private readonly HashSet<Urn> _imported = [];
    private readonly TextWriter _output;
    private readonly bool _showSecrets;
    private StackName _stack = new("", "");
    private Struct _outputsBefore = new();

    /// <summary>Writes to <paramref name="output"/>; masks secrets unless <paramref name="showSecrets"/> is set.</summary>
    protected EngineDisplay(TextWriter output, bool showSecrets)
    {
        _output = output;
        _showSecrets = showSecrets;
    }

    private protected bool ShowSecrets => _showSecrets;

    private protected StackName Stack => _stack;

    private protected bool IsPreview { get; private set; }

    private protected OperationName Operation { get; private set; }

    /// <inheritdoc/>
    public void Started(OperationName operation, bool preview, StackName stack) =>
        Locked(() =>
        {
            (Operation, IsPreview, _stack, _outputsBefore) = (operation, preview, stack, new());
            _steps.Clear();
            _imported.Clear();
            Write($"{StepWords.Title(operation, preview)} ({stack.Stack}):\n");
            OnStarted();
        });

    /// <inheritdoc/>
    public void StepStarted(StepView view) =>
        Locked(() =>
        {
            if (IsAlreadyShown(view))
            {
                return;
            }
            if (view.Urn.IsStack && view.Old is { } stack)
            {
                _outputsBefore = stack.Outputs;
            }
            if (!view.IsDefaultProvider)
            {
                OnStepStarted(view);
            }
        });

    /// <inheritdoc/>
    public void StepEnded(StepView view, string? problem) =>
        Locked(() =>
        {
            if (IsAlreadyShown(view))
            {
                return;
            }
            if (problem is null)
            {
                _steps.Add(view);
            }
            if (view.Op is StepOp.Import or StepOp.ImportReplacement)
            {
                _imported.Add(view.Urn);
            }
            if (!view.IsDefaultProvider)
            {
                OnStepEnded(view, problem);
            }
        });

    /// <inheritdoc/>
    public void OutputsRegistered(StepView view) => Locked(() => OnOutputsRegistered(view));

    /// <inheritdoc/>
    public void Report(Diagnostic diagnostic) => Locked(() => OnReport(diagnostic));

    /// <inheritdoc/>
    public void Ended(OperationResult result) =>
        Locked(() =>
        {
            OnEnded(result);
            Write(ResultText.Diagnostics(result, _stack));
            if (ShowsOutputs && result.Succeeded && Operation != OperationName.Destroy)
            {
                var outputs = ResultText.Outputs(_outputsBefore, result.Outputs, IsPreview, _showSecrets);
                Write(outputs.Length > 0 ? outputs + "\n" : "");
            }
            Write(ResultText.Counts(result, _steps));
            Write(result.Preview ? "\n" : "\n" + ResultText.Duration(result.Duration) + "\n");
        });

    /// <summary>Whether the summary includes the stack's outputs.</summary>
    private protected virtual bool ShowsOutputs => true;

    private protected void Write(string text) => _output.Write(TrailingBlanks().Replace(text, ""));

    private protected virtual void OnStarted() { }

    private protected virtual void OnStepStarted(StepView view) { }

    private protected virtual void OnStepEnded(StepView view, string? problem) { }

    private protected virtual void OnOutputsRegistered(StepView view) { }

    private protected virtual void OnReport(Diagnostic diagnostic) { }

    private protected virtual void OnEnded(OperationResult result) { }

    private protected void Locked(Action action)
    {
        lock (_lock)
        {
            action();
        }
    }

    // The import step already shows an imported resource that needs no update.
    private bool IsAlreadyShown(StepView view) => view.Op == StepOp.Same && _imported.Contains(view.Urn);

    [GeneratedRegex(" +(?=\n)")]
    private static partial Regex TrailingBlanks();
}
