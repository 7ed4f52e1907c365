using System.Globalization;
using Spectre.Console;
using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Display;

/// <summary>Shows changes as a tree that is redrawn continuously, for terminals.</summary>
public sealed class TreeDisplay : EngineDisplay
{
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromMilliseconds(200);

    // Title, table header, "and N more" and the cursor's line.
    private const int OtherLines = 4;

    private readonly IAnsiConsole _console;
    private readonly TimeProvider _clock;
    private readonly bool _showSames;
    private readonly Dictionary<Urn, Row> _rows = [];
    private readonly List<Row> _roots = [];
    private LiveDisplayContext? _live;
    private TaskCompletionSource? _ended;
    private Task _drawn = Task.CompletedTask;
    private ITimer? _timer;
    private long _changes;

    /// <summary>Draws on a console that supports ANSI escape sequences.</summary>
    public TreeDisplay(IAnsiConsole console, TimeProvider clock, bool showSecrets = false, bool showSames = false)
        : base(console.Profile.Out.Writer, showSecrets)
    {
        _console = console;
        _clock = clock;
        _showSames = showSames;
    }

    private protected override void OnStarted()
    {
        _rows.Clear();
        _roots.Clear();
        _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _timer = _clock.CreateTimer(_ => Locked(Draw), null, RefreshEvery, RefreshEvery);
    }

    private protected override void OnStepStarted(StepView view)
    {
        var row = RowOf(view);
        (row.Op, row.Status, row.Began, row.Info) = (
            view.Op,
            IsPreview ? StepWords.Planned(view.Op) : StepWords.Running(view.Op),
            _clock.GetTimestamp(),
            StepWords.Changes(view)
        );
        row.Running = !IsPreview && view.Op != StepOp.Same;
    }

    private protected override void OnStepEnded(StepView view, string? problem)
    {
        var row = RowOf(view);
        var op = IsPreview ? view.Op : StepWords.Effective(view);
        row.Op = op;
        row.Running = false;
        row.Failed |= problem is not null;
        row.Info = problem is null ? StepWords.Changes(view) : problem.Split('\n')[0];
        row.Status =
            problem is not null ? $"{StepWords.Running(view.Op)} failed"
            : IsPreview ? StepWords.Planned(op)
            : Took(row, StepWords.Done(op));
    }

    private protected override void OnReport(Diagnostic diagnostic)
    {
        if (diagnostic.Severity != Severity.Debug && _rows.TryGetValue(diagnostic.Urn.IsEmpty ? Stack.Urn : diagnostic.Urn, out var row))
        {
            row.Info = ResultText.Message(diagnostic).Split('\n')[0];
            row.Changed = ++_changes;
        }
    }

    private protected override void OnEnded(OperationResult result)
    {
        _timer?.Dispose();
        _ended?.TrySetResult();
        _drawn.Wait();
        _live = null;
        _drawn = Task.CompletedTask;
        if (VisibleRows() is { Count: > 0 } rows)
        {
            _console.Write(new Trimmed(TableOf(rows)));
        }
        _console.WriteLine();
    }

    private Row RowOf(StepView view)
    {
        if (!_rows.TryGetValue(view.Urn, out var row))
        {
            _rows[view.Urn] = row = new Row(view.Resource.Type, view.Urn.Name);
            (_rows.TryGetValue(view.Resource.Parent, out var parent) ? parent.Children : _roots).Add(row);
        }
        row.Changed = ++_changes;
        return row;
    }

    private string Took(Row row, string word) =>
        word.Length == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{word} ({_clock.GetElapsedTime(row.Began).TotalSeconds:0.00}s)");

    private void Draw()
    {
        // Drawing starts with the first row: redrawing an empty table would move up and erase the lines above.
        if (VisibleRows() is not { Count: > 0 } rows)
        {
            return;
        }
        var room = Math.Max(1, _console.Profile.Height - OtherLines);
        var shown = rows.Count <= room ? rows : MostInteresting(rows, room);
        var table = TableOf(shown);
        if (shown.Count < rows.Count)
        {
            table.AddRow("", string.Create(CultureInfo.InvariantCulture, $"… and {rows.Count - shown.Count} more"), "", "", "");
        }
        if (_live is { } live)
        {
            live.UpdateTarget(table);
            live.Refresh();
        }
        else
        {
            Start(table);
        }
    }

    private void Start(Table table)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _drawn = _console
            .Live(table)
            .AutoClear(true)
            .StartAsync(async live =>
            {
                _live = live;
                live.Refresh();
                started.SetResult();
                await _ended!.Task;
            });
        started.Task.Wait();
    }

    // Running and failed rows first, then the most recent ones, in the order of the tree.
    private static List<(Row Row, string Lead)> MostInteresting(List<(Row Row, string Lead)> rows, int count)
    {
        var chosen = rows.Select(item => item.Row)
            .OrderByDescending(row => row.Running || row.Failed)
            .ThenByDescending(row => row.Changed)
            .Take(count)
            .ToHashSet();
        return [.. rows.Where(item => chosen.Contains(item.Row))];
    }

    private Table TableOf(List<(Row Row, string Lead)> rows)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var title in new[] { "", "Type", "Name", IsPreview ? "Plan" : "Status", "Info" })
        {
            table.AddColumn(new TableColumn(title).NoWrap());
        }
        foreach (var (row, lead) in rows)
        {
            var style = Style(row);
            var status = row.Running
                ? string.Create(CultureInfo.InvariantCulture, $"{row.Status} ({_clock.GetElapsedTime(row.Began).TotalSeconds:0}s)")
                : row.Status;
            table.AddRow(Cell(StepWords.Sign(row.Op), style), Cell(lead + row.Type), Cell(row.Name), Cell(status, style), Cell(row.Info));
        }
        return table;
    }

    private static Text Cell(string text, Style? style = null) => new(text, style) { Overflow = Overflow.Ellipsis };

    private List<(Row Row, string Lead)> VisibleRows()
    {
        var result = new List<(Row Row, string Lead)>();
        foreach (var root in _roots)
        {
            AddRows(result, root, "");
        }
        return result;
    }

    private void AddRows(List<(Row Row, string Lead)> result, Row row, string lead)
    {
        var children = row.Children.Where(IsVisible).ToList();
        result.Add((row, lead));
        var trunk = lead.Replace("├─ ", "│  ", StringComparison.Ordinal).Replace("└─ ", "   ", StringComparison.Ordinal);
        foreach (var (index, child) in children.Index())
        {
            AddRows(result, child, trunk + (index == children.Count - 1 ? "└─ " : "├─ "));
        }
    }

    private bool IsVisible(Row row) =>
        _showSames || row.Op != StepOp.Same || row.Info.Length > 0 || row.Failed || row.Children.Exists(IsVisible);

    private static Style Style(Row row) =>
        new(
            row switch
            {
                { Failed: true } => Color.Red,
                { Op: StepOp.Create or StepOp.CreateReplacement or StepOp.Import or StepOp.ImportReplacement } => Color.Green,
                { Op: StepOp.Update or StepOp.Replace or StepOp.Refresh } => Color.Yellow,
                { Op: StepOp.Delete or StepOp.DeleteReplaced } => Color.Red,
                _ => Color.Default,
            }
        );

    private sealed class Row(string type, string name)
    {
        public string Type => type;

        public string Name => name;

        public List<Row> Children { get; } = [];

        public StepOp Op { get; set; }

        public string Status { get; set; } = "";

        public string Info { get; set; } = "";

        public long Began { get; set; }

        public long Changed { get; set; }

        public bool Running { get; set; }

        public bool Failed { get; set; }
    }
}
