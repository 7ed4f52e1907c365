using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ZeroTrust.Simulator.Faults;
using ZeroTrust.Simulator.State;

namespace ZeroTrust.Simulator.Http;

/// <summary>
/// Serves <c>/simulator</c>, which offers the functions of <see cref="CloudflareSimulator"/> to other processes.
/// It is not part of Cloudflare's API, requires no token and is not in the request log.
/// </summary>
internal sealed class ControlServer(CloudflareSimulator simulator)
{
    public const string Prefix = "/simulator";

    public async Task HandleAsync(HttpContext http, CancellationToken ct)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(ct);
        var reply = Run(http.Request, body);
        http.Response.StatusCode = reply.Status;
        http.Response.ContentType = reply.ContentType;
        await http.Response.Body.WriteAsync(reply.Body, ct);
    }

    private Reply Run(HttpRequest request, string body)
    {
        try
        {
            var query = new Query(request.Query);
            JsonNode result = (request.Method, request.Path.Value?[Prefix.Length..]) switch
            {
                ("GET", "/state") => simulator.State.Export(),
                ("PUT", "/state") => Done(() => simulator.State.Import(Object(body))),
                ("POST", "/reset") => Done(simulator.Reset),
                ("GET", "/faults") => new JsonArray([.. simulator.Faults.Rules.Select(View)]),
                ("POST", "/faults") => View(simulator.Faults.Add(Object(body))),
                ("DELETE", "/faults") => Done(simulator.Faults.Clear),
                ("GET", "/requests") => new JsonArray([.. simulator.Requests.Select(RequestLog.View)]),
                ("DELETE", "/requests") => Done(simulator.ClearRequests),
                ("POST", "/devices") => Created(SeedDevice(Object(body))),
                ("POST", "/registrations") => Created(SeedRegistration(Object(body))),
                ("POST", "/connectors") => Created(SeedConnector(Object(body))),
                ("DELETE", "/connectors") => Done(() => simulator.Seed.Disconnect(Required(query, "tunnel_id"), Required(query, "id"))),
                _ => throw new KeyNotFoundException(
                    $"The simulator has no {request.Method} {request.Path}; its README lists the endpoints."
                ),
            };
            return Reply.Json(200, result);
        }
        catch (KeyNotFoundException e)
        {
            return Reply.Json(404, new JsonObject { ["error"] = e.Message });
        }
        catch (Exception e) when (e is ArgumentException or InvalidDataException or JsonException)
        {
            return Reply.Json(400, new JsonObject { ["error"] = e.Message });
        }
    }

    private string SeedDevice(JsonObject body) =>
        simulator.Seed.Device(Required(body, "name"), body.Text("email") ?? Seeding.DefaultUser, Fields(body));

    private string SeedRegistration(JsonObject body) =>
        simulator.Seed.Registration(
            Required(body, "device_id"),
            body.Text("email") ?? Seeding.DefaultUser,
            body.Text("policy_id"),
            Fields(body)
        );

    private string SeedConnector(JsonObject body) => simulator.Seed.Connector(Required(body, "tunnel_id"), Fields(body));

    private static JsonObject View(FaultRule rule) =>
        new()
        {
            ["method"] = rule.Method,
            ["path"] = rule.Path,
            ["kind"] = FaultDescription.NameOf(rule.Fault.Kind),
            ["hits"] = rule.Hits,
            ["remaining"] = rule.Remaining,
        };

    private static JsonObject Done(Action action)
    {
        action();
        return new() { ["done"] = true };
    }

    private static JsonObject Created(string id) => new() { ["id"] = id };

    private static JsonObject Object(string body) =>
        JsonNode.Parse(body) as JsonObject ?? throw new ArgumentException("The body must be a JSON object.");

    private static JsonObject? Fields(JsonObject body) => body["fields"] as JsonObject;

    private static string Required(JsonObject body, string name) =>
        body.Text(name) ?? throw new ArgumentException($"The body needs '{name}'.");

    private static string Required(Query query, string name) =>
        query.Text(name) ?? throw new ArgumentException($"The query needs '{name}'.");
}
