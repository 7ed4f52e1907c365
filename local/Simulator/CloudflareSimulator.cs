using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using ZeroTrust.Simulator.Areas;
using ZeroTrust.Simulator.Faults;
using ZeroTrust.Simulator.Http;
using ZeroTrust.Simulator.State;

namespace ZeroTrust.Simulator;

/// <summary>
/// Cloudflare's API for Zero Trust devices and WARP connectors, for one account, over HTTP on loopback.
/// Each instance has its own port and state.
/// </summary>
public sealed class CloudflareSimulator : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SimulatorOptions _options;
    private readonly RequestLog _log;
    private readonly RateLimit _rateLimit;
    private readonly RouteTable _routes;

    private CloudflareSimulator(SimulatorOptions options)
    {
        _options = options;
        State = new SimulatorState(options);
        Faults = new FaultPlan(State);
        Seed = new Seeding(State, options.TimeProvider);
        _log = new RequestLog(options.RequestHistory, options.RequestLogFile);
        _rateLimit = new RateLimit(options.RateLimit, options.RateLimitWindow, options.TimeProvider);
        _routes = new RouteTable([.. AreasOf(options).SelectMany(area => area.Routes)]);
        _app = Build();
    }

    /// <summary>Base URL that clients use in place of Cloudflare's, such as <c>http://127.0.0.1:40123/client/v4</c>.</summary>
    public string BaseUrl => Origin + ApiServer.Prefix;

    /// <summary>URL of the simulator's own HTTP API for faults, state and seeding. See its README.</summary>
    public string ControlUrl => Origin + ControlServer.Prefix;

    /// <summary>ID of the simulated account.</summary>
    public string AccountId => _options.AccountId;

    /// <summary>ID of the account's first zone.</summary>
    public string ZoneId => _options.ZoneIds[0];

    /// <summary>An API token with every permission.</summary>
    public string Token => _options.Token;

    /// <summary>The account's data.</summary>
    public SimulatorState State { get; }

    /// <summary>Creates devices, registrations and connectors, which API clients cannot create.</summary>
    public Seeding Seed { get; }

    /// <summary>The planned faults.</summary>
    public FaultPlan Faults { get; }

    /// <summary>Every served endpoint.</summary>
    public IReadOnlyList<ApiRoute> Routes => _routes.Routes;

    /// <summary>The requests received, with their statuses.</summary>
    public IReadOnlyList<LoggedRequest> Requests => _log.Snapshot();

    private string Origin => _app.Urls.First();

    /// <summary>Starts a simulator.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    /// <exception cref="InvalidDataException">The data file is invalid.</exception>
    public static async Task<CloudflareSimulator> StartAsync(SimulatorOptions? options = null, CancellationToken ct = default)
    {
        var simulator = new CloudflareSimulator(options ?? new());
        try
        {
            await simulator._app.StartAsync(ct);
            return simulator;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await simulator.DisposeAsync();
            throw new IOException($"Port {simulator._options.Port} is in use. Choose another port, or 0 for a free one.", e);
        }
        catch
        {
            await simulator.DisposeAsync();
            throw;
        }
    }

    /// <summary>Creates a client that sends the token. Its request URLs are relative, such as <c>accounts/…</c>.</summary>
    public HttpClient CreateClient()
    {
        var client = new HttpClient(new SocketsHttpHandler(), disposeHandler: true) { BaseAddress = new Uri(BaseUrl + "/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return client;
    }

    /// <summary>Waits for a matching request; one that is already in the log counts.</summary>
    public Task<LoggedRequest> WaitForRequestAsync(Func<LoggedRequest, bool> wanted, CancellationToken ct) => _log.WaitAsync(wanted, ct);

    /// <summary>Resets everything: state, faults, request history and rate limit.</summary>
    public void Reset()
    {
        State.Reset();
        Faults.Clear();
        ClearRequests();
        _rateLimit.Reset();
    }

    /// <summary>Clears the request history; the log file keeps its lines.</summary>
    public void ClearRequests() => _log.Clear();

    /// <summary>Stops serving and aborts pending requests.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _log.Dispose();
        _stopping.Dispose();
    }

    private static IApiArea[] AreasOf(SimulatorOptions options) =>
        [
            new DevicePolicies(options),
            new SplitTunnels(),
            new FallbackDomains(),
            new DeviceCertificates(),
            new GlobalWarpOverride(),
            new DeviceSettings(),
            new ConnectivitySettings(),
            new WarpConnectors(options),
            new WarpConnectorConnections(options),
            new WarpConnectorConfigurations(),
            new TeamnetRoutes(),
            new HostnameRoutes(),
            new VirtualNetworks(),
            new ManagedNetworks(),
            new PhysicalDevices(),
            new Registrations(),
            new OverrideCodes(),
            new LegacyDevices(options),
        ];

    private WebApplication Build()
    {
        // The empty builder reads no configuration or environment variables and starts in a few milliseconds.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Listen(IPAddress.Loopback, _options.Port);
            });
        var app = builder.Build();
        var api = new ApiServer(_options, _routes, State, Faults, _log, _rateLimit);
        var control = new ControlServer(this);
        app.Run(async http =>
        {
            using var gone = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _stopping.Token);
            await (
                http.Request.Path.StartsWithSegments(ControlServer.Prefix, StringComparison.Ordinal)
                    ? control.HandleAsync(http, gone.Token)
                    : api.HandleAsync(http, gone.Token)
            );
        });
        return app;
    }
}
