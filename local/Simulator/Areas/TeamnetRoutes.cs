using System.Text.Json.Nodes;
using ZeroTrust.Simulator.Checks;
using ZeroTrust.Simulator.Http;
using ZeroTrust.Simulator.State;
using static ZeroTrust.Simulator.Http.ApiRoute;

namespace ZeroTrust.Simulator.Areas;

/// <summary>
/// Private networks behind tunnels. A virtual network has at most one route per network. A deleted route is kept, with
/// <c>deleted_at</c> set.
/// </summary>
internal sealed class TeamnetRoutes : IApiArea
{
    private const int MaxRoutes = 1000;
    private const string All = "/accounts/{account_id}/teamnet/routes";
    private const string One = All + "/{route_id}";

    private static readonly FieldTable Fields = new(
        new Field("network", Types.Network) { Required = true },
        new Field("tunnel_id", Types.Uuid) { Required = true },
        new Field("comment", Types.Text(256), ""),
        new Field("virtual_network_id", Types.Uuid)
    );

    public IEnumerable<ApiRoute> Routes =>
        [
            Get(All, Permissions.ReadsNetworks, List),
            Post(All, Permissions.WritesNetworks, Create),
            Get(One, Permissions.ReadsNetworks, call => new(Find(call).DeepClone())),
            Patch(One, Permissions.WritesNetworks, Update),
            Delete(One, Permissions.WritesNetworks, Remove),
            Get(All + "/ip/{ip}", Permissions.ReadsNetworks, FindByAddress),
        ];

    private static IEnumerable<JsonObject> Live(AccountData data) => data.TeamnetRoutes.Where(r => r["deleted_at"] is null);

    private static JsonObject Find(ApiCall call) => call.Data.TeamnetRoutes.Find(call["route_id"]) ?? throw ApiErrors.NotRouted();

    private static JsonObject FindLive(ApiCall call) =>
        Find(call) is { } route && route["deleted_at"] is null ? route : throw ApiErrors.NotRouted();

    private static ApiResult List(ApiCall call)
    {
        var query = call.Query;
        var deleted = query.Flag("is_deleted") ?? false;
        var subset = Network(query, "network_subset");
        var superset = Network(query, "network_superset");
        var existedAt = query.Time("existed_at");
        var found = call
            .Data.TeamnetRoutes.Where(r => r["deleted_at"] is not null == deleted)
            .Where(r => query.Text("comment") is not { } comment || r.Text("comment") == comment)
            .Where(r => query.Text("route_id") is not { } id || r.Text("id") == id)
            .Where(r => query.Text("tunnel_id") is not { } id || r.Text("tunnel_id") == id)
            .Where(r => query.Text("virtual_network_id") is not { } id || r.Text("virtual_network_id") == id)
            .Where(r => query.Text("tun_types") is not { } kinds || kinds.Split(',').Contains("warp_connector"))
            .Where(r => subset is null || subset.Value.Contains(NetworkOf(r)))
            .Where(r => superset is null || NetworkOf(r).Contains(superset.Value))
            .Where(r => existedAt is null || Timestamps.Between(r.Text("created_at"), r.Text("deleted_at"), existedAt.Value));
        return Pages.Numbered(query, found, route => WithNames(call.Data, route));
    }

    private static ApiResult Create(ApiCall call)
    {
        var sent = Fields.ReadNew(call.Object());
        if (Live(call.Data).Count() >= MaxRoutes)
        {
            throw ApiErrors.LimitReached($"the account has reached its limit of {MaxRoutes} routes");
        }

        var route = new JsonObject
        {
            ["id"] = "",
            ["comment"] = "",
            ["virtual_network_id"] = VirtualNetworks.Default(call.Data).Text("id"),
            ["created_at"] = call.Timestamp,
            ["deleted_at"] = null,
        }.Merge(sent);
        Check(call.Data, route);
        route["id"] = call.Data.NewId();
        return new(call.Data.TeamnetRoutes.Add(route).DeepClone());
    }

    private static ApiResult Update(ApiCall call)
    {
        var stored = FindLive(call);
        var changed = ((JsonObject)stored.DeepClone()).Merge(Fields.Read(call.Object()));
        Check(call.Data, changed);
        return new(stored.Merge(changed).DeepClone());
    }

    private static ApiResult Remove(ApiCall call)
    {
        var route = FindLive(call);
        route["deleted_at"] = call.Timestamp;
        return new(route.DeepClone());
    }

    private static ApiResult FindByAddress(ApiCall call)
    {
        if (!Cidr.TryParse(call["ip"], out var address))
        {
            throw ApiErrors.InvalidQuery("ip", "must be an IP address");
        }

        var network = call.Query.Text("virtual_network_id") ?? VirtualNetworks.Default(call.Data).Text("id");
        var best = Live(call.Data)
            .Where(r => r.Text("virtual_network_id") == network && NetworkOf(r).Contains(address))
            .MaxBy(r => NetworkOf(r).PrefixLength);
        return best is null ? throw ApiErrors.NotRouted() : new(WithNames(call.Data, best));
    }

    private static void Check(AccountData data, JsonObject route)
    {
        if (WarpConnectors.Live(data, route.Text("tunnel_id")!) is null)
        {
            throw ApiErrors.TunnelNotFound();
        }

        if (!VirtualNetworks.Live(data).Any(n => n.Text("id") == route.Text("virtual_network_id")))
        {
            throw ApiErrors.VirtualNetworkNotFound();
        }

        if (
            Live(data)
                .Any(r =>
                    r.Text("id") != route.Text("id")
                    && r.Text("network") == route.Text("network")
                    && r.Text("virtual_network_id") == route.Text("virtual_network_id")
                )
        )
        {
            throw ApiErrors.RouteConflict();
        }
    }

    private static Cidr? Network(Query query, string name) =>
        query.Text(name) is not { } text ? null
        : Cidr.TryParse(text, out var network) ? network
        : throw ApiErrors.InvalidQuery(name, "must be a CIDR");

    private static Cidr NetworkOf(JsonObject route) =>
        Cidr.TryParse(route.Text("network"), out var network)
            ? network
            : throw new InvalidDataException($"Stored route {route.Text("id")} has no network.");

    // Lists include the names of the tunnel and the virtual network; responses with a single route do not.
    private static JsonObject WithNames(AccountData data, JsonObject route)
    {
        var view = (JsonObject)route.DeepClone();
        var tunnel = data.Tunnels.Find(route.Text("tunnel_id")!);
        view["tunnel_name"] = tunnel?.Text("name");
        view["tun_type"] = tunnel?.Text("tun_type");
        view["virtual_network_name"] = data.VirtualNetworks.Find(route.Text("virtual_network_id")!)?.Text("name");
        return view;
    }
}
