using System.Text.Json.Nodes;
using ZeroTrust.Simulator.Checks;
using ZeroTrust.Simulator.Http;
using ZeroTrust.Simulator.State;
using static ZeroTrust.Simulator.Http.ApiRoute;

namespace ZeroTrust.Simulator.Areas;

/// <summary>The connectors of a tunnel, and failover of the active role between them.</summary>
internal sealed class WarpConnectorConnections(SimulatorOptions options) : IApiArea
{
    private const string Tunnel = "/accounts/{account_id}/warp_connector/{tunnel_id}";

    private static readonly FieldTable Fields = new(new Field("client_id", Types.Uuid) { Required = true });

    public IEnumerable<ApiRoute> Routes =>
        [
            Get(Tunnel + "/connections", Permissions.ReadsConnectors, call => ApiResult.List(Poll(call).Select(c => c.DeepClone()))),
            Get(Tunnel + "/connectors/{connector_id}", Permissions.ReadsConnectors, Show),
            Put(Tunnel + "/failover", Permissions.WritesConnectors, Failover),
        ];

    private static ApiResult Show(ApiCall call) =>
        Poll(call).FirstOrDefault(c => c.Text("id") == call["connector_id"]) is { } client
            ? new(client.DeepClone())
            : throw ApiErrors.ConnectorNotFound();

    private ApiResult Failover(ApiCall call)
    {
        var tunnel = WarpConnectors.FindLive(call);
        var client = Fields.ReadNew(call.Object()).Text("client_id");
        if (!tunnel.Flag("ha"))
        {
            throw ApiErrors.FailoverRefused("the tunnel is not configured for high availability");
        }

        if (!ClientsOf(tunnel).Any(c => c.Text("id") == client))
        {
            throw ApiErrors.FailoverRefused("the client is not linked to the tunnel");
        }

        tunnel["failover"] = new JsonObject { ["client_id"] = client, ["polls"] = options.FailoverPolls };
        CompleteFailover(tunnel);
        return new(new JsonObject());
    }

    /// <summary>The connectors for this read, which brings a pending failover one read closer.</summary>
    private static IEnumerable<JsonObject> Poll(ApiCall call)
    {
        var tunnel = WarpConnectors.FindLive(call);
        CompleteFailover(tunnel);
        if (tunnel["failover"] is JsonObject pending)
        {
            pending["polls"] = pending.Number("polls") - 1;
        }

        return ClientsOf(tunnel);
    }

    private static void CompleteFailover(JsonObject tunnel)
    {
        if (tunnel["failover"] is not JsonObject pending || pending.Number("polls") > 0)
        {
            return;
        }

        tunnel.Remove("failover");
        foreach (var client in ClientsOf(tunnel).Where(c => c.Text("ha_status") != "offline" || c.Text("id") == pending.Text("client_id")))
        {
            client["ha_status"] = client.Text("id") == pending.Text("client_id") ? "active" : "passive";
        }
    }

    private static IEnumerable<JsonObject> ClientsOf(JsonObject tunnel) => WarpConnectors.Clients(tunnel).OfType<JsonObject>();
}
