using System.Text.Json;
using System.Text.Json.Nodes;
using ZeroTrust.Simulator.State;

namespace ZeroTrust.Simulator.Http;

/// <summary>A request as its handler sees it. The account's data is locked while the handler runs.</summary>
internal sealed class ApiCall(
    ApiRoute route,
    AccountData data,
    IReadOnlyDictionary<string, string> parameters,
    Query query,
    string body,
    DateTimeOffset now
)
{
    public AccountData Data { get; } = data;

    public Query Query { get; } = query;

    public DateTimeOffset Now { get; } = now;

    /// <summary>The current time in Cloudflare's format.</summary>
    public string Timestamp => Timestamps.Format(Now);

    public string AccountId => parameters["account_id"];

    /// <summary>A path parameter.</summary>
    public string this[string name] => parameters[name];

    /// <summary>Whether the path has the parameter.</summary>
    public bool Has(string name) => parameters.ContainsKey(name);

    /// <summary>The body as a non-empty object.</summary>
    public JsonObject Object() => Parse() is JsonObject { Count: > 0 } o ? o : throw Malformed();

    /// <summary>The body as an array.</summary>
    public JsonArray Array() => Parse() as JsonArray ?? throw Malformed();

    private ApiException Malformed() =>
        route.Template.Contains("/devices", StringComparison.Ordinal) ? ApiErrors.InvalidJson() : ApiErrors.MalformedBody();

    private JsonNode? Parse()
    {
        try
        {
            return body.Length == 0 ? null : JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            throw Malformed();
        }
    }
}
