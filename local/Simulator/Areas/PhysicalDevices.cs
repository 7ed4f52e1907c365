using System.Text.Json.Nodes;
using ZeroTrust.Simulator.Checks;
using ZeroTrust.Simulator.Http;
using ZeroTrust.Simulator.State;
using static ZeroTrust.Simulator.Http.ApiRoute;

namespace ZeroTrust.Simulator.Areas;

/// <summary>Physical devices; each may have several registrations.</summary>
internal sealed class PhysicalDevices : IApiArea
{
    private const string All = "/accounts/{account_id}/devices/physical-devices";
    private const string One = All + "/{device_id}";
    private const string WithPolicy = "last_seen_registration.policy";

    private static readonly FieldTable Fields = new(new Field("tags", Tags));

    public IEnumerable<ApiRoute> Routes =>
        new[]
        {
            Get(All, Permissions.ReadsZeroTrust, List),
            Get(One, Permissions.ReadsZeroTrust, Show),
            Patch(One, Permissions.WritesZeroTrust, Update),
            Delete(One, Permissions.WritesZeroTrust, Remove),
            Post(One + "/revoke", Permissions.WritesZeroTrust, Revoke),
        }.Select(route => route with { TokenOnly = true });

    private static JsonObject Find(ApiCall call) => call.Data.Devices.Find(call["device_id"]) ?? throw ApiErrors.DeviceNotFound();

    private static IEnumerable<JsonObject> RegistrationsOf(AccountData data, JsonObject device) =>
        data.Registrations.Where(r => r.Text("device_id") == device.Text("id"));

    private static int ActiveRegistrations(AccountData data, JsonObject device) =>
        RegistrationsOf(data, device).Count(r => r["revoked_at"] is null);

    private static JsonObject? LastSeen(AccountData data, JsonObject device) =>
        RegistrationsOf(data, device).MaxBy(r => r.Text("last_seen_at"), StringComparer.Ordinal);

    private static ApiResult List(ApiCall call)
    {
        var (query, data) = (call.Query, call.Data);
        var ids = query.All("id");
        var tags = query.All("tag");
        var active = query.OneOf("active_registrations", "only", "include", "only", "exclude");
        var kind = query.Text("has_registration_type");
        var policy = query.Text("last_seen_registration.policy.id");
        var found = data
            .Devices.Where(d => ids.Length == 0 || ids.Contains(d.Text("id")))
            .Where(d => active == "include" || ActiveRegistrations(data, d) > 0 == (active == "only"))
            .Where(d => kind is null || RegistrationsOf(data, d).Any(r => r.Text("registration_type") == kind))
            .Where(d => query.Text("last_seen_user.email") is not { } email || d.Path("last_seen_user.email") == email)
            .Where(d => policy is null || Registrations.PolicyIdOf(data, LastSeen(data, d)) == policy)
            .Where(d => tags.All(tag => HasTag(d, tag)))
            .SearchedIn(query, "id", "name", "serial_number", "last_seen_user.email", "last_seen_user.name")
            .SeenBetween(query)
            .SortedBy(
                query,
                (d, name) => name == "active_registrations" ? $"{ActiveRegistrations(data, d):D9}" : d.Path(name),
                "name",
                "id",
                "client_version",
                "last_seen_user.email",
                "last_seen_at",
                "active_registrations",
                "created_at"
            );
        return Pages.Cursor(query, found, device => View(call, device));
    }

    private static ApiResult Show(ApiCall call) => new(View(call, Find(call)));

    private static ApiResult Update(ApiCall call)
    {
        var device = Find(call).Merge(Fields.Read(call.Object()));
        device["updated_at"] = call.Timestamp;
        return Show(call);
    }

    private static ApiResult Remove(ApiCall call)
    {
        var device = Find(call);
        foreach (var registration in RegistrationsOf(call.Data, device).ToArray())
        {
            call.Data.Registrations.Remove(registration.Text("id")!);
        }

        call.Data.Devices.Remove(call["device_id"]);
        return new(Result: null);
    }

    private static ApiResult Revoke(ApiCall call)
    {
        foreach (var registration in RegistrationsOf(call.Data, Find(call)))
        {
            Registrations.SetRevoked(registration, call.Timestamp);
        }

        return new(Result: null);
    }

    private static JsonObject View(ApiCall call, JsonObject device)
    {
        var view = device.Only(device.Select(field => field.Key));
        view["active_registrations"] = ActiveRegistrations(call.Data, device);
        if (call.Query.All("include").Contains(WithPolicy) && LastSeen(call.Data, device) is { } registration)
        {
            view["last_seen_registration"] = new JsonObject { ["policy"] = Registrations.PolicyOf(call.Data, registration) };
        }

        return view;
    }

    private static bool HasTag(JsonObject device, string tag) =>
        tag.Split(':', 2) is [var name, var value] && device["tags"]?[name].AsText() == value;

    private static JsonNode Tags(JsonNode value, string pointer) =>
        value is JsonObject tags && tags.All(tag => tag.Value.AsText() is not null)
            ? tags.DeepClone()
            : throw ApiErrors.Invalid(pointer, "must be an object of strings");
}
