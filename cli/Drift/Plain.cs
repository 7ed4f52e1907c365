using System.Text.Json.Nodes;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Cli.Drift;

/// <summary>Property values as JSON for reports; secrets are redacted.</summary>
internal static class Plain
{
    public const string Secret = "[secret]";

    public static JsonNode? Of(PropertyValue? value, bool hide = false) =>
        value switch
        {
            null or PropertyNull => null,
            _ when hide => Secret,
            PropertyBool flag => flag.Value,
            PropertyNumber number when double.IsInteger(number.Value) => (long)number.Value,
            PropertyNumber number => number.Value,
            PropertyString text => text.Value,
            PropertyArray items => new JsonArray([.. items.Select(item => Of(item))]),
            PropertyMap map => new JsonObject(
                from entry in map
                where entry.Value is not PropertyNull
                select KeyValuePair.Create(entry.Key, Of(entry.Value))
            ),
            _ => value.ToString(),
        };

    /// <summary>The value in one line.</summary>
    public static string Text(JsonNode? value) =>
        value switch
        {
            null => "not set",
            JsonArray { Count: 0 } => "empty",
            JsonArray items => string.Join(", ", items.Select(Text)),
            JsonObject map => string.Join(", ", map.Select(field => $"{field.Key}: {Text(field.Value)}")),
            JsonValue text when text.TryGetValue<string>(out var written) => written.Length == 0 ? "empty" : written,
            _ => value.ToJsonString(),
        };

    /// <summary>An entry's properties other than its key, in one line.</summary>
    public static string Details(JsonNode? entry, string? name) =>
        entry is JsonObject map
            ? string.Join(", ", map.Where(field => Text(field.Value) != name).Select(field => $"{field.Key}: {Text(field.Value)}"))
            : "";
}
