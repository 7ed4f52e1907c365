using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ZeroTrust.Simulator.Http;
using ZeroTrust.Simulator.State;

namespace ZeroTrust.Simulator.Faults;

/// <summary>Applies faults to replies.</summary>
internal static class Damage
{
    private const int Nesting = 10_000;
    private const long Gigabyte = 1L << 30;
    private const int BombPiece = 1 << 24;
    private const int PretendedTotal = 1_000_000;

    private static readonly string[] Ids = ["id", "policy_id", "network_id"];

    /// <summary>The reply to a request that was not processed.</summary>
    public static Reply Unprocessed => Reply.Json(200, Envelope.Of(new ApiResult(Result: null)));

    /// <param name="fault">The fault.</param>
    /// <param name="reply">The reply without the fault.</param>
    /// <param name="request">The request.</param>
    /// <param name="body">The request's body.</param>
    public static Reply Apply(Fault fault, Reply reply, HttpRequest request, string body) =>
        fault.Kind switch
        {
            FaultKind.ConnectionReset or FaultKind.LostResponse => reply with { Ending = ReplyEnding.Cut },
            FaultKind.NoResponse => reply with { Ending = ReplyEnding.Silent },
            FaultKind.CutResponse => reply with { Ending = ReplyEnding.CutInBody },
            FaultKind.Trickle => reply with { Ending = ReplyEnding.SilentInBody },
            FaultKind.Status => Refusal(fault),
            FaultKind.Html => Html(fault.HttpStatus),
            FaultKind.Redirect => new Reply(302, []).With("Location", "/redirected"),
            FaultKind.EchoedSecrets => Echo(fault, request, body),
            FaultKind.SuccessFalse => Reply.Of(new ApiException(400, 1001, "internal error")) with { Status = 200 },
            FaultKind.EmptyBody => reply with { Body = [] },
            FaultKind.NoContent => reply with { Status = 204, Body = [] },
            FaultKind.MalformedJson => reply with { Body = reply.Body[..(reply.Body.Length / 2)] },
            FaultKind.NullBody => reply with { Body = "null"u8.ToArray() },
            FaultKind.NullResult => Changed(reply, envelope => envelope["result"] = null),
            FaultKind.MissingResult => Changed(reply, envelope => envelope.Remove("result")),
            FaultKind.BareResult => reply with { Body = Reply.Json(200, EnvelopeOf(reply)["result"]).Body },
            FaultKind.OtherShape => Changed(reply, envelope => envelope["result"] = OtherShape(envelope["result"])),
            FaultKind.WrongTypes => Changed(reply, envelope => envelope["result"] = AsStrings(envelope["result"])),
            FaultKind.DuplicateKeys => reply with { Body = [.. reply.Body[..^1], .. ",\"result\":null}"u8] },
            FaultKind.InvalidUtf8 => reply with { Body = [.. reply.Body[..^1], .. ",\"note\":\""u8, 0xFF, .. "\"}"u8] },
            FaultKind.ByteOrderMark => reply with { Body = [.. Encoding.UTF8.Preamble, .. reply.Body] },
            FaultKind.DeepNesting => reply with { Body = Nested() },
            FaultKind.GzipBomb => (reply with { Body = Bomb(fault.Size ?? Gigabyte) }).With("Content-Encoding", "gzip"),
            FaultKind.WrongContentType => reply with { ContentType = "text/plain" },
            FaultKind.UnknownFields => Changed(reply, envelope => Objects(envelope["result"], AddUnknown)),
            FaultKind.MissingIds => Changed(reply, envelope => Items(envelope["result"], item => RemoveAll(item, Ids))),
            FaultKind.OtherObject => Changed(reply, envelope => Items(envelope["result"], ChangeIds)),
            FaultKind.OmittedFields => Changed(reply, envelope => Items(envelope["result"], item => RemoveAll(item, fault.Fields))),
            FaultKind.ReorderedList => Changed(reply, envelope => ChangeList(envelope, Enumerable.Reverse)),
            FaultKind.MissingEntry => Changed(reply, envelope => ChangeList(envelope, items => items.SkipLast(1))),
            FaultKind.EndlessPages => Changed(reply, envelope => NeverEnd(envelope, new Query(request.Query))),
            FaultKind.Slow or FaultKind.StaleResponse or FaultKind.StaleFields => reply,
            _ => throw new InvalidOperationException($"The fault {fault.Kind} has no effect. Please report this."),
        };

    /// <summary>Returns the fresh response with the given fields of its objects taken from the stale one.</summary>
    public static ApiResult Mix(ApiResult fresh, ApiResult stale, IReadOnlyList<string> fields)
    {
        Items(
            fresh.Result,
            item =>
            {
                JsonObject? old = null;
                Items(stale.Result, candidate => old = IdOf(candidate) == IdOf(item) ? candidate : old);
                if (old is not null)
                {
                    RemoveAll(item, fields);
                    item.Merge(old.Only(fields));
                }
            }
        );
        return fresh;
    }

    private static Reply Refusal(Fault fault)
    {
        var (code, message) = fault.HttpStatus switch
        {
            401 or 403 => (10000, "Authentication error"),
            429 => (971, "Please wait and consider throttling your request speed"),
            >= 500 => (1001, "internal server error"),
            _ => (1000, "request refused"),
        };
        var reply = Reply.Of(new ApiException(fault.HttpStatus, fault.Code ?? code, message));
        return fault.RetryAfter is { } wait ? reply.With("Retry-After", $"{(int)Math.Ceiling(wait.TotalSeconds)}") : reply;
    }

    private static Reply Html(int status) =>
        new(status, Encoding.UTF8.GetBytes($"<html><body><h1>{status}</h1></body></html>"), "text/html");

    private static Reply Echo(Fault fault, HttpRequest request, string body)
    {
        var strings = new List<string>();
        if (body.Length > 0)
        {
            CollectStrings(JsonNode.Parse(body), strings);
        }

        var secrets = new[] { request.Headers.Authorization.ToString().Split(' ')[^1], request.Headers["X-Auth-Key"].ToString() }
            .Concat(strings)
            .Where(secret => secret.Length > 0);
        var message = new string('-', (int)(fault.Size ?? 0)) + string.Join(' ', secrets.SelectMany(Spellings));
        return new(400, Encoding.UTF8.GetBytes(Envelope.Of(new ApiException(400, 1001, message)).ToJsonString()));
    }

    // JSON's default encoder escapes most non-alphanumeric characters, as some gateways do.
    private static IEnumerable<string> Spellings(string secret) =>
        [
            secret,
            Uri.EscapeDataString(secret),
            $"\"{JsonEncodedText.Encode(secret)}\"",
            Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
            secret.ToUpperInvariant(),
        ];

    private static void CollectStrings(JsonNode? node, List<string> strings)
    {
        foreach (var child in Children(node))
        {
            CollectStrings(child, strings);
        }

        if (node.AsText() is { } text)
        {
            strings.Add(text);
        }
    }

    private static Reply Changed(Reply reply, Action<JsonObject> change)
    {
        var envelope = EnvelopeOf(reply);
        change(envelope);
        return reply with { Body = Reply.Json(reply.Status, envelope).Body };
    }

    private static JsonObject EnvelopeOf(Reply reply) => JsonNode.Parse(reply.Body)!.AsObject();

    private static JsonNode OtherShape(JsonNode? result) => result is JsonArray ? new JsonObject { ["items"] = 0 } : new JsonArray(1, 2);

    private static JsonNode? AsStrings(JsonNode? node) =>
        node switch
        {
            JsonArray list => new JsonArray([.. list.Select(AsStrings)]),
            JsonObject fields => new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, AsStrings(field.Value)))),
            null => null,
            _ => node.GetValueKind() == JsonValueKind.String ? node.DeepClone() : node.ToJsonString(),
        };

    private static byte[] Nested() =>
        Encoding.UTF8.GetBytes(
            $$"""{"success":true,"errors":[],"messages":[],"result":{{new string('[', Nesting)}}{{new string(']', Nesting)}}}"""
        );

    // Gzip members can be concatenated: one block of white space is compressed once and repeated.
    private static byte[] Bomb(long size)
    {
        var piece = Pack(Enumerable.Repeat((byte)' ', BombPiece).ToArray());
        return
        [
            .. Pack("""{"success":true,"errors":[],"messages":[],"result":["""u8.ToArray()),
            .. Enumerable.Repeat(piece, (int)Math.Ceiling(size / (double)BombPiece)).SelectMany(bytes => bytes),
            .. Pack("]}"u8.ToArray()),
        ];
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static void AddUnknown(JsonObject node) =>
        node["added_lately"] = new JsonObject { ["level"] = 1, ["names"] = new JsonArray("x") };

    private static void ChangeIds(JsonObject item)
    {
        foreach (var name in Ids.Where(name => item[name] is not null))
        {
            item[name] = State.Ids.Uuid($"other:{item.Text(name)}");
        }
    }

    private static string? IdOf(JsonObject item) => Ids.Select(item.Text).FirstOrDefault(id => id is not null);

    private static void RemoveAll(JsonObject item, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            item.Remove(name);
        }
    }

    private static void ChangeList(JsonObject envelope, Func<IEnumerable<JsonNode?>, IEnumerable<JsonNode?>> change)
    {
        if (envelope["result"] is JsonArray list)
        {
            envelope["result"] = new JsonArray([.. change(list).Select(item => item?.DeepClone())]);
        }
    }

    // Handlers return the first page, whatever page was requested.
    private static void NeverEnd(JsonObject envelope, Query query)
    {
        var page = query.Number("page", 1, 1, int.MaxValue);
        var second = page % 2 == 0 || query.Text("cursor") == "A";
        ChangeList(envelope, items => items.Where((_, i) => i % 2 == (second ? 1 : 0)));
        envelope["result_info"] = new JsonObject
        {
            ["cursor"] = second ? "B" : "A",
            ["page"] = page,
            ["per_page"] = 1,
            ["count"] = 1,
            ["total_count"] = PretendedTotal,
            ["total_pages"] = PretendedTotal,
        };
    }

    private static void Items(JsonNode? result, Action<JsonObject> visit)
    {
        foreach (
            var item in result is JsonArray list ? list.OfType<JsonObject>()
            : result is JsonObject one ? [one]
            : []
        )
        {
            visit(item);
        }
    }

    private static void Objects(JsonNode? node, Action<JsonObject> visit)
    {
        foreach (var child in Children(node).ToArray())
        {
            Objects(child, visit);
        }

        if (node is JsonObject fields)
        {
            visit(fields);
        }
    }

    private static IEnumerable<JsonNode?> Children(JsonNode? node) =>
        node switch
        {
            JsonObject fields => fields.Select(field => field.Value),
            JsonArray list => list,
            _ => [],
        };
}
