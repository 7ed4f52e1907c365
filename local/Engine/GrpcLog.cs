using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine;

/// <summary>
/// Writes every gRPC message of a run, one JSON object per line, as <c>PULUMI_DEBUG_GRPC</c> does. Secrets are in plaintext.
/// </summary>
public sealed class GrpcLog : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Stream _stream;

    /// <summary>Appends to a file and restricts access to its owner.</summary>
    /// <exception cref="EngineException">The file cannot be written.</exception>
    public GrpcLog(string path)
        : this(Open(path)) { }

    /// <summary>Writes to a stream and disposes it.</summary>
    public GrpcLog(Stream stream) => _stream = stream;

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    internal async Task<TResponse> RecordAsync<TResponse>(
        string method,
        IMessage request,
        string mode,
        string? provider,
        Func<Task<TResponse>> call
    )
        where TResponse : IMessage
    {
        Write(method, request, mode, provider, "request_started", null, null);
        try
        {
            var response = await call();
            Write(method, request, mode, provider, "response_completed", response, null);
            return response;
        }
        catch (Exception e)
        {
            var error = e is RpcException rpc ? $"rpc error: code = {rpc.StatusCode} desc = {rpc.Status.Detail}" : e.Message;
            Write(method, request, mode, provider, "response_completed", null, error);
            throw;
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return OwnersFile.Open(path, FileMode.Append, FileShare.ReadWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"The log {path} cannot be written: {e.Message}", e);
        }
    }

    private void Write(string method, IMessage request, string mode, string? provider, string progress, IMessage? response, string? error)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, StateJson.Compact))
        {
            writer.WriteStartObject();
            writer.WriteString("method", method);
            writer.WritePropertyName("request");
            writer.WriteRawValue(JsonFormatter.Default.Format(request));
            if (response is not null)
            {
                writer.WritePropertyName("response");
                writer.WriteRawValue(JsonFormatter.Default.Format(response));
            }
            if (error is not null)
            {
                writer.WriteStartArray("errors");
                writer.WriteStringValue(error);
                writer.WriteEndArray();
            }
            writer.WriteStartObject("metadata");
            writer.WriteString("mode", mode);
            if (provider is not null)
            {
                writer.WriteString("kind", "resource");
                writer.WriteString("name", provider);
            }
            writer.WriteEndObject();
            writer.WriteString("progress", progress);
            writer.WriteEndObject();
        }
        buffer.Write("\n"u8);
        lock (_lock)
        {
            buffer.WriteTo(_stream);
            _stream.Flush();
        }
    }
}
