using System.Text.Json;
using System.Text.Json.Nodes;

namespace ZeroTrust.Cloudflare;

/// <summary>Devices with the client installed. Documented for API tokens only.</summary>
internal interface IPhysicalDevicesApi
{
    /// <summary>Devices that match the filter, page by page.</summary>
    /// <param name="limit">Maximum number of devices; <see langword="null"/> for all.</param>
    IAsyncEnumerable<PhysicalDeviceWire> ListDevicesAsync(string accountId, PhysicalDeviceFilter filter, int? limit, CancellationToken ct);

    /// <summary>A device; <see langword="null"/> when it does not exist.</summary>
    Task<PhysicalDeviceWire?> FindDeviceAsync(string accountId, string deviceId, CancellationToken ct);

    /// <summary>Like <see cref="FindDeviceAsync"/>, but throws when the device does not exist.</summary>
    Task<PhysicalDeviceWire> GetDeviceAsync(string accountId, string deviceId, CancellationToken ct);

    /// <summary>Merges <paramref name="changes"/> (<c>tags</c>) into a device; only reads it if there are none.</summary>
    Task<PhysicalDeviceWire> PatchDeviceAsync(string accountId, string deviceId, JsonObject changes, CancellationToken ct);

    /// <summary>Deletes a device and all its registrations; succeeds if it does not exist.</summary>
    Task DeleteDeviceAsync(string accountId, string deviceId, CancellationToken ct);

    /// <summary>Revokes all registrations of a device.</summary>
    Task RevokeDeviceAsync(string accountId, string deviceId, CancellationToken ct);
}

/// <inheritdoc cref="IPhysicalDevicesApi"/>
internal static class PhysicalDevicesArea
{
    extension(CloudflareClient client)
    {
        public IPhysicalDevicesApi Devices => client.Area<IPhysicalDevicesApi>(api => new PhysicalDevicesApi(api));
    }
}

/// <inheritdoc />
internal sealed class PhysicalDevicesApi(JsonApi api) : IPhysicalDevicesApi
{
    private const string Device = "/accounts/{account_id}/devices/physical-devices/{device_id}";

    private static readonly ApiRoute GetDevices = ApiRoute.Get("/accounts/{account_id}/devices/physical-devices", Permission.ZeroTrustRead);
    private static readonly ApiRoute GetDevice = ApiRoute.Get(Device, Permission.ZeroTrustRead);
    private static readonly ApiRoute PatchDevice = ApiRoute.Patch(Device, Permission.ZeroTrustWrite) with
    {
        NotServed = "Its request body is not documented.",
    };
    private static readonly ApiRoute DeleteDevice = ApiRoute.Delete(Device, Permission.ZeroTrustWrite);
    private static readonly ApiRoute PostRevoke = ApiRoute.Post(
        "/accounts/{account_id}/devices/physical-devices/{device_id}/revoke",
        Permission.ZeroTrustWrite
    ) with
    {
        NotServed = "Deprecated by Cloudflare; `DeviceRevocation` revokes the device's registrations instead.",
    };

    public IAsyncEnumerable<PhysicalDeviceWire> ListDevicesAsync(
        string accountId,
        PhysicalDeviceFilter filter,
        int? limit,
        CancellationToken ct
    ) =>
        api.ListByCursorAsync<PhysicalDeviceWire>(ApiCall.To(GetDevices, [accountId], "devices") with { Query = Query(filter) }, limit, ct);

    public async Task<PhysicalDeviceWire?> FindDeviceAsync(string accountId, string deviceId, CancellationToken ct) =>
        await api.FindAsync<PhysicalDeviceWire>(Get(accountId, deviceId), ct) is { DeletedAt: null or "" } device ? device : null;

    public Task<PhysicalDeviceWire> GetDeviceAsync(string accountId, string deviceId, CancellationToken ct) =>
        JsonApi.RequireAsync(FindDeviceAsync(accountId, deviceId, ct), Get(accountId, deviceId));

    public Task<PhysicalDeviceWire> PatchDeviceAsync(string accountId, string deviceId, JsonObject changes, CancellationToken ct) =>
        changes.Count == 0
            ? GetDeviceAsync(accountId, deviceId, ct)
            : api.ChangeAsync<PhysicalDeviceWire>(
                ApiCall.To(PatchDevice, [accountId, deviceId], Subject(deviceId)).With(changes),
                Get(accountId, deviceId),
                ct
            );

    public Task DeleteDeviceAsync(string accountId, string deviceId, CancellationToken ct) =>
        api.DeleteAsync(ApiCall.To(DeleteDevice, [accountId, deviceId], Subject(deviceId)), ct);

    // Revoking is idempotent.
    public Task RevokeDeviceAsync(string accountId, string deviceId, CancellationToken ct) =>
        api.SendAsync(ApiCall.To(PostRevoke, [accountId, deviceId], Subject(deviceId)), ct);

    private static string Subject(string deviceId) => $"device '{deviceId}'";

    private static ApiCall Get(string accountId, string deviceId) => ApiCall.To(GetDevice, [accountId, deviceId], Subject(deviceId));

    private static string Query(PhysicalDeviceFilter filter) =>
        new QueryString()
            .Add("id", filter.Ids)
            .Add("active_registrations", filter.ActiveRegistrations)
            .Add("has_registration_type", filter.HasRegistrationType)
            .Add("include", filter.IncludePolicy ? "last_seen_registration.policy" : null)
            .Add("last_seen_registration.policy.id", filter.PolicyId)
            .Add("last_seen_user.email", filter.UserEmail)
            .Add("search", filter.Search)
            .Add("seen_after", filter.SeenAfter)
            .Add("seen_before", filter.SeenBefore)
            .Add("tag", filter.Tags)
            .Add("sort_by", filter.SortBy)
            .Add("sort_order", filter.SortOrder)
            .ToString();
}

/// <summary>Filter of devices; unset properties do not filter.</summary>
internal sealed record PhysicalDeviceFilter
{
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary><c>include</c>, <c>only</c> (Cloudflare's default: hides devices without registrations) or <c>exclude</c>.</summary>
    public string? ActiveRegistrations { get; init; }

    /// <summary><c>warp</c> or <c>browser_extension</c>.</summary>
    public string? HasRegistrationType { get; init; }

    /// <summary>Also return <c>last_seen_registration.policy</c>.</summary>
    public bool IncludePolicy { get; init; }

    /// <summary>Profile of the registration last seen.</summary>
    public string? PolicyId { get; init; }

    /// <summary>Email address of the user last seen.</summary>
    public string? UserEmail { get; init; }

    public string? Search { get; init; }

    /// <summary>RFC 3339.</summary>
    public string? SeenAfter { get; init; }

    /// <summary>RFC 3339.</summary>
    public string? SeenBefore { get; init; }

    /// <summary>Tags as <c>key:value</c>; all must match.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    public string? SortBy { get; init; }

    /// <summary><c>asc</c> or <c>desc</c>.</summary>
    public string? SortOrder { get; init; }
}

/// <summary>A device.</summary>
internal sealed record PhysicalDeviceWire : IIdentified
{
    public string Id
    {
        get => field ?? "";
        init;
    }

    string IIdentified.Identity => Id;

    public string? Name { get; init; }

    public int? ActiveRegistrations { get; init; }

    public string? CreatedAt { get; init; }

    public string? UpdatedAt { get; init; }

    public string? LastSeenAt { get; init; }

    public string? DeletedAt { get; init; }

    public string? ClientVersion { get; init; }

    public string? DeviceType { get; init; }

    public string? HardwareId { get; init; }

    public string? MacAddress { get; init; }

    public string? Manufacturer { get; init; }

    public string? Model { get; init; }

    public string? OsVersion { get; init; }

    public string? OsVersionExtra { get; init; }

    public string? PublicIp { get; init; }

    public string? SerialNumber { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? Tags { get; init; }

    public DeviceUserWire? LastSeenUser { get; init; }

    public LastSeenRegistrationWire? LastSeenRegistration { get; init; }
}

/// <summary>A user of a device.</summary>
internal sealed record DeviceUserWire(string? Id, string? Email, string? Name);

/// <summary>The device's registration that was last seen.</summary>
internal sealed record LastSeenRegistrationWire(RegistrationPolicyWire? Policy);

/// <summary>The profile that applies to a registration.</summary>
internal sealed record RegistrationPolicyWire
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public bool? Default { get; init; }

    public bool? Deleted { get; init; }

    public string? UpdatedAt { get; init; }
}
