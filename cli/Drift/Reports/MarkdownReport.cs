using System.Globalization;
using System.Text;

namespace ZeroTrust.Cli.Drift.Reports;

/// <summary>For an issue, a comment or a chat.</summary>
internal static class MarkdownReport
{
    public static string Write(DriftReport report)
    {
        var text = new StringBuilder();
        Line(text, "## Zero Trust drift");
        Line(text);
        Line(text, $"**{report.Verdict}**");
        Line(text);
        foreach (var resource in report.Resources.Where(resource => resource.Status != ResourceStatus.InSync))
        {
            Line(text, $"### {resource.Type} `{resource.Name}`");
            Line(text);
            switch (resource.Status)
            {
                case ResourceStatus.Missing:
                    Line(text, $"It {Wording.Missing}: `{resource.Id}`{Suffix(resource.Accepted)}.");
                    break;
                case ResourceStatus.Unreadable:
                    Line(text, $"Could not be read: {resource.Problem}");
                    break;
                default:
                    Differences(text, resource);
                    break;
            }

            Line(text);
        }

        if (report.Unmanaged is { Count: > 0 } unmanaged)
        {
            Line(text, "### Not managed by any state");
            Line(text);
            Line(text, "| Type | Name | ID to import |");
            Line(text, "|---|---|---|");
            foreach (var found in unmanaged)
            {
                Line(text, $"| {found.Type} | {Cell(found.Name)}{Suffix(found.Accepted)} | `{found.Id}` |");
            }

            Line(text);
        }

        foreach (var note in report.Notes)
        {
            Line(text, $"- {note}");
        }

        if (report.Notes.Count > 0)
        {
            Line(text);
        }

        var stacks = string.Join(", ", report.Stacks.Select(stack => $"`{stack}`"));
        Line(text, $"Stack {stacks}, read {Wording.Date(report)} by zt {report.Version}.");
        return text.ToString();
    }

    private static void Differences(StringBuilder text, ResourceReport resource)
    {
        Line(text, "| | Property | Declared | Recorded | In the account |");
        Line(text, "|---|---|---|---|---|");
        foreach (var difference in resource.Differences)
        {
            var sign = difference.Change switch
            {
                ChangeInAccount.Added => "➕",
                ChangeInAccount.Removed => "➖",
                _ => "✏️",
            };
            var entry = difference.Entry is null ? "" : $" `{difference.Entry}`";
            var note = (difference.KeptDefault ? " (kept default)" : "") + Suffix(difference.Accepted);
            var values = new[] { difference.Declared, difference.Recorded, difference.Actual }.Select(value =>
                Cell(Wording.Value(difference, value))
            );
            Line(text, $"| {sign} | `{difference.Path}`{entry}{note} | {string.Join(" | ", values)} |");
        }
    }

    private static string Suffix(Accepted? accepted) => accepted is null ? "" : $" ({Cell(Wording.Of(accepted))})";

    private static string Cell(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal).Replace('\n', ' ').Replace("<", "&lt;", StringComparison.Ordinal);

    private static void Line(StringBuilder text, string line = "") => text.Append(CultureInfo.InvariantCulture, $"{line}\n");
}
