using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;

namespace ZeroTrust.Cloudflare;

/// <summary>Reads the body of a response. A small compressed one can be huge, so reading stops at a limit.</summary>
internal static class ResponseBody
{
    private static readonly StreamPipeReaderOptions Pieces = new(bufferSize: 16 << 10, leaveOpen: true);

    /// <summary>The whole body; <see langword="null"/> when it is longer than <paramref name="longest"/> bytes.</summary>
    /// <param name="body">The decompressed body.</param>
    /// <param name="longest">Maximum size in bytes.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream body, int longest, CancellationToken ct)
    {
        var pipe = PipeReader.Create(body, Pieces);
        try
        {
            while (true)
            {
                var read = await pipe.ReadAsync(ct);
                if (read.Buffer.Length > longest)
                {
                    return null;
                }

                if (read.IsCompleted)
                {
                    return read.Buffer.ToArray();
                }

                pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    /// <summary>
    /// The body with <c>null</c> in place of its result, which must be JSON but is not kept: the response to the deletion of a profile has
    /// all other profiles. A malformed body is malformed without its result, too.
    /// </summary>
    /// <inheritdoc cref="ReadAsync" path="/param"/>
    public static async Task<ReadOnlyMemory<byte>?> ReadWithoutResultAsync(Stream body, int longest, CancellationToken ct)
    {
        var pipe = PipeReader.Create(body, Pieces);
        try
        {
            var rest = new WithoutResult();
            for (var length = 0L; ; )
            {
                var read = await pipe.ReadAsync(ct);
                var taken = rest.Take(read.Buffer, read.IsCompleted);
                if (length + read.Buffer.Length > longest)
                {
                    return null;
                }

                if (rest.IsMalformed || read.IsCompleted)
                {
                    return rest.Kept;
                }

                length += taken;
                pipe.AdvanceTo(read.Buffer.GetPosition(taken), read.Buffer.End);
            }
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    /// <summary>Copies a body without its result, piece by piece.</summary>
    private sealed class WithoutResult
    {
        /// <summary>Far more than an envelope without its result has, or any string in the result.</summary>
        private const int MostKept = 1 << 20;

        private readonly ArrayBufferWriter<byte> _kept = new();
        private JsonReaderState _state;
        private bool _hasBegun;
        private bool _isInResult;

        public ReadOnlyMemory<byte> Kept => _kept.WrittenMemory;

        public bool IsMalformed { get; private set; }

        /// <summary>Takes whole tokens from the next piece, and returns their length in bytes.</summary>
        public long Take(ReadOnlySequence<byte> piece, bool isLast)
        {
            var start = 0L;
            if (!_hasBegun)
            {
                if (piece.Length < Encoding.UTF8.Preamble.Length && !isLast)
                {
                    return 0;
                }

                _hasBegun = true;
                start = new SequenceReader<byte>(piece).IsNext(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
            }

            var reader = new Utf8JsonReader(piece.Slice(start), isLast, _state);
            var copied = 0L;
            try
            {
                while (reader.Read())
                {
                    if (!_isInResult)
                    {
                        if (
                            reader.CurrentDepth == 1
                            && reader.TokenType == JsonTokenType.PropertyName
                            && reader.ValueTextEquals("result"u8)
                        )
                        {
                            Keep(piece.Slice(copied, start + reader.BytesConsumed - copied));
                            _isInResult = true;
                        }
                    }
                    else if (reader.CurrentDepth == 1 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
                    {
                        _kept.Write("null"u8);
                        _isInResult = false;
                        copied = start + reader.BytesConsumed;
                    }
                }
            }
            catch (Exception malformed) when (Envelope.IsMalformed(malformed))
            {
                IsMalformed = true;
            }

            var taken = start + reader.BytesConsumed;
            if (!_isInResult)
            {
                Keep(IsMalformed ? piece.Slice(copied) : piece.Slice(copied, taken - copied));
            }

            IsMalformed |= _kept.WrittenCount + piece.Length - taken > MostKept;
            _state = reader.CurrentState;
            return taken;
        }

        private void Keep(ReadOnlySequence<byte> bytes)
        {
            foreach (var segment in bytes)
            {
                _kept.Write(segment.Span);
            }
        }
    }
}
