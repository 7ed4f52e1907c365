using System.Text.Json.Nodes;
using ZeroTrust.Simulator.State;

namespace ZeroTrust.Simulator.Http;

/// <summary>Keeps requests in memory and, if configured, writes them to a file: one line of JSON each, without bodies.</summary>
internal sealed class RequestLog : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<LoggedRequest> _requests = [];
    private readonly List<(Func<LoggedRequest, bool> Wanted, TaskCompletionSource<LoggedRequest> Found)> _waiting = [];
    private readonly StreamWriter? _file;
    private readonly int _capacity;

    public RequestLog(int capacity, string? file)
    {
        _capacity = capacity;
        if (file is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            _file = new StreamWriter(new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        }
    }

    /// <summary>A request without its body, as logged and served.</summary>
    public static JsonObject View(LoggedRequest request) =>
        new()
        {
            ["time"] = Timestamps.Format(request.Time),
            ["method"] = request.Method,
            ["path"] = request.Path,
            ["status"] = request.Status,
        };

    public IReadOnlyList<LoggedRequest> Snapshot()
    {
        lock (_lock)
        {
            return [.. _requests];
        }
    }

    public void Add(LoggedRequest request)
    {
        lock (_lock)
        {
            if (_requests.Count >= _capacity)
            {
                _requests.Dequeue();
            }

            _requests.Enqueue(request);
            _file?.WriteLine(View(request).ToReadable());
            foreach (var (wanted, found) in _waiting)
            {
                if (wanted(request))
                {
                    found.TrySetResult(request);
                }
            }

            _waiting.RemoveAll(w => w.Found.Task.IsCompleted);
        }
    }

    public Task<LoggedRequest> WaitAsync(Func<LoggedRequest, bool> wanted, CancellationToken ct)
    {
        lock (_lock)
        {
            if (_requests.FirstOrDefault(wanted) is { } request)
            {
                return Task.FromResult(request);
            }

            var found = new TaskCompletionSource<LoggedRequest>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((wanted, found));
            return found.Task.WaitAsync(ct);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _requests.Clear();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _file?.Dispose();
        }
    }
}
