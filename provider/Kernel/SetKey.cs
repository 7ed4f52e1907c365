using System.Globalization;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider.Kernel;

/// <summary>What identifies an entry of an unordered list. Equal for entries that name the same thing, in any notation.</summary>
/// <param name="Text">The canonical form.</param>
/// <param name="Property">The property it comes from; null when the entry is its own key.</param>
internal readonly record struct SetKey(string Text, string? Property)
{
    /// <summary>The key of an entry; null when it is unknown or has none.</summary>
    public static SetKey? Of(ValueSpec list, PropertyValue entry) =>
        Find(list, entry) is var (spec, property, value) && Canonical(spec, value) is { } text ? new(text, property) : null;

    /// <summary>The key of an entry as the program writes it; null when the entry has none.</summary>
    public static string? Written(ValueSpec list, PropertyValue entry) =>
        Find(list, entry) is var (_, _, value) ? (value as PropertyString)?.Value ?? Canonical(new(ValueKind.String), value) : null;

    private static (ValueSpec Spec, string? Property, PropertyValue Value)? Find(ValueSpec list, PropertyValue entry)
    {
        var plain = entry.Unsecret();
        if (list.SetKeys!.Count == 0)
        {
            return (list.Item!, null, plain);
        }

        if (plain is PropertyMap entryObject)
        {
            foreach (var name in list.SetKeys)
            {
                if (entryObject.TryGetValue(name, out var value) && !Equivalence.IsEmpty(value))
                {
                    return (list.Item!.Object!.Find(name)!.Value, name, value.Unsecret());
                }
            }
        }

        return null;
    }

    private static string? Canonical(ValueSpec spec, PropertyValue value) =>
        value switch
        {
            PropertyString text => spec.Format is { } format ? format.Canonical(text.Value) : text.Value,
            PropertyNumber number => number.Value.ToString("R", CultureInfo.InvariantCulture),
            PropertyBool flag => flag.Value ? "true" : "false",
            _ => null,
        };
}
