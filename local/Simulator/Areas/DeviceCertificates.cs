using System.Text.Json.Nodes;
using ZeroTrust.Simulator.Checks;
using ZeroTrust.Simulator.Http;
using ZeroTrust.Simulator.State;
using static ZeroTrust.Simulator.Http.ApiRoute;

namespace ZeroTrust.Simulator.Areas;

/// <summary>Whether clients may provision certificates for a zone.</summary>
internal sealed class DeviceCertificates : IApiArea
{
    private const string Path = "/zones/{zone_id}/devices/policy/certificates";

    private static readonly FieldTable Fields = new(new Field("enabled", Types.Boolean) { Required = true });

    public IEnumerable<ApiRoute> Routes =>
        [Get(Path, Permissions.ReadsCertificates, Show), Patch(Path, Permissions.WritesCertificates, Update)];

    private static ApiResult Show(ApiCall call) => new(new JsonObject { ["enabled"] = call.Data.Certificates.Flag(call["zone_id"]) });

    private static ApiResult Update(ApiCall call)
    {
        call.Data.Certificates[call["zone_id"]] = Fields.ReadNew(call.Object()).Flag("enabled");
        return Show(call);
    }
}
