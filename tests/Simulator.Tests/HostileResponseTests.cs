using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ZeroTrust.Simulator.Faults;

namespace ZeroTrust.Simulator.Tests;

/// <summary>Responses that no API should send and that clients must handle.</summary>
internal sealed class HostileResponseTests : SimulatorTest
{
    private const string List = "devices/policy/exclude";
    private const string ListPath = "/accounts/{account_id}/devices/policy/exclude";
    private const string OneEntry = """[{"address":"192.0.2.0/24"}]""";
    private const string TwoEntries = """[{"address":"192.0.2.0/24"},{"address":"198.51.100.0/24"}]""";

    private int StoredEntries => Simulator.State.Read(data => data.DefaultProfile["exclude"]!.AsArray().Count);

    [TestCase(FaultKind.EmptyBody, 200, "")]
    [TestCase(FaultKind.NoContent, 204, "")]
    [TestCase(FaultKind.NullBody, 200, "null")]
    [TestCase(FaultKind.NullResult, 200, """{"success":true,"errors":[],"messages":[],"result":null}""")]
    [TestCase(FaultKind.MissingResult, 200, """{"success":true,"errors":[],"messages":[]}""")]
    [TestCase(FaultKind.BareResult, 200, OneEntry)]
    [TestCase(FaultKind.OtherShape, 200, """{"success":true,"errors":[],"messages":[],"result":{"items":0}}""")]
    [TestCase(
        FaultKind.SuccessFalse,
        200,
        """{"success":false,"errors":[{"code":1001,"message":"internal error"}],"messages":[],"result":null}"""
    )]
    [TestCase(FaultKind.DuplicateKeys, 200, $$"""{"success":true,"errors":[],"messages":[],"result":{{OneEntry}},"result":null}""")]
    [TestCase(FaultKind.MissingEntry, 200, """{"success":true,"errors":[],"messages":[],"result":[]}""")]
    [TestCase(FaultKind.Html, 502, "<html><body><h1>502</h1></body></html>")]
    [TestCase(
        FaultKind.Status,
        503,
        """{"success":false,"errors":[{"code":1001,"message":"internal server error"}],"messages":[],"result":null}"""
    )]
    public async Task A_fault_applies_the_write_or_not_and_changes_the_response(FaultKind kind, int status, string body)
    {
        foreach (var applied in new[] { false, true })
        {
            await PutAsync(List, TwoEntries);
            Simulator.Faults.Add("PUT", ListPath, Fault.Of(kind) with { Applied = applied });

            using var response = await Client.SendAsync(Request("PUT", List, OneEntry));

            Assert.That((int)response.StatusCode, Is.EqualTo(status));
            Assert.That(StoredEntries, Is.EqualTo(applied ? 1 : 2), $"applied: {applied}");
            if (applied)
            {
                Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(body));
            }
        }
    }

    [Test]
    public async Task A_page_of_html_can_have_status_200()
    {
        Simulator.Faults.Add("html,status=200,method=GET");

        using var response = await Client.SendAsync(Request("GET", List));

        Assert.That(
            (response.StatusCode, response.Content.Headers.ContentType!.MediaType, await response.Content.ReadAsStringAsync()),
            Is.EqualTo((HttpStatusCode.OK, "text/html", "<html><body><h1>200</h1></body></html>"))
        );
    }

    [Test]
    public async Task A_response_can_be_cut_in_the_middle()
    {
        Simulator.Faults.Add("PUT", ListPath, Fault.Of(FaultKind.CutResponse));

        var error = await Assert.CatchAsync<HttpRequestException>(() => PutAsync(List, OneEntry));

        Assert.That(error!.HttpRequestError, Is.EqualTo(HttpRequestError.ResponseEnded).Or.EqualTo(HttpRequestError.Unknown));
        Assert.That(StoredEntries, Is.EqualTo(1));
        Assert.That((await GetAsync(List)).List, Has.Count.EqualTo(1), "the next call uses a new connection");
    }

    [Test]
    public async Task A_response_can_stall_in_the_middle()
    {
        Simulator.Faults.Add("GET", ListPath, Fault.Of(FaultKind.Trickle));
        using var giveUp = new CancellationTokenSource();

        using var response = await Client.SendAsync(Request("GET", List), HttpCompletionOption.ResponseHeadersRead, giveUp.Token);
        var reading = response.Content.ReadAsByteArrayAsync(giveUp.Token);
        await giveUp.CancelAsync();

        await Assert.CatchAsync<OperationCanceledException>(() => reading);
    }

    [Test]
    public async Task A_write_can_be_applied_without_a_response()
    {
        Simulator.Faults.Add("PUT", ListPath, Fault.NoResponse with { Applied = true });
        using var giveUp = new CancellationTokenSource();

        var sending = Client.SendAsync(Request("PUT", List, OneEntry), giveUp.Token);
        await Simulator.WaitForRequestAsync(r => r.Method == "PUT", CancellationToken.None);
        await giveUp.CancelAsync();

        await Assert.CatchAsync<OperationCanceledException>(() => sending);
        Assert.That(StoredEntries, Is.EqualTo(1));
    }

    [Test]
    public async Task A_followed_redirect_is_logged()
    {
        Simulator.Faults.Add("GET", ListPath, Fault.Of(FaultKind.Redirect));

        await GetAsync(List);

        Assert.That(
            Simulator.Requests.Select(r => (r.Path, r.Status)),
            Has.One.EqualTo(("/redirected", 401)),
            "the client follows without its token"
        );
    }

    [Test]
    public async Task Secrets_are_echoed_in_several_encodings()
    {
        const string Secret = "a+b/c\"ä";
        Simulator.Faults.Add("PATCH", "**", Fault.Of(FaultKind.EchoedSecrets) with { Size = 1190 });

        var body = new JsonObject { ["tunnel_secret"] = Secret }.ToJsonString();
        using var response = await Client.SendAsync(Request("PATCH", "warp_connector/x", body));
        var text = await response.Content.ReadAsStringAsync();
        var message = (string)JsonNode.Parse(text)!["errors"]![0]!["message"]!;

        Assert.That(message.IndexOf(Simulator.Token, StringComparison.Ordinal), Is.EqualTo(1190));
        Assert.That(
            message,
            Does.Contain(Secret)
                .And.Contain("a%2Bb%2Fc%22%C3%A4")
                .And.Contain("a\\u002Bb/c\\u0022\\u00E4")
                .And.Contain("A+B/C\"Ä")
                .And.Contain(Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)))
        );
        Assert.That(text, Does.Contain("a\\u002Bb"));
    }

    [Test]
    public async Task Numbers_and_booleans_can_be_strings()
    {
        Simulator.Faults.Add("GET", "**", Fault.Of(FaultKind.WrongTypes));

        var profile = (await GetAsync("devices/policy")).Object;

        Assert.That(((string?)profile["captive_portal"], (string?)profile["allowed_to_leave"]), Is.EqualTo(("180", "true")));
        Assert.That((string?)profile["service_mode_v2"]!["mode"], Is.EqualTo("warp"));
    }

    [Test]
    public async Task A_body_can_have_invalid_utf8()
    {
        Simulator.Faults.Add("GET", "**", Fault.Of(FaultKind.InvalidUtf8));
        Simulator.Faults.Add("GET", "**", Fault.Of(FaultKind.ByteOrderMark));

        var invalid = await BytesAsync();
        var marked = await BytesAsync();

        Assert.Throws<DecoderFallbackException>(() => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(invalid));
        Assert.That(marked, Is.EqualTo((byte[])[0xEF, 0xBB, 0xBF, .. await BytesAsync()]));
    }

    [Test]
    public async Task A_result_can_be_nested_deeper_than_parsers_allow()
    {
        Simulator.Faults.Add("GET", "**", Fault.Of(FaultKind.DeepNesting));

        var error = await Assert.CatchAsync<JsonException>(() => GetAsync(List));

        Assert.That(error!.Message, Does.Contain("depth"));
    }

    [Test]
    public async Task A_small_body_can_decompress_to_a_large_one()
    {
        Simulator.Faults.Add("gzip_bomb,size=100000000");

        var packed = await BytesAsync();

        Assert.That(packed, Has.Length.LessThan(1_000_000));
        await using var unpacked = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        var buffer = new byte[1 << 20];
        var length = 0L;
        for (int read; (read = await unpacked.ReadAsync(buffer)) > 0; length += read)
        {
            Assert.That(buffer[0], Is.EqualTo((byte)'{').Or.EqualTo((byte)' ').Or.EqualTo((byte)']'));
        }

        Assert.That(length, Is.GreaterThan(100_000_000));
    }

    [Test]
    public async Task Valid_json_can_have_the_wrong_content_type()
    {
        Simulator.Faults.Add("GET", ListPath, Fault.Of(FaultKind.WrongContentType));

        using var response = await Client.SendAsync(Request("GET", List));

        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/plain"));
        Assert.That((await ApiResponse.OfAsync(response)).List, Has.Count.EqualTo(16));
    }

    [Test]
    public async Task Objects_can_have_unknown_fields_no_ids_or_foreign_ids()
    {
        var id = await CreateProfileAsync();
        Simulator.Faults.Add("GET", "**", Fault.Of(FaultKind.UnknownFields));
        Simulator.Faults.Add("GET", "**", Fault.Of(FaultKind.MissingIds));
        Simulator.Faults.Add("GET", "**", Fault.Of(FaultKind.OtherObject));

        var more = await GetAsync($"devices/policy/{id}");
        var none = await GetAsync($"devices/policy/{id}");
        var other = await GetAsync($"devices/policy/{id}");

        Assert.That(more.Object["added_lately"], Is.Not.Null);
        Assert.That(more.Object["exclude"]![0]!["added_lately"], Is.Not.Null);
        Assert.That((more.Text("policy_id"), none.Object.ContainsKey("policy_id")), Is.EqualTo((id, false)));
        Assert.That(other.Text("policy_id"), Has.Length.EqualTo(36).And.Not.EqualTo(id));
    }

    [Test]
    public async Task Profiles_can_be_listed_without_their_lists()
    {
        await CreateProfileAsync();
        Simulator.Faults.Add("GET", "/accounts/{account_id}/devices/policies", Fault.Of(FaultKind.OmittedFields), FaultPlan.Always);
        Simulator.Faults.Add("omitted_fields,path=**/policy/*,fields=exclude+name");

        var listed = (await GetAsync("devices/policies")).List[0]!.AsObject();
        var read = await GetAsync($"devices/policy/{listed["policy_id"]}");

        Assert.That(listed.Select(f => f.Key), Has.None.AnyOf("exclude", "include", "fallback_domains").And.Contains("name"));
        Assert.That(read.Object.Select(f => f.Key), Has.None.AnyOf("exclude", "name").And.Contains("fallback_domains"));
    }

    [Test]
    public async Task Lists_of_profiles_can_be_stale()
    {
        var id = await CreateProfileAsync();
        await PutAsync($"devices/policy/{id}/exclude", TwoEntries);
        Simulator.Faults.Add("GET", "/accounts/{account_id}/devices/policies", Fault.Of(FaultKind.StaleFields), FaultPlan.Always);
        await PutAsync($"devices/policy/{id}/include", OneEntry);
        await PatchAsync($"devices/policy/{id}", """{"name":"Renamed"}""");
        var added = await CreateProfileAsync(200);

        var listed = (await GetAsync("devices/policies")).List;
        var stale = listed.Single(p => (string?)p!["policy_id"] == id)!.AsObject();

        AssertJson(stale["exclude"], TwoEntries);
        Assert.That((stale.ContainsKey("include"), (string?)stale["name"]), Is.EqualTo((false, "Renamed")));
        Assert.That(listed.Single(p => (string?)p!["policy_id"] == added)!["exclude"]!.AsArray(), Has.Count.EqualTo(16));
    }

    [Test]
    public async Task A_read_can_be_stale()
    {
        await PutAsync(List, TwoEntries);
        Simulator.Faults.Add("GET", ListPath, Fault.Of(FaultKind.StaleResponse), times: 2);
        await PutAsync(List, OneEntry);

        Assert.That((await GetAsync(List)).List, Has.Count.EqualTo(2));
        Assert.That((await GetAsync(List)).List, Has.Count.EqualTo(2));
        Assert.That((await GetAsync(List)).List, Has.Count.EqualTo(1));
    }

    [TestCase("warp_connector?per_page=2&page=", "1", "2", "3")]
    [TestCase("devices/registrations?per_page=2&cursor=", "", "A", "B")]
    public async Task Pages_can_be_endless(string path, params string[] pages)
    {
        foreach (var name in new[] { "a", "b" })
        {
            await CreateTunnelAsync(name);
            Simulator.Seed.Registration(Simulator.Seed.Device(name));
        }

        Simulator.Faults.Add("GET", "**", Fault.Of(FaultKind.EndlessPages), FaultPlan.Always);
        var answers = new List<ApiResponse>();
        foreach (var page in pages)
        {
            answers.Add(await GetAsync(path + page));
        }

        var ids = answers.ConvertAll(answer => answer.All("id").Single());
        Assert.That(ids[1], Is.Not.EqualTo(ids[0]));
        Assert.That(ids[2], Is.EqualTo(ids[0]));
        Assert.That(answers.Select(answer => (int)answer.Info["total_count"]!), Is.All.EqualTo(1_000_000));
        Assert.That(answers.Select(answer => (string?)answer.Info["cursor"]), Is.EqualTo(new[] { "A", "B", "A" }));
    }

    [TestCase("gremlin", "Unknown fault kind 'gremlin'; the kinds are connection_reset, ")]
    [TestCase("status,503", "'503' must be name=value, such as times=2.")]
    [TestCase("status,often=2", "A fault has no field 'often'; the fields are kind, method, path, ")]
    public void An_invalid_fault_is_explained(string fault, string problem)
    {
        var error = Assert.Throws<ArgumentException>(() => Simulator.Faults.Add(fault));

        Assert.That(error!.Message, Does.StartWith(problem));
    }

    [Test]
    public async Task A_fault_in_one_word_supports_everything_that_json_does()
    {
        Simulator.Faults.Add("status,status=502,code=7,retry_after_seconds=9,method=PUT,path=**/exclude,times=2,skip=1,applied=true");
        var sent = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            sent.Add((await PutAsync(List, OneEntry)).Status);
        }

        Assert.That(sent, Is.EqualTo(new[] { 200, 502, 502, 200 }));
    }

    private async Task<byte[]> BytesAsync()
    {
        using var response = await Client.SendAsync(Request("GET", List));
        return await response.Content.ReadAsByteArrayAsync();
    }
}
