using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace ZeroTrust.Protocol.Values;

/// <summary>An object or map: values by key. Enumerates in ordinal order of the keys.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "Pulumi's name for it.")]
public sealed record PropertyMap : PropertyValue, IReadOnlyDictionary<string, PropertyValue>
{
    private static readonly ImmutableSortedDictionary<string, PropertyValue> NoEntries = ImmutableSortedDictionary.Create<
        string,
        PropertyValue
    >(StringComparer.Ordinal);

    private readonly ImmutableSortedDictionary<string, PropertyValue> _entries;

    /// <summary>A map of <paramref name="entries"/>; of duplicate keys, the last wins.</summary>
    public PropertyMap(IEnumerable<KeyValuePair<string, PropertyValue>> entries) => _entries = NoEntries.SetItems(entries);

    private PropertyMap(ImmutableSortedDictionary<string, PropertyValue> entries) => _entries = entries;

    /// <summary>The empty map.</summary>
    public static PropertyMap Empty { get; } = new(NoEntries);

    /// <inheritdoc/>
    public int Count => _entries.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _entries.Keys;

    /// <inheritdoc/>
    public IEnumerable<PropertyValue> Values => _entries.Values;

    private protected override IEnumerable<PropertyValue> Children => _entries.Values;

    /// <inheritdoc/>
    public PropertyValue this[string key] => _entries[key];

    /// <summary>A map of <paramref name="entries"/>: <c>PropertyMap.Of(("name", "x"), ("port", 80))</c>.</summary>
    public static PropertyMap Of(params IEnumerable<(string Key, PropertyValue Value)> entries) =>
        new(entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value)));

    /// <summary>The map with <paramref name="key"/> added or replaced.</summary>
    public PropertyMap With(string key, PropertyValue value) => new(_entries.SetItem(key, value));

    /// <summary>The map without <paramref name="key"/>.</summary>
    public PropertyMap Without(string key) => new(_entries.Remove(key));

    /// <summary>The map with every value replaced.</summary>
    public PropertyMap Map(Func<PropertyValue, PropertyValue> map) =>
        new(_entries.Select(entry => KeyValuePair.Create(entry.Key, map(entry.Value))));

    /// <inheritdoc/>
    public override PropertyMap WithoutSecrets() => (PropertyMap)base.WithoutSecrets();

    /// <inheritdoc/>
    public override PropertyMap WithoutOutputs() => (PropertyMap)base.WithoutOutputs();

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _entries.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out PropertyValue value) => _entries.TryGetValue(key, out value);

    /// <inheritdoc/>
    public bool Equals(PropertyMap? other) =>
        other is not null
        && Count == other.Count
        && _entries.All(entry => other._entries.TryGetValue(entry.Key, out var value) && entry.Value.Equals(value));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var (key, value) in _entries)
        {
            hash.Add(key, StringComparer.Ordinal);
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, PropertyValue>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private protected override PropertyValue MapChildren(Func<PropertyValue, PropertyValue> map) => Map(map);
}
