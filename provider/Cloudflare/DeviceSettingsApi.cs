using System.Text.Json.Nodes;

namespace ZeroTrust.Cloudflare;

/// <summary>Device settings and connectivity settings of an account.</summary>
internal interface IDeviceSettingsApi
{
    /// <summary>The account's device settings.</summary>
    Task<DeviceSettingsWire> GetSettingsAsync(string accountId, CancellationToken ct);

    /// <summary>Merges <paramref name="changes"/> into the settings; only reads them if there are none.</summary>
    Task<DeviceSettingsWire> PatchSettingsAsync(string accountId, JsonObject changes, CancellationToken ct);

    /// <summary>Replaces the settings and resets those that are absent. Deprecated by Cloudflare; resources use PATCH.</summary>
    Task<DeviceSettingsWire> PutSettingsAsync(string accountId, DeviceSettingsWire settings, CancellationToken ct);

    /// <summary>Resets all settings, which turns off all proxying.</summary>
    Task DeleteSettingsAsync(string accountId, CancellationToken ct);

    /// <summary>The account's connectivity settings.</summary>
    Task<ConnectivitySettingsWire> GetConnectivityAsync(string accountId, CancellationToken ct);

    /// <summary>Merges <paramref name="changes"/> into the settings; only reads them if there are none.</summary>
    Task<ConnectivitySettingsWire> PatchConnectivityAsync(string accountId, JsonObject changes, CancellationToken ct);
}

/// <inheritdoc cref="IDeviceSettingsApi"/>
internal static class DeviceSettingsArea
{
    extension(CloudflareClient client)
    {
        public IDeviceSettingsApi Settings => client.Area<IDeviceSettingsApi>(api => new DeviceSettingsApi(api, client.Time));
    }
}

/// <inheritdoc />
internal sealed class DeviceSettingsApi : IDeviceSettingsApi
{
    private const string Settings = "/accounts/{account_id}/devices/settings";
    private const string Connectivity = "/accounts/{account_id}/zerotrust/connectivity_settings";

    private static readonly ApiRoute GetSettings = ApiRoute.Get(Settings, Permission.ZeroTrustRead);
    private static readonly ApiRoute PutSettings = ApiRoute.Put(Settings, Permission.ZeroTrustWrite) with
    {
        NotServed = "Deprecated by Cloudflare, and resets absent fields; `DeviceSettings` uses PATCH.",
    };
    private static readonly ApiRoute PatchSettings = ApiRoute.Patch(Settings, Permission.ZeroTrustWrite);
    private static readonly ApiRoute DeleteSettings = ApiRoute.Delete(Settings, Permission.ZeroTrustWrite) with
    {
        NotServed = "Turns off all proxying; `DeviceSettings` restores the previous settings instead.",
    };
    private static readonly ApiRoute GetConnectivity = ApiRoute.Get(Connectivity, Permission.ZeroTrustRead);
    private static readonly ApiRoute PatchConnectivity = ApiRoute.Patch(Connectivity, Permission.ZeroTrustWrite);

    private readonly JsonApi _api;
    private readonly SharedReads<string, DeviceSettingsWire> _settings;
    private readonly SharedReads<string, ConnectivitySettingsWire> _connectivity;

    public DeviceSettingsApi(JsonApi api, TimeProvider time)
    {
        _api = api;
        _settings = new(ReadSettingsAsync, JsonApi.SharedFor, time);
        _connectivity = new(ReadConnectivityAsync, JsonApi.SharedFor, time);
    }

    public Task<DeviceSettingsWire> GetSettingsAsync(string accountId, CancellationToken ct) => _settings.GetAsync(accountId, ct);

    public Task<DeviceSettingsWire> PatchSettingsAsync(string accountId, JsonObject changes, CancellationToken ct) =>
        changes.Count == 0
            ? GetSettingsAsync(accountId, ct)
            : _settings.ChangeAsync(
                accountId,
                () =>
                    _api.ChangeAsync<DeviceSettingsWire>(
                        ApiCall.To(PatchSettings, [accountId], SettingsOf(accountId)).With(changes),
                        SettingsCall(accountId),
                        ct
                    )
            );

    public Task<DeviceSettingsWire> PutSettingsAsync(string accountId, DeviceSettingsWire settings, CancellationToken ct) =>
        _settings.ChangeAsync(
            accountId,
            () =>
                _api.ChangeAsync<DeviceSettingsWire>(
                    ApiCall.To(PutSettings, [accountId], SettingsOf(accountId)).With(settings),
                    SettingsCall(accountId),
                    ct
                )
        );

    public Task DeleteSettingsAsync(string accountId, CancellationToken ct) =>
        _settings.ChangeAsync(
            accountId,
            async () =>
            {
                await _api.SendAsync(ApiCall.To(DeleteSettings, [accountId], SettingsOf(accountId)), ct);
                return true;
            }
        );

    public Task<ConnectivitySettingsWire> GetConnectivityAsync(string accountId, CancellationToken ct) =>
        _connectivity.GetAsync(accountId, ct);

    public Task<ConnectivitySettingsWire> PatchConnectivityAsync(string accountId, JsonObject changes, CancellationToken ct) =>
        changes.Count == 0
            ? GetConnectivityAsync(accountId, ct)
            : _connectivity.ChangeAsync(
                accountId,
                () =>
                    _api.ChangeAsync<ConnectivitySettingsWire>(
                        ApiCall.To(PatchConnectivity, [accountId], ConnectivityOf(accountId)).With(changes),
                        ConnectivityCall(accountId),
                        ct
                    )
            );

    private static string SettingsOf(string accountId) => $"device settings of account '{accountId}'";

    private static string ConnectivityOf(string accountId) => $"connectivity settings of account '{accountId}'";

    private static ApiCall SettingsCall(string accountId) => ApiCall.To(GetSettings, [accountId], SettingsOf(accountId));

    private static ApiCall ConnectivityCall(string accountId) => ApiCall.To(GetConnectivity, [accountId], ConnectivityOf(accountId));

    private Task<DeviceSettingsWire> ReadSettingsAsync(string accountId, CancellationToken ct) =>
        _api.SendAsync<DeviceSettingsWire>(SettingsCall(accountId), ct);

    private Task<ConnectivitySettingsWire> ReadConnectivityAsync(string accountId, CancellationToken ct) =>
        _api.SendAsync<ConnectivitySettingsWire>(ConnectivityCall(accountId), ct);
}

/// <summary>Device settings of an account.</summary>
internal sealed record DeviceSettingsWire
{
    /// <summary>Maximum duration of an override in seconds.</summary>
    public int? DisableForTime { get; init; }

    public bool? GatewayProxyEnabled { get; init; }

    public bool? GatewayUdpProxyEnabled { get; init; }

    public bool? RootCertificateInstallationEnabled { get; init; }

    public bool? UseZtVirtualIp { get; init; }

    public bool? ExternalEmergencySignalEnabled { get; init; }

    public string? ExternalEmergencySignalUrl { get; init; }

    /// <summary>SHA-256 of the endpoint's certificate, in hexadecimal.</summary>
    public string? ExternalEmergencySignalFingerprint { get; init; }

    /// <summary>Go duration such as <c>5m</c>.</summary>
    public string? ExternalEmergencySignalInterval { get; init; }
}

/// <summary>Connectivity settings of an account.</summary>
internal sealed record ConnectivitySettingsWire(bool? IcmpProxyEnabled, bool? OfframpWarpEnabled);
