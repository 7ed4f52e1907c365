using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Pointer;
using Json.Schema;

namespace ZeroTrust.Sdk.Generator.Schema;

/// <summary>Checks the shape of a package schema; the messages come from <c>package.schema.json</c>.</summary>
internal static class SchemaShape
{
    private const string Resource = "package.schema.json";

    private static readonly string Text = Read();
    private static readonly JsonSchema Schema = JsonSchema.FromText(Text);
    private static readonly JsonNode Document = JsonNode.Parse(Text)!;

    public static IReadOnlyList<SchemaProblem> Check(JsonElement package)
    {
        var result = Schema.Evaluate(package, new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
        return result.IsValid
            ? []
            :
            [
                .. (
                    from detail in result.Details ?? []
                    where !IsCondition(detail.EvaluationPath)
                    from error in detail.Errors ?? new Dictionary<string, string>()
                    select Problem(package, detail, error.Key, error.Value)
                )
                    .Distinct()
                    .OrderBy(problem => problem.Path, StringComparer.Ordinal),
            ];
    }

    // A failed condition of an "if" is not a problem.
    private static bool IsCondition(JsonPointer path) => Segments(path).Any(segment => segment is "if" or "not");

    // An empty enum disallows the member, regardless of its value.
    private static bool IsUnwanted(JsonNode subschema) => subschema["enum"] is JsonArray { Count: 0 };

    private static SchemaProblem Problem(JsonElement package, EvaluationResults detail, string keyword, string error)
    {
        var subschema = Subschema(detail.EvaluationPath);
        var instance = detail.InstanceLocation.Evaluate(package) ?? package;
        var comment = keyword == "type" ? null : (string?)(subschema as JsonObject)?["$comment"];
        var isAboutValue = comment is not null && instance.ValueKind == JsonValueKind.String && !IsUnwanted(subschema!);
        var subject = isAboutValue ? $"'{instance.GetString()}' " : "";
        return new(
            Path(package, detail.InstanceLocation),
            subject
                + (
                    comment
                    ?? (keyword, subschema) switch
                    {
                        ("type", JsonObject schema) => $"must be {Kinds(schema["type"]!)}, not {Kind(instance.ValueKind)}.",
                        ("required", JsonObject schema) => $"lacks {string.Join(", ", Missing(instance, schema["required"]!.AsArray()))}.",
                        ("", _) => "is not a field of the package schema; remove it.",
                        _ => $"is invalid: {error}.",
                    }
                )
        );
    }

    private static IEnumerable<string> Missing(JsonElement instance, JsonArray required) =>
        from name in required
        where !instance.TryGetProperty((string)name!, out _)
        select $"'{name}'";

    // The library repeats the segment of "items".
    private static JsonNode? Subschema(JsonPointer path)
    {
        JsonNode? node = Document;
        foreach (var segment in Segments(path))
        {
            node =
                segment == "$ref" && node?["$ref"] is JsonValue reference
                    ? Step(Document, ((string)reference!).Split('/').Skip(1))
                    : Step(node, [segment]) ?? node;
        }

        return node;
    }

    private static JsonNode? Step(JsonNode? node, IEnumerable<string> segments) =>
        segments.Aggregate(
            node,
            (current, segment) => current is JsonArray items ? items[int.Parse(segment, null)] : (current as JsonObject)?[segment]
        );

    private static string Path(JsonElement package, JsonPointer pointer)
    {
        var (path, value) = ("$", package);
        foreach (var segment in Segments(pointer))
        {
            var isList = value.ValueKind == JsonValueKind.Array;
            path = isList ? $"{path}[{segment}]" : SchemaNode.Join(path, segment);
            value = isList ? value[int.Parse(segment, null)] : value.GetProperty(segment);
        }

        return path;
    }

    private static IEnumerable<string> Segments(JsonPointer pointer) =>
        from segment in pointer.ToString().Split('/').Skip(1)
        select segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static string Kinds(JsonNode type) =>
        string.Join(" or ", (type is JsonArray kinds ? kinds.Select(kind => (string)kind!) : [(string)type!]).Select(Kind));

    private static string Kind(string type) =>
        type switch
        {
            "object" or "integer" => $"an {type}",
            "array" => "a list",
            "boolean" => "true or false",
            _ => $"a {type}",
        };

    private static string Kind(JsonValueKind kind) =>
        kind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => "a string",
            JsonValueKind.Number => "a number",
            JsonValueKind.True or JsonValueKind.False => "a boolean",
            _ => "null",
        };

    private static string Read()
    {
        using var stream = typeof(SchemaShape).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
