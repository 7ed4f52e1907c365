using ZeroTrust.Cloudflare;
using ZeroTrust.Simulator;

namespace ZeroTrust.Provider.Tests.Cloudflare;

/// <summary>Two programs that change single entries of one list concurrently: nothing is lost silently.</summary>
internal sealed class ContentionTests
{
    private const int Rounds = 50;

    [Test]
    public async Task Entries_that_two_clients_write_to_one_list_all_persist_or_are_reported()
    {
        await using var simulator = await CloudflareSimulator.StartAsync(new() { RateLimit = 1_000_000 });
        using var network = new Jitter(seed: 7);
        using var one = Client(simulator, network);
        using var other = Client(simulator, network);
        var profiles = await Task.WhenAll(
            Enumerable
                .Range(0, Rounds)
                .Select(round =>
                    one.Profiles.CreateProfileAsync(
                        simulator.AccountId,
                        new()
                        {
                            ["name"] = $"Round {round}",
                            ["match"] = "os.name == \"mac\"",
                            ["precedence"] = round + 1,
                        },
                        default
                    )
                )
        );

        // Each round has its own list, whose entries both clients add, change and remove concurrently.
        var outcomes = await Task.WhenAll(
            profiles.SelectMany(profile =>
                new[] { (Client: one, Name: "one"), (Client: other, Name: "other") }.SelectMany(side =>
                    new[]
                    {
                        EditAsync(side.Client, profile.PolicyId, $"{side.Name}.example.com", "added"),
                        EditAsync(side.Client, profile.PolicyId, side.Name == "one" ? "corp" : "home", "changed"),
                        EditAsync(side.Client, profile.PolicyId, side.Name == "one" ? "lan" : "local", null),
                    }
                )
            )
        );

        foreach (var profile in profiles)
        {
            var stored = (await one.Profiles.FindFallbackDomainsAsync(simulator.AccountId, profile.PolicyId, default))!;
            foreach (var (id, suffix, description, failure) in outcomes.Where(outcome => outcome.ProfileId == profile.PolicyId))
            {
                var found = stored.FirstOrDefault(domain => domain.Suffix == suffix);
                Assert.That(
                    failure is null ? found?.Description : failure.Message,
                    failure is null ? Is.EqualTo(description) : Does.Contain(suffix),
                    $"{id} {suffix}"
                );
                Assert.That(failure is null ? found is null : description is null, Is.EqualTo(description is null), $"{id} {suffix}");
            }
        }
    }

    private static CloudflareClient Client(CloudflareSimulator simulator, HttpMessageHandler network) =>
        new(
            new()
            {
                ApiToken = simulator.Token,
                BaseUrl = simulator.BaseUrl,
                MaxRequestsPerFiveMinutes = 1_000_000,
                BulkReads = false,
            },
            TimeProvider.System,
            network
        );

    // Description null removes the entry.
    private static async Task<(string ProfileId, string Suffix, string? Description, CloudflareException? Failure)> EditAsync(
        CloudflareClient client,
        string profileId,
        string suffix,
        string? description
    )
    {
        try
        {
            await client.Profiles.EditFallbackDomainsAsync(
                "0123456789abcdef0123456789abcdef",
                profileId,
                stored =>
                    [
                        .. stored.Where(domain => domain.Suffix != suffix),
                        .. description is null ? Array.Empty<FallbackDomainWire>() : [new() { Suffix = suffix, Description = description }],
                    ],
                default
            );
            return (profileId, suffix, description, null);
        }
        catch (CloudflareException failure)
        {
            return (profileId, suffix, description, failure);
        }
    }

    /// <summary>A network with random delays of requests and responses.</summary>
    private sealed class Jitter(int seed) : DelegatingHandler(new SocketsHttpHandler())
    {
        private readonly Lock _gate = new();
        private readonly Random _random = new(seed);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Next(), cancellationToken);
            var response = await base.SendAsync(request, cancellationToken);
            await Task.Delay(Next(), cancellationToken);
            return response;
        }

        private int Next()
        {
            lock (_gate)
            {
                return _random.Next(40);
            }
        }
    }
}
