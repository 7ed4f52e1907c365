using System.Globalization;
using System.Text;
using ZeroTrust.Cli.Pages;

namespace ZeroTrust.Cli.Impact;

/// <summary>A report on a change as one page.</summary>
internal static class ImpactPage
{
    public static string Write(ImpactReport report)
    {
        var body = new StringBuilder();
        body.Append(
            CultureInfo.InvariantCulture,
            $"""
            <header>
            <p class="eyebrow">Impact on devices</p>
            <h1>{Page.Text(report.Summary)}</h1>
            </header>
            <main>

            """
        );
        foreach (var (title, items) in report.Sections())
        {
            var list = string.Concat(items.Select(item => $"<li>{Page.Text(item)}</li>\n"));
            body.Append(
                CultureInfo.InvariantCulture,
                $"""
                <section class="card">
                <h2>{Page.Text(title)}</h2>
                <ul>
                {list}</ul>
                </section>

                """
            );
        }

        return Page.Write("impact", $"Impact on devices: {report.Summary}", body.Append("</main>\n").ToString());
    }
}
