namespace ZeroTrust.Cli.Drift.Reports;

/// <summary>How a report is written.</summary>
internal enum ReportFormat
{
    Table,
    Json,
    Markdown,
    JUnit,
    Sarif,
    Html,
}

/// <summary>Writes reports.</summary>
internal static class ReportWriter
{
    public static string Write(this DriftReport report, ReportFormat format) =>
        format switch
        {
            ReportFormat.Table => TableReport.Write(report),
            ReportFormat.Json => JsonReport.Write(report),
            ReportFormat.Markdown => MarkdownReport.Write(report),
            ReportFormat.JUnit => JUnitReport.Write(report),
            ReportFormat.Sarif => SarifReport.Write(report),
            ReportFormat.Html => HtmlReport.Write(report),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
}
