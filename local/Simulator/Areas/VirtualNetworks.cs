using System.Text.Json.Nodes;
using ZeroTrust.Simulator.Checks;
using ZeroTrust.Simulator.Http;
using ZeroTrust.Simulator.State;
using static ZeroTrust.Simulator.Http.ApiRoute;

namespace ZeroTrust.Simulator.Areas;

/// <summary>Virtual networks. Exactly one live network is the default; promoting one demotes the previous default.</summary>
internal sealed class VirtualNetworks : IApiArea
{
    private const string All = "/accounts/{account_id}/teamnet/virtual_networks";
    private const string One = All + "/{virtual_network_id}";

    private static readonly FieldTable Fields = new(
        new Field("name", Types.Text(256, min: 1)) { Required = true },
        new Field("comment", Types.Text(256), ""),
        new Field("is_default_network", Types.Boolean)
    );

    public IEnumerable<ApiRoute> Routes =>
        [
            Get(All, Permissions.ReadsNetworks, List),
            Post(All, Permissions.WritesNetworks, Create),
            Get(One, Permissions.ReadsNetworks, call => new(Find(call).DeepClone())),
            Patch(One, Permissions.WritesNetworks, Update),
            Delete(One, Permissions.WritesNetworks, Remove),
        ];

    public static JsonObject New(string id, string name, bool isDefault, DateTimeOffset now) =>
        new()
        {
            ["id"] = id,
            ["name"] = name,
            ["comment"] = "",
            ["is_default_network"] = isDefault,
            ["created_at"] = Timestamps.Format(now),
            ["deleted_at"] = null,
        };

    public static IEnumerable<JsonObject> Live(AccountData data) => data.VirtualNetworks.Where(n => n["deleted_at"] is null);

    public static JsonObject Default(AccountData data) => Live(data).First(n => n.Flag("is_default_network"));

    private static JsonObject Find(ApiCall call) =>
        call.Data.VirtualNetworks.Find(call["virtual_network_id"]) ?? throw ApiErrors.VirtualNetworkNotFound();

    private static JsonObject FindLive(ApiCall call) =>
        Find(call) is { } network && network["deleted_at"] is null ? network : throw ApiErrors.VirtualNetworkNotFound();

    private static ApiResult List(ApiCall call)
    {
        var query = call.Query;
        var deleted = query.Flag("is_deleted") ?? false;
        var isDefault = query.Flag("is_default_network") ?? query.Flag("is_default");
        return ApiResult.List(
            call.Data.VirtualNetworks.Where(n => n["deleted_at"] is not null == deleted)
                .Where(n => isDefault is null || n.Flag("is_default_network") == isDefault)
                .Where(n => query.Text("name") is not { } name || n.Text("name") == name)
                .Where(n => query.Text("id") is not { } id || n.Text("id") == id)
                .Select(n => n.DeepClone())
        );
    }

    private static ApiResult Create(ApiCall call)
    {
        var sent = Fields.ReadNew(Body(call));
        CheckName(call.Data, sent.Text("name")!, except: null);
        var network = New(call.Data.NewId(), sent.Text("name")!, isDefault: false, call.Now);
        network["comment"] = sent.Text("comment") ?? "";
        call.Data.VirtualNetworks.Add(network);
        Promote(call.Data, network, sent.Flag("is_default_network"));
        return new(network.DeepClone());
    }

    private static ApiResult Update(ApiCall call)
    {
        var network = FindLive(call);
        var sent = Fields.Read(Body(call));
        CheckName(call.Data, sent.Text("name"), except: network);
        if (network.Flag("is_default_network") && sent["is_default_network"] is { } flag && !flag.GetValue<bool>())
        {
            throw ApiErrors.VirtualNetworkRefused("the default virtual network cannot be demoted; make another one the default instead");
        }

        network.Merge(sent.Without("is_default_network"));
        Promote(call.Data, network, sent.Flag("is_default_network"));
        return new(network.DeepClone());
    }

    private static ApiResult Remove(ApiCall call)
    {
        var network = FindLive(call);
        if (network.Flag("is_default_network"))
        {
            throw ApiErrors.VirtualNetworkRefused("the default virtual network cannot be deleted");
        }

        if (call.Data.TeamnetRoutes.Any(r => r["deleted_at"] is null && r.Text("virtual_network_id") == network.Text("id")))
        {
            throw ApiErrors.VirtualNetworkRefused("the virtual network still has routes");
        }

        network["deleted_at"] = call.Timestamp;
        return new(network.DeepClone());
    }

    private static void Promote(AccountData data, JsonObject network, bool promote)
    {
        if (promote)
        {
            Default(data)["is_default_network"] = false;
            network["is_default_network"] = true;
        }
    }

    // is_default is the deprecated name.
    private static JsonObject Body(ApiCall call)
    {
        var body = call.Object();
        body["is_default_network"] ??= body["is_default"]?.DeepClone();
        return body;
    }

    private static void CheckName(AccountData data, string? name, JsonObject? except)
    {
        if (name is not null && Live(data).Any(n => n != except && n.Text("name") == name))
        {
            throw ApiErrors.VirtualNetworkConflict();
        }
    }
}
