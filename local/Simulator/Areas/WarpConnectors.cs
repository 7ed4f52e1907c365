using System.Text;
using System.Text.Json.Nodes;
using ZeroTrust.Simulator.Checks;
using ZeroTrust.Simulator.Http;
using ZeroTrust.Simulator.State;
using static ZeroTrust.Simulator.Http.ApiRoute;

namespace ZeroTrust.Simulator.Areas;

/// <summary>WARP connector tunnels and their tokens. A deleted tunnel is kept, with <c>deleted_at</c> set.</summary>
internal sealed class WarpConnectors(SimulatorOptions options) : IApiArea
{
    private const int MinSecretBytes = 32;
    private const string All = "/accounts/{account_id}/warp_connector";
    private const string One = All + "/{tunnel_id}";

    private static readonly FieldTable NewFields = new(
        new Field("name", Types.Text(min: 1)) { Required = true },
        new Field("ha", Types.Boolean, false)
    );

    private static readonly FieldTable Fields = new(new Field("name", Types.Text(min: 1)), new Field("tunnel_secret", Secret));

    public IEnumerable<ApiRoute> Routes =>
        [
            Get(All, Permissions.ReadsConnectors, call => List(call, call.Data.Tunnels)),
            Get("/accounts/{account_id}/tunnels", Permissions.ReadsTunnels, ListAllKinds),
            Post(All, Permissions.WritesConnectors, Create),
            Get(One, Permissions.ReadsConnectors, Show),
            Patch(One, Permissions.WritesConnectors, Update),
            Delete(One, Permissions.WritesConnectors, Remove),
            Get(One + "/token", Permissions.ReadsConnectorToken, Token),
        ];

    /// <summary>The live tunnel in the path.</summary>
    public static JsonObject FindLive(ApiCall call) => Live(call.Data, call["tunnel_id"]) ?? throw ApiErrors.TunnelNotFound();

    /// <summary>The tunnel with this ID, unless it is deleted.</summary>
    public static JsonObject? Live(AccountData data, string id) =>
        data.Tunnels.Find(id) is { } tunnel && tunnel["deleted_at"] is null ? tunnel : null;

    /// <summary>The connectors of a tunnel.</summary>
    public static JsonArray Clients(JsonObject tunnel) => tunnel["clients"]!.AsArray();

    public static string StatusOf(JsonObject tunnel)
    {
        var connected = Clients(tunnel).Count(client => client!["conns"] is JsonArray { Count: > 0 });
        return connected > 0 && connected == Clients(tunnel).Count ? "healthy"
            : connected > 0 ? "degraded"
            : tunnel["conns_inactive_at"] is null ? "inactive"
            : "down";
    }

    private static bool HasConnections(JsonObject tunnel) => StatusOf(tunnel) is "healthy" or "degraded";

    private static bool IsConnectedAt(JsonObject tunnel, DateTimeOffset time) =>
        Timestamps.Between(tunnel.Text("conns_active_at"), tunnel.Text("conns_inactive_at"), time);

    private static ApiResult ListAllKinds(ApiCall call)
    {
        var kinds = call.Query.All("tun_types").SelectMany(value => value.Split(',')).ToArray();
        return List(call, call.Data.Tunnels.Where(t => kinds.Length == 0 || kinds.Contains(t.Text("tun_type"))));
    }

    private static ApiResult List(ApiCall call, IEnumerable<JsonObject> tunnels)
    {
        var query = call.Query;
        var deleted = query.Flag("is_deleted") ?? false;
        var existedAt = query.Time("existed_at");
        var activeAt = query.Time("was_active_at");
        var inactiveAt = query.Time("was_inactive_at");
        var found = tunnels
            .Where(t => t["deleted_at"] is not null == deleted)
            .Where(t => query.Text("name") is not { } name || t.Text("name") == name)
            .Where(t => query.Text("uuid") is not { } id || t.Text("id") == id)
            .Where(t => query.Text("status") is not { } status || StatusOf(t) == status)
            .Where(t => query.Text("include_prefix") is not { } prefix || t.Text("name")!.StartsWith(prefix, StringComparison.Ordinal))
            .Where(t => query.Text("exclude_prefix") is not { } prefix || !t.Text("name")!.StartsWith(prefix, StringComparison.Ordinal))
            .Where(t => existedAt is null || Timestamps.Between(t.Text("created_at"), t.Text("deleted_at"), existedAt.Value))
            .Where(t => activeAt is null || IsConnectedAt(t, activeAt.Value))
            .Where(t => inactiveAt is null || !IsConnectedAt(t, inactiveAt.Value));
        return Pages.Numbered(query, found, View);
    }

    private ApiResult Create(ApiCall call)
    {
        var sent = NewFields.Defaults().Merge(NewFields.ReadNew(call.Object()));
        var live = call.Data.Tunnels.Where(t => t["deleted_at"] is null).ToArray();
        CheckName(live, sent.Text("name")!);
        if (live.Length >= options.WarpConnectorLimit)
        {
            throw ApiErrors.LimitReached($"the account has reached its limit of {options.WarpConnectorLimit} WARP connectors");
        }

        var id = call.Data.NewId();
        var tunnel = call.Data.Tunnels.Add(
            new JsonObject
            {
                ["id"] = id,
                ["account_tag"] = call.AccountId,
                ["name"] = sent.Text("name"),
                ["ha"] = sent.Flag("ha"),
                ["tun_type"] = "warp_connector",
                ["secret"] = Ids.Base64(id),
                ["metadata"] = new JsonObject(),
                ["created_at"] = call.Timestamp,
                ["deleted_at"] = null,
                ["conns_active_at"] = null,
                ["conns_inactive_at"] = null,
                ["clients"] = new JsonArray(),
                ["configuration"] = WarpConnectorConfigurations.New(id, call.Timestamp),
            }
        );
        var view = View(tunnel);
        view["token"] = TokenOf(tunnel);
        return new(view);
    }

    private ApiResult Show(ApiCall call) =>
        call.Data.Tunnels.Find(call["tunnel_id"]) is { } tunnel && (tunnel["deleted_at"] is null || !options.DeletedTunnelsAreNotFound)
            ? new(View(tunnel))
            : throw ApiErrors.TunnelNotFound();

    private static ApiResult Update(ApiCall call)
    {
        var tunnel = FindLive(call);
        var sent = Fields.Read(call.Object());
        if (sent.Text("name") is { } name)
        {
            CheckName(call.Data.Tunnels.Where(t => t["deleted_at"] is null && t != tunnel), name);
            tunnel["name"] = name;
        }

        tunnel["secret"] = sent.Text("tunnel_secret") ?? tunnel.Text("secret");
        return new(View(tunnel));
    }

    private static ApiResult Remove(ApiCall call)
    {
        var tunnel = FindLive(call);
        var routes = call
            .Data.TeamnetRoutes.Concat(call.Data.HostnameRoutes)
            .Where(r => r["deleted_at"] is null && r.Text("tunnel_id") == call["tunnel_id"])
            .ToArray();
        var cascade = call.Query.Flag("cascade") == true;
        if (!cascade && HasConnections(tunnel))
        {
            throw ApiErrors.TunnelHasConnections();
        }

        if (!cascade && routes.Length > 0)
        {
            throw ApiErrors.TunnelHasRoutes();
        }

        foreach (var removed in routes.Append(tunnel))
        {
            removed["deleted_at"] = call.Timestamp;
        }

        if (HasConnections(tunnel))
        {
            tunnel["conns_inactive_at"] = call.Timestamp;
            Clients(tunnel).Clear();
        }

        return new(View(tunnel));
    }

    private static ApiResult Token(ApiCall call) =>
        new(TokenOf(Live(call.Data, call["tunnel_id"]) ?? throw ApiErrors.TunnelTokenNotFound()));

    // A connector's credentials for the tunnel; they change with the secret.
    private static string TokenOf(JsonObject tunnel)
    {
        var content = new JsonObject
        {
            ["a"] = tunnel.Text("account_tag"),
            ["t"] = tunnel.Text("id"),
            ["s"] = tunnel.Text("secret"),
        };
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(content.ToReadable()));
    }

    // Neither the secret nor ha is ever returned.
    private static JsonObject View(JsonObject tunnel)
    {
        var view = tunnel.Without("ha", "secret", "clients", "configuration", "failover");
        view["status"] = StatusOf(tunnel);
        return view;
    }

    private static void CheckName(IEnumerable<JsonObject> others, string name)
    {
        if (others.Any(t => t.Text("name") == name))
        {
            throw ApiErrors.DuplicateTunnelName();
        }
    }

    private static JsonNode Secret(JsonNode value, string pointer)
    {
        var text = value.AsText() ?? "";
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length >= MinSecretBytes
            ? text
            : throw ApiErrors.Invalid(pointer, $"must be at least {MinSecretBytes} bytes in base64");
    }
}
