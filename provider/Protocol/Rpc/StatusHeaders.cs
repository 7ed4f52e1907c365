using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Http;
using GoogleStatus = Google.Rpc.Status;

namespace ZeroTrust.Protocol.Rpc;

/// <summary>How a call's outcome is written into trailers, or into the headers of an answer without messages.</summary>
internal static class StatusHeaders
{
    private const string StatusName = "grpc-status";
    private const string MessageName = "grpc-message";
    private const string DetailsName = "grpc-status-details-bin";

    /// <summary>Adds the outcome to <paramref name="headers"/>; <see langword="null"/> is success.</summary>
    public static void Write(RpcException? failure, IHeaderDictionary headers)
    {
        if (failure is null)
        {
            headers[StatusName] = "0";
            return;
        }

        headers[StatusName] = ((int)failure.Code).ToString(CultureInfo.InvariantCulture);
        headers[MessageName] = PercentEncode(failure.Message);
        if (failure.Details.Count > 0)
        {
            var status = new GoogleStatus { Code = (int)failure.Code, Message = failure.Message, Details = { failure.Details } };
            headers[DetailsName] = Convert.ToBase64String(status.ToByteArray()).TrimEnd('=');
        }
    }

    /// <summary>Whether the headers tell an outcome; <paramref name="failure"/> is <see langword="null"/> for success.</summary>
    public static bool TryRead(HttpResponseHeaders headers, out RpcException? failure)
    {
        failure = null;
        if (Find(headers, StatusName) is not { } text)
        {
            return false;
        }

        var number = int.TryParse(text, CultureInfo.InvariantCulture, out var parsed) ? parsed : -1;
        var code = System.Enum.IsDefined((RpcStatusCode)number) ? (RpcStatusCode)number : RpcStatusCode.Unknown;
        if (code != RpcStatusCode.Ok)
        {
            failure = new RpcException(code, PercentDecode(Find(headers, MessageName) ?? ""), [.. ReadDetails(headers)]);
        }

        return true;
    }

    public static string PercentEncode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            if (value is >= 0x20 and <= 0x7E and not (byte)'%')
            {
                encoded.Append((char)value);
            }
            else
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
            }
        }

        return encoded.ToString();
    }

    // Broken escapes stay as they are: a strange message is better than none.
    public static string PercentDecode(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length
                && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text, i, 1));
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static RepeatedField<Any> ReadDetails(HttpResponseHeaders headers)
    {
        if (Find(headers, DetailsName) is not { } text)
        {
            return [];
        }

        try
        {
            return GoogleStatus.Parser.ParseFrom(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='))).Details;
        }
        catch (Exception broken) when (broken is FormatException or InvalidProtocolBufferException)
        {
            // The code and the message still count.
            return [];
        }
    }

    private static string? Find(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
}
