using System.Buffers.Binary;
using System.Text;

namespace ZeroTrust.Protocol.Values;

/// <summary>
/// Writes the fields of a message of Protocol Buffers from the last to the first, so that the length of an inner message is known when it
/// is written.
/// </summary>
internal sealed class WireWriter
{
    private byte[] _buffer = new byte[512];
    private int _start = 512;

    /// <summary>Number of bytes written so far.</summary>
    public int Length => _buffer.Length - _start;

    /// <summary>Everything written, in the order of reading.</summary>
    public byte[] ToArray() => _buffer[_start..];

    /// <summary>Writes a Boolean or null.</summary>
    public void WriteVarint(int field, ulong value)
    {
        Varint(value);
        Tag(field, WireType.Varint);
    }

    /// <summary>Writes a number.</summary>
    public void WriteDouble(int field, double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(Reserve(sizeof(double)), value);
        Tag(field, WireType.Fixed64);
    }

    /// <summary>Writes a string.</summary>
    public void WriteString(int field, string value)
    {
        var before = Length;
        Encoding.UTF8.GetBytes(value, Reserve(Encoding.UTF8.GetByteCount(value)));
        EndMessage(field, before);
    }

    /// <summary>Makes what was written since <paramref name="before"/> the content of a field.</summary>
    public void EndMessage(int field, int before)
    {
        Varint((ulong)(Length - before));
        Tag(field, WireType.Length);
    }

    private void Tag(int field, WireType type) => Varint((ulong)((field << 3) | (int)type));

    private void Varint(ulong value)
    {
        var bytes = 1;
        for (var rest = value >> 7; rest > 0; rest >>= 7)
        {
            bytes++;
        }

        var target = Reserve(bytes);
        for (var index = 0; index < bytes - 1; index++, value >>= 7)
        {
            target[index] = (byte)(value | 0x80);
        }

        target[bytes - 1] = (byte)value;
    }

    private Span<byte> Reserve(int count)
    {
        if (count > _start)
        {
            var larger = new byte[Math.Max(_buffer.Length * 2, Length + count)];
            _buffer.AsSpan(_start).CopyTo(larger.AsSpan(larger.Length - Length));
            (_start, _buffer) = (larger.Length - Length, larger);
        }

        _start -= count;
        return _buffer.AsSpan(_start, count);
    }
}
