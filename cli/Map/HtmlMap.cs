using System.Globalization;
using System.Text;
using ZeroTrust.Cli.Pages;

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
            <header>
            <p class="eyebrow">Zero Trust map</p>
            <h1>{Page.Text(map.Title)}</h1>
            <p class="meta">{map.Profiles.Count} profiles, {map.Connectors.Count} tunnels.
            Profiles are tried from top to bottom; the first that matches a device applies.</p>
            <input id="search" type="search" placeholder="Search profiles, groups, networks, domains" aria-label="Search">
            <p class="legend">
            <span>{Symbol(Reach.All)}reached through the tunnel</span>
            <span>{Symbol(Reach.Part)}in part</span>
            <span>{Symbol(Reach.None)}not through the tunnel</span>
            <span>{Symbol(Reach.NotKnown)}unknown</span>
            </p>
            </header>
            <div class="card table">
            <table>
            <thead><tr><th></th><th>Profile</th><th>Split tunnel</th><th>Names</th>

            """
        );
        foreach (var connector in map.Connectors)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<th class=\"reach\"><span title=\"{Page.Text(string.Join("\n", connector.Networks))}\">"
                    + $"{Page.Text(connector.Name)}</span></th>"
            );
        }

        page.Append("</tr></thead>\n<tbody>\n");
        foreach (var profile in map.Profiles)
        {
            Row(page, profile);
        }

        page.Append("</tbody>\n</table>\n</div>\n<section>\n<h2>Tunnels</h2>\n<dl class=\"card\">\n");
        foreach (var connector in map.Connectors)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"""
                <div><dt>{Page.Text(connector.Name)}{(connector.IsHighlyAvailable ? " <small>highly available</small>" : "")}</dt>
                <dd>{(
                    connector.Networks.Count == 0
                        ? "no routes"
                        : string.Join(" ", connector.Networks.Select(network => $"<code>{Page.Text(network)}</code>"))
                )}</dd></div>

                """
            );
        }

        page.Append("</dl>\n</section>\n");
        return Page.Write("map", map.Title, page.ToString());
    }

    private static void Row(StringBuilder page, MapProfile profile)
    {
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            <tr{(profile.IsEnabled ? "" : " class=\"off\"")}>
            <td class="order"><b>{(profile.Match is null ? "else" : Page.Text(profile.Order))}</b></td>
            <td class="who"><strong>{Page.Text(profile.Name)}</strong>{(
                profile.IsEnabled ? "" : " <small>disabled</small>"
            )}<br><code>{Page.Text(
                profile.Match ?? "all other devices"
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
            page.Append(CultureInfo.InvariantCulture, $"<td class=\"reach\" title=\"{Page.Text(cell.Detail)}\">{Symbol(cell.Reach)}</td>");
        }

        page.Append("</tr>\n");
    }

    private static string List(string summary, IReadOnlyList<string> items) =>
        items.Count == 0
            ? Page.Text(summary)
            : $"<details><summary>{Page.Text(summary)}</summary>"
                + $"{string.Join("<br>", items.Select(item => $"<code>{Page.Text(item)}</code>"))}</details>";

    // Shapes, not only colors: some readers cannot tell the colors apart.
    private static string Symbol(Reach reach) =>
        reach switch
        {
            Reach.All => "<i class=\"all\" role=\"img\" aria-label=\"all\">●</i>",
            Reach.Part => "<i class=\"part\" role=\"img\" aria-label=\"part\">◐</i>",
            Reach.None => "<i class=\"none\" role=\"img\" aria-label=\"none\">○</i>",
            _ => "<i class=\"unknown\" role=\"img\" aria-label=\"unknown\">?</i>",
        };
}
