using System.Text.Json;
using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.Validation;

/// <summary>Enums have values of their type, each once.</summary>
internal static class EnumRules
{
    public static IEnumerable<SchemaProblem> Check(PackageSchema package) => package.Enums.SelectMany(Check);

    private static IEnumerable<SchemaProblem> Check(EnumSchema schema)
    {
        if (schema.Type is not ("string" or "integer" or "number"))
        {
            yield return new(
                schema.Path,
                schema.Type == "boolean"
                    ? "boolean enums cannot be generated for C#; use a plain boolean."
                    : $"an enum's type must be string, integer or number, not '{schema.Type}'.");
            yield break;
        }
        if (schema.Values.Count == 0)
        {
            yield return new(schema.Path, "lists no values.");
        }
        foreach (var value in schema.Values.Where(value => !Fits(schema.Type, value.Value)))
        {
            yield return new(value.Path, $"{value.Value.GetRawText()} is no {schema.Type}.");
        }
        foreach (var value in schema.Values.GroupBy(v => v.Value.GetRawText()).SelectMany(same => same.Skip(1)))
        {
            yield return new(value.Path, $"repeats the value {value.Value.GetRawText()}.");
        }
    }

    private static bool Fits(string type, JsonElement value) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
        _ => value.ValueKind == JsonValueKind.Number,
    };
}
