using System.Text.Json.Nodes;
using ZeroTrust.Simulator.Checks;
using ZeroTrust.Simulator.Http;
using ZeroTrust.Simulator.State;
using static ZeroTrust.Simulator.Http.ApiRoute;

namespace ZeroTrust.Simulator.Areas;

/// <summary>The high availability configuration of a tunnel. Each PUT creates a new version.</summary>
internal sealed class WarpConnectorConfigurations : IApiArea
{
    private const string Path = "/accounts/{account_id}/warp_connector/{tunnel_id}/configurations";

    private static readonly FieldTable Fields = new(
        new Field("ha_mode", Types.OneOf("none", "disabled", "aws", "local")) { Required = true }
    );

    private static readonly FieldTable Vip = new(new Field("address", Types.IpAddress) { Required = true });

    private static readonly FieldTable AwsConfig = new(new Field("fnr_id", Types.Text(min: 1)) { Required = true });

    private static readonly FieldTable LocalConfig = new(
        new Field("vips", Types.List(Vip.AsType, min: 1, max: 8)) { Required = true },
        new Field("vips_previous", Types.List(Vip.AsType, max: 8))
    );

    public IEnumerable<ApiRoute> Routes =>
        [Get(Path, Permissions.ReadsConnectors, call => new(Find(call).DeepClone())), Put(Path, Permissions.WritesConnectors, Replace)];

    public static JsonObject New(string tunnelId, string now) =>
        new()
        {
            ["tunnel_id"] = tunnelId,
            ["ha_mode"] = "none",
            ["config"] = null,
            ["configuration_version"] = 0,
            ["created_at"] = now,
            ["updated_at"] = null,
        };

    private static JsonObject? Tunnel(ApiCall call) => WarpConnectors.Live(call.Data, call["tunnel_id"]);

    private static JsonObject Find(ApiCall call) =>
        Tunnel(call)?["configuration"]?.AsObject() ?? throw ApiErrors.TunnelConfigurationNotFound();

    private static ApiResult Replace(ApiCall call)
    {
        var configuration = Find(call);
        var body = call.Object();
        var mode = Fields.ReadNew(body).Text("ha_mode");
        if (mode is "aws" or "local" && !Tunnel(call)!.Flag("ha"))
        {
            throw ApiErrors.NoHighAvailability();
        }

        configuration["config"] = ReadConfig(mode, body["config"]);
        configuration["ha_mode"] = mode;
        configuration["configuration_version"] = configuration.Number("configuration_version") + 1;
        configuration["updated_at"] = call.Timestamp;
        return new(configuration.DeepClone());
    }

    private static JsonNode? ReadConfig(string? mode, JsonNode? config) =>
        (mode, config) switch
        {
            ("aws" or "local", null) => throw ApiErrors.Invalid("/config", $"is required for {mode}"),
            ("aws", _) => AwsConfig.AsType(config, "/config"),
            ("local", _) => LocalConfig.AsType(config, "/config"),
            (_, null or JsonObject { Count: 0 }) => null,
            _ => throw ApiErrors.Invalid("/config", $"must be empty for {mode}"),
        };
}
