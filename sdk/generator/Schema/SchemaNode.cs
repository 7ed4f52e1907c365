using System.Text.Json;
using System.Text.RegularExpressions;

namespace ZeroTrust.Sdk.Generator.Schema;

/// <summary>A JSON value with its path. <see cref="SchemaShape"/> has already checked the types of its members.</summary>
internal sealed partial record SchemaNode(JsonElement Value, string Path)
{
    public bool IsObject => Value.ValueKind == JsonValueKind.Object;

    public bool Has(string name) => Value.TryGetProperty(name, out _);

    /// <summary>The member, or null when it is absent.</summary>
    public SchemaNode? Member(string name) => Value.TryGetProperty(name, out var value) ? new SchemaNode(value, Join(Path, name)) : null;

    public string? String(string name) => Member(name)?.Value.GetString();

    public bool Flag(string name) => Member(name)?.Value.GetBoolean() ?? false;

    /// <summary>The members of an object member, sorted by name, so that the output does not depend on their order in the file.</summary>
    public IEnumerable<(string Name, SchemaNode Node)> Entries(string name) =>
        Member(name) is not { } map
            ? []
            : from property in map.Value.EnumerateObject()
            orderby property.Name
            select (property.Name, new SchemaNode(property.Value, Join(map.Path, property.Name)));

    public IEnumerable<SchemaNode> Items(string name) =>
        Member(name) is not { } list
            ? []
            : list.Value.EnumerateArray().Select((item, index) => new SchemaNode(item, $"{list.Path}[{index}]"));

    public IReadOnlyList<string> Strings(string name) => [.. Items(name).Select(item => item.Value.GetString()!)];

    public IReadOnlyDictionary<string, string> TextMap(string name) =>
        Entries(name).ToDictionary(entry => entry.Name, entry => entry.Node.Value.GetString()!, StringComparer.Ordinal);

    /// <summary>A string, number or boolean member, detached from the document.</summary>
    public JsonElement? Scalar(string name) => Member(name)?.Value.Clone();

    public static string Join(string path, string member) => Identifier().IsMatch(member) ? $"{path}.{member}" : $"{path}['{member}']";

    [GeneratedRegex("^[A-Za-z_$][A-Za-z0-9_$]*$")]
    private static partial Regex Identifier();
}
