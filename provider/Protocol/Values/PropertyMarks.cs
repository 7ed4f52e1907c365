using System.Collections.Immutable;

namespace ZeroTrust.Protocol.Values;

/// <summary>Only known after the update; see <see cref="PropertyValue.Unknown"/>.</summary>
public sealed record PropertyUnknown : PropertyValue;

/// <summary>A value to be encrypted and never shown. A secret of a secret is that secret.</summary>
public sealed record PropertySecret : PropertyValue
{
    /// <summary>Marks <paramref name="inner"/>.</summary>
    public PropertySecret(PropertyValue inner) => Inner = inner is PropertySecret secret ? secret.Inner : inner;

    /// <summary>What is secret; never itself a <see cref="PropertySecret"/>.</summary>
    public PropertyValue Inner { get; }

    private protected override IEnumerable<PropertyValue> Children => [Inner];

    private protected override PropertyValue MapChildren(Func<PropertyValue, PropertyValue> map) => new PropertySecret(map(Inner));
}

/// <summary>A value with the resources it comes from. Custom resources never see one; components and methods do.</summary>
public sealed record PropertyOutput : PropertyValue
{
    /// <summary>The value; <see langword="null"/> while it is unknown.</summary>
    public PropertyValue? Value { get; init; }

    /// <summary>Whether the value is secret.</summary>
    public bool IsSecret { get; init; }

    /// <summary>URNs of the resources that the value comes from.</summary>
    public ImmutableArray<string> Dependencies { get; init; } = [];

    private protected override IEnumerable<PropertyValue> Children => Value is null ? [] : [Value];

    /// <summary>The same without dependencies: the value or unknown, as a secret if it is one.</summary>
    public PropertyValue Lower() => IsSecret ? new PropertySecret(Value ?? Unknown) : Value ?? Unknown;

    /// <inheritdoc/>
    public bool Equals(PropertyOutput? other) =>
        other is not null
        && Equals(Value, other.Value)
        && IsSecret == other.IsSecret
        && Dependencies.AsSpan().SequenceEqual(other.Dependencies.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Value, IsSecret, Dependencies.Length);

    private protected override PropertyValue MapChildren(Func<PropertyValue, PropertyValue> map) =>
        Value is null ? this : this with { Value = map(Value) };
}
