using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ZeroTrust.Engine.Config;

/// <summary>Reads YAML node by node, so that error messages can name the file.</summary>
internal static class Yaml
{
    public static YamlMappingNode Load(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            var stream = new YamlStream();
            stream.Load(reader);
            return stream.Documents.Count == 0
                ? new YamlMappingNode()
                : stream.Documents[0].RootNode as YamlMappingNode
                    ?? throw new EngineException($"{path}: expected 'key: value' lines at the top level.");
        }
        catch (YamlException e)
        {
            throw new EngineException($"{path}, line {e.Start.Line}: {e.Message}", e);
        }
    }

    public static void Save(YamlMappingNode root, string path)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new YamlStream(new YamlDocument(root)).Save(writer, assignAnchors: false);

        // The serializer ends a document with '...', which project files do not usually have.
        var text = writer.ToString().Replace("\n...\n", "\n", StringComparison.Ordinal);
        State.AtomicFile.Write(path, System.Text.Encoding.UTF8.GetBytes(text));
    }

    public static YamlNode? Get(this YamlMappingNode map, string key) =>
        map.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    public static string? Text(this YamlMappingNode map, string key) => (map.Get(key) as YamlScalarNode)?.Value;

    public static YamlMappingNode? Map(this YamlMappingNode map, string key) => map.Get(key) as YamlMappingNode;

    /// <summary>Converts a node to JSON. <paramref name="replace"/> may substitute a string for a node, such as an encrypted one.</summary>
    public static JsonNode? ToJson(YamlNode node, Func<YamlNode, string?> replace) =>
        replace(node) is { } text
            ? JsonValue.Create(text)
            : node switch
            {
                YamlMappingNode map => new JsonObject(
                    map.Children.Select(child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value ?? "", ToJson(child.Value, replace)))
                ),
                YamlSequenceNode list => new JsonArray([.. list.Children.Select(child => ToJson(child, replace))]),
                YamlScalarNode { Style: ScalarStyle.Plain } scalar => Plain(scalar.Value ?? ""),
                YamlScalarNode scalar => JsonValue.Create(scalar.Value),
                _ => null,
            };

    private static JsonValue? Plain(string text) =>
        text switch
        {
            "" or "~" or "null" => null,
            "true" => JsonValue.Create(true),
            "false" => JsonValue.Create(false),
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) => JsonValue.Create(
                integer
            ),
            _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) =>
                JsonValue.Create(number),
            _ => JsonValue.Create(text),
        };
}
