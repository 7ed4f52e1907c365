namespace ZeroTrust.Protocol.Values;

/// <summary>Nothing; see <see cref="PropertyValue.Null"/>.</summary>
public sealed record PropertyNull : PropertyValue;

/// <summary>True or false.</summary>
public sealed record PropertyBool(bool Value) : PropertyValue;

/// <summary>A number. Integers are exact up to 2^53.</summary>
public sealed record PropertyNumber(double Value) : PropertyValue;

/// <summary>Text.</summary>
public sealed record PropertyString(string Value) : PropertyValue;

/// <summary>Bytes that are not text. Only written when the other side said that it accepts them.</summary>
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
