using System.Net;
using System.Net.Sockets;

namespace ZeroTrust.Protocol.Tests.Loopback;

/// <summary>A relay to a server; a test can cut the connection.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _cut = new();
    private readonly Task _relay;

    public Wire(int serverPort)
    {
        _listener.Start();
        _relay = RelayAsync(serverPort);
    }

    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>Completes when either side closes the connection.</summary>
    public Task Ended => _relay;

    public void Cut() => _cut.Cancel();

    public async ValueTask DisposeAsync()
    {
        await _cut.CancelAsync();
        await _relay;
        _listener.Dispose();
        _cut.Dispose();
    }

    private async Task RelayAsync(int serverPort)
    {
        try
        {
            using var client = await _listener.AcceptTcpClientAsync(_cut.Token);
            using var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, serverPort, _cut.Token);
            var (near, far) = (client.GetStream(), server.GetStream());
            await Task.WhenAny(near.CopyToAsync(far, _cut.Token), far.CopyToAsync(near, _cut.Token));
        }
        catch (OperationCanceledException)
        {
            // Cut before anyone connected.
        }
    }
}
