using System.Globalization;
using System.Text.Json.Nodes;
using ZeroTrust.Simulator.Checks;
using ZeroTrust.Simulator.Http;
using ZeroTrust.Simulator.State;
using static ZeroTrust.Simulator.Http.ApiRoute;

namespace ZeroTrust.Simulator.Areas;

/// <summary>Managed networks: TLS endpoints by which a device detects its network.</summary>
internal sealed class ManagedNetworks : IApiArea
{
    private const string All = "/accounts/{account_id}/devices/networks";
    private const string One = All + "/{network_id}";

    private static readonly FieldTable Config = new(
        new Field("tls_sockaddr", SocketAddress) { Required = true },
        new Field("sha256", Types.Text())
    );

    private static readonly FieldTable Fields = new(
        new Field("name", Types.Text(min: 1)) { Required = true },
        new Field("type", Types.OneOf("tls")) { Required = true },
        new Field("config", Config.AsType) { Required = true }
    );

    public IEnumerable<ApiRoute> Routes =>
        [
            Get(All, Permissions.ReadsZeroTrust, List),
            Post(All, Permissions.WritesZeroTrust, Create),
            Get(One, Permissions.ReadsZeroTrust, call => new(Find(call).DeepClone())),
            Put(One, Permissions.WritesZeroTrust, call => new(Find(call).Merge(Fields.Read(call.Object())).DeepClone())),
            Delete(One, Permissions.WritesZeroTrust, Remove),
        ];

    private static ApiResult List(ApiCall call) => ApiResult.List(call.Data.ManagedNetworks.Select(n => n.DeepClone()));

    private static JsonObject Find(ApiCall call) =>
        call.Data.ManagedNetworks.Find(call["network_id"]) ?? throw ApiErrors.ManagedNetworkNotFound();

    private static ApiResult Create(ApiCall call)
    {
        var sent = Fields.ReadNew(call.Object());
        var network = new JsonObject { ["network_id"] = call.Data.NewId() }.Merge(sent);
        return new(call.Data.ManagedNetworks.Add(network).DeepClone());
    }

    // Returns the remaining networks, as deleting a profile returns the remaining profiles.
    private static ApiResult Remove(ApiCall call)
    {
        Find(call);
        call.Data.ManagedNetworks.Remove(call["network_id"]);
        return List(call);
    }

    private static JsonNode SocketAddress(JsonNode value, string pointer)
    {
        var text = value.AsText() ?? "";
        var colon = text.LastIndexOf(':');
        var isPort = ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;
        return colon > 0 && isPort ? text : throw ApiErrors.Invalid(pointer, "must be host:port");
    }
}
