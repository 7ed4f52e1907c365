using System.Globalization;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider.Kernel;

/// <summary>What identifies an entry of an unordered list.</summary>
/// <param name="Text">Equal for entries that name the same thing, however it is spelled.</param>
/// <param name="Property">The property it comes from; null when the entry is its own key.</param>
/// <param name="Written">As the user wrote it.</param>
internal sealed record SetKey(string Text, string? Property, string Written)
{
    /// <summary>The key of an entry; null when it is unknown or has none.</summary>
    public static SetKey? Of(ValueSpec list, PropertyValue entry)
    {
        var item = list.Item!;
        var plain = entry.Unsecret();
        if (list.SetKeys!.Count == 0)
        {
            return Canonical(item, plain) is { } own ? new(own, null, AsWritten(plain)) : null;
        }

        if (plain is not PropertyMap entryObject)
        {
            return null;
        }

        foreach (var name in list.SetKeys)
        {
            if (entryObject.TryGetValue(name, out var value) && !Equivalence.IsEmpty(value))
            {
                return Canonical(item.Object!.Find(name)!.Value, value.Unsecret()) is { } text
                    ? new($"{name}:{text}", name, AsWritten(value.Unsecret()))
                    : null;
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

    private static string AsWritten(PropertyValue value) =>
        value is PropertyString text ? text.Value : Canonical(new(ValueKind.String), value) ?? "";
}
