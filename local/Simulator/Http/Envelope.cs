using System.Text.Json.Nodes;

namespace ZeroTrust.Simulator.Http;

/// <summary>The JSON envelope of every response.</summary>
internal static class Envelope
{
    public static JsonObject Of(ApiResult result)
    {
        var envelope = new JsonObject
        {
            ["success"] = true,
            ["errors"] = new JsonArray(),
            ["messages"] = new JsonArray(),
            ["result"] = result.Result,
        };
        if (result.ResultInfo is { } info)
        {
            envelope["result_info"] = info;
        }

        return envelope;
    }

    public static JsonObject Of(ApiException refusal)
    {
        var error = new JsonObject { ["code"] = refusal.Code, ["message"] = refusal.Message };
        if (refusal.Pointer is { Length: > 0 } pointer)
        {
            error["source"] = new JsonObject { ["pointer"] = pointer };
        }

        var messages = refusal.Hint is { } hint ? new JsonArray(new JsonObject { ["code"] = refusal.Code, ["message"] = hint }) : [];
        return new()
        {
            ["success"] = false,
            ["errors"] = new JsonArray(error),
            ["messages"] = messages,
            ["result"] = null,
        };
    }
}
