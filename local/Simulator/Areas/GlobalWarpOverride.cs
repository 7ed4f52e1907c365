using System.Text.Json.Nodes;
using ZeroTrust.Simulator.Checks;
using ZeroTrust.Simulator.Http;
using ZeroTrust.Simulator.State;
using static ZeroTrust.Simulator.Http.ApiRoute;

namespace ZeroTrust.Simulator.Areas;

/// <summary>The switch that disconnects all devices. Every POST updates its timestamp, even if nothing changes.</summary>
internal sealed class GlobalWarpOverride : IApiArea
{
    private const string Path = "/accounts/{account_id}/devices/resilience/disconnect";

    // The justification goes to the audit log and is never returned.
    private static readonly FieldTable Fields = new(
        new Field("disconnect", Types.Boolean) { Required = true },
        new Field("justification", Types.Text())
    );

    public IEnumerable<ApiRoute> Routes =>
        [
            Get(Path, Permissions.ReadsResilience, call => new(call.Data.Resilience?.DeepClone())),
            Post(Path, Permissions.WritesResilience, Set),
        ];

    private static ApiResult Set(ApiCall call)
    {
        var sent = Fields.ReadNew(call.Object());
        call.Data.Resilience = new JsonObject { ["disconnect"] = sent.Flag("disconnect"), ["timestamp"] = call.Timestamp };
        return new(call.Data.Resilience.DeepClone());
    }
}
