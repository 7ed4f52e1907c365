using System.Diagnostics.CodeAnalysis;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace ZeroTrust.Protocol.Values;

/// <summary>Converts property values from and to google.protobuf.Struct and Value, as objects or as their encoding.</summary>
/// <remarks>
/// Reading accepts all sentinels for unknown values, and reads a value without a kind as null. Writing produces only what the engine can
/// read: one sentinel, no value without a kind, no NaN, no invalid Unicode.
/// </remarks>
public static class PropertyCodec
{
    /// <summary>Maximum nesting. One level takes up to three of protobuf's hundred.</summary>
    public const int MaxDepth = 30;

    /// <summary>Decodes a Struct.</summary>
    /// <param name="like">Properties that are probably the same: what is the same is taken from them, which saves memory.</param>
    /// <exception cref="FormatException">The encoding or a value is malformed, or a value is of an unknown kind.</exception>
    public static PropertyMap Decode(ByteString properties, PropertyMap? like = null)
    {
        try
        {
            return new PropertyReader().ReadProperties(properties.Span, like);
        }
        catch (DecoderFallbackException)
        {
            throw new FormatException("The properties are malformed: a string is not valid UTF-8.");
        }
    }

    /// <summary>Encodes properties as a Struct.</summary>
    /// <exception cref="PropertyFormatException">A value cannot be represented in the protocol.</exception>
    public static ByteString Encode(PropertyMap properties)
    {
        var writer = new PropertyWriter();
        writer.WriteProperties(properties);
        return UnsafeByteOperations.UnsafeWrap(writer.ToArray());
    }

    /// <summary>Reads properties; an unset Struct stays <see langword="null"/>.</summary>
    /// <exception cref="PropertyFormatException">A value is malformed or of an unknown kind.</exception>
    [return: NotNullIfNotNull(nameof(properties))]
    public static PropertyMap? Read(Struct? properties) => properties is null ? null : Decode(properties.ToByteString());

    /// <inheritdoc cref="Read(Struct?)"/>
    public static PropertyValue Read(Value value) => new PropertyReader().ReadValue(value.ToByteArray());

    /// <summary>Writes properties; <see langword="null"/> stays an unset Struct.</summary>
    /// <exception cref="PropertyFormatException">A value cannot be represented in the protocol.</exception>
    [return: NotNullIfNotNull(nameof(properties))]
    public static Struct? Write(PropertyMap? properties) => properties is null ? null : Struct.Parser.ParseFrom(Encode(properties));

    /// <inheritdoc cref="Write(PropertyMap?)"/>
    public static Value Write(PropertyValue value)
    {
        var writer = new PropertyWriter();
        writer.WriteValue(value);
        return Value.Parser.ParseFrom(writer.ToArray());
    }
}
