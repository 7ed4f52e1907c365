using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ZeroTrust.Simulator.Tests;

/// <summary>Sequential requests on a persistent connection: a rejected request does not affect the next one.</summary>
internal sealed class KeptConnectionTests : SimulatorTest
{
    private const int Connections = 8;
    private const int Rounds = 40;

    protected override SimulatorOptions Options => new() { RateLimit = 0, WarpConnectorLimit = Connections * Rounds };

    [TestCase("devices/policy", "{}", 400)]
    [TestCase("devices/policy", "{\"captive_portal\":", 400)]
    [TestCase("devices/policy", "{\"captive_portal\":\"soon\"}", 400)]
    [TestCase("devices/policy", "", 400)]
    [TestCase("devices/nothing", "{\"captive_portal\":60}", 404)]
    public async Task A_request_after_one_that_was_refused_is_read_whole(string path, string refused, int status)
    {
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(connection => RunAsync(connection, path, refused, status)));

        Assert.That(Simulator.Requests, Has.Count.EqualTo(2 * Connections * Rounds));
        Assert.That(Simulator.State.Read(data => data.Tunnels.Count), Is.EqualTo(Connections * Rounds));
    }

    private async Task RunAsync(int connection, string path, string refused, int status)
    {
        var random = new Random(connection);
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync("127.0.0.1", new Uri(Simulator.BaseUrl).Port);
        var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.Latin1);
        for (var round = 0; round < Rounds; round++)
        {
            var both =
                Text("PATCH", path, refused, isChunked: random.Next(2) == 0)
                + Text(
                    "POST",
                    "warp_connector",
                    $$"""{"name":"site-{{connection}}-{{round}}","ha":false}""",
                    isChunked: random.Next(2) == 0
                );

            // In chunks of any length: the second request may start before the first is answered.
            for (var sent = 0; sent < both.Length; )
            {
                var piece = Math.Min(random.Next(1, 300), both.Length - sent);
                await stream.WriteAsync(Encoding.Latin1.GetBytes(both[sent..(sent + piece)]));
                sent += piece;
            }

            Assert.That(await StatusAsync(reader), Is.EqualTo(status));
            Assert.That(await StatusAsync(reader), Is.EqualTo(200));
        }
    }

    private string Text(string method, string path, string body, bool isChunked)
    {
        var head =
            $"{method} /client/v4/accounts/{Simulator.AccountId}/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
            + $"{Simulator.Token}\r\n"
            + "Content-Type: application/json\r\n";
        var chunk = body.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{body.Length:x}\r\n{body}\r\n");
        return isChunked
            ? $"{head}Transfer-Encoding: chunked\r\n\r\n{chunk}0\r\n\r\n"
            : string.Create(CultureInfo.InvariantCulture, $"{head}Content-Length: {body.Length}\r\n\r\n{body}");
    }

    // The simulator sends chunked responses.
    private static async Task<int> StatusAsync(StreamReader reader)
    {
        var status = int.Parse((await reader.ReadLineAsync())!.Split(' ')[1], CultureInfo.InvariantCulture);
        while (await reader.ReadLineAsync() is { Length: > 0 }) { }

        while (int.Parse((await reader.ReadLineAsync())!, NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var length)
        {
            var chunk = new char[length + 2];
            await reader.ReadBlockAsync(chunk);
        }

        await reader.ReadLineAsync();
        return status;
    }
}
