using System.Net;
using System.Text;
using ZeroTrust.Cloudflare;

namespace ZeroTrust.Provider.Tests.Cloudflare;

/// <summary>Two programs that change single entries of one list concurrently: nothing is lost silently.</summary>
internal sealed class ContentionTests
{
    private const string Account = "0123456789abcdef0123456789abcdef";
    private const int Rounds = 200;

    // Longer than every delay of the network and of the clients, shorter than their time limits.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The list of each round is changed by two clients whose requests and responses take random times. The time is simulated and stands
    /// still while either of them computes, so the order of events does not depend on the machine.
    /// </summary>
    [Test]
    public async Task Entries_that_two_clients_write_to_one_list_all_persist_or_are_reported([Range(1, Rounds)] int round)
    {
        var time = new SteppedTimeProvider();
        var list = new StoredList("""[{"suffix":"corp"},{"suffix":"home"},{"suffix":"lan"},{"suffix":"local"}]""");
        using var oneNetwork = new Network(list, time, seed: round);
        using var otherNetwork = new Network(list, time, seed: Rounds + round);
        using var one = Client(time, oneNetwork);
        using var other = Client(time, otherNetwork);
        Task<Outcome>[] ofOne =
        [
            EditAsync(one, "one.example.com", "added"),
            EditAsync(one, "corp", "changed"),
            EditAsync(one, "lan", null),
        ];
        Task<Outcome>[] ofOther =
        [
            EditAsync(other, "other.example.com", "added"),
            EditAsync(other, "home", "changed"),
            EditAsync(other, "local", null),
        ];

        await RunAsync(time, Task.WhenAll(ofOne), Task.WhenAll(ofOther));

        using var reader = Client(TimeProvider.System, new Network(list, TimeProvider.System, seed: null));
        var stored = (await reader.Profiles.FindFallbackDomainsAsync(Account, "default", default))!;
        foreach (var (suffix, description, failure) in (await Task.WhenAll(ofOne)).Concat(await Task.WhenAll(ofOther)))
        {
            var found = stored.FirstOrDefault(domain => domain.Suffix == suffix);
            Assert.That(
                failure is null ? found?.Description : failure.Message,
                failure is null ? Is.EqualTo(description) : Does.Contain(suffix),
                suffix
            );
            Assert.That(failure is null ? found is null : description is null, Is.EqualTo(description is null), suffix);
        }
    }

    // The edits of one client are one flow, which either computes or waits for one delay.
    private static async Task RunAsync(SteppedTimeProvider time, params Task[] flows)
    {
        while (flows.Where(flow => !flow.IsCompleted).ToArray() is { Length: > 0 } running)
        {
            var wait = time.NextWaitAsync(LongestDelay, running.Length);
            if (await Task.WhenAny([wait, .. running]) == wait)
            {
                time.Advance(await wait);
            }
        }
    }

    private static CloudflareClient Client(TimeProvider time, HttpMessageHandler network) =>
        new(
            new()
            {
                ApiToken = "token",
                BaseUrl = "http://127.0.0.1:1",
                RequestTimeout = TimeSpan.FromMinutes(5),
                BulkReads = false,
            },
            time,
            network
        );

    // Description null removes the entry.
    private static async Task<Outcome> EditAsync(CloudflareClient client, string suffix, string? description)
    {
        try
        {
            await client.Profiles.EditFallbackDomainsAsync(
                Account,
                "default",
                stored =>
                    [
                        .. stored.Where(domain => domain.Suffix != suffix),
                        .. description is null ? Array.Empty<FallbackDomainWire>() : [new() { Suffix = suffix, Description = description }],
                    ],
                default
            );
            return new(suffix, description, null);
        }
        catch (CloudflareException failure)
        {
            return new(suffix, description, failure);
        }
    }

    private sealed record Outcome(string Suffix, string? Description, CloudflareException? Failure);

    private sealed class StoredList(string json)
    {
        public string Json { get; set; } = json;
    }

    /// <summary>A client's way to the list. Without a seed it is immediate.</summary>
    private sealed class Network(StoredList list, TimeProvider time, int? seed) : HttpMessageHandler
    {
        // The longest exchange takes four times as long as the shortest, which is what clients allow for others.
        private const int Shortest = 10;
        private const int Longest = 40;

        private readonly Random? _random = seed is { } value ? new(value) : null;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : null;
            await DelayAsync(cancellationToken);
            string answer;
            lock (list)
            {
                answer = list.Json = body ?? list.Json;
            }

            await DelayAsync(cancellationToken);
            return new(HttpStatusCode.OK)
            {
                Content = new StringContent(
                    $$"""{"success":true,"errors":[],"messages":[],"result":{{answer}}}""",
                    Encoding.UTF8,
                    "application/json"
                ),
            };
        }

        private Task DelayAsync(CancellationToken ct) =>
            _random is null
                ? Task.CompletedTask
                : Task.Delay(TimeSpan.FromMilliseconds(Shortest + (_random.NextDouble() * (Longest - Shortest))), time, ct);
    }
}
