using System.Text.Json.Nodes;
using ZeroTrust.Simulator.Checks;
using ZeroTrust.Simulator.Http;
using ZeroTrust.Simulator.State;
using static ZeroTrust.Simulator.Http.ApiRoute;

namespace ZeroTrust.Simulator.Areas;

/// <summary>
/// Private hostnames behind tunnels. Each hostname is routed to one tunnel. A deleted route is kept, with <c>deleted_at</c> set.
/// </summary>
internal sealed class HostnameRoutes : IApiArea
{
    private const string All = "/accounts/{account_id}/zerotrust/routes/hostname";
    private const string One = All + "/{hostname_route_id}";

    private static readonly FieldTable Fields = new(
        new Field("hostname", Hostname) { Required = true },
        new Field("tunnel_id", Types.Uuid) { Required = true },
        new Field("comment", Types.Text(), "")
    );

    public IEnumerable<ApiRoute> Routes =>
        [
            Get(All, Permissions.ReadsHostnames, List),
            Post(All, Permissions.WritesHostnames, Create),
            Get(One, Permissions.ReadsHostnames, call => Show(call.Data, Find(call))),
            Patch(One, Permissions.WritesHostnames, Update),
            Delete(One, Permissions.WritesHostnames, Remove),
        ];

    private static JsonObject Find(ApiCall call) =>
        call.Data.HostnameRoutes.Find(call["hostname_route_id"]) ?? throw ApiErrors.HostnameRouteNotFound();

    private static JsonObject FindLive(ApiCall call) =>
        Find(call) is { } route && route["deleted_at"] is null ? route : throw ApiErrors.HostnameRouteNotFound();

    private static ApiResult List(ApiCall call)
    {
        var query = call.Query;
        var deleted = query.Flag("is_deleted") ?? false;
        var existedAt = query.Time("existed_at");
        var found = call
            .Data.HostnameRoutes.Where(r => r["deleted_at"] is not null == deleted)
            .Where(r => query.Text("id") is not { } id || r.Text("id") == id)
            .Where(r => query.Text("comment") is not { } comment || r.Text("comment") == comment)
            .Where(r => query.Text("hostname") is not { } part || r.Text("hostname")!.Contains(part, StringComparison.OrdinalIgnoreCase))
            .Where(r => query.Text("tunnel_id") is not { } id || r.Text("tunnel_id") == id)
            .Where(r => existedAt is null || Timestamps.Between(r.Text("created_at"), r.Text("deleted_at"), existedAt.Value));
        return Pages.Numbered(query, found, route => View(call.Data, route));
    }

    private static ApiResult Create(ApiCall call)
    {
        var route = new JsonObject
        {
            ["id"] = "",
            ["comment"] = "",
            ["created_at"] = call.Timestamp,
            ["deleted_at"] = null,
        }.Merge(Fields.ReadNew(call.Object()));
        Check(call.Data, route);
        route["id"] = call.Data.NewId();
        return Show(call.Data, call.Data.HostnameRoutes.Add(route));
    }

    private static ApiResult Update(ApiCall call)
    {
        var stored = FindLive(call);
        var changed = ((JsonObject)stored.DeepClone()).Merge(Fields.Read(call.Object()));
        Check(call.Data, changed);
        return Show(call.Data, stored.Merge(changed));
    }

    private static ApiResult Remove(ApiCall call)
    {
        var route = FindLive(call);
        route["deleted_at"] = call.Timestamp;
        return Show(call.Data, route);
    }

    private static void Check(AccountData data, JsonObject route)
    {
        if (WarpConnectors.Live(data, route.Text("tunnel_id")!) is null)
        {
            throw ApiErrors.TunnelNotFound();
        }

        if (
            data.HostnameRoutes.Any(r =>
                r["deleted_at"] is null && r.Text("id") != route.Text("id") && r.Text("hostname") == route.Text("hostname")
            )
        )
        {
            throw ApiErrors.HostnameConflict();
        }
    }

    private static ApiResult Show(AccountData data, JsonObject route) => new(View(data, route));

    private static JsonObject View(AccountData data, JsonObject route)
    {
        var view = (JsonObject)route.DeepClone();
        var tunnel = data.Tunnels.Find(route.Text("tunnel_id")!);
        view["tunnel_name"] = tunnel?.Text("name");
        view["tun_type"] = tunnel?.Text("tun_type");
        return view;
    }

    // Leading and trailing dots and a leading wildcard are trimmed.
    private static JsonNode Hostname(JsonNode value, string pointer)
    {
        var name = Types.Domain(wildcard: true)(value.AsText()?.TrimStart('.') ?? "", pointer).AsText()!;
        return name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name;
    }
}
