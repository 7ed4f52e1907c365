namespace ZeroTrust.Protocol.Values;

/// <summary>Null; see <see cref="PropertyValue.Null"/>.</summary>
public sealed record PropertyNull : PropertyValue;

/// <summary>A Boolean.</summary>
public sealed record PropertyBool(bool Value) : PropertyValue;

/// <summary>A number. Integers are exact up to 2^53.</summary>
public sealed record PropertyNumber(double Value) : PropertyValue;

/// <summary>A string.</summary>
public sealed record PropertyString(string Value) : PropertyValue;

/// <summary>A byte string. Sent only to a peer that accepts it.</summary>
public sealed record PropertyBytes(ReadOnlyMemory<byte> Value) : PropertyValue
{
    /// <inheritdoc/>
    public bool Equals(PropertyBytes? other) => other is not null && Value.Span.SequenceEqual(other.Value.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Value.Span);
        return hash.ToHashCode();
    }
}
