using ZeroTrust.Simulator.Checks;
using ZeroTrust.Simulator.Http;
using ZeroTrust.Simulator.State;
using static ZeroTrust.Simulator.Http.ApiRoute;

namespace ZeroTrust.Simulator.Areas;

/// <summary>The account's connectivity settings for Cloudflare One traffic to devices.</summary>
internal sealed class ConnectivitySettings : IApiArea
{
    private const string Path = "/accounts/{account_id}/zerotrust/connectivity_settings";

    public static readonly FieldTable Fields = new(
        new Field("icmp_proxy_enabled", Types.Boolean, false),
        new Field("offramp_warp_enabled", Types.Boolean, false)
    );

    public IEnumerable<ApiRoute> Routes =>
        [Get(Path, Permissions.ReadsZeroTrust, call => Show(call.Data)), Patch(Path, Permissions.WritesZeroTrust, Update)];

    private static ApiResult Show(AccountData data) => new(data.Connectivity.DeepClone());

    private static ApiResult Update(ApiCall call)
    {
        call.Data.Connectivity.Merge(Fields.Read(call.Object()));
        return Show(call.Data);
    }
}
