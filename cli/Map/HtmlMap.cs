using System.Globalization;
using System.Net;
using System.Text;

namespace ZeroTrust.Cli.Map;

/// <summary>The map as one self-contained page: searchable, light and dark, narrow and wide.</summary>
internal static class HtmlMap
{
    public static string Write(NetworkMap map)
    {
        var page = new StringBuilder();
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Escape(map.Title)}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <header>
            <h1>{Escape(map.Title)}</h1>
            <p>{map.Profiles.Count} profiles, {map.Connectors.Count} tunnels. Profiles are tried from top to bottom; the first that matches a device applies.</p>
            <input id="search" type="search" placeholder="Find a profile, group, network or domain" aria-label="Find">
            <p class="legend">{Symbol(Reach.All)} reached through the tunnel {Symbol(Reach.Part)} in part {Symbol(
                Reach.None
            )} not through the tunnel {Symbol(Reach.NotKnown)} not known</p>
            </header>
            <div class="scroll">
            <table>
            <thead><tr><th></th><th>Profile</th><th>Split tunnel</th><th>Names</th>

            """
        );
        foreach (var connector in map.Connectors)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<th class=\"c\"><span title=\"{Escape(string.Join("\n", connector.Networks))}\">{Escape(connector.Name)}</span></th>"
            );
        }

        page.Append("</tr></thead>\n<tbody>\n");
        foreach (var profile in map.Profiles)
        {
            Row(page, profile);
        }

        page.Append("</tbody>\n</table>\n</div>\n<section>\n<h2>Tunnels</h2>\n<dl>\n");
        foreach (var connector in map.Connectors)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"""
                <div><dt>{Escape(connector.Name)}{(connector.IsHighlyAvailable ? " <small>highly available</small>" : "")}</dt>
                <dd>{(
                    connector.Networks.Count == 0
                        ? "no routes"
                        : string.Join(" ", connector.Networks.Select(network => $"<code>{Escape(network)}</code>"))
                )}</dd></div>

                """
            );
        }

        page.Append(CultureInfo.InvariantCulture, $"</dl>\n</section>\n<script>\n{Script}\n</script>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void Row(StringBuilder page, MapProfile profile)
    {
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            <tr{(profile.IsEnabled ? "" : " class=\"off\"")}>
            <td class="o"><b>{(profile.Match is null ? "else" : Escape(profile.Order))}</b></td>
            <td class="p"><strong>{Escape(profile.Name)}</strong>{(profile.IsEnabled ? "" : " <small>disabled</small>")}<br><code>{Escape(
                profile.Match ?? "every device that no other profile matches"
            )}</code></td>
            <td>{List(profile.Tunnel, profile.Entries)}</td>
            <td>{List(
                profile.Domains.Count == 0 ? "all through Gateway" : $"{profile.Domains.Count} not through Gateway",
                profile.Domains
            )}</td>

            """
        );
        foreach (var cell in profile.Cells)
        {
            page.Append(CultureInfo.InvariantCulture, $"<td class=\"c\" title=\"{Escape(cell.Detail)}\">{Symbol(cell.Reach)}</td>");
        }

        page.Append("</tr>\n");
    }

    private static string List(string summary, IReadOnlyList<string> items) =>
        items.Count == 0
            ? Escape(summary)
            : $"<details><summary>{Escape(summary)}</summary>{string.Join("<br>", items.Select(item => $"<code>{Escape(item)}</code>"))}</details>";

    // Form and colour both tell: not everybody sees colours.
    private static string Symbol(Reach reach) =>
        reach switch
        {
            Reach.All => "<i class=\"all\" role=\"img\" aria-label=\"all\">●</i>",
            Reach.Part => "<i class=\"part\" role=\"img\" aria-label=\"part\">◐</i>",
            Reach.None => "<i class=\"none\" role=\"img\" aria-label=\"none\">○</i>",
            _ => "<i class=\"unknown\" role=\"img\" aria-label=\"not known\">?</i>",
        };

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private const string Script = """
        const rows = [...document.querySelectorAll('tbody tr')].map(row => [row, row.textContent.toLowerCase()]);
        document.getElementById('search').addEventListener('input', event => {
          const words = event.target.value.toLowerCase().split(/\s+/);
          for (const [row, text] of rows) row.hidden = !words.every(word => text.includes(word));
        });
        """;

    private const string Style = """
        :root { color-scheme: light dark; --page: #fff; --ink: #1a2230; --muted: #5c6778; --rule: #e3e7ee; --accent: #2b6cb0; --all: #16794c; --part: #b7791f; --none: #98a2b3; --head: #f6f8fb; }
        @media (prefers-color-scheme: dark) { :root { --page: #11161f; --ink: #e6eaf1; --muted: #98a3b5; --rule: #273042; --accent: #7fb2ea; --all: #4cc38a; --part: #e0a84a; --none: #5d687a; --head: #18202d; } }
        * { box-sizing: border-box; }
        body { margin: 0; padding: 1.5rem; font: 14px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--page); }
        h1 { margin: 0 0 .25rem; font-size: 1.5rem; }
        h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
        header p { margin: .25rem 0; color: var(--muted); }
        input { width: min(28rem, 100%); margin: .75rem 0; padding: .5rem .75rem; font: inherit; color: inherit; background: var(--page); border: 1px solid var(--none); border-radius: .5rem; }
        .legend i { margin: 0 .25rem 0 .75rem; } .legend i:first-child { margin-left: 0; }
        .scroll { overflow-x: auto; margin-top: 1rem; }
        table { border-collapse: collapse; min-width: 100%; }
        th, td { padding: .5rem .75rem; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; }
        thead th { position: sticky; top: 0; background: var(--head); font-size: 12px; }
        th.c { vertical-align: bottom; } th.c span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 12rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        td.c { text-align: center; } td.o b { display: inline-block; min-width: 2.75rem; text-align: center; color: var(--accent); border: 1px solid var(--accent); border-radius: 1rem; padding: 0 .5rem; font-size: 12px; }
        td.p { min-width: 18rem; max-width: 40rem; }
        code { font: 12px ui-monospace, monospace; color: var(--muted); overflow-wrap: anywhere; }
        i { font-style: normal; font-size: 16px; } .all { color: var(--all); } .part { color: var(--part); } .none { color: var(--none); } .unknown { color: var(--muted); font-weight: 700; }
        summary { cursor: pointer; white-space: nowrap; } small { color: var(--muted); } .off { opacity: .5; } [hidden] { display: none; }
        dl div { display: grid; grid-template-columns: minmax(10rem, 20rem) 1fr; gap: .25rem 1rem; padding: .4rem 0; border-bottom: 1px solid var(--rule); } dt { font-weight: 600; } dd { margin: 0; } dd code { margin-right: .75rem; white-space: nowrap; }
        @media (max-width: 40rem) { body { padding: 1rem; } dl div { grid-template-columns: 1fr; } td.p { min-width: 14rem; } }
        """;
}
