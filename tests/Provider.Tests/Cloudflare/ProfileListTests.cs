using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Tests.Formats;
using ZeroTrust.Provider.Tests.Syntax;
using static ZeroTrust.Provider.Tests.Cloudflare.Replies;

namespace ZeroTrust.Provider.Tests.Cloudflare;

internal sealed class ProfileListTests
{
    private static readonly string Policy = $"/accounts/{Harness.Account}/devices/policy";
    private static readonly FallbackDomainWire[] Snapshot = [new() { Suffix = "corp" }];

    [Test]
    public async Task Lists_of_the_default_profile_have_their_own_path()
    {
        using var harness = new Harness(
            new ScriptedApi(request => Result(request.Body ?? "[]")),
            Harness.Options with
            {
                BulkReads = false,
            }
        );

        await harness.RunAsync(client =>
            client.Profiles.FindSplitTunnelAsync(Harness.Account, "default", SplitTunnelList.Include, default)
        );
        await harness.RunAsync(client =>
            client.Profiles.PutSplitTunnelAsync(Harness.Account, "p1", SplitTunnelList.Exclude, [new() { Address = "10.0.0.0/8" }], default)
        );
        await harness.RunAsync(client => client.Profiles.FindFallbackDomainsAsync(Harness.Account, "p1", default));
        await harness.RunAsync(client => client.Profiles.PutFallbackDomainsAsync(Harness.Account, "default", Snapshot, default));

        Assert.That(
            harness.Api.Lines,
            Is.EqualTo(
                (string[])
                    [
                        $"GET {Policy}/include",
                        $"PUT {Policy}/p1/exclude",
                        $"GET {Policy}/p1/fallback_domains",
                        $"PUT {Policy}/fallback_domains",
                    ]
            )
        );
        Assert.That(harness.Api.Requests[1].Body, Is.EqualTo("""[{"address":"10.0.0.0/8"}]"""));
    }

    [Test]
    public async Task Lists_of_a_missing_profile_are_gone()
    {
        using var harness = new Harness(
            new ScriptedApi(request =>
                request.Path.EndsWith("/policies", StringComparison.Ordinal) ? Result("[]") : Error(404, 2052, "device policy not found")
            )
        );

        Assert.That(await harness.RunAsync(client => client.Profiles.FindFallbackDomainsAsync(Harness.Account, "p1", default)), Is.Null);
    }

    [Test]
    public async Task Defaults_are_restored_with_one_request()
    {
        using var harness = new Harness(Result(null));

        await harness.RunAsync(client => client.Profiles.RestoreDefaultFallbackDomainsAsync(Harness.Account, "p1", null, default));

        Assert.That(harness.Api.Lines, Is.EqualTo((string[])[$"DELETE {Policy}/p1/fallback_domains?reset_defaults=true"]));
        Assert.That(harness.Api.Requests[0].Body, Is.EqualTo("[]"));
    }

    [TestCase(404, 7003)]
    [TestCase(400, 7003)]
    [TestCase(405, 1000)]
    [TestCase(404, 1000)]
    public async Task If_defaults_cannot_be_restored_the_given_ones_are_written(int status, int code)
    {
        using var harness = new Harness(Error(status, code, "no such route"), Result("""[{"suffix":"corp"}]"""));

        await harness.RunAsync(client => client.Profiles.RestoreDefaultFallbackDomainsAsync(Harness.Account, "default", Snapshot, default));

        Assert.That(harness.Api.Requests[^1].Body, Is.EqualTo("""[{"suffix":"corp"}]"""));
        Assert.That(harness.Api.Lines.Last(), Is.EqualTo($"PUT {Policy}/fallback_domains"));
    }

    [Test]
    public async Task If_defaults_cannot_be_restored_and_none_are_given_it_fails()
    {
        using var harness = new Harness(Error(404, 7003, "Could not route"));

        var failure = await harness.FailsAsync(client =>
            client.Profiles.RestoreDefaultExcludeAsync(Harness.Account, "default", null, default)
        );

        Assert.That(failure.HasCode(7003), Is.True);
    }

    [Test]
    public async Task Restoring_the_list_of_a_missing_profile_writes_nothing()
    {
        using var harness = new Harness(Error(404, 2052, "device policy not found"));

        var failure = await harness.FailsAsync(client =>
            client.Profiles.RestoreDefaultFallbackDomainsAsync(Harness.Account, "p1", Snapshot, default)
        );

        Assert.That(failure.Kind, Is.EqualTo(CloudflareErrorKind.NotFound));
    }

    [Test]
    public async Task A_list_that_was_not_stored_completely_is_an_error()
    {
        using var harness = new Harness(new ScriptedApi(_ => Result("""[{"address":"10.0.0.0/8"}]""")));

        var failure = await harness.FailsAsync(client =>
            client.Profiles.PutSplitTunnelAsync(
                Harness.Account,
                "p1",
                SplitTunnelList.Exclude,
                [new() { Address = "10.0.0.0/8" }, new() { Host = "a.example.com" }],
                default
            )
        );

        Assert.That(failure.Kind, Is.EqualTo(CloudflareErrorKind.UnexpectedResponse));
        Assert.That(failure.Message, Does.Contain("without 1 of its 2 entries (a.example.com)"));
    }

    [Test]
    public async Task Normalized_entries_and_merged_duplicates_count_as_stored()
    {
        using var harness = new Harness(
            Result("""[{"address":"192.168.1.0/24"},{"host":"xn--bcher-kva.example"},{"address":"2001:db8::/32"}]""")
        );

        var stored = await harness.RunAsync(client =>
            client.Profiles.PutSplitTunnelAsync(
                Harness.Account,
                "p1",
                SplitTunnelList.Exclude,
                [
                    new() { Address = "192.168.1.7/24" },
                    new() { Address = "192.168.1.0/24" },
                    new() { Host = "Bücher.example." },
                    new() { Address = "2001:0DB8::/32" },
                ],
                default
            )
        );

        Assert.That(stored, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_put_without_a_list_in_the_response_is_read_back()
    {
        using var harness = new Harness(Result(null), Result("""[{"suffix":"corp"}]"""));

        var stored = await harness.RunAsync(client => client.Profiles.PutFallbackDomainsAsync(Harness.Account, "p1", Snapshot, default));

        Assert.That(stored.Single().Suffix, Is.EqualTo("corp"));
    }

    [Test]
    public async Task A_put_of_an_empty_list_is_not_read_back()
    {
        using var harness = new Harness(Result(null));

        Assert.That(
            await harness.RunAsync(client => client.Profiles.PutFallbackDomainsAsync(Harness.Account, "p1", [], default)),
            Is.Empty
        );
    }

    [Test]
    public async Task One_invalid_edit_of_many_fails_alone()
    {
        using var harness = new Harness(
            ScriptedApi.Storing(
                """[{"suffix":"theirs"}]""",
                request => request.Body?.Contains("bad", StringComparison.Ordinal) == true ? Error(400, 2034, "invalid suffix") : null
            )
        );
        var edits = Enumerable
            .Range(0, 8)
            .Select(number =>
                harness.Client.Profiles.EditFallbackDomainsAsync(
                    Harness.Account,
                    "p1",
                    list => [.. list, new() { Suffix = number == 5 ? "bad" : $"s{number}" }],
                    default
                )
            )
            .ToList();

        await harness.Time.RunAsync(Task.WhenAll(edits.Where((_, number) => number != 5)));

        Assert.That(
            async () => await edits[5],
            Throws.InstanceOf<CloudflareException>().With.Message.EndsWith("(400, code 2034 'invalid suffix'). Nothing changed.")
        );
        Assert.That(
            (await edits[7]).Select(domain => domain.Suffix),
            Is.EqualTo((string[])["theirs", "s0", "s1", "s2", "s3", "s4", "s6", "s7"])
        );
        Assert.That(harness.Api.Requests.Count(request => request.Method == "GET"), Is.EqualTo(2));
    }

    [TestCase("10.0.0.0/8", "10.0.0.0/8")]
    [TestCase("10.1.2.3/8", "10.0.0.0/8")]
    [TestCase("192.0.2.1", "192.0.2.1/32")]
    [TestCase("FD00:0::/8", "fd00::/8")]
    [TestCase("2001:db8::1", "2001:db8::1/128")]
    [TestCase("10.0.0.0/99", "10.0.0.0/99")]
    [TestCase("10.0.0.0/x", "10.0.0.0/x")]
    [TestCase("not a network", "not a network")]
    public void Spellings_of_a_network_have_the_same_key(string text, string key) =>
        Assert.That(CanonicalEntry.Of(new SplitTunnelEntryWire { Address = text }), Is.EqualTo(key));

    [Test]
    public void The_key_of_a_network_is_its_canonical_form() =>
        Invariant.Holds(Prefixes.Any, prefix => CanonicalEntry.Network(prefix.ToString()) == prefix.ToString());

    [Test]
    public void Spellings_of_a_name_have_the_same_key()
    {
        Assert.That(CanonicalEntry.Of(new SplitTunnelEntryWire { Host = "*.Example.com." }), Is.EqualTo("*.example.com"));
        Assert.That(CanonicalEntry.Of(new FallbackDomainWire { Suffix = "Corp." }), Is.EqualTo("corp"));
    }
}
