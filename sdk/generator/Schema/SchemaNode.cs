using System.Text.Json;
using System.Text.RegularExpressions;

namespace ZeroTrust.Sdk.Generator.Schema;

/// <summary>A JSON value that knows its path and reports members of the wrong kind instead of throwing.</summary>
internal sealed partial record SchemaNode(JsonElement Value, string Path, List<SchemaProblem> Problems)
{
    public bool IsObject => Value.ValueKind == JsonValueKind.Object;

    public bool Has(string name) => IsObject && Value.TryGetProperty(name, out _);

    public void Report(string message) => Problems.Add(new SchemaProblem(Path, message));

    /// <summary>The member, or null when it is absent.</summary>
    public SchemaNode? Member(string name) =>
        IsObject && Value.TryGetProperty(name, out var value) ? new SchemaNode(value, PathOf(name), Problems) : null;

    public string? Text(string name) => Member(name)?.Expect(JsonValueKind.String)?.Value.GetString();

    public bool Flag(string name)
    {
        var member = Member(name);
        if (member is null || member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return member?.Value.ValueKind == JsonValueKind.True;
        }
        member.Report("must be true or false.");
        return false;
    }

    public SchemaNode? Object(string name) => Member(name)?.Expect(JsonValueKind.Object);

    /// <summary>The members of an object member, sorted by name so that nothing generated depends on the file's order.</summary>
    public IEnumerable<(string Name, SchemaNode Node)> Entries(string name) => Object(name)?.Entries() ?? [];

    public IEnumerable<(string Name, SchemaNode Node)> Entries() =>
        from property in Value.EnumerateObject()
        orderby property.Name
        select (property.Name, new SchemaNode(property.Value, PathOf(property.Name), Problems));

    public IEnumerable<SchemaNode> Items(string name)
    {
        var list = Member(name)?.Expect(JsonValueKind.Array);
        return list is null
            ? []
            : list.Value.EnumerateArray().Select((item, index) => new SchemaNode(item, $"{list.Path}[{index}]", Problems));
    }

    public IReadOnlyList<string> Texts(string name) =>
        [.. Items(name).Select(item => item.Expect(JsonValueKind.String)?.Value.GetString()).OfType<string>()];

    public IReadOnlyDictionary<string, string> TextMap(string name) =>
        Entries(name)
            .Select(entry => (entry.Name, Text: entry.Node.Expect(JsonValueKind.String)?.Value.GetString()))
            .Where(entry => entry.Text is not null)
            .ToDictionary(entry => entry.Name, entry => entry.Text!, StringComparer.Ordinal);

    /// <summary>A string, number or boolean member, detached from the document; anything else is reported.</summary>
    public JsonElement? Scalar(string name)
    {
        var member = Member(name);
        if (member is null)
        {
            return null;
        }
        if (member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
        {
            return member.Value.Clone();
        }
        member.Report("must be a string, a number or a boolean.");
        return null;
    }

    public void AllowOnly(params ReadOnlySpan<string> names)
    {
        if (!IsObject)
        {
            return;
        }
        foreach (var property in Value.EnumerateObject())
        {
            if (!names.Contains(property.Name))
            {
                Problems.Add(new SchemaProblem(PathOf(property.Name), "is not a field of the package schema; remove it."));
            }
        }
    }

    public SchemaNode? Expect(JsonValueKind kind)
    {
        if (Value.ValueKind == kind)
        {
            return this;
        }
        Report($"must be {Name(kind)}, not {Name(Value.ValueKind)}.");
        return null;
    }

    private string PathOf(string member) => Join(Path, member);

    public static string Join(string path, string member) =>
        Identifier().IsMatch(member) ? $"{path}.{member}" : $"{path}['{member}']";

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };

    [GeneratedRegex("^[A-Za-z_$][A-Za-z0-9_$]*$")]
    private static partial Regex Identifier();
}
