using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.Validation;

/// <summary>References resolve, and unions are consistent.</summary>
internal static class ReferenceRules
{
    public static IEnumerable<SchemaProblem> Check(PackageSchema package)
    {
        var types = ShapeUse
            .All(package)
            .SelectMany(use => use.Shape.Properties)
            .Select(p => p.Type)
            .Concat(package.Functions.Select(f => f.ReturnType).OfType<TypeSchema>());
        return types.SelectMany(type => type.Parts()).SelectMany(type => Check(package, type));
    }

    private static IEnumerable<SchemaProblem> Check(PackageSchema package, TypeSchema type) =>
        type switch
        {
            NamedType named => Named(package, named),
            ResourceType { Token: { } token } when package.FindResource(token) is null =>
            [
                new(type.Path, $"the resource '{token}' is not in this schema."),
            ],
            ResourceType { Token: null } when package.Provider is null =>
            [
                new(type.Path, "refers to the provider, but the schema has none."),
            ],
            UnionType union => Union(package, union),
            _ => [],
        };

    private static IEnumerable<SchemaProblem> Named(PackageSchema package, NamedType named)
    {
        var found = package.FindEnum(named.Token);
        if (found is null && package.FindObject(named.Token) is null)
        {
            yield return new(named.Path, $"the type '{named.Token}' is not in this schema.");
        }
        else if (found is not null && named.UnderlyingType is { } written && written != found.Type)
        {
            yield return new(named.Path, $"'type' says {written}, but the enum '{named.Token}' is of type {found.Type}; make them equal.");
        }
    }

    private static IEnumerable<SchemaProblem> Union(PackageSchema package, UnionType union)
    {
        if (union.Discriminator is not { } discriminator)
        {
            yield break;
        }
        foreach (var token in union.Elements.OfType<NamedType>().Select(element => element.Token))
        {
            if (package.FindObject(token) is { } element && element.Shape.Find(discriminator) is null)
            {
                yield return new(
                    union.Path,
                    $"'{token}' does not have the property '{discriminator}', which is the union's discriminator."
                );
            }
        }
        foreach (var (value, reference) in union.Mapping.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            if (union.Elements.OfType<NamedType>().All(element => reference != $"#/types/{element.Token}"))
            {
                yield return new(union.Path, $"the discriminator maps '{value}' to '{reference}', which is not one of the union's types.");
            }
        }
    }
}
