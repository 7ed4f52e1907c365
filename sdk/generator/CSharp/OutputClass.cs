using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.CSharp;

/// <summary>A class of results with a constructor whose parameters have the wire names.</summary>
internal sealed record OutputClass(string Name, IReadOnlyList<PropertySchema> Properties)
{
    /// <summary>Markdown for the summary.</summary>
    public string? Description { get; init; }

    public bool IsInternal { get; init; }

    public void Write(CodeWriter code, TypeNames types)
    {
        XmlDocs.Describe(code, Description);
        code.Line("[OutputType]");
        code.Block(
            $"{(IsInternal ? "internal" : "public")} sealed class {Name}",
            () =>
            {
                foreach (var property in Properties)
                {
                    code.Separate();
                    XmlDocs.Describe(code, property.Description);
                    SourceFile.Obsolete(code, property.DeprecationMessage);
                    code.Line($"public readonly {types.OutputProperty(property)} {CSharpNames.Property(property)};");
                }
                code.Separate();
                code.Line("[OutputConstructor]");
                code.Block(
                    Constructor(types),
                    () =>
                    {
                        foreach (var property in Properties)
                        {
                            var field = CSharpNames.Property(property);
                            var parameter = CSharpNames.Parameter(property.Name);
                            code.Line($"{(field == parameter ? "this." : "")}{field} = {parameter};");
                        }
                    }
                );
            }
        );
    }

    private string Constructor(TypeNames types)
    {
        var parameters = Properties.Select(property => Parameter(types, property)).ToList();
        return parameters.Count < 2
            ? $"private {Name}({string.Concat(parameters)})"
            : $"private {Name}(\n    {string.Join(",\n    ", parameters)})";
    }

    private static string Parameter(TypeNames types, PropertySchema property)
    {
        var name = CSharpNames.Parameter(property.Name);
        var wireName = name.TrimStart('@') == property.Name ? "" : $"[OutputConstructorParameter({CSharpNames.Quote(property.Name)})] ";
        return $"{wireName}{types.OutputProperty(property)} {name}";
    }
}
