using ZeroTrust.Cloudflare;
using ZeroTrust.Simulator;

namespace ZeroTrust.Provider.Tests.Cloudflare;

/// <summary>Tests over real HTTP, each with its own simulated account. Only the client's delays are simulated.</summary>
internal abstract class Simulated
{
    protected CloudflareSimulator Simulator { get; private set; } = null!;

    protected CloudflareClient Client { get; private set; } = null!;

    protected SteppedTimeProvider Time { get; private set; } = null!;

    protected string Account => Simulator.AccountId;

    [SetUp]
    public async Task StartAsync()
    {
        Time = new();
        Simulator = await CloudflareSimulator.StartAsync(SimulatorOptions());
        Client = ClientWith(new() { ApiToken = Simulator.Token });
    }

    [TearDown]
    public async Task StopAsync()
    {
        Client.Dispose();
        await Simulator.DisposeAsync();
    }

    protected virtual SimulatorOptions SimulatorOptions() => new();

    protected CloudflareClient ClientWith(CloudflareOptions credentials) =>
        new(credentials with { BaseUrl = Simulator.BaseUrl, RequestTimeout = TimeSpan.FromDays(1) }, Time);

    protected Task<T> RunAsync<T>(Task<T> call) => Time.RunAsync(call);

    protected Task RunAsync(Task call) => Time.RunAsync(call);

    protected async Task<CloudflareException> FailsAsync(Task call)
    {
        try
        {
            await RunAsync(call);
        }
        catch (CloudflareException failure)
        {
            return failure;
        }

        throw new AssertionException("The call did not fail.");
    }

    protected static async Task<List<T>> AllAsync<T>(IAsyncEnumerable<T> items)
    {
        List<T> all = [];
        await foreach (var item in items)
        {
            all.Add(item);
        }

        return all;
    }
}
