namespace ZeroTrust.Cloudflare;

/// <summary>Cloudflare's API for Zero Trust devices, by area. One for a process: its areas share connections, limits and reads.</summary>
internal sealed class CloudflareClient : IDisposable
{
    private readonly Transport _transport;

    /// <param name="options">Options that <see cref="CloudflareOptions.Check"/> found nothing wrong with.</param>
    /// <param name="time">The clock.</param>
    /// <param name="handler">Sends the requests in tests; <see langword="null"/>: over the network.</param>
    /// <param name="log">Gets a line for each attempt, without ids, queries, bodies and credentials.</param>
    /// <param name="report">Hears what a user should know while it lasts: waits of more than a few seconds, and why.</param>
    public CloudflareClient(
        CloudflareOptions options,
        TimeProvider time,
        HttpMessageHandler? handler = null,
        Action<string>? log = null,
        Action<string>? report = null
    )
    {
        Options = options;
        Time = time;
        Redactor = new(options);
        _transport = new(options, Redactor, time, handler, log, report);
        var api = new JsonApi(options, _transport, Redactor, time);
        Profiles = new DevicePolicyApi(api, report, time);
        Certificates = new DeviceCertificatesApi(api);
        Resilience = new ResilienceApi(api);
        Settings = new DeviceSettingsApi(api, time);
        Devices = new PhysicalDevicesApi(api);
        Registrations = new RegistrationsApi(api);
        OverrideCodes = new OverrideCodesApi(api);
        LegacyDevices = new LegacyDevicesApi(api);
        WarpConnectors = new WarpConnectorApi(api, time);
        Routes = new RoutesApi(api, time);
        HostnameRoutes = new HostnameRoutesApi(api, time);
        VirtualNetworks = new VirtualNetworksApi(api, time);
        ManagedNetworks = new ManagedNetworksApi(api, time);
    }

    public CloudflareOptions Options { get; }

    /// <summary>Takes the secrets of this client out of texts, and those that it is told of.</summary>
    public Redactor Redactor { get; }

    /// <summary>The clock that all waiting goes by.</summary>
    public TimeProvider Time { get; }

    public IDevicePolicyApi Profiles { get; }

    public IDeviceCertificatesApi Certificates { get; }

    public IResilienceApi Resilience { get; }

    public IDeviceSettingsApi Settings { get; }

    public IPhysicalDevicesApi Devices { get; }

    public IRegistrationsApi Registrations { get; }

    public IOverrideCodesApi OverrideCodes { get; }

    public ILegacyDevicesApi LegacyDevices { get; }

    public IWarpConnectorApi WarpConnectors { get; }

    public IRoutesApi Routes { get; }

    public IHostnameRoutesApi HostnameRoutes { get; }

    public IVirtualNetworksApi VirtualNetworks { get; }

    public IManagedNetworksApi ManagedNetworks { get; }

    public void Dispose() => _transport.Dispose();
}
