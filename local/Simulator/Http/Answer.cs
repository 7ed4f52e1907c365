using System.Text.Json.Nodes;

namespace ZeroTrust.Simulator.Http;

/// <summary>What a handler answers: the envelope's result and, for pages, its result_info.</summary>
internal sealed record Answer(JsonNode? Result, JsonObject? ResultInfo = null)
{
    public static Answer List(IEnumerable<JsonNode> items) => new(new JsonArray([.. items]));
}
