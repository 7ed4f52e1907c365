using System.Text.Json;

namespace ZeroTrust.Cloudflare;

/// <summary>The envelope of every response. The result stays unparsed, since only the caller knows its type.</summary>
internal sealed record Envelope
{
    public required bool Success { get; init; }

    public IReadOnlyList<EnvelopeError?> Errors { get; init; } = [];

    /// <summary>JSON of the result; empty when the result is absent, which differs from <c>null</c>.</summary>
    public ReadOnlyMemory<byte> Result { get; init; }

    public ResultInfo? Paging { get; init; }

    /// <summary>Whether the result is <c>null</c>, as the API writes an empty list.</summary>
    public bool IsNull => Result.Span.SequenceEqual("null"u8);

    /// <summary>
    /// Parses an envelope; <see langword="null"/> when the body is not one. Every envelope has <c>success</c>.
    /// </summary>
    public static Envelope? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return Parse(body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body);
        }
        catch (Exception malformed) when (IsMalformed(malformed))
        {
            return null;
        }
    }

    /// <summary>Whether a JSON reader refused its input: it reports half a surrogate pair as an invalid operation.</summary>
    public static bool IsMalformed(Exception exception) => exception is JsonException or InvalidOperationException;

    private static Envelope? Parse(ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span);
        bool? success = null;
        IReadOnlyList<EnvelopeError?>? errors = null;
        ReadOnlyMemory<byte>? result = null;
        ResultInfo? paging = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("success"u8))
            {
                reader.Read();
                success = reader.TokenType switch
                {
                    JsonTokenType.True => true,
                    JsonTokenType.False => false,
                    _ => throw new JsonException(),
                };
            }
            else if (reader.ValueTextEquals("errors"u8))
            {
                errors = JsonSerializer.Deserialize(ref reader, CloudflareJson.TypeInfo<IReadOnlyList<EnvelopeError?>>());
            }
            else if (reader.ValueTextEquals("result_info"u8))
            {
                paging = JsonSerializer.Deserialize(ref reader, CloudflareJson.TypeInfo<ResultInfo>());
            }
            else if (reader.ValueTextEquals("result"u8))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();

                // Two results are ambiguous.
                result = result is null ? body[start..(int)reader.BytesConsumed] : throw new JsonException();
            }
            else
            {
                reader.Skip();
            }
        }

        // Fails if anything follows the envelope.
        reader.Read();
        return success is { } said
            ? new()
            {
                Success = said,
                Errors = errors ?? [],
                Result = result ?? default,
                Paging = paging,
            }
            : null;
    }
}

/// <summary>An error as the API writes it.</summary>
internal sealed record EnvelopeError(int? Code, string? Message);

/// <summary>Paging information.</summary>
internal sealed record ResultInfo(int? TotalCount, string? Cursor);
