using System.Net;
using System.Text.Json.Nodes;
using ZeroTrust.Cloudflare;
using static ZeroTrust.Provider.Tests.Cloudflare.Replies;

namespace ZeroTrust.Provider.Tests.Cloudflare;

/// <summary>
/// Only readable responses are trusted: nothing is taken from an unreadable one, and after a write the stored value is read back.
/// </summary>
internal sealed class UnreadableResponseTests
{
    private const string Stored = """[{"address":"10.0.0.0/8"},{"address":"192.168.0.0/16","description":"theirs"}]""";

    private static readonly string[] UnreadableLists =
    [
        "",
        "null",
        "[]",
        "\"text\"",
        "<html><body>Sign in</body></html>",
        """{"success":true,"errors":[],"result":[{"address":"10.0.0""",
        """{"success":true,"errors":[],"result":[]""",
        """{"success":true,"errors":[],"result":[]} and more""",
        """{"success":true,"errors":[],"messages":[]}""",
        """{"errors":[],"result":[]}""",
        """{"success":true,"\ud800":1,"result":[]}""",
        """{"success":"true","errors":[],"result":[]}""",
        """{"success":false,"errors":[{"code":1001,"message":"internal error"}],"result":null}""",
        """{"success":true,"errors":[],"result":{}}""",
        """{"success":true,"errors":[],"result":"none"}""",
        """{"success":true,"errors":[],"result":["10.0.0.0/8"]}""",
        """{"success":true,"errors":[],"result":[1,2]}""",
        """{"success":true,"errors":[],"result":[{"address":"10.0.0.0/8"}],"result":null}""",
        """{"success":true,"errors":[],"result":[{"address":"10.0.0.0/8","address":null}]}""",
        $$"""{"success":true,"errors":[],"result":{{new string('[', 10_000)}}{{new string(']', 10_000)}}}""",
    ];

    private static readonly CloudflareOptions OneByOne = Harness.Options with { BulkReads = false };

    private static readonly JsonObject Renamed = new() { ["name"] = "new" };

    [TestCaseSource(nameof(UnreadableLists))]
    public async Task An_unreadable_list_is_not_an_empty_one(string body)
    {
        using var harness = new Harness(new ScriptedApi(_ => Json(HttpStatusCode.OK, body)));

        Func<CloudflareClient, Task>[] reads =
        [
            client => client.Profiles.FindSplitTunnelAsync(Harness.Account, "default", SplitTunnelList.Exclude, default),
            client => client.Profiles.FindFallbackDomainsAsync(Harness.Account, "p", default),
            client => client.Profiles.ListProfilesAsync(Harness.Account, null, default),
            client => client.WarpConnectors.ListTunnelsAsync(Harness.Account, default),
            client => client.Routes.ListRoutesAsync(Harness.Account, default),
            client =>
                client.Profiles.EditSplitTunnelAsync(
                    Harness.Account,
                    "p",
                    SplitTunnelList.Exclude,
                    list => [.. list, new() { Host = "mine.example" }],
                    default
                ),
        ];
        foreach (var read in reads)
        {
            Assert.That((await harness.FailsAsync(read)).Kind, Is.EqualTo(CloudflareErrorKind.UnexpectedResponse));
        }

        Assert.That(
            harness.Api.Requests.Select(request => request.Method),
            Is.All.EqualTo("GET"),
            "a list that could not be read is not written"
        );
    }

    [Test]
    public async Task A_response_without_content_is_not_an_empty_list()
    {
        using var harness = new Harness(ScriptedApi.InTurn(Json(HttpStatusCode.NoContent, "")), OneByOne);

        var failure = await harness.FailsAsync(client => client.Profiles.FindFallbackDomainsAsync(Harness.Account, "p", default));

        Assert.That(failure.Message, Does.Contain("the response is not from Cloudflare's API (204, empty)"));
    }

    [Test]
    public async Task A_null_list_is_read_again_before_it_is_written()
    {
        using var harness = new Harness(Result(null), Result(Stored), Result(WithMine()), Result(WithMine()));

        await EditAsync(harness);

        Assert.That(harness.Api.Requests.Select(request => request.Method), Is.EqualTo((string[])["GET", "GET", "PUT", "GET"]));
        Assert.That(harness.Api.Requests[2].Body, Is.EqualTo(WithMine()));
    }

    [Test]
    public async Task A_list_that_is_null_in_two_reads_is_empty()
    {
        using var harness = new Harness(ScriptedApi.Storing("null"));

        await EditAsync(harness);

        Assert.That(harness.Api.Requests[2].Body, Is.EqualTo("""[{"host":"mine.example"}]"""));
    }

    [Test]
    public async Task A_byte_order_mark_is_ignored()
    {
        using var harness = new Harness(
            new ScriptedApi(_ => Json(HttpStatusCode.OK, "\uFEFF" + $$"""{"success":true,"result":{{Stored}}}""")),
            OneByOne
        );

        var list = await harness.RunAsync(client =>
            client.Profiles.FindSplitTunnelAsync(Harness.Account, "p", SplitTunnelList.Exclude, default)
        );

        Assert.That(list, Has.Count.EqualTo(2));
    }

    [TestCaseSource(nameof(UnreadableLists))]
    public async Task After_a_write_with_an_unreadable_response_the_list_is_read_back(string body)
    {
        var stored = Stored;
        using var carriedOut = new Harness(
            new ScriptedApi(request =>
            {
                stored = request.Body ?? stored;
                return request.Method == "PUT" ? Json(HttpStatusCode.OK, body) : Result(stored);
            })
        );
        using var ignored = new Harness(
            new ScriptedApi(request => request.Method == "PUT" ? Json(HttpStatusCode.OK, body) : Result(Stored))
        );

        var list = await EditAsync(carriedOut);
        var failure = await ignored.FailsAsync(client => EditAsync(client));

        Assert.That(list.Select(CanonicalEntry.Of), Is.EqualTo((string[])["10.0.0.0/8", "192.168.0.0/16", "mine.example"]));
        Assert.That(failure.Message, Does.StartWith("PUT exclude of profile 'p': ").And.EndsWith("It may have taken effect."));
    }

    [Test]
    public async Task A_change_inside_an_entry_that_was_not_stored_is_detected()
    {
        using var harness = new Harness(new ScriptedApi(request => request.Method == "PUT" ? Json(HttpStatusCode.OK, "") : Result(Stored)));

        var failure = await harness.FailsAsync(client =>
            client.Profiles.PutSplitTunnelAsync(
                Harness.Account,
                "p",
                SplitTunnelList.Exclude,
                [new() { Address = "10.0.0.0/8" }, new() { Address = "192.168.0.0/16", Description = "mine" }],
                default
            )
        );

        Assert.That(failure.Kind, Is.EqualTo(CloudflareErrorKind.UnexpectedResponse));
    }

    [Test]
    public async Task A_response_with_missing_entries_is_verified_by_a_read()
    {
        using var harness = new Harness(
            new ScriptedApi(request => Result(request.Method == "PUT" ? """[{"address":"10.0.0.0/8"}]""" : Stored))
        );

        var stored = await harness.RunAsync(client =>
            client.Profiles.PutSplitTunnelAsync(
                Harness.Account,
                "p",
                SplitTunnelList.Exclude,
                [new() { Address = "10.0.0.0/8" }, new() { Address = "192.168.0.0/16" }],
                default
            )
        );

        Assert.That(stored, Has.Count.EqualTo(2));
    }

    [TestCase("")]
    [TestCase("<html>")]
    [TestCase("""{"success":true,"result":{"policy_id":"p","na""")]
    [TestCase("""{"success":true,"result":{"policy_id":"another","name":"new"}}""")]
    [TestCase("""{"success":true,"result":{"name":"new"}}""")]
    [TestCase("""{"success":true,"result":[1]}""")]
    [TestCase("""{"success":true}""")]
    [TestCase("""{"success":false,"errors":[{"code":1001,"message":"internal error"}]}""")]
    public async Task After_a_change_with_an_unreadable_response_the_object_is_read_back(string body)
    {
        using var carriedOut = new Harness(
            new ScriptedApi(request =>
                request.Method == "PATCH" ? Json(HttpStatusCode.OK, body) : Result("""{"policy_id":"p","name":"new","description":""}""")
            )
        );
        using var ignored = new Harness(
            new ScriptedApi(request =>
                request.Method == "PATCH" ? Json(HttpStatusCode.OK, body) : Result("""{"policy_id":"p","name":"old"}""")
            )
        );

        var changed = await carriedOut.RunAsync(client => client.Profiles.PatchProfileAsync(Harness.Account, "p", Renamed, default));
        var failure = await ignored.FailsAsync(client => client.Profiles.PatchProfileAsync(Harness.Account, "p", Renamed, default));

        Assert.That(changed.Name, Is.EqualTo("new"));
        Assert.That(failure.Message, Does.StartWith("PATCH profile 'p': ").And.EndsWith("It may have taken effect."));
    }

    [Test]
    public async Task The_global_override_is_also_read_back([Values] bool carriedOut)
    {
        using var harness = new Harness(
            Json(HttpStatusCode.OK, ""),
            Result($$"""{"disconnect":{{(carriedOut ? "true" : "false")}},"timestamp":"2026-10-01T00:00:00Z"}""")
        );

        var call = harness.RunAsync(client => client.Resilience.SetGlobalOverrideAsync(Harness.Account, true, null, default));

        if (carriedOut)
        {
            Assert.That((await call).Disconnect, Is.True);
        }
        else
        {
            Assert.That(async () => await call, Throws.InstanceOf<CloudflareException>());
        }
    }

    [Test]
    public async Task A_missing_override_or_certificate_value_is_not_treated_as_off()
    {
        using var harness = new Harness(new ScriptedApi(_ => Result("{}")));

        Assert.That(
            (await harness.FailsAsync(client => client.Resilience.FindGlobalOverrideAsync(Harness.Account, default))).Kind,
            Is.EqualTo(CloudflareErrorKind.UnexpectedResponse)
        );
        Assert.That(
            (await harness.FailsAsync(client => client.Certificates.FindCertificatesAsync("z", default))).Kind,
            Is.EqualTo(CloudflareErrorKind.UnexpectedResponse)
        );
    }

    [Test]
    public async Task A_deletion_with_an_unreadable_response_is_sent_again()
    {
        using var gone = new Harness(Json(HttpStatusCode.OK, "<html>"), Error(404, 2052, "device policy not found"));
        using var unclear = new Harness(Json(HttpStatusCode.OK, "<html>"), Json(HttpStatusCode.OK, "<html>"));
        using var brief = new Harness(Json(HttpStatusCode.NoContent, ""));

        await gone.RunAsync(client => client.Profiles.DeleteProfileAsync(Harness.Account, "p", default));
        await brief.RunAsync(client => client.Profiles.DeleteProfileAsync(Harness.Account, "p", default));
        var failure = await unclear.FailsAsync(client => client.Profiles.DeleteProfileAsync(Harness.Account, "p", default));

        Assert.That(failure.Kind, Is.EqualTo(CloudflareErrorKind.UnexpectedResponse));
    }

    [Test]
    public async Task A_response_about_another_object_or_none_is_rejected()
    {
        using var harness = new Harness(
            new ScriptedApi(request =>
                Result(
                    request.Path.EndsWith("/policies", StringComparison.Ordinal)
                    || request.Path.EndsWith("/routes", StringComparison.Ordinal)
                        ? "[]"
                    : request.Path.EndsWith("/warp_connector", StringComparison.Ordinal) ? """[{"name":"no id"}]"""
                    : """{"policy_id":"another","id":"another"}"""
                )
            )
        );

        foreach (
            var read in (Func<CloudflareClient, Task>[])
                [
                    client => client.Profiles.FindProfileAsync(Harness.Account, "p", null, default),
                    client => client.Routes.FindRouteAsync(Harness.Account, "r", default),
                    client => client.WarpConnectors.ListTunnelsAsync(Harness.Account, default),
                ]
        )
        {
            Assert.That((await harness.FailsAsync(read)).Kind, Is.EqualTo(CloudflareErrorKind.UnexpectedResponse));
        }
    }

    [Test]
    public async Task Endless_pages_are_an_error()
    {
        var pages = 0;
        using var repeating = new Harness(
            new ScriptedApi(_ =>
                Result(++pages % 2 == 0 ? """[{"policy_id":"a"}]""" : """[{"policy_id":"b"}]""", """{"total_count":1000000}""")
            )
        );
        using var growing = new Harness(
            new ScriptedApi(_ => Result($$"""[{"policy_id":"p{{++pages}}"}]""", """{"total_count":1000000}"""))
        );
        using var circling = new Harness(
            new ScriptedApi(request =>
                Result(
                    """[{"id":"d"}]""",
                    request.Query.Contains("cursor=A", StringComparison.Ordinal) ? """{"cursor":"B"}""" : """{"cursor":"A"}"""
                )
            )
        );

        var failures = new[]
        {
            await repeating.FailsAsync(client => client.Profiles.ListProfilesAsync(Harness.Account, null, default)),
            await growing.FailsAsync(client => client.Profiles.ListProfilesAsync(Harness.Account, null, default)),
            await circling.FailsAsync(async client =>
            {
                await foreach (var _ in client.Devices.ListDevicesAsync(Harness.Account, new(), null, default)) { }
            }),
        };

        Assert.That(failures.Select(failure => failure.Message), Is.All.Contains("its paging does not end"));
        Assert.That((repeating.Api.Requests.Count, circling.Api.Requests.Count), Is.EqualTo((3, 3)));
        Assert.That(growing.Api.Requests, Has.Count.EqualTo(1001));
    }

    [Test]
    public async Task A_response_that_decompresses_beyond_the_limit_is_not_read_completely()
    {
        var body = new EndlessBody();
        using var harness = new Harness(
            new ScriptedApi(_ =>
                (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) })
            ),
            OneByOne
        );

        var failure = await harness.FailsAsync(client => client.Profiles.FindFallbackDomainsAsync(Harness.Account, "p", default));

        Assert.That(failure.Message, Does.Contain("the response is longer than 4 MiB, more than Cloudflare's API returns here (200)"));
        Assert.That(body.Given, Is.LessThan(16 << 20));
        Assert.That(harness.Api.Requests, Has.Count.EqualTo(1));
    }

    private static string WithMine() => $"{Stored[..^1]},{{\"host\":\"mine.example\"}}]";

    private static Task<IReadOnlyList<SplitTunnelEntryWire>> EditAsync(Harness harness) => harness.RunAsync(EditAsync);

    private static Task<IReadOnlyList<SplitTunnelEntryWire>> EditAsync(CloudflareClient client) =>
        client.Profiles.EditSplitTunnelAsync(
            Harness.Account,
            "p",
            SplitTunnelList.Exclude,
            list => [.. list, new() { Host = "mine.example" }],
            default
        );

    /// <summary>The content of a small compressed body.</summary>
    private sealed class EndlessBody : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => Given;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)' ');
            Given += count;
            return count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
