using Google.Protobuf.Collections;

namespace ZeroTrust.Engine.Properties;

internal static class FieldLookup
{
    /// <summary>The value under a key, or null.</summary>
    public static TValue? GetValueOrDefault<TValue>(this MapField<string, TValue> fields, string key)
        where TValue : class => fields.TryGetValue(key, out var value) ? value : null;
}
