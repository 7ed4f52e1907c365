namespace ZeroTrust.Cli.Map;

/// <summary>The formats of the map, by file extension.</summary>
internal static class MapFormats
{
    public static IReadOnlyList<string> All { get; } = ["html", "svg", "mmd"];

    public static string Write(NetworkMap map, string format) =>
        format switch
        {
            "svg" => SvgMap.Write(map),
            "mmd" => MermaidMap.Write(map),
            _ => HtmlMap.Write(map),
        };
}
