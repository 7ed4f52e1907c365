using System.Text.Json.Nodes;
using ZeroTrust.Simulator.Http;
using ZeroTrust.Simulator.State;
using static ZeroTrust.Simulator.Http.ApiRoute;

namespace ZeroTrust.Simulator.Areas;

/// <summary>The deprecated device endpoints, where a device is a registration. They fail in multi-user mode.</summary>
internal sealed class LegacyDevices(SimulatorOptions options) : IApiArea
{
    private const int MaxIds = 200;
    private const string All = "/accounts/{account_id}/devices";
    private const string One = All + "/{device_id}";

    public IEnumerable<ApiRoute> Routes =>
        [
            Get(All, Permissions.ReadsZeroTrust, call => ApiResult.List(Served(call).Data.Registrations.Select(r => View(call, r)))),
            Get(One, Permissions.ReadsZeroTrust, Show),
            Get(One + "/override_codes", Permissions.ReadsZeroTrust, call => OverrideCodes.Of(call, Find(call))),
            Post(All + "/revoke", Permissions.WritesZeroTrust, call => SetRevoked(call, call.Timestamp)),
            Post(All + "/unrevoke", Permissions.WritesZeroTrust, call => SetRevoked(call, null)),
        ];

    private ApiCall Served(ApiCall call) => options.MultiUserMode ? throw ApiErrors.MultiUserMode() : call;

    private JsonObject Find(ApiCall call) => Served(call).Data.Registrations.Find(call["device_id"]) ?? throw ApiErrors.DeviceNotFound();

    private ApiResult Show(ApiCall call)
    {
        var registration = Find(call);
        // The list returns more fields of a device than its own endpoint.
        var view = View(call, registration).Without("manufacturer", "os_version_extra", "revoked_at");
        view["account"] = new JsonObject
        {
            ["id"] = call.AccountId,
            ["name"] = "Simulated account",
            ["account_type"] = "enterprise",
        };
        view["gateway_device_id"] = registration.Text("device_id");
        view["key_type"] = registration.Text("key_type");
        view["tunnel_type"] = registration.Text("tunnel_type");
        return new(view);
    }

    private ApiResult SetRevoked(ApiCall call, string? time)
    {
        var ids = Served(call).Array().Select(id => id.AsText()).ToArray();
        return ids.Length is > 0 and <= MaxIds && !ids.Contains(null)
            ? Registrations.SetRevoked(Registrations.FindAll(call.Data, ids.OfType<string>()), time) with
            {
                Result = new JsonObject(),
            }
            : throw ApiErrors.Invalid("", $"the body must be a list of 1 to {MaxIds} registration ids");
    }

    private static JsonObject View(ApiCall call, JsonObject registration)
    {
        var device = call.Data.Devices.Find(registration.Text("device_id")!) ?? [];
        var view = device.Only(
            "device_type",
            "mac_address",
            "manufacturer",
            "model",
            "name",
            "os_version",
            "os_version_extra",
            "serial_number"
        );
        view["id"] = registration.Text("id");
        view["created"] = registration.Text("created_at");
        view["updated"] = registration.Text("updated_at");
        view["last_seen"] = registration.Text("last_seen_at");
        view["revoked_at"] = registration.Text("revoked_at");
        view["deleted"] = false;
        view["key"] = registration.Text("key");
        view["ip"] = device.Text("public_ip");
        view["version"] = device.Text("client_version");
        view["user"] = registration["user"]?.DeepClone();
        return view;
    }
}
