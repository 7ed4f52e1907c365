using System.Globalization;

namespace ZeroTrust.Protocol.Values;

/// <summary>
/// One value of a resource's inputs or outputs, as Pulumi knows it. Immutable, compared by content, and free of protobuf:
/// <see cref="PropertyCodec"/> puts it on the wire.
/// </summary>
/// <remarks>Its text never shows what is secret.</remarks>
public abstract record PropertyValue
{
    // Closed: whoever switches over the kinds can know them all.
    private protected PropertyValue() { }

    /// <summary>Nothing. On the wire a null and an absent key mean the same to providers.</summary>
    public static PropertyValue Null { get; } = new PropertyNull();

    /// <summary>A value that is only known after the update.</summary>
    public static PropertyValue Unknown { get; } = new PropertyUnknown();

    private static readonly PropertyBool True = new(true);
    private static readonly PropertyBool False = new(false);

    /// <summary>Whether the value, or one anywhere in it, is unknown.</summary>
    public bool ContainsUnknown =>
        this is PropertyUnknown or PropertyOutput { Value: null } or PropertyResource { Id: "" }
        || Children.Any(child => child.ContainsUnknown);

    /// <summary>Whether the value, or one anywhere in it, is secret.</summary>
    public bool ContainsSecret =>
        this is PropertySecret or PropertyOutput { IsSecret: true } || Children.Any(child => child.ContainsSecret);

    /// <summary>The values directly in this one.</summary>
    private protected virtual IEnumerable<PropertyValue> Children => [];

    /// <summary>A string.</summary>
    public static implicit operator PropertyValue(string value) => new PropertyString(value);

    /// <summary>A bool.</summary>
    public static implicit operator PropertyValue(bool value) => value ? True : False;

    /// <summary>A number.</summary>
    public static implicit operator PropertyValue(double value) => new PropertyNumber(value);

    /// <summary>The value without its own secret mark. Marks inside it stay.</summary>
    public PropertyValue Unsecret() =>
        this switch
        {
            PropertySecret secret => secret.Inner,
            PropertyOutput { IsSecret: true } output => output with { IsSecret = false },
            _ => this,
        };

    /// <summary>The value with no secret mark anywhere: for comparing, and for APIs.</summary>
    public virtual PropertyValue WithoutSecrets() => Rewrite(value => value.Unsecret());

    /// <summary>
    /// The value with every output lowered to what it holds: the value or unknown, secret or not. Dependencies are dropped.
    /// </summary>
    public virtual PropertyValue WithoutOutputs() => Rewrite(value => value is PropertyOutput output ? output.Lower() : value);

    /// <summary>
    /// Replaces values from the innermost outwards: <paramref name="replace"/> sees each one with its parts replaced already.
    /// </summary>
    public PropertyValue Rewrite(Func<PropertyValue, PropertyValue> replace) => replace(MapChildren(child => child.Rewrite(replace)));

    /// <summary>JSON-like, for people; what is secret or unknown is only named.</summary>
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
            _ => throw new InvalidOperationException($"{GetType().Name} has no text; please report this."),
        };

    private protected virtual PropertyValue MapChildren(Func<PropertyValue, PropertyValue> map) => this;
}
