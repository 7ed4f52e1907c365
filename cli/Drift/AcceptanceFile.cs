using System.Globalization;
using System.IO.Enumeration;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Json.Schema;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ZeroTrust.Cli.Drift;

/// <summary>One line of an acceptance file: which drift is known, why, and until when.</summary>
internal sealed record Acceptance(string Resource, string? Property, string? Entry, string Reason, DateOnly Expires)
{
    /// <summary>What it accepts, in the words of the file.</summary>
    public string Subject => string.Join(' ', new[] { Resource, Property, Entry }.OfType<string>());

    public bool Covers(string label, string? property = null, string? entry = null) =>
        FileSystemName.MatchesSimpleExpression(Resource, label, ignoreCase: false)
        && (Property is null || Property == property)
        && (Entry is null || Entry == entry);
}

/// <summary>Drift that is accepted until a date: <c>--accept</c>.</summary>
internal sealed class AcceptanceFile(IReadOnlyList<Acceptance> all)
{
    private const string SchemaResource = "drift-accept.schema.json";

    private static readonly Lazy<JsonSchema> Schema = new(ReadSchema);
    private static readonly EvaluationOptions Strict = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    public static AcceptanceFile None { get; } = new([]);

    /// <summary>Reads an acceptance file.</summary>
    /// <exception cref="CommandException">The file does not conform to its schema; the message names every problem.</exception>
    public static AcceptanceFile Parse(string yaml, string origin)
    {
        JsonNode? document;
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            document = stream.Documents.Count == 0 ? null : ToJson(stream.Documents[0].RootNode);
        }
        catch (YamlException e)
        {
            throw new CommandException($"{origin} is not YAML: line {e.Start.Line}: {e.Message}", e);
        }

        var result = Schema.Value.Evaluate(JsonSerializer.SerializeToElement(document, AcceptanceJson.Default.JsonNode), Strict);
        if (!result.IsValid)
        {
            var problems = (result.Details ?? [])
                .Where(detail => detail.Errors is { Count: > 0 })
                .SelectMany(detail => detail.Errors!.Values.Select(error => $"{Place(detail.InstanceLocation.ToString())}: {error}"))
                .Distinct();
            throw new CommandException($"{origin} is not an acceptance file: {string.Join("; ", problems)}. See docs/guides/drift.md.");
        }

        return new([
            .. document!["accept"]!
                .AsArray()
                .Select(entry => new Acceptance(
                    String(entry, "resource")!,
                    String(entry, "property"),
                    String(entry, "entry"),
                    String(entry, "reason")!,
                    DateOnly.ParseExact(String(entry, "expires")!, "yyyy-MM-dd", CultureInfo.InvariantCulture)
                )),
        ]);
    }

    /// <summary>The report with accepted drift marked, and notes on entries that have expired or match nothing.</summary>
    public DriftReport Apply(DriftReport report)
    {
        var today = DateOnly.FromDateTime(report.CheckedAt.UtcDateTime);
        var used = new HashSet<Acceptance>();

        Accepted? Find(string label, string? property, string? entry)
        {
            var covering = all.Where(acceptance => acceptance.Covers(label, property, entry)).ToList();
            used.UnionWith(covering);
            return covering.Find(acceptance => acceptance.Expires >= today) is { } valid ? new(valid.Reason, valid.Expires) : null;
        }

        var marked = report with
        {
            Resources =
            [
                .. report.Resources.Select(resource =>
                    resource with
                    {
                        Accepted = resource.Status == ResourceStatus.Missing ? Find(resource.Label, null, null) : null,
                        Differences =
                        [
                            .. resource.Differences.Select(difference =>
                                difference with
                                {
                                    Accepted = Find(resource.Label, difference.Path, difference.Entry),
                                }
                            ),
                        ],
                    }
                ),
            ],
            Unmanaged = report.Unmanaged is { } unmanaged
                ?
                [
                    .. unmanaged.Select(found =>
                        found with
                        {
                            Accepted = Find(found.Label, null, null) ?? Find($"{found.Type}/{found.Id}", null, null),
                        }
                    ),
                ]
                : null,
        };
        return marked with
        {
            Notes =
            [
                .. all.Where(used.Contains)
                    .Where(acceptance => acceptance.Expires < today)
                    .Select(acceptance =>
                        $"'{acceptance.Subject}' was accepted until {Day(acceptance.Expires)} ({acceptance.Reason}); "
                        + "fix the drift or renew the acceptance."
                    ),
                .. all.Where(acceptance => !used.Contains(acceptance))
                    .Select(acceptance => $"'{acceptance.Subject}' is accepted but has no drift; remove it from the file."),
            ],
        };
    }

    public static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static JsonSchema ReadSchema()
    {
        using var stream = typeof(AcceptanceFile).Assembly.GetManifestResourceStream(SchemaResource)!;
        using var reader = new StreamReader(stream);
        return JsonSchema.FromText(reader.ReadToEnd());
    }

    // As in the JSON Schema, the file has only objects, lists and strings.
    private static JsonNode? ToJson(YamlNode node) =>
        node switch
        {
            YamlMappingNode map => new JsonObject(
                map.Children.Select(entry => KeyValuePair.Create(((YamlScalarNode)entry.Key).Value!, ToJson(entry.Value)))
            ),
            YamlSequenceNode items => new JsonArray([.. items.Select(ToJson)]),
            YamlScalarNode { Value: { } text } => JsonValue.Create(text),
            _ => null,
        };

    private static string? String(JsonNode? entry, string name) => (string?)entry![name];

    private static string Place(string pointer) => pointer.Length == 0 ? "the file" : pointer.TrimStart('/').Replace('/', '.');
}

[JsonSerializable(typeof(JsonNode))]
internal sealed partial class AcceptanceJson : JsonSerializerContext;
