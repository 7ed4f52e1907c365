using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ZeroTrust.Cli.Drift.Reports;

/// <summary>JSON as <c>docs/schemas/drift-report.schema.json</c> describes it.</summary>
internal static class JsonReport
{
    private const int SchemaVersion = 1;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new JsonStringEnumConverter<ResourceStatus>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<ChangeInAccount>(JsonNamingPolicy.CamelCase),
        },
        TypeInfoResolver = DriftReportJson.Default,
    };

    public static string Write(DriftReport report)
    {
        var body = JsonSerializer.SerializeToNode(report, Options.GetTypeInfo(typeof(DriftReport)))!.AsObject();
        var document = new JsonObject
        {
            ["schemaVersion"] = SchemaVersion,
            ["checkedAt"] = body["checkedAt"]!.DeepClone(),
            ["version"] = report.Version,
            ["verdict"] = report.Verdict,
            ["stacks"] = body["stacks"]!.DeepClone(),
            ["summary"] = body["summary"]!.DeepClone(),
            ["resources"] = body["resources"]!.DeepClone(),
            ["unmanaged"] = body["unmanaged"]?.DeepClone(),
            ["notes"] = body["notes"]!.DeepClone(),
        };
        return document.ToJsonString(Options) + "\n";
    }
}

[JsonSerializable(typeof(DriftReport), GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class DriftReportJson : JsonSerializerContext;
