using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.CSharp;

/// <summary>Paths of the properties whose change replaces the resource: <c>a.b</c>, <c>list[*].c</c>, <c>map.*.d</c>.</summary>
internal static class ReplacePaths
{
    public static IEnumerable<string> Of(PackageSchema package, ResourceSchema resource) =>
        Within(package, resource.Outputs.Properties, []);

    private static IEnumerable<string> Within(PackageSchema package, IEnumerable<PropertySchema> properties, IReadOnlyList<string> above)
    {
        foreach (var property in properties)
        {
            var step = property.Name + Suffix(property.Type);
            if (property.ReplaceOnChanges)
            {
                yield return step;
            }
            else if (ObjectToken(property.Type) is { } token && !above.Contains(token) && package.FindObject(token) is { } found)
            {
                // Stop at recursive types; the outermost occurrence is enough.
                foreach (var inner in Within(package, found.Shape.Properties, [.. above, token]))
                {
                    yield return $"{step}.{inner}";
                }
            }
        }
    }

    private static string Suffix(TypeSchema type) =>
        type switch
        {
            ArrayType => "[*]",
            MapType => ".*",
            _ => "",
        };

    private static string? ObjectToken(TypeSchema type) =>
        type switch
        {
            NamedType named => named.Token,
            ArrayType array => ObjectToken(array.Items),
            MapType map => ObjectToken(map.Values),
            _ => null,
        };
}
