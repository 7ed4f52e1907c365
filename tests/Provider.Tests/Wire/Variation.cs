using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>A property at any depth of a program, and variants of the program in which it differs.</summary>
/// <param name="With">Returns the program with another value; null removes the property.</param>
internal sealed record Variation(
    string Path,
    PropertySpec Property,
    PropertyValue Value,
    bool IsKey,
    Func<PropertyValue?, PropertyMap> With
)
{
    /// <summary>Every property that the program sets, including those in objects and entries.</summary>
    public static IEnumerable<Variation> Of(ObjectSpec spec, PropertyMap program) =>
        In(spec, program, "", [], changed => (PropertyMap)changed);

    private static IEnumerable<Variation> In(
        ObjectSpec spec,
        PropertyMap value,
        string prefix,
        IReadOnlyList<string> keys,
        Func<PropertyValue, PropertyMap> whole
    )
    {
        foreach (var property in spec.Properties.Where(property => value.ContainsKey(property.Name)))
        {
            var path = prefix.Length == 0 ? property.Name : $"{prefix}.{property.Name}";
            PropertyMap With(PropertyValue? other) =>
                whole(other is null ? value.Without(property.Name) : value.With(property.Name, other));
            yield return new(path, property, value[property.Name], keys.Contains(property.Name), With);
            foreach (var nested in Within(property.Value, value[property.Name], path, other => With(other)))
            {
                yield return nested;
            }
        }
    }

    private static IEnumerable<Variation> Within(
        ValueSpec spec,
        PropertyValue value,
        string path,
        Func<PropertyValue, PropertyMap> whole
    ) =>
        (spec.Kind, value) switch
        {
            (ValueKind.Object, PropertyMap map) => In(spec.Object!, map, path, [], whole),
            (ValueKind.List, PropertyArray list) when spec.Item!.Kind == ValueKind.Object => list.SelectMany(
                (item, index) =>
                    In(
                        spec.Item.Object!,
                        (PropertyMap)item,
                        $"{path}[{index}]",
                        spec.SetKeys ?? [],
                        other => whole(new PropertyArray(list.Select((kept, at) => at == index ? other : kept)))
                    )
            ),
            _ => [],
        };
}
