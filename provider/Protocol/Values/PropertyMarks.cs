using System.Collections.Immutable;

namespace ZeroTrust.Protocol.Values;

/// <summary>A value that is only known after the update; see <see cref="PropertyValue.Unknown"/>.</summary>
public sealed record PropertyUnknown : PropertyValue;

/// <summary>A value that is encrypted in state and never shown. Secrets do not nest.</summary>
public sealed record PropertySecret : PropertyValue
{
    /// <summary>Marks <paramref name="inner"/> as secret.</summary>
    public PropertySecret(PropertyValue inner) => Inner = inner is PropertySecret secret ? secret.Inner : inner;

    /// <summary>The secret value; never itself a <see cref="PropertySecret"/>.</summary>
    public PropertyValue Inner { get; }

    private protected override bool AnyChild(Predicate<PropertyValue> condition) => condition(Inner);

    private protected override PropertyValue MapChildren(Func<PropertyValue, PropertyValue> map) => new PropertySecret(map(Inner));
}

/// <summary>A value with the resources that it depends on. Components and methods receive outputs; custom resources do not.</summary>
public sealed record PropertyOutput : PropertyValue
{
    /// <summary>The value; <see langword="null"/> while it is unknown.</summary>
    public PropertyValue? Value { get; init; }

    /// <summary>Whether the value is secret.</summary>
    public bool IsSecret { get; init; }

    /// <summary>URNs of the resources that the value depends on.</summary>
    public ImmutableArray<string> Dependencies { get; init; } = [];

    private protected override bool AnyChild(Predicate<PropertyValue> condition) => Value is not null && condition(Value);

    /// <summary>The output without dependencies: the value or unknown, marked secret if the output is.</summary>
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
