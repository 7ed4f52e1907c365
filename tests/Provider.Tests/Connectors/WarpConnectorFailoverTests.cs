using Moq;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Connectors;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Tests.Connectors;

/// <summary>How long the provider waits for a failover.</summary>
internal sealed class WarpConnectorFailoverTests
{
    private const string Account = "0123456789abcdef0123456789abcdef";
    private const string Tunnel = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c01";
    private const string Old = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c02";
    private const string New = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c03";

    private static readonly WarpConnectorFailoverArgs Args = new() { TunnelId = Tunnel, ClientId = New };

    [Test]
    public async Task It_waits_until_the_host_is_active()
    {
        var time = new SteppedTimeProvider();
        var start = time.GetUtcNow();
        var api = Api(activeAfter: 4);

        var state = await time.RunAsync(
            new WarpConnectorFailoverResource(api.Object, time).CreateAsync(Args, Operation, CancellationToken.None)
        );

        Assert.That(state.ClientId, Is.EqualTo(New));
        Assert.That(time.GetUtcNow() - start, Is.EqualTo(TimeSpan.FromSeconds(1 + 2 + 4)));
        api.Verify(calls => calls.PutFailoverAsync(Account, Tunnel, New, It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public void It_waits_no_longer_than_the_operations_timeout()
    {
        var time = new SteppedTimeProvider();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1), time);
        var failover = new WarpConnectorFailoverResource(Api(activeAfter: int.MaxValue).Object, time).CreateAsync(
            Args,
            Operation,
            limit.Token
        );

        Assert.That(async () => await time.RunAsync(failover), Throws.InstanceOf<OperationCanceledException>());
    }

    private static Operation Operation => new("", "test", Account, (_, _) => { }, CancellationToken.None);

    private static Mock<IWarpConnectorApi> Api(int activeAfter)
    {
        var reads = 0;
        var api = new Mock<IWarpConnectorApi>();
        api.Setup(calls => calls.ListConnectionsAsync(Account, Tunnel, It.IsAny<CancellationToken>()))
            .ReturnsAsync(() =>
            {
                var active = reads++ >= activeAfter ? New : Old;
                return [Host(Old, active), Host(New, active)];
            });
        return api;
    }

    private static ConnectorWire Host(string id, string active) => new() { Id = id, HaStatus = id == active ? "active" : "passive" };
}
