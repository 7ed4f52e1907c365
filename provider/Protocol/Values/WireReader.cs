using System.Buffers.Binary;

namespace ZeroTrust.Protocol.Values;

/// <summary>Reads the fields of an encoded message of Protocol Buffers, without a copy.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>Number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>How the current field is encoded.</summary>
    public WireType Type { get; private set; }

    /// <summary>The content of the current field, if it is a string, a message or bytes.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>The bits of the current field, if it is a number or a Boolean.</summary>
    public ulong Bits { get; private set; }

    /// <summary>Moves to the next field.</summary>
    /// <exception cref="FormatException">The message is malformed.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var tag = Varint();
        (Field, Type) = ((int)(tag >> 3), (WireType)(tag & 7));
        if (Field == 0 || tag > uint.MaxValue)
        {
            throw Malformed();
        }

        switch (Type)
        {
            case WireType.Varint:
                Bits = Varint();
                break;
            case WireType.Fixed64:
                Bits = BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));
                break;
            case WireType.Fixed32:
                Bits = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
                break;
            case WireType.Length:
                Content = Take(Varint());
                break;
            default:
                throw Malformed();
        }

        return true;
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length)
        {
            throw Malformed();
        }

        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }

    private ulong Varint()
    {
        if (_rest is [< 0x80 and var only, ..])
        {
            _rest = _rest[1..];
            return only;
        }

        var value = 0ul;
        for (var index = 0; index < Math.Min(10, _rest.Length); index++)
        {
            var next = _rest[index];
            value |= (next & 0x7Ful) << (7 * index);
            if (next < 0x80)
            {
                _rest = _rest[(index + 1)..];
                return value;
            }
        }

        throw Malformed();
    }

    private static FormatException Malformed() => new("The properties are malformed: invalid Protocol Buffers.");
}

/// <summary>How Protocol Buffers encode a field.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Length = 2,
    Fixed32 = 5,
}
