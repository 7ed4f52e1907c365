using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ZeroTrust.Protocol.Values;

/// <summary>A list.</summary>
[CollectionBuilder(typeof(PropertyArray), nameof(Create))]
public sealed record PropertyArray : PropertyValue, IReadOnlyList<PropertyValue>
{
    private readonly ImmutableArray<PropertyValue> _items;

    /// <summary>A list of <paramref name="items"/>.</summary>
    public PropertyArray(IEnumerable<PropertyValue> items) => _items = [.. items];

    private PropertyArray(ImmutableArray<PropertyValue> items) => _items = items;

    /// <inheritdoc/>
    public int Count => _items.Length;

    private protected override bool AnyChild(Predicate<PropertyValue> condition)
    {
        foreach (var item in _items)
        {
            if (condition(item))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public PropertyValue this[int index] => _items[index];

    /// <summary>A list of <paramref name="items"/>, for collection expressions.</summary>
    public static PropertyArray Create(ReadOnlySpan<PropertyValue> items) => new(items.ToImmutableArray());

    /// <summary>A list that takes over an array.</summary>
    internal static PropertyArray Of(PropertyValue[] items) => new(ImmutableCollectionsMarshal.AsImmutableArray(items));

    /// <summary>The other list if it has the same objects, else this one: one of two equal lists saves memory.</summary>
    public PropertyArray OrSame(PropertyArray? other)
    {
        if (other is null || Count != other.Count)
        {
            return this;
        }

        for (var index = 0; index < _items.Length; index++)
        {
            if (!ReferenceEquals(_items[index], other._items[index]))
            {
                return this;
            }
        }

        return other;
    }

    /// <summary>The list with another value at <paramref name="index"/>; one past the end appends.</summary>
    public PropertyArray With(int index, PropertyValue value) => new(index == Count ? _items.Add(value) : _items.SetItem(index, value));

    /// <inheritdoc/>
    public bool Equals(PropertyArray? other) =>
        ReferenceEquals(this, other) || (other is not null && _items.AsSpan().SequenceEqual(other._items.AsSpan()));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in _items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <summary>The items in order.</summary>
    public ImmutableArray<PropertyValue>.Enumerator GetEnumerator() => _items.GetEnumerator();

    IEnumerator<PropertyValue> IEnumerable<PropertyValue>.GetEnumerator() => _items.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.AsEnumerable().GetEnumerator();

    private protected override PropertyValue MapChildren(Func<PropertyValue, PropertyValue> map) =>
        new PropertyArray(_items.Select(map).ToImmutableArray());
}
