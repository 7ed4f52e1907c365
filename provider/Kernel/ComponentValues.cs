using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider.Kernel;

/// <summary>Values that a component passes on without knowing them.</summary>
internal static class ComponentValues
{
    /// <summary>The properties with these names that are set.</summary>
    public static PropertyMap Pick(this PropertyMap map, params IEnumerable<string> names) =>
        new(names.Where(map.ContainsKey).Select(name => KeyValuePair.Create(name, map[name])));

    /// <summary>
    /// The entries of an object, with its secrecy and its dependencies; null if it is unset or unknown.
    /// </summary>
    public static PropertyMap? Entries(this PropertyMap map, string name) =>
        map.GetValueOrDefault(name) switch
        {
            PropertyMap entries => entries,
            PropertySecret { Inner: PropertyMap entries } => entries.Map(value => new PropertySecret(value)),
            PropertyOutput { Value: PropertyMap entries } output => entries.Map(value => Inherit(output, value)),
            _ => null,
        };

    /// <summary>The items of a list; null if the list or one of them is unknown.</summary>
    public static IReadOnlyList<PropertyValue>? Items(this PropertyMap map, string name) =>
        map.GetValueOrDefault(name) switch
        {
            null or PropertyNull => [],
            { ContainsUnknown: true } => null,
            PropertyArray items => [.. items],
            PropertySecret { Inner: PropertyArray items } => [.. items.Select(item => new PropertySecret(item))],
            PropertyOutput { Value: PropertyArray items } output => [.. items.Select(item => Inherit(output, item))],
            _ => [],
        };

    /// <summary>The string of a value; null if it is not a string, or unknown.</summary>
    public static string? KnownString(this PropertyValue? value) =>
        value switch
        {
            PropertyString text => text.Value,
            PropertySecret secret => KnownString(secret.Inner),
            PropertyOutput output => KnownString(output.Value),
            _ => null,
        };

    /// <summary>A string derived from another; unknown, secret or dependent on resources as that one is.</summary>
    public static PropertyValue MapString(this PropertyValue value, Func<string, string> map) =>
        value.Rewrite(part => part is PropertyString text ? map(text.Value) : part);

    /// <summary>The resources that a value comes from.</summary>
    public static IEnumerable<string> Dependencies(this PropertyValue value)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        value.Rewrite(part =>
        {
            if (part is PropertyOutput output)
            {
                found.UnionWith(output.Dependencies);
            }

            return part;
        });
        return found;
    }

    private static PropertyOutput Inherit(PropertyOutput whole, PropertyValue part) =>
        part is PropertyOutput own
            ? own with
            {
                IsSecret = own.IsSecret || whole.IsSecret,
                Dependencies = [.. own.Dependencies.Union(whole.Dependencies)],
            }
            : new()
            {
                Value = part is PropertyUnknown ? null : part.Unsecret(),
                IsSecret = whole.IsSecret || part is PropertySecret,
                Dependencies = whole.Dependencies,
            };
}
