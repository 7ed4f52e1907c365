using System.Globalization;
using Spectre.Console;
using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Display;

/// <summary>A tree of all resources that changes while it is looked at, for terminals.</summary>
public sealed class TreeDisplay : EngineDisplay
{
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromMilliseconds(200);

    private readonly IAnsiConsole _console;
    private readonly TimeProvider _clock;
    private readonly Dictionary<Urn, Row> _rows = [];
    private LiveDisplayContext? _live;
    private TaskCompletionSource? _ended;
    private Task _drawn = Task.CompletedTask;
    private ITimer? _timer;

    /// <summary>Draws on a console.</summary>
    public TreeDisplay(IAnsiConsole console, TimeProvider clock, bool showSecrets = false)
        : base(console.Profile.Out.Writer, showSecrets)
    {
        _console = console;
        _clock = clock;
    }

    private protected override void OnStarted()
    {
        _rows.Clear();
        _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _drawn = _console.Live(new Table()).Overflow(VerticalOverflow.Ellipsis).StartAsync(async live =>
        {
            _live = live;
            started.SetResult();
            await _ended.Task;
        });
        started.Task.Wait();
        _timer = _clock.CreateTimer(_ => Locked(Draw), null, RefreshEvery, RefreshEvery);
    }

    private protected override void OnStepStarted(StepView view)
    {
        var row = RowOf(view);
        (row.Op, row.Status, row.Began, row.Info) = (view.Op, IsPreview ? StepWords.Planned(view.Op) : StepWords.Running(view.Op), _clock.GetTimestamp(), StepWords.Changes(view));
        row.Running = !IsPreview;
    }

    private protected override void OnStepEnded(StepView view, string? problem)
    {
        var row = RowOf(view);
        var op = IsPreview ? view.Op : StepWords.Effective(view);
        row.Op = op;
        row.Running = false;
        row.Failed |= problem is not null;
        row.Info = problem is null ? StepWords.Changes(view) : problem.Split('\n')[0];
        row.Status = problem is not null ? $"{StepWords.Running(view.Op)} failed" : IsPreview ? StepWords.Planned(op) : Took(row, StepWords.Done(op));
    }

    private protected override void OnReport(Diagnostic diagnostic)
    {
        if (diagnostic.Severity != Severity.Debug && _rows.TryGetValue(diagnostic.Urn.IsEmpty ? Stack.Urn : diagnostic.Urn, out var row))
        {
            row.Info = ResultText.Message(diagnostic).Split('\n')[0];
        }
    }

    private protected override void OnEnded(OperationResult result)
    {
        _timer?.Dispose();
        Draw();
        _ended?.TrySetResult();
        _drawn.Wait();
        _live = null;
        _console.WriteLine();
    }

    private Row RowOf(StepView view)
    {
        if (!_rows.TryGetValue(view.Urn, out var row))
        {
            _rows[view.Urn] = row = new Row(view.Resource.Type, view.Urn.Name, view.Resource.Parent);
        }
        return row;
    }

    private string Took(Row row, string word) =>
        word.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{word} ({_clock.GetElapsedTime(row.Began).TotalSeconds:0.00}s)");

    private void Draw()
    {
        if (_live is not { } live)
        {
            return;
        }
        var table = new Table().Border(TableBorder.None).AddColumns("", "Type", "Name", IsPreview ? "Plan" : "Status", "Info");
        foreach (var urn in _rows.Where(pair => pair.Value.Parent.IsEmpty || !_rows.ContainsKey(pair.Value.Parent)).Select(pair => pair.Key).ToList())
        {
            AddRows(table, urn, "");
        }
        live.UpdateTarget(table);
        live.Refresh();
    }

    private void AddRows(Table table, Urn urn, string lead)
    {
        var row = _rows[urn];
        var style = Style(row);
        var status = row.Running ? string.Create(CultureInfo.InvariantCulture, $"{row.Status} ({_clock.GetElapsedTime(row.Began).TotalSeconds:0}s)") : row.Status;
        table.AddRow(
            new Markup(Markup.Escape(StepWords.Sign(row.Op)), style),
            new Markup(Markup.Escape(lead + row.Type)),
            new Markup(Markup.Escape(row.Name)),
            new Markup(Markup.Escape(status), style),
            new Markup(Markup.Escape(row.Info)));
        var children = _rows.Where(pair => pair.Value.Parent == urn).Select(pair => pair.Key).ToList();
        foreach (var (index, child) in children.Index())
        {
            var trunk = lead.Replace("├─ ", "│  ", StringComparison.Ordinal).Replace("└─ ", "   ", StringComparison.Ordinal);
            AddRows(table, child, trunk + (index == children.Count - 1 ? "└─ " : "├─ "));
        }
    }

    private static Style Style(Row row) => new(row switch
    {
        { Failed: true } => Color.Red,
        { Op: StepOp.Create or StepOp.CreateReplacement or StepOp.Import or StepOp.ImportReplacement } => Color.Green,
        { Op: StepOp.Update or StepOp.Replace or StepOp.Refresh } => Color.Yellow,
        { Op: StepOp.Delete or StepOp.DeleteReplaced } => Color.Red,
        _ => Color.Default,
    });

    private sealed class Row(string type, string name, Urn parent)
    {
        public string Type => type;

        public string Name => name;

        public Urn Parent => parent;

        public StepOp Op { get; set; }

        public string Status { get; set; } = "";

        public string Info { get; set; } = "";

        public long Began { get; set; }

        public bool Running { get; set; }

        public bool Failed { get; set; }
    }
}
