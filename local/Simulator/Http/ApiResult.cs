using System.Text.Json.Nodes;

namespace ZeroTrust.Simulator.Http;

/// <summary>A handler's result: the envelope's <c>result</c> and, for pages, <c>result_info</c>.</summary>
internal sealed record ApiResult(JsonNode? Result, JsonObject? ResultInfo = null)
{
    public static ApiResult List(IEnumerable<JsonNode> items) => new(new JsonArray([.. items]));
}
