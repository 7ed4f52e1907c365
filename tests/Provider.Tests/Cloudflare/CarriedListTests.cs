using ZeroTrust.Cloudflare;
using static ZeroTrust.Provider.Tests.Cloudflare.Replies;

namespace ZeroTrust.Provider.Tests.Cloudflare;

/// <summary>Lists are read with their profiles if the API returns them there correctly.</summary>
internal sealed class CarriedListTests
{
    private const string Ten = """[{"address":"10.0.0.0/8"}]""";
    private const string Corp = """[{"suffix":"corp"}]""";

    private static readonly string Policies = $"GET /accounts/{Harness.Account}/devices/policies";

    private readonly List<string> _reported = [];

    [SetUp]
    public void SetUp() => _reported.Clear();

    [Test]
    public async Task Five_hundred_profiles_with_both_lists_are_three_requests()
    {
        using var harness = Script(Enumerable.Range(1, 500).Select(number => Profile($"p{number}")), _ => null);

        for (var number = 1; number <= 500; number++)
        {
            Assert.That(await ExcludeAsync(harness, $"p{number}"), Is.EqualTo((string[])["10.0.0.0/8"]));
            Assert.That(await FallbackAsync(harness, $"p{number}"), Is.EqualTo((string[])["corp"]));
        }

        Assert.That(harness.Api.Lines, Is.EqualTo((string[])[Policies, Own("p1", "exclude"), Own("p1", "fallback_domains")]));
        Assert.That(_reported, Is.Empty);
    }

    [Test]
    public async Task A_missing_list_is_read_from_its_own_endpoint(
        [Values("""{"policy_id":"b"}""", """{"policy_id":"b","exclude":null}""")] string without
    )
    {
        using var harness = Script([Profile("a"), without], _ => null);

        await ExcludeAsync(harness, "a");
        var list = await ExcludeAsync(harness, "b");

        Assert.That(list, Is.EqualTo((string[])["10.0.0.0/8"]));
        Assert.That(harness.Api.Lines, Is.EqualTo((string[])[Policies, Own("a", "exclude"), Own("b", "exclude")]));
    }

    [Test]
    public async Task A_profile_that_has_entries_in_one_list_has_none_in_the_other()
    {
        using var harness = Script([Profile("a"), $$"""{"policy_id":"b","include":{{Ten}}}"""], _ => null);
        await ExcludeAsync(harness, "a");

        Assert.That(await ExcludeAsync(harness, "b"), Is.Empty);
        Assert.That(harness.Api.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_profile_missing_in_the_list_and_the_default_one_are_read_separately()
    {
        using var harness = Script(
            [Profile("a")],
            request => request.Path.Contains("/gone/", StringComparison.Ordinal) ? Error(404, 2052, "none") : null
        );

        Assert.That(await harness.RunAsync(client => client.Profiles.FindFallbackDomainsAsync(Harness.Account, "gone", default)), Is.Null);
        Assert.That(await FallbackAsync(harness, "default"), Is.EqualTo((string[])["corp"]));
        Assert.That(
            harness.Api.Lines,
            Is.EqualTo(
                (string[])[Policies, Own("gone", "fallback_domains"), $"GET /accounts/{Harness.Account}/devices/policy/fallback_domains"]
            )
        );
    }

    [Test]
    public async Task A_list_that_was_written_here_is_read_again()
    {
        using var harness = Script([Profile("a"), Profile("b")], request => request.Method == "PUT" ? Result(request.Body) : null);
        await ExcludeAsync(harness, "a");
        await harness.RunAsync(client =>
            client.Profiles.PutSplitTunnelAsync(Harness.Account, "b", SplitTunnelList.Exclude, [new() { Host = "mine.example" }], default)
        );
        var before = harness.Api.Requests.Count;

        await ExcludeAsync(harness, "b");
        await ExcludeAsync(harness, "a");
        await FallbackAsync(harness, "b");

        Assert.That(harness.Api.Lines.Skip(before), Is.EqualTo((string[])[Own("b", "exclude"), Own("b", "fallback_domains")]));
    }

    [Test]
    public async Task A_list_that_is_written_while_the_profiles_are_read_is_read_again()
    {
        var answer = new TaskCompletionSource();
        var written = new TaskCompletionSource();
        using var harness = new Harness(
            new ScriptedApi(request =>
                request switch
                {
                    { Method: "PUT" } => Result(request.Body),
                    _ when request.Path.EndsWith("/policies", StringComparison.Ordinal) => async (sent, ct) =>
                    {
                        answer.SetResult();
                        await written.Task;
                        return await Result($"[{Profile("a")},{Profile("b")}]")(sent, ct);
                    },
                    _ => Result(Ten),
                }
            )
        );
        var read = ExcludeAsync(harness, "b");
        await answer.Task;
        await harness.RunAsync(client =>
            client.Profiles.PutSplitTunnelAsync(Harness.Account, "b", SplitTunnelList.Exclude, [new() { Host = "mine.example" }], default)
        );
        written.SetResult();
        await read;

        Assert.That(harness.Api.Lines.Last(), Is.EqualTo(Own("b", "exclude")));
    }

    [Test]
    public async Task The_profiles_are_read_again_after_a_while()
    {
        using var harness = Script([Profile("a")], _ => null);
        await ExcludeAsync(harness, "a");
        harness.Time.Advance(JsonApi.SharedFor);
        await ExcludeAsync(harness, "a");

        Assert.That(harness.Api.Lines, Is.EqualTo((string[])[Policies, Own("a", "exclude"), Policies]));
    }

    [TestCase("""[{"address":"10.0.0.0/8"},{"address":"192.168.0.0/16"}]""")]
    [TestCase("""[{"address":"10.0.0.0/8","description":"other"}]""")]
    [TestCase("[]")]
    public async Task Profile_lists_that_differ_from_their_endpoints_are_ignored_with_a_warning(string own)
    {
        using var harness = Script(
            [Profile("a"), Profile("b"), Profile("c")],
            request => request.Path.EndsWith("/exclude", StringComparison.Ordinal) ? Result(own) : null
        );

        foreach (var profile in (string[])["a", "b", "c"])
        {
            await ExcludeAsync(harness, profile);
            await FallbackAsync(harness, profile);
        }

        Assert.That(
            harness.Api.Lines,
            Is.EqualTo((string[])[Policies, Own("a", "exclude"), Own("a", "fallback_domains"), Own("b", "exclude"), Own("c", "exclude")])
        );
        Assert.That(
            _reported.Single(),
            Does.StartWith("Profile lists are read one by one")
                .And.Contain("a different exclude for profile 'a'")
                .And.Contain("zerotrust:bulkReads")
        );
    }

    [Test]
    public async Task Order_and_insignificant_differences_of_entries_are_ignored()
    {
        using var harness = Script(
            ["""{"policy_id":"a","exclude":[{"address":"10.0.0.0/8","description":""},{"host":"x.example"}]}""", Profile("b")],
            request =>
                request.Path.EndsWith("/exclude", StringComparison.Ordinal)
                    ? Result("""[{"host":"x.example"},{"address":"10.0.0.0/8"}]""")
                    : null
        );

        await ExcludeAsync(harness, "a");
        await ExcludeAsync(harness, "b");

        Assert.That(_reported, Is.Empty);
        Assert.That(harness.Api.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task An_unreadable_response_for_all_profiles_does_not_prevent_reading_lists()
    {
        using var harness = Script(
            [],
            request => request.Path.EndsWith("/policies", StringComparison.Ordinal) ? Json(System.Net.HttpStatusCode.OK, "<html>") : null
        );

        Assert.That(await ExcludeAsync(harness, "a"), Is.EqualTo((string[])["10.0.0.0/8"]));
        Assert.That(await ExcludeAsync(harness, "b"), Is.EqualTo((string[])["10.0.0.0/8"]));
        Assert.That(harness.Api.Lines, Is.EqualTo((string[])[Policies, Own("a", "exclude"), Own("b", "exclude")]));
        Assert.That(_reported, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task It_can_be_turned_off()
    {
        using var harness = Script([Profile("a")], _ => null, Harness.Options with { BulkReads = false });

        await ExcludeAsync(harness, "a");

        Assert.That(harness.Api.Lines, Is.EqualTo((string[])[Own("a", "exclude")]));
    }

    [Test]
    public async Task A_list_with_which_the_profile_was_created_is_neither_read_nor_written()
    {
        using var harness = Script(
            [],
            request =>
                request.Method == "POST" ? Result(Profile("new"))
                : request.Method == "PUT" ? Result(request.Body)
                : null
        );
        await harness.RunAsync(client =>
            client.Profiles.CreateProfileAsync(
                Harness.Account,
                new()
                {
                    ["name"] = "new",
                    ["match"] = "x",
                    ["precedence"] = 1,
                },
                default
            )
        );
        var before = harness.Api.Requests.Count;

        await ExcludeAsync(harness, "new");
        await PutAsync(harness, new SplitTunnelEntryWire { Address = "10.0.0.0/8" });
        Assert.That(harness.Api.Requests, Has.Count.EqualTo(before));

        await PutAsync(harness, new SplitTunnelEntryWire { Address = "10.0.0.0/8", Description = "other" });
        await PutAsync(harness, new SplitTunnelEntryWire { Address = "10.0.0.0/8" });
        Assert.That(harness.Api.Requests.Skip(before).Select(request => request.Method), Is.EqualTo((string[])["PUT", "PUT"]));
    }

    private static string Profile(string id) => $$"""{"policy_id":"{{id}}","exclude":{{Ten}},"fallback_domains":{{Corp}}}""";

    private static string Own(string profile, string list) => $"GET /accounts/{Harness.Account}/devices/policy/{profile}/{list}";

    private static async Task<IEnumerable<string>> ExcludeAsync(Harness harness, string profile) =>
        (
            await harness.RunAsync(client =>
                client.Profiles.FindSplitTunnelAsync(Harness.Account, profile, SplitTunnelList.Exclude, default)
            )
        )!.Select(CanonicalEntry.Of);

    private static async Task<IEnumerable<string>> FallbackAsync(Harness harness, string profile) =>
        (await harness.RunAsync(client => client.Profiles.FindFallbackDomainsAsync(Harness.Account, profile, default)))!.Select(
            CanonicalEntry.Of
        );

    private static Task PutAsync(Harness harness, SplitTunnelEntryWire entry) =>
        harness.RunAsync(client => client.Profiles.PutSplitTunnelAsync(Harness.Account, "new", SplitTunnelList.Exclude, [entry], default));

    private Harness Script(IEnumerable<string> profiles, Func<SentRequest, Reply?> otherwise, CloudflareOptions? options = null)
    {
        var all = $"[{string.Join(',', profiles)}]";
        return new(
            new ScriptedApi(request =>
                otherwise(request)
                ?? Result(
                    request.Path.Split('/')[^1] switch
                    {
                        "policies" => all,
                        "fallback_domains" => Corp,
                        _ => Ten,
                    }
                )
            ),
            options,
            _reported.Add
        );
    }
}
