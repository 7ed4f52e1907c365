namespace ZeroTrust.Cloudflare;

/// <summary>The older device endpoints, which do not distinguish devices from registrations. Cloudflare has retired them.</summary>
internal interface ILegacyDevicesApi
{
    /// <summary>All devices.</summary>
    Task<IReadOnlyList<LegacyDeviceWire>> ListDevicesAsync(string accountId, CancellationToken ct);

    /// <summary>A device; <see langword="null"/> when it does not exist.</summary>
    Task<LegacyDeviceWire?> FindDeviceAsync(string accountId, string deviceId, CancellationToken ct);

    /// <summary>The device's current codes; <see langword="null"/> when the device does not exist.</summary>
    Task<OverrideCodesWire?> FindOverrideCodesAsync(string accountId, string deviceId, CancellationToken ct);

    /// <summary>Revokes devices, 200 at a time.</summary>
    Task RevokeDevicesAsync(string accountId, IReadOnlyList<string> deviceIds, CancellationToken ct);

    /// <summary>Unrevokes devices, 200 at a time.</summary>
    Task UnrevokeDevicesAsync(string accountId, IReadOnlyList<string> deviceIds, CancellationToken ct);
}

/// <inheritdoc cref="ILegacyDevicesApi"/>
internal static class LegacyDevicesArea
{
    extension(CloudflareClient client)
    {
        public ILegacyDevicesApi LegacyDevices => client.Area<ILegacyDevicesApi>(api => new LegacyDevicesApi(api));
    }
}

/// <inheritdoc />
internal sealed class LegacyDevicesApi(JsonApi api) : ILegacyDevicesApi
{
    private static readonly ApiRoute GetDevices = ApiRoute.Get("/accounts/{account_id}/devices", Permission.ZeroTrustRead);
    private static readonly ApiRoute GetDevice = ApiRoute.Get("/accounts/{account_id}/devices/{device_id}", Permission.ZeroTrustRead);
    private static readonly ApiRoute GetOverrideCodes = ApiRoute.Get(
        "/accounts/{account_id}/devices/{device_id}/override_codes",
        Permission.ZeroTrustRead
    );
    private static readonly ApiRoute PostRevoke = ApiRoute.Post("/accounts/{account_id}/devices/revoke", Permission.ZeroTrustWrite);
    private static readonly ApiRoute PostUnrevoke = ApiRoute.Post("/accounts/{account_id}/devices/unrevoke", Permission.ZeroTrustWrite);

    private const int ChunkSize = 200;

    public Task<IReadOnlyList<LegacyDeviceWire>> ListDevicesAsync(string accountId, CancellationToken ct) =>
        api.ListAsync<LegacyDeviceWire>(ApiCall.To(GetDevices, [accountId], "devices"), null, ct);

    public async Task<LegacyDeviceWire?> FindDeviceAsync(string accountId, string deviceId, CancellationToken ct) =>
        await api.FindAsync<LegacyDeviceWire>(ApiCall.To(GetDevice, [accountId, deviceId], $"device '{deviceId}'"), ct)
            is { Deleted: not true } device
            ? device
            : null;

    public Task<OverrideCodesWire?> FindOverrideCodesAsync(string accountId, string deviceId, CancellationToken ct) =>
        api.FindAsync<OverrideCodesWire>(
            ApiCall.To(GetOverrideCodes, [accountId, deviceId], $"override codes of device '{deviceId}'") with
            {
                HasSecretResponse = true,
            },
            ct
        );

    // Revoking and unrevoking are idempotent.
    public Task RevokeDevicesAsync(string accountId, IReadOnlyList<string> deviceIds, CancellationToken ct) =>
        JsonApi.InChunksAsync(deviceIds, ChunkSize, ids => api.SendAsync(Many(PostRevoke, accountId, ids), ct));

    public Task UnrevokeDevicesAsync(string accountId, IReadOnlyList<string> deviceIds, CancellationToken ct) =>
        JsonApi.InChunksAsync(deviceIds, ChunkSize, ids => api.SendAsync(Many(PostUnrevoke, accountId, ids), ct));

    private static ApiCall Many(ApiRoute route, string accountId, string[] ids) =>
        ApiCall.To(route, [accountId], ids is [var one] ? $"device '{one}'" : $"{ids.Length} devices").With<IReadOnlyList<string>>(ids);
}

/// <summary>A device as the older endpoints return it.</summary>
internal sealed record LegacyDeviceWire : IIdentified
{
    public string Id
    {
        get => field ?? "";
        init;
    }

    string IIdentified.Identity => Id;

    public string? Name { get; init; }

    public string? Created { get; init; }

    public string? Updated { get; init; }

    public string? LastSeen { get; init; }

    public string? RevokedAt { get; init; }

    public bool? Deleted { get; init; }

    public string? DeviceType { get; init; }

    public string? Ip { get; init; }

    public string? Key { get; init; }

    public string? MacAddress { get; init; }

    public string? Manufacturer { get; init; }

    public string? Model { get; init; }

    public string? OsVersion { get; init; }

    public string? SerialNumber { get; init; }

    public string? Version { get; init; }

    public DeviceUserWire? User { get; init; }
}
