using Spectre.Console;

namespace ZeroTrust.Cli.Drift.Reports;

/// <summary>For a terminal.</summary>
internal static class TableReport
{
    private const int Width = 120;

    public static string Write(DriftReport report)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var settings = new AnsiConsoleSettings
        {
            Out = new PlainOutput(text),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
        };
        Write(report, AnsiConsole.Create(settings));
        return string.Concat(text.ToString().Split('\n').Select(line => line.TrimEnd() + "\n")).TrimEnd('\n') + "\n";
    }

    public static void Write(DriftReport report, IAnsiConsole console)
    {
        foreach (var resource in report.Resources.Where(resource => resource.Status != ResourceStatus.InSync))
        {
            console.MarkupLineInterpolated($"[bold]{resource.Label}[/]  [dim]{resource.Id}[/]");
            switch (resource.Status)
            {
                case ResourceStatus.Missing:
                    console.MarkupLineInterpolated($"  [red]{Wording.Missing}[/]{Suffix(resource.Accepted)}");
                    break;
                case ResourceStatus.Unreadable:
                    console.MarkupLineInterpolated($"  [yellow]could not be read: {resource.Problem}[/]");
                    break;
                default:
                    console.Write(Differences(resource));
                    break;
            }

            console.WriteLine();
        }

        if (report.Unmanaged is { Count: > 0 } unmanaged)
        {
            var table = NewTable("Not managed by any state", "Name", "ID to import");
            foreach (var found in unmanaged)
            {
                table.AddRow(new Text(found.Type), new Text(found.Name + Suffix(found.Accepted)), new Text(found.Id));
            }

            console.Write(table);
            console.WriteLine();
        }

        foreach (var note in report.Notes)
        {
            console.MarkupLineInterpolated($"[yellow]{note}[/]");
        }

        console.MarkupLineInterpolated($"[bold]{report.Verdict}[/]");
    }

    private static Table Differences(ResourceReport resource)
    {
        var table = NewTable("Property", "Declared", "Recorded", "In the account");
        foreach (var difference in resource.Differences)
        {
            var note = (difference.KeptDefault ? " (kept default)" : "") + Suffix(difference.Accepted);
            table.AddRow(
                new Text(Sign(difference.Change) + difference.Where + note, Style(difference)),
                new Text(Wording.Value(difference, difference.Declared)),
                new Text(Wording.Value(difference, difference.Recorded)),
                new Text(Wording.Value(difference, difference.Actual), Style(difference))
            );
        }

        return table;
    }

    private static string Sign(ChangeInAccount change) =>
        change switch
        {
            ChangeInAccount.Added => "+ ",
            ChangeInAccount.Removed => "- ",
            _ => "~ ",
        };

    private static Style Style(Difference difference) =>
        new(
            difference switch
            {
                { Accepted: not null } => Color.Grey,
                { Change: ChangeInAccount.Added } => Color.Green,
                { Change: ChangeInAccount.Removed } => Color.Red,
                _ => Color.Yellow,
            }
        );

    private static string Suffix(Accepted? accepted) => accepted is null ? "" : $" ({Wording.Of(accepted)})";

    private static Table NewTable(params string[] columns)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column)));
        }

        return table;
    }

    private sealed class PlainOutput(TextWriter writer) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => false;

        public int Width => TableReport.Width;

        public int Height => int.MaxValue;

        public void SetEncoding(System.Text.Encoding encoding) { }
    }
}
