using System.Text.Json;

namespace ZeroTrust.Cloudflare;

/// <summary>Compares requested with stored values.</summary>
internal static class JsonPart
{
    /// <summary>
    /// Whether the stored document has all values of the wanted one. Null, an empty string and an empty list equal absence on either side.
    /// </summary>
    public static bool IsPartOf(ReadOnlyMemory<byte> wanted, ReadOnlyMemory<byte> stored)
    {
        using var part = JsonDocument.Parse(wanted);
        using var whole = JsonDocument.Parse(stored);
        return IsPartOf(part.RootElement, whole.RootElement);
    }

    private static bool IsPartOf(JsonElement? wanted, JsonElement? stored)
    {
        if (wanted is not { } part || stored is not { } whole || IsNothing(part) || IsNothing(whole))
        {
            return IsNothing(wanted) && IsNothing(stored);
        }

        return (part.ValueKind, whole.ValueKind) switch
        {
            (JsonValueKind.Object, JsonValueKind.Object) => part.EnumerateObject()
                .All(property => IsPartOf(property.Value, whole.TryGetProperty(property.Name, out var value) ? value : null)),
            (JsonValueKind.Array, JsonValueKind.Array) => part.GetArrayLength() == whole.GetArrayLength()
                && part.EnumerateArray().Zip(whole.EnumerateArray()).All(pair => IsPartOf(pair.First, pair.Second)),
            _ => JsonElement.DeepEquals(part, whole),
        };
    }

    private static bool IsNothing(JsonElement? element) =>
        element switch
        {
            null or { ValueKind: JsonValueKind.Null } => true,
            { ValueKind: JsonValueKind.String } text => text.ValueEquals(""u8),
            { ValueKind: JsonValueKind.Array } list => list.GetArrayLength() == 0,
            _ => false,
        };
}
