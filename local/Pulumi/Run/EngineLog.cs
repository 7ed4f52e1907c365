using Pulumirpc;

namespace Pulumi.Run;

/// <summary>Sends log messages to the engine in the order in which they were written.</summary>
internal sealed class EngineLog(IEngine engine, OutstandingWork work)
{
    private readonly object _lock = new();
    private Task _last = Task.CompletedTask;

    /// <summary>Whether the program logged an error, which makes it fail.</summary>
    public bool HasErrors { get; private set; }

    public void Warning(string message) => Write(LogSeverity.Warning, message, resource: null, streamId: 0, isEphemeral: false);

    public void Write(LogSeverity severity, string message, Resource? resource, int streamId, bool isEphemeral)
    {
        HasErrors |= severity == LogSeverity.Error;
        work.Add(
            SendAsync(
                new()
                {
                    Severity = severity,
                    Message = message,
                    StreamId = streamId,
                    Ephemeral = isEphemeral,
                },
                resource
            )
        );
    }

    public Task ErrorAsync(string message, Resource? resource = null, string urn = "")
    {
        HasErrors = true;
        return SendAsync(
            new()
            {
                Severity = LogSeverity.Error,
                Message = message,
                Urn = urn,
            },
            resource
        );
    }

    private async Task SendAsync(LogRequest request, Resource? resource)
    {
        if (resource is not null)
        {
            request.Urn = await UrnOrEmptyAsync(resource);
        }

        Task sent;
        lock (_lock)
        {
            sent = _last = SendAfterAsync(_last, request);
        }

        await sent;
    }

    private async Task SendAfterAsync(Task previous, LogRequest request)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        try
        {
            await engine.LogAsync(request);
        }
        catch (Exception e)
        {
            throw new LogException(request.Message, e);
        }
    }

    // If the resource could not be registered, the message is still sent.
    private static async Task<string> UrnOrEmptyAsync(Resource resource)
    {
        try
        {
            return await resource.Urn.ValueOrAsync("");
        }
        catch (Exception)
        {
            return "";
        }
    }
}

/// <summary>A message did not reach the engine.</summary>
internal sealed class LogException(string unsent, Exception innerException)
    : Exception($"A message could not be sent to the engine: {unsent}", innerException);
