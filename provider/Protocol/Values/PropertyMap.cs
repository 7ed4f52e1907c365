using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace ZeroTrust.Protocol.Values;

/// <summary>An object or map: values by key. Enumerates in ordinal order of the keys.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "Pulumi's name for it.")]
public sealed record PropertyMap : PropertyValue, IReadOnlyDictionary<string, PropertyValue>
{
    // Up to this many keys are sorted in place.
    private const int FewKeys = 32;

    // Sorted by key. Objects have few properties: an array is smaller and faster than a tree.
    private readonly ImmutableArray<KeyValuePair<string, PropertyValue>> _entries;
    private object? _view;

    /// <summary>A map of <paramref name="entries"/>; of duplicate keys, the last wins.</summary>
    public PropertyMap(IEnumerable<KeyValuePair<string, PropertyValue>> entries)
        : this(Sorted([.. entries])) { }

    private PropertyMap(ImmutableArray<KeyValuePair<string, PropertyValue>> entries) => _entries = entries;

    /// <summary>The empty map.</summary>
    public static PropertyMap Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _entries.Length;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _entries.Select(entry => entry.Key);

    /// <inheritdoc/>
    public IEnumerable<PropertyValue> Values => _entries.Select(entry => entry.Value);

    private protected override bool AnyChild(Predicate<PropertyValue> condition)
    {
        foreach (var (_, value) in _entries)
        {
            if (condition(value))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public PropertyValue this[string key] =>
        TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no property '{key}'.");

    /// <summary>A map of <paramref name="entries"/>: <c>PropertyMap.Of(("name", "x"), ("port", 80))</c>.</summary>
    public static PropertyMap Of(params IEnumerable<(string Key, PropertyValue Value)> entries) =>
        new(entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value)));

    /// <summary>A map that takes over an array.</summary>
    internal static PropertyMap Of(KeyValuePair<string, PropertyValue>[] entries) => new(Sorted(entries));

    /// <summary>The entry at a position in the order of the keys.</summary>
    internal KeyValuePair<string, PropertyValue> Entry(int index) => _entries[index];

    /// <summary>The other map if it has the same objects under the same keys, else this one: one of two equal maps saves memory.</summary>
    public PropertyMap OrSame(PropertyMap? other)
    {
        if (other is null || Count != other.Count)
        {
            return this;
        }

        for (var index = 0; index < _entries.Length; index++)
        {
            if (_entries[index].Key != other._entries[index].Key || !ReferenceEquals(_entries[index].Value, other._entries[index].Value))
            {
                return this;
            }
        }

        return other;
    }

    /// <summary>The map as another type. The map keeps the last view, since one call uses the same map several times.</summary>
    public T View<T>(Func<PropertyMap, T> create)
        where T : class
    {
        var view = _view;
        if (view?.GetType() != typeof(T))
        {
            _view = view = create(this);
        }

        return (T)view;
    }

    /// <summary>The map with <paramref name="key"/> added or replaced.</summary>
    public PropertyMap With(string key, PropertyValue value)
    {
        var (entry, index) = (KeyValuePair.Create(key, value), IndexOf(key));
        return new(index < 0 ? _entries.Insert(~index, entry) : _entries.SetItem(index, entry));
    }

    /// <summary>The map without <paramref name="key"/>.</summary>
    public PropertyMap Without(string key) => IndexOf(key) is >= 0 and var index ? new(_entries.RemoveAt(index)) : this;

    /// <summary>The map with every value replaced.</summary>
    public PropertyMap Map(Func<PropertyValue, PropertyValue> map) =>
        new(_entries.Select(entry => KeyValuePair.Create(entry.Key, map(entry.Value))).ToImmutableArray());

    /// <inheritdoc/>
    public override PropertyMap WithoutSecrets() => (PropertyMap)base.WithoutSecrets();

    /// <inheritdoc/>
    public override PropertyMap WithoutOutputs() => (PropertyMap)base.WithoutOutputs();

    /// <inheritdoc/>
    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out PropertyValue value)
    {
        var index = IndexOf(key);
        value = index < 0 ? null : _entries[index].Value;
        return index >= 0;
    }

    /// <inheritdoc/>
    public bool Equals(PropertyMap? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is null || Count != other.Count)
        {
            return false;
        }

        for (var index = 0; index < _entries.Length; index++)
        {
            if (_entries[index].Key != other._entries[index].Key || !_entries[index].Value.Equals(other._entries[index].Value))
            {
                return false;
            }
        }

        return true;
    }

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

    /// <summary>The entries in order.</summary>
    public ImmutableArray<KeyValuePair<string, PropertyValue>>.Enumerator GetEnumerator() => _entries.GetEnumerator();

    IEnumerator<KeyValuePair<string, PropertyValue>> IEnumerable<KeyValuePair<string, PropertyValue>>.GetEnumerator() =>
        _entries.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _entries.AsEnumerable().GetEnumerator();

    private protected override PropertyValue MapChildren(Func<PropertyValue, PropertyValue> map) => Map(map);

    private static ImmutableArray<KeyValuePair<string, PropertyValue>> Sorted(KeyValuePair<string, PropertyValue>[] entries)
    {
        if (entries.Length <= FewKeys)
        {
            Sort(entries);
        }

        for (var index = 1; index < entries.Length; index++)
        {
            if (string.CompareOrdinal(entries[index - 1].Key, entries[index].Key) >= 0)
            {
                var last = new Dictionary<string, PropertyValue>(entries.Length, StringComparer.Ordinal);
                foreach (var (key, value) in entries)
                {
                    last[key] = value;
                }

                entries = [.. last];
                Array.Sort(entries, (a, b) => string.CompareOrdinal(a.Key, b.Key));
                break;
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(entries);
    }

    // The engine sends the few keys of an object in any order.
    private static void Sort(KeyValuePair<string, PropertyValue>[] entries)
    {
        for (var index = 1; index < entries.Length; index++)
        {
            var (entry, place) = (entries[index], index);
            while (place > 0 && string.CompareOrdinal(entries[place - 1].Key, entry.Key) > 0)
            {
                entries[place] = entries[--place];
            }

            entries[place] = entry;
        }
    }

    // The index of a key, or the complement of the one at which it belongs.
    private int IndexOf(string key)
    {
        var (low, high) = (0, _entries.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(_entries[middle].Key, key);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
