using System.Text.Json;
using ZeroTrust.Sdk.Generator.CSharp;
using ZeroTrust.Sdk.Generator.Markdown;
using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.Docs;

/// <summary>Writes tables of properties and of the nested types that they refer to.</summary>
internal sealed class PropertyTables(PackageSchema package, PageWriter page)
{
    private readonly SortedDictionary<string, object> _nested = new(StringComparer.Ordinal);

    /// <summary>Whether the properties are a resource's, so that changing one can replace it.</summary>
    public bool OfResource { get; init; }

    public void Write(IEnumerable<PropertySchema> properties, bool asInputs)
    {
        var rows = properties
            .Where(p => p.Name != FunctionSchema.SelfParameter)
            .OrderBy(p => asInputs && !p.IsRequired)
            .Select(p =>
                (string[])
                    [
                        TableCell.Code(p.Name),
                        TypeOf(p.Type),
                        asInputs && p.IsRequired ? "yes" : "",
                        asInputs ? Default(p) : "",
                        Description(p),
                    ]
            )
            .ToList();
        page.Table(["Name", "Type", "Required", "Default", "Description"], rows);
    }

    /// <summary>Writes a section for every type that a table refers to, directly or through another section.</summary>
    public void WriteNestedTypes()
    {
        if (_nested.Count > 0)
        {
            page.Heading("Types");
        }
        foreach (var (name, type) in _nested)
        {
            page.SubHeading(name);
            WriteType(type);
        }
    }

    /// <summary>Describes a type, and records named types for <see cref="WriteNestedTypes"/>.</summary>
    public string TypeOf(TypeSchema type) =>
        type switch
        {
            PrimitiveType primitive => primitive.Kind.ToString().ToLowerInvariant(),
            BuiltInType builtIn => builtIn.Kind == BuiltInKind.Json ? "JSON" : builtIn.Kind.ToString().ToLowerInvariant(),
            ArrayType array => $"list of {TypeOf(array.Items)}",
            MapType map => $"map of {TypeOf(map.Values)}",
            NamedType named => Link(named),
            ResourceType { Token: { } token } => $"[{CSharpNames.Class(token)}](../resources/{CSharpNames.Class(token)}.md)",
            ResourceType => "provider",
            UnionType union => string.Join(" or ", union.Elements.Select(TypeOf)),
            _ => "any",
        };

    private string Link(NamedType named)
    {
        var name = CSharpNames.Class(named.Token);
        var nested = package.FindObject(named.Token);
        if (_nested.TryAdd(name, (object?)nested ?? package.FindEnum(named.Token)!) && nested is not null)
        {
            nested.Shape.Properties.ToList().ForEach(property => TypeOf(property.Type));
        }
        return $"[{name}](#{name.ToLowerInvariant()})";
    }

    private void WriteType(object type)
    {
        if (type is EnumSchema schema)
        {
            page.Block(schema.Description is { } text ? DescriptionText.WithoutExamples(text) : null);
            page.Table(["Value", "Description"], [.. schema.Values.Select(EnumRow)]);
        }
        else if (type is ObjectSchema nested)
        {
            page.Block(nested.Shape.Description is { } text ? DescriptionText.WithoutExamples(text) : null);
            Write(nested.Shape.Properties, asInputs: true);
        }
    }

    private static string[] EnumRow(EnumValueSchema value)
    {
        var deprecated = value.DeprecationMessage is { } message ? $"**Deprecated:** {TableCell.Text(message)} " : "";
        return [TableCell.Code(Plain(value.Value)), deprecated + TableCell.Text(value.Description)];
    }

    private static string Default(PropertySchema property)
    {
        var parts = (property.Environment ?? []).Select(name => TableCell.Code("$" + name)).ToList();
        if ((property.Const ?? property.Default) is { } literal)
        {
            parts.Add(TableCell.Code(Plain(literal)));
        }
        return string.Join(", else ", parts);
    }

    private string Description(PropertySchema property)
    {
        var marks = new List<string>();
        if (property.DeprecationMessage is { } message)
        {
            marks.Add($"**Deprecated:** {TableCell.Text(message)}");
        }
        if (property.IsSecret)
        {
            marks.Add("**Secret.**");
        }
        if (OfResource && (property.ReplaceOnChanges || property.WillReplaceOnChanges))
        {
            marks.Add("**Changing it replaces the resource.**");
        }
        return string.Join(' ', [.. marks, TableCell.Text(property.Description)]).Trim();
    }

    private static string Plain(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
