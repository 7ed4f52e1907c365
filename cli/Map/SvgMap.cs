using System.Globalization;
using System.Text;
using ZeroTrust.Cli.Pages;

namespace ZeroTrust.Cli.Map;

/// <summary>The map as one SVG image, light or dark like the reader's system.</summary>
internal static class SvgMap
{
    private const int Margin = 24;
    private const int RowHeight = 46;
    private const int NameWidth = 420;
    private const int TunnelWidth = 250;
    private const int CellWidth = 34;
    private const int CharacterWidth = 7;

    public static string Write(NetworkMap map)
    {
        var header = Margin + 70 + HeaderHeight(map);
        var cells = Margin + 64 + NameWidth + TunnelWidth;
        var width = Math.Max(cells + (map.Connectors.Count * CellWidth) + Margin + 90, 860);
        var table = header + (map.Profiles.Count * RowHeight);
        var legend = table + 40;
        var connectors = legend + 40;
        var height = connectors + ConnectorsHeight(map) + Margin;
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">
            <style>
            {Page.Style("picture")}</style>
            <rect class="page" width="{width}" height="{height}"/>
            <text class="title" x="{Margin}" y="{Margin + 18}">{Page.Text(map.Title)}</text>
            <text class="muted" x="{Margin}" y="{Margin
                + 40}">Profiles are tried from top to bottom. The first that matches a device applies.</text>

            """
        );
        foreach (var (index, connector) in map.Connectors.Index())
        {
            var x = cells + (index * CellWidth) + (CellWidth / 2);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"""
                <text class="connector" transform="translate({x},{header - 12}) rotate(-40)">{Page.Text(
                    Short(connector.Name, 24)
                )}<title>{Page.Text(connector.Name)}</title></text>

                """
            );
        }

        var line = Margin + 24;
        svg.Append(
            CultureInfo.InvariantCulture,
            $"""
            <line class="flow" x1="{line}" y1="{header}" x2="{line}" y2="{table - (RowHeight / 2)}"/>

            """
        );
        foreach (var (index, profile) in map.Profiles.Index())
        {
            Row(svg, profile, header + (index * RowHeight), line, cells, width);
        }

        Legend(svg, legend);
        Connectors(svg, map, connectors);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Row(StringBuilder svg, MapProfile profile, int top, int line, int cells, int width)
    {
        var middle = top + (RowHeight / 2);
        var faded = profile.IsEnabled ? "" : " class=\"off\"";
        svg.Append(
            CultureInfo.InvariantCulture,
            $"""
            <g{faded}>
            <line class="rule" x1="{Margin}" y1="{top}" x2="{width - Margin}" y2="{top}"/>
            <rect class="badge" x="{line - 22}" y="{middle - 11}" width="44" height="22" rx="11"/>
            <text class="order" x="{line}" y="{middle + 4}">{(profile.Match is null ? "else" : Page.Text(Short(profile.Order, 6)))}</text>
            <text class="name" x="{Margin + 64}" y="{middle - 5}">{Page.Text(Short(profile.Name, 48))}{(
                profile.IsEnabled ? "" : " (disabled)"
            )}</text>
            <text class="match" x="{Margin + 64}" y="{middle + 13}">{Page.Text(
                Short(profile.Match ?? "all other devices", (NameWidth - 20) / CharacterWidth)
            )}<title>{Page.Text(profile.Match ?? "")}</title></text>
            <text x="{Margin + 64 + NameWidth}" y="{middle - 5}">{Page.Text(profile.Tunnel)}<title>{Page.Text(
                string.Join("\n", profile.Entries)
            )}</title></text>
            <text class="muted small" x="{Margin + 64 + NameWidth}" y="{middle + 13}">{Page.Text(Names(profile))}<title>{Page.Text(
                string.Join("\n", profile.Domains)
            )}</title></text>

            """
        );
        foreach (var (index, cell) in profile.Cells.Index())
        {
            var x = cells + (index * CellWidth) + (CellWidth / 2);
            svg.Append(Symbol(cell.Reach, x, middle, cell.Detail));
        }

        svg.Append("</g>\n");
    }

    private static string Names(MapProfile profile) =>
        profile.Domains.Count switch
        {
            0 => "all names through Gateway",
            1 => "1 domain not through Gateway",
            var count => string.Create(CultureInfo.InvariantCulture, $"{count} domains not through Gateway"),
        };

    // Shapes, not only colors: some readers cannot tell the colors apart.
    private static string Symbol(Reach reach, int x, int y, string detail)
    {
        var title = $"<title>{Page.Text(detail)}</title>";
        return reach switch
        {
            Reach.All => $"<circle class=\"all\" cx=\"{x}\" cy=\"{y}\" r=\"8\">{title}</circle>\n",
            Reach.Part => $"<g>{title}<circle class=\"part\" cx=\"{x}\" cy=\"{y}\" r=\"7\"/>"
                + $"<path class=\"half\" d=\"M{x},{y - 7}a7,7 0 0 0 0,14z\"/></g>\n",
            Reach.None => $"<circle class=\"none\" cx=\"{x}\" cy=\"{y}\" r=\"7\">{title}</circle>\n",
            _ => $"<text class=\"unknown\" x=\"{x}\" y=\"{y + 5}\">?{title}</text>\n",
        };
    }

    private static void Legend(StringBuilder svg, int y)
    {
        var x = Margin + 8;
        foreach (
            var (reach, label) in new[]
            {
                (Reach.All, "reached through the tunnel"),
                (Reach.Part, "in part"),
                (Reach.None, "not through the tunnel"),
                (Reach.NotKnown, "unknown"),
            }
        )
        {
            svg.Append(Symbol(reach, x, y, label));
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"muted\" x=\"{x + 16}\" y=\"{y + 4}\">{label}</text>\n");
            x += 42 + (label.Length * CharacterWidth);
        }
    }

    private static void Connectors(StringBuilder svg, NetworkMap map, int top)
    {
        foreach (var (index, connector) in map.Connectors.Index())
        {
            var y = top + (index * 26) + 12;
            svg.Append(
                CultureInfo.InvariantCulture,
                $"""
                <text class="name" x="{Margin}" y="{y}">{Page.Text(Short(connector.Name, 30))}{(
                    connector.IsHighlyAvailable ? " (highly available)" : ""
                )}</text>
                <text class="mono" x="{Margin + 300}" y="{y}">{Page.Text(Routes(connector))}<title>{Page.Text(
                    string.Join("\n", connector.Networks)
                )}</title></text>

                """
            );
        }
    }

    private static string Routes(MapConnector connector) =>
        connector.Networks.Count switch
        {
            0 => "no routes",
            <= 4 => string.Join("   ", connector.Networks),
            var count => $"{string.Join("   ", connector.Networks.Take(4))}   and {count - 4} more",
        };

    private static int ConnectorsHeight(NetworkMap map) => map.Connectors.Count * 26;

    private static int HeaderHeight(NetworkMap map) =>
        map.Connectors.Count == 0
            ? 10
            : 24 + (int)(map.Connectors.Max(connector => Math.Min(connector.Name.Length, 24)) * CharacterWidth * 0.65);

    private static string Short(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";
}
