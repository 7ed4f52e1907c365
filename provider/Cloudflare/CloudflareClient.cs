using System.Collections.Concurrent;

namespace ZeroTrust.Cloudflare;

/// <summary>Client of Cloudflare's Zero Trust devices API, by area. The areas share connections, rate limits and reads.</summary>
internal sealed class CloudflareClient : IDisposable
{
    private readonly Transport _transport;
    private readonly JsonApi _api;
    private readonly ConcurrentDictionary<Type, object> _areas = new();

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
        Report = report;
        Redactor = new(options);
        _transport = new(options, Redactor, time, handler, log, report);
        _api = new(options, _transport, Redactor, time);
    }

    public CloudflareOptions Options { get; }

    /// <summary>Redacts the client's credentials and all secrets added to it.</summary>
    public Redactor Redactor { get; }

    /// <summary>The clock for all delays and timeouts.</summary>
    public TimeProvider Time { get; }

    /// <summary>Receives messages for the user during an operation.</summary>
    public Action<string>? Report { get; }

    /// <summary>An area of the API, which its own file adds as a property; created on first use.</summary>
    public TArea Area<TArea>(Func<JsonApi, TArea> create)
        where TArea : class => (TArea)_areas.GetOrAdd(typeof(TArea), _ => create(_api));

    public void Dispose() => _transport.Dispose();
}
