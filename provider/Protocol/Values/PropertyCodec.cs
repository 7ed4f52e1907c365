using System.Diagnostics.CodeAnalysis;
using Google.Protobuf.WellKnownTypes;

namespace ZeroTrust.Protocol.Values;

/// <summary>Converts property values from and to google.protobuf.Struct and Value.</summary>
/// <remarks>
/// Reading accepts all sentinels for unknown values, and reads a value without a kind as null. Writing produces only what the engine can
/// read: one sentinel, no value without a kind, no NaN, no invalid Unicode.
/// </remarks>
public static class PropertyCodec
{
    /// <summary>Maximum nesting. One level takes up to three of protobuf's hundred.</summary>
    public const int MaxDepth = 30;

    /// <summary>Reads properties; an unset Struct stays <see langword="null"/>.</summary>
    /// <exception cref="PropertyFormatException">A value is malformed or of an unknown kind.</exception>
    [return: NotNullIfNotNull(nameof(properties))]
    public static PropertyMap? Read(Struct? properties) => properties is null ? null : new PropertyReader().ReadProperties(properties);

    /// <inheritdoc cref="Read(Struct?)"/>
    public static PropertyValue Read(Value value) => new PropertyReader().ReadValue(value);

    /// <summary>Writes properties; <see langword="null"/> stays an unset Struct.</summary>
    /// <exception cref="PropertyFormatException">A value cannot be represented in the protocol.</exception>
    [return: NotNullIfNotNull(nameof(properties))]
    public static Struct? Write(PropertyMap? properties) => properties is null ? null : new PropertyWriter().WriteProperties(properties);

    /// <inheritdoc cref="Write(PropertyMap?)"/>
    public static Value Write(PropertyValue value) => new PropertyWriter().WriteValue(value);
}
