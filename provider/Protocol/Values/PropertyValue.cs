using System.Globalization;

namespace ZeroTrust.Protocol.Values;

/// <summary>
/// A Pulumi property value. Immutable, equal by content, and independent of protobuf, from and to which <see cref="PropertyCodec"/>
/// converts it.
/// </summary>
/// <remarks><see cref="ToString"/> never shows secrets.</remarks>
public abstract record PropertyValue
{
    // The hierarchy is closed, so that a switch can cover all kinds.
    private protected PropertyValue() { }

    /// <summary>Null, which providers treat like an absent key.</summary>
    public static PropertyValue Null { get; } = new PropertyNull();

    /// <summary>A value that is only known after the update.</summary>
    public static PropertyValue Unknown { get; } = new PropertyUnknown();

    private static readonly PropertyBool True = new(true);
    private static readonly PropertyBool False = new(false);

    /// <summary>Whether the value is unknown or contains an unknown value.</summary>
    public bool ContainsUnknown =>
        this is PropertyUnknown or PropertyOutput { Value: null } or PropertyResource { Id: "" }
        || AnyChild(static child => child.ContainsUnknown);

    /// <summary>Whether the value is secret or contains a secret value.</summary>
    public bool ContainsSecret =>
        this is PropertySecret or PropertyOutput { IsSecret: true } || AnyChild(static child => child.ContainsSecret);

    /// <summary>Whether a condition holds for one of the values directly inside this one.</summary>
    private protected virtual bool AnyChild(Predicate<PropertyValue> condition) => false;

    /// <summary>A string.</summary>
    public static implicit operator PropertyValue(string value) => new PropertyString(value);

    /// <summary>A Boolean.</summary>
    public static implicit operator PropertyValue(bool value) => value ? True : False;

    /// <summary>A number.</summary>
    public static implicit operator PropertyValue(double value) => new PropertyNumber(value);

    /// <summary>The value without its own secret mark. Marks inside it are kept.</summary>
    public PropertyValue Unsecret() =>
        this switch
        {
            PropertySecret secret => secret.Inner,
            PropertyOutput { IsSecret: true } output => output with { IsSecret = false },
            _ => this,
        };

    /// <summary>The value without any secret marks, for comparisons and API calls.</summary>
    public virtual PropertyValue WithoutSecrets() => Rewrite(value => value.Unsecret());

    /// <summary>
    /// The value with every output replaced by its content, which may be unknown or secret. Dependencies are dropped.
    /// </summary>
    public virtual PropertyValue WithoutOutputs() => Rewrite(value => value is PropertyOutput output ? output.Lower() : value);

    /// <summary>
    /// Replaces values from the inside out: <paramref name="replace"/> receives each value with its children already replaced.
    /// </summary>
    public PropertyValue Rewrite(Func<PropertyValue, PropertyValue> replace) => replace(MapChildren(child => child.Rewrite(replace)));

    /// <summary>A JSON-like representation for display, without secret values.</summary>
    public sealed override string ToString() =>
        this switch
        {
            PropertyNull => "null",
            PropertyBool { Value: var value } => value ? "true" : "false",
            PropertyNumber { Value: var value } => value.ToString(CultureInfo.InvariantCulture),
            PropertyString { Value: var value } => $"\"{value}\"",
            PropertyArray items => $"[{string.Join(", ", items)}]",
            PropertyMap map => $"{{{string.Join(", ", map.Select(entry => $"{entry.Key}: {entry.Value}"))}}}",
            PropertySecret or PropertyOutput { IsSecret: true } => "[secret]",
            PropertyUnknown or PropertyOutput { Value: null } => "[unknown]",
            PropertyOutput { Value: var value } => value.ToString(),
            PropertyAsset { Hash: var hash } => $"[asset {hash}]",
            PropertyArchive { Hash: var hash } => $"[archive {hash}]",
            PropertyResource { Urn: var urn } => $"[resource {urn}]",
            PropertyBytes { Value.Length: var length } => $"[{length} bytes]",
            _ => throw new InvalidOperationException($"{GetType().Name} has no string representation; please report this."),
        };

    private protected virtual PropertyValue MapChildren(Func<PropertyValue, PropertyValue> map) => this;
}
