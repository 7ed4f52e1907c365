namespace ZeroTrust.Cloudflare;

/// <summary>Client of Cloudflare's Zero Trust devices API, by area. The areas share connections, rate limits and reads.</summary>
internal sealed class CloudflareClient : IDisposable
{
    private readonly Transport _transport;

    /// <param name="options">Valid options (see <see cref="CloudflareOptions.Check"/>).</param>
    /// <param name="time">The clock.</param>
    /// <param name="handler">Test replacement for the network, or <see langword="null"/>.</param>
    /// <param name="log">Receives a line for each attempt, without IDs, queries, bodies and credentials.</param>
    /// <param name="report">Receives messages for the user during an operation, such as the reason of a wait of several seconds.</param>
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

    /// <summary>Redacts the client's credentials and all secrets added to it.</summary>
    public Redactor Redactor { get; }

    /// <summary>The clock for all delays and timeouts.</summary>
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
