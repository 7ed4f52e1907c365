using System.Text.Json.Nodes;
using ZeroTrust.Simulator.Http;
using ZeroTrust.Simulator.State;
using static ZeroTrust.Simulator.Http.ApiRoute;

namespace ZeroTrust.Simulator.Areas;

/// <summary>Registrations: a user's client on a device. A revocation can be undone, a deletion cannot.</summary>
internal sealed class Registrations : IApiArea
{
    private const string All = "/accounts/{account_id}/devices/registrations";
    private const string One = All + "/{registration_id}";

    public IEnumerable<ApiRoute> Routes =>
        [
            Get(All, Permissions.ReadsZeroTrust, List),
            Get(One, Permissions.ReadsZeroTrust, call => new(View(call, Find(call)))),
            Delete(One, Permissions.WritesZeroTrust, call => Remove(call, [Find(call).Text("id")!])),
            Delete(All, Permissions.WritesZeroTrust, call => Remove(call, IdsOf(call))),
            Post(All + "/revoke", Permissions.WritesZeroTrust, call => SetRevoked(FindAll(call.Data, IdsOf(call)), call.Timestamp)),
            Post(All + "/unrevoke", Permissions.WritesZeroTrust, call => SetRevoked(FindAll(call.Data, IdsOf(call)), null)),
            Get(One + "/override_codes", Permissions.ReadsZeroTrust, call => OverrideCodes.Of(call, Find(call))),
        ];

    /// <exception cref="ApiException">One of the IDs is unknown; nothing was changed.</exception>
    public static JsonObject[] FindAll(AccountData data, IEnumerable<string> ids) =>
        [.. ids.Select(id => data.Registrations.Find(id) ?? throw ApiErrors.RegistrationNotFound())];

    public static ApiResult SetRevoked(IEnumerable<JsonObject> registrations, string? time)
    {
        foreach (var registration in registrations)
        {
            SetRevoked(registration, time);
        }

        return new(Result: null);
    }

    /// <summary>Revokes a registration at a time, or unrevokes it if null. A revoked one keeps its first revocation time.</summary>
    public static void SetRevoked(JsonObject registration, string? time) =>
        registration["revoked_at"] = time is null ? null : registration.Text("revoked_at") ?? time;

    /// <summary>The ID of a registration's profile; the default profile if none is stored.</summary>
    public static string? PolicyIdOf(AccountData data, JsonObject? registration) =>
        registration is null ? null : registration.Text("policy_id") ?? data.DefaultProfile.Text("policy_id");

    public static JsonObject PolicyOf(AccountData data, JsonObject registration)
    {
        var id = PolicyIdOf(data, registration);
        var isDefault = id == data.DefaultProfile.Text("policy_id");
        var profile = data.Profiles.Find(id!);
        return new()
        {
            ["id"] = id,
            ["name"] = isDefault ? "Default" : profile?.Text("name") ?? "",
            ["default"] = isDefault,
            ["deleted"] = !isDefault && profile is null,
            ["updated_at"] = registration.Text("updated_at"),
        };
    }

    private static JsonObject Find(ApiCall call) => FindAll(call.Data, [call["registration_id"]])[0];

    // The IDs are in the query, not in the body.
    private static string[] IdsOf(ApiCall call) =>
        call.Query.All("id") is { Length: > 0 } ids ? ids : throw ApiErrors.InvalidQuery("id", "is required");

    private static ApiResult List(ApiCall call)
    {
        var (query, data) = (call.Query, call.Data);
        var ids = query.All("id");
        var users = query.All("user.id");
        var status = query.OneOf("status", "active", "active", "all", "revoked");
        var found = data
            .Registrations.Where(r => ids.Length == 0 || ids.Contains(r.Text("id")))
            .Where(r => users.Length == 0 || users.Contains(r.Path("user.id")))
            .Where(r => status == "all" || r["revoked_at"] is not null == (status == "revoked"))
            .Where(r => query.Text("device.id") is not { } id || r.Text("device_id") == id)
            .Where(r => query.Text("policy.id") is not { } id || PolicyIdOf(data, r) == id)
            .Where(r => query.Text("registration_type") is not { } type || r.Text("registration_type") == type)
            .SearchedIn(query, "id", "user.email", "user.name")
            .SeenBetween(query)
            .SortedBy(query, (r, name) => r.Path(name), "id", "user.name", "user.email", "last_seen_at", "created_at");
        return Pages.Cursor(query, found, registration => View(call, registration));
    }

    private static ApiResult Remove(ApiCall call, string[] ids)
    {
        foreach (var id in ids)
        {
            call.Data.Registrations.Remove(id);
        }

        return new(Result: null);
    }

    private static JsonObject View(ApiCall call, JsonObject registration)
    {
        var view = registration.Only(registration.Select(field => field.Key).Except(["device_id", "policy_id"]));
        if (call.Data.Devices.Find(registration.Text("device_id")!) is { } device)
        {
            view["device"] = device.Only("id", "name", "client_version");
        }

        if (call.Query.All("include").Contains("policy"))
        {
            view["policy"] = PolicyOf(call.Data, registration);
        }

        return view;
    }
}
