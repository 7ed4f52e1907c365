using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ZeroTrust.Cli.Pages;

namespace ZeroTrust.Cli.Drift.Reports;

/// <summary>One self-contained page, for people who do not read code.</summary>
internal static class HtmlReport
{
    private const string Drifted = "drifted";
    private const string Missing = "missing";
    private const string Unmanaged = "unmanaged";
    private const string Accepted = "accepted";
    private const string Unreadable = "unreadable";
    private const string InSync = "in-sync";

    public static string Write(DriftReport report)
    {
        var page = new StringBuilder();
        var numbers = report.Summary;
        (string Class, string Label, int Count)[] groups =
        [
            (Drifted, "Different", numbers.Drifted),
            (Missing, "Missing", numbers.Missing),
            (Unmanaged, "Unmanaged", numbers.Unmanaged),
            (Unreadable, "Not readable", numbers.Unreadable),
            (Accepted, "Accepted", numbers.Accepted),
            (InSync, "As declared", numbers.InSync),
        ];
        var present = groups.Where(group => group.Count > 0).ToList();
        var bar = string.Concat(present.Select(group => $"<span class=\"{group.Class}\" style=\"flex:{group.Count}\"></span>"));
        var tiles = string.Concat(
            groups.Select(group =>
                $"<li class=\"tile {(group.Count == 0 ? "zero" : group.Class)}\"><b>{group.Count}</b><span>{group.Label}</span></li>\n"
            )
        );
        var filters = string.Concat(
            present.Select(group => $"<button type=\"button\" data-show=\"{group.Class}\" aria-pressed=\"false\">{group.Label}</button>\n")
        );
        var stacks = $"{(report.Stacks.Count == 1 ? "Stack" : "Stacks")} <strong>{Page.Text(string.Join(", ", report.Stacks))}</strong>";
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            <header>
            <p class="eyebrow">Zero Trust drift report</p>
            <h1>{Page.Text(report.Verdict)}</h1>
            <p class="meta">{stacks} · account read on {Wording.Date(report)}</p>
            </header>
            <div class="bar" aria-hidden="true">{bar}</div>
            <ul class="tiles">
            {tiles}</ul>
            <div class="toolbar" role="search">
            <input id="search" type="search" placeholder="Search names, addresses, values" aria-label="Search">
            <div class="chips">
            <button type="button" data-show="all" aria-pressed="true">All</button>
            {filters}</div>
            </div>
            <main>

            """
        );
        var notable = report.Resources.Where(resource => resource.Status != ResourceStatus.InSync);
        foreach (var resource in notable.OrderBy(resource => !resource.IsDrift))
        {
            Card(page, resource);
        }

        foreach (var found in (report.Unmanaged ?? []).OrderBy(found => found.Accepted is not null))
        {
            Card(page, found);
        }

        var calm = report.Resources.Where(resource => resource.Status == ResourceStatus.InSync).ToList();
        if (calm.Count > 0)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"""
                <details class="quiet">
                <summary>{calm.Count} as declared</summary>
                <table class="rows">
                {string.Concat(calm.Select(Line))}</table>
                </details>

                """
            );
        }

        page.Append("<p class=\"none\" id=\"none\" hidden>Nothing matches.</p>\n</main>\n");
        if (report.Notes.Count > 0)
        {
            var notes = string.Concat(report.Notes.Select(note => $"<li>{Page.Text(note)}</li>"));
            page.Append(CultureInfo.InvariantCulture, $"<ul class=\"notes\">{notes}</ul>\n");
        }

        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            <footer>
            <p>“Declared” is what the program says; “in the account” is what Cloudflare has now.
            An update (<code>pulumi up</code>) puts the account back to what is declared.</p>
            <p>Made by zt {Page.Text(report.Version)}.</p>
            </footer>

            """
        );
        return Page.Write("drift", $"Zero Trust drift: {report.Verdict}", page.ToString());
    }

    private static void Card(StringBuilder page, ResourceReport resource)
    {
        var (status, pill) = resource.Status switch
        {
            _ when resource.IsAccepted => (Accepted, "Accepted"),
            ResourceStatus.Missing => (Missing, "Missing"),
            ResourceStatus.Unreadable => (Unreadable, "Not readable"),
            _ => (Drifted, resource.Differences.Count == 1 ? "1 difference" : $"{resource.Differences.Count} differences"),
        };
        Begin(page, status, resource.Name, resource.Type, pill, resource.Id);
        switch (resource.Status)
        {
            case ResourceStatus.Missing:
                Said(page, "The program declares it, but it is no longer in the account.", resource.Accepted);
                break;
            case ResourceStatus.Unreadable:
                Said(page, resource.Problem!, null);
                break;
            default:
                Differences(page, resource);
                break;
        }

        page.Append("</article>\n");
    }

    private static void Card(StringBuilder page, UnmanagedObject found)
    {
        var (status, pill) = found.Accepted is null ? (Unmanaged, "Unmanaged") : (Accepted, "Accepted");
        Begin(page, status, found.Name, found.Type, pill, found.Id);
        Said(page, "It is in the account, but no program manages it.", found.Accepted);
        page.Append("</article>\n");
    }

    private static string Line(ResourceReport resource) =>
        $"<tr data-status=\"{InSync}\"><td><strong>{Page.Text(resource.Name)}</strong></td><td>{Page.Text(resource.Type)}</td>"
        + $"<td><code>{Page.Text(resource.Id)}</code></td></tr>\n";

    private static void Begin(StringBuilder page, string status, string name, string type, string pill, string id) =>
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            <article class="card {status}" data-status="{status}">
            <header><h2>{Page.Text(name)}</h2><span class="kind">{Page.Text(type)}</span><span class="pill">{pill}</span></header>
            <code class="id">{Page.Text(id)}</code>

            """
        );

    private static void Said(StringBuilder page, string text, Accepted? accepted)
    {
        page.Append(CultureInfo.InvariantCulture, $"<p class=\"said\">{Page.Text(text)}</p>\n");
        if (accepted is not null)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"meta\">{Page.Text(Capital(Wording.Of(accepted)))}</p>\n");
        }
    }

    private static void Differences(StringBuilder page, ResourceReport resource)
    {
        page.Append("<div class=\"sides\"><div class=\"side\">Declared</div><div class=\"side\">In the account</div>\n");
        foreach (var group in resource.Differences.GroupBy(difference => difference.Path))
        {
            var unchanged = resource.Lists.FirstOrDefault(list => list.Path == group.Key)?.Unchanged;
            page.Append(CultureInfo.InvariantCulture, $"<div class=\"title\"><code>{Page.Text(group.Key)}</code>{Counts(group)}</div>\n");
            foreach (var difference in group)
            {
                Row(page, difference);
            }

            if (unchanged is { Count: > 0 })
            {
                var entries = string.Concat(unchanged.Select(entry => $"<code>{Page.Text(entry)}</code>"));
                page.Append(
                    CultureInfo.InvariantCulture,
                    $"""
                    <details class="as-declared">
                    <summary>{unchanged.Count} {(unchanged.Count == 1 ? "entry" : "entries")} as declared</summary><p>{entries}</p>
                    </details>

                    """
                );
            }
        }

        page.Append("</div>\n");
    }

    private static string Counts(IEnumerable<Difference> differences)
    {
        var entries = differences.Where(difference => difference.Entry is not null).ToList();
        var counts = new[] { (ChangeInAccount.Added, "added"), (ChangeInAccount.Removed, "removed"), (ChangeInAccount.Changed, "changed") }
            .Select(word => (Count: entries.Count(entry => entry.Change == word.Item1), Word: word.Item2))
            .Where(count => count.Count > 0)
            .Select(count => $"{count.Count} {count.Word}");
        return entries.Count == 0 ? "" : $"<small>{string.Join(", ", counts)}</small>";
    }

    private static void Row(StringBuilder page, Difference difference)
    {
        var (left, right) = difference.Accepted is not null
            ? ("known", "known")
            : difference.Change switch
            {
                ChangeInAccount.Removed => ("gone", "nothing"),
                ChangeInAccount.Added => ("nothing", "new"),
                _ => ("other", "other"),
            };
        var declared = Value(difference, difference.Declared, "not declared");
        var actual = Value(difference, difference.Actual, difference.Entry is null ? "not set" : "removed");
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            <div class="cell {left}" data-side="Declared">{declared}</div>
            <div class="cell {right}" data-side="In the account">{actual}</div>

            """
        );
        if (Notes(difference).ToList() is { Count: > 0 } notes)
        {
            page.Append(CultureInfo.InvariantCulture, $"<div class=\"note\">{Page.Text(string.Join(' ', notes))}</div>\n");
        }
    }

    private static IEnumerable<string> Notes(Difference difference)
    {
        if (difference.KeptDefault)
        {
            yield return "One of Cloudflare’s defaults, which the program keeps (includeDefaults).";
        }

        if (difference.Entry is null && !JsonNode.DeepEquals(difference.Recorded, difference.Declared))
        {
            yield return $"The state last recorded: {Plain.Text(difference.Recorded)}.";
        }

        if (difference.Accepted is { } accepted)
        {
            yield return Capital(Wording.Of(accepted));
        }
    }

    private static string Value(Difference difference, JsonNode? value, string nothing)
    {
        if (value is null)
        {
            return $"<span class=\"nothing\">{nothing}</span>";
        }

        if (difference.Entry is not { } entry)
        {
            return $"<code>{Page.Text(Plain.Text(value))}</code>";
        }

        var details = value is JsonObject map
            ? map.Where(field => Plain.Text(field.Value) != entry)
                .Select(field =>
                    difference.Fields?.Contains(field.Key) == true
                        ? $"<mark>{Page.Text(field.Key)}: {Page.Text(Plain.Text(field.Value))}</mark>"
                        : $"{Page.Text(field.Key)}: {Page.Text(Plain.Text(field.Value))}"
                )
            : [];
        return $"<code>{Page.Text(entry)}</code>{string.Concat(details.Select(detail => $"<small>{detail}</small>"))}";
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
