using System.Diagnostics.CodeAnalysis;
using Google.Protobuf.WellKnownTypes;

namespace ZeroTrust.Protocol.Values;

/// <summary>Property values as google.protobuf.Struct and Value.</summary>
/// <remarks>
/// Reading takes any of the unknown sentinels and a value without a kind, which is null. Writing gives only what the engine can read:
/// one sentinel, no value without a kind, no NaN, no broken text.
/// </remarks>
public static class PropertyCodec
{
    /// <summary>Deepest nesting that is read or written. One level costs up to three of protobuf's hundred.</summary>
    public const int MaxDepth = 30;

    /// <summary>Reads properties; an unset Struct stays <see langword="null"/>.</summary>
    /// <exception cref="PropertyFormatException">A value is malformed or of an unknown kind.</exception>
    [return: NotNullIfNotNull(nameof(properties))]
    public static PropertyMap? Read(Struct? properties) => properties is null ? null : new PropertyReader().ReadProperties(properties);

    /// <inheritdoc cref="Read(Struct?)"/>
    public static PropertyValue Read(Value value) => new PropertyReader().ReadValue(value);

    /// <summary>Writes properties; <see langword="null"/> stays an unset Struct.</summary>
    /// <exception cref="PropertyFormatException">The wire cannot carry a value.</exception>
    [return: NotNullIfNotNull(nameof(properties))]
    public static Struct? Write(PropertyMap? properties) => properties is null ? null : new PropertyWriter().WriteProperties(properties);

    /// <inheritdoc cref="Write(PropertyMap?)"/>
    public static Value Write(PropertyValue value) => new PropertyWriter().WriteValue(value);
}
