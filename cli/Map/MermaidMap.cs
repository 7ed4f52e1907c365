using System.Globalization;
using System.Text;

namespace ZeroTrust.Cli.Map;

/// <summary>The map as a Mermaid flowchart, which GitHub and GitLab draw in Markdown.</summary>
internal static class MermaidMap
{
    // With more lines than this, a reader cannot follow any.
    private const int MaximumLines = 200;

    public static string Write(NetworkMap map)
    {
        var text = new StringBuilder("flowchart LR\n  subgraph profiles[\"Profiles, in order of precedence\"]\n    direction TB\n");
        foreach (var (index, profile) in map.Profiles.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"    p{index}[\"{Escape(Label(profile))}\"]\n");
        }

        for (var index = 1; index < map.Profiles.Count; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"    p{index - 1} -. else .-> p{index}\n");
        }

        text.Append("  end\n");
        foreach (var (index, connector) in map.Connectors.Index())
        {
            var routes = connector.Networks.Count == 0 ? "no routes" : string.Join("<br/>", connector.Networks.Take(5).Select(Escape));
            var more = connector.Networks.Count > 5 ? $"<br/>and {connector.Networks.Count - 5} more" : "";
            text.Append(CultureInfo.InvariantCulture, $"  c{index}([\"{Escape(connector.Name)}<br/>{routes}{more}\"])\n");
        }

        var lines = Lines(map).ToArray();
        foreach (var line in lines.Take(MaximumLines))
        {
            text.Append(line);
        }

        if (lines.Length > MaximumLines)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"  %% {lines.Length - MaximumLines} more lines omitted; the HTML and SVG maps are complete.\n"
            );
        }

        return text.ToString();
    }

    private static IEnumerable<string> Lines(NetworkMap map) =>
        from profile in map.Profiles.Index()
        from cell in profile.Item.Cells.Index()
        where cell.Item.Reach is Reach.All or Reach.Part
        select cell.Item.Reach == Reach.All
            ? $"  p{profile.Index} --> c{cell.Index}\n"
            : $"  p{profile.Index} -- in part --> c{cell.Index}\n";

    private static string Label(MapProfile profile) =>
        profile.Match is null
            ? $"Default: {profile.Tunnel}"
            : $"{(profile.Order.Length > 0 ? profile.Order + ": " : "")}{profile.Name}, "
                + $"{profile.Tunnel}{(profile.IsEnabled ? "" : ", disabled")}";

    // Mermaid's entities: a number between # and a semicolon.
    private static string Escape(string text) =>
        string.Concat(
            text.EnumerateRunes()
                .Select(rune => rune.Value is '"' or '#' or '<' or '>' or '&' or ';' or '`' or < ' ' ? $"#{rune.Value};" : rune.ToString())
        );
}
