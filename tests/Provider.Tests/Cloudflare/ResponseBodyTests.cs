using System.Net;
using System.Text;
using ZeroTrust.Cloudflare;

namespace ZeroTrust.Provider.Tests.Cloudflare;

/// <summary>Responses whose result nobody uses.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class ResponseBodyTests
{
    private const int Longest = 64 << 20;

    private const string Success =
        """{"success":true,"errors":[],"result":[{"policy_id":"a","result":{"result":[1,"]"]}}],"messages":[]}""";

    private static IEnumerable<TestCaseData> Bodies() =>
        new (string Name, string Body)[]
        {
            ("a success", Success),
            ("a success with a byte order mark", "\uFEFF" + Success),
            ("white space around it", $" \r\n{Success}\n\t "),
            ("the result first", """{ "result" : [ 1 ] , "success" : true }"""),
            ("a result of null", """{"success":true,"result":null}"""),
            ("a result that is a string", """{"result":"\"result\":{","success":true}"""),
            ("an escaped name", """{"resul\u0074":[],"success":true}"""),
            ("a name with half a surrogate pair", """{"success":true,"\ud800":1,"result":[]}"""),
            ("no result", """{"success":true,"errors":[]}"""),
            ("a refusal", """{"success":false,"errors":[{"code":2052,"message":"profile not found"}],"result":null}"""),
            ("two results", """{"result":[],"success":true,"result":[]}"""),
            ("no success", """{"result":[]}"""),
            ("success as a string", """{"result":[],"success":"true"}"""),
            ("a list", """[{"success":true,"result":[]}]"""),
            ("null", "null"),
            ("nothing", ""),
            ("white space", "  "),
            ("HTML", "<html><body><h1>502</h1></body></html>"),
            ("something after it", Success + "{}"),
            ("a comma too many", """{"success":true,"result":[1,],"errors":[]}"""),
            ("a wrong bracket in the result", """{"success":true,"result":[{]}}"""),
            ("a value that follows a value in the result", """{"success":true,"result":[1 2}"""),
            ("a result without a value", """{"success":true,"result":}"""),
            ("a deep result", $$"""{"success":true,"result":{{new string('[', 100)}}{{new string(']', 100)}}}"""),
        }.Select(body => new TestCaseData(body.Body).SetArgDisplayNames(body.Name));

    [TestCaseSource(nameof(Bodies))]
    public async Task Without_its_result_a_response_says_the_same(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var whole = Envelope.Read(bytes);

        foreach (var size in (int[])[1, 7, 100_000])
        {
            var envelope = Envelope.Read(await WithoutResultAsync(bytes, size));

            Assert.That((envelope?.Success, envelope?.Errors), Is.EqualTo((whole?.Success, whole?.Errors)), $"in pieces of {size}");
            Assert.That(envelope?.Result.ToArray() ?? [], Is.EqualTo(whole is { Result.Length: > 0 } ? "null"u8.ToArray() : []));
        }
    }

    [Test]
    public async Task A_response_that_is_cut_off_anywhere_is_no_envelope()
    {
        var bytes = Encoding.UTF8.GetBytes(Success);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.That(Envelope.Read(await WithoutResultAsync(bytes[..length], 16)), Is.Null, $"after {length} bytes");
        }
    }

    [Test]
    public async Task Of_a_long_result_nothing_is_kept()
    {
        var body = new PiecewiseStream(Encoding.UTF8.GetBytes(Deletion(20_000)), 10_000);

        var kept = await ResponseBody.ReadWithoutResultAsync(body, Longest, default);

        Assert.That(Encoding.UTF8.GetString(kept!.Value.Span), Is.EqualTo("""{"result":null,"success":true,"errors":[],"messages":[]}"""));
    }

    [Test]
    public async Task A_response_beyond_the_limit_is_not_read_completely()
    {
        var body = new PiecewiseStream(Encoding.UTF8.GetBytes(Deletion(20_000)), 10_000);

        Assert.That(await ResponseBody.ReadWithoutResultAsync(body, 1 << 20, default), Is.Null);
        Assert.That(body.Position, Is.LessThan(2 << 20));
    }

    [Test]
    public async Task A_string_without_an_end_is_not_kept()
    {
        var body = new PiecewiseStream(Encoding.UTF8.GetBytes($"{{\"success\":true,\"result\":\"{new string('x', 8 << 20)}"), 100_000);

        var kept = await ResponseBody.ReadWithoutResultAsync(body, Longest, default);

        Assert.That(Envelope.Read(kept!.Value), Is.Null);
        Assert.That(body.Position, Is.LessThan(4 << 20));
    }

    [Test]
    public async Task A_profile_is_deleted_with_one_request_however_many_are_left()
    {
        using var harness = new Harness(Replies.Json(HttpStatusCode.OK, Deletion(20_000)));

        await harness.RunAsync(client => client.Profiles.DeleteProfileAsync(Harness.Account, "p", default));

        Assert.That(harness.Api.Lines, Is.EqualTo([$"DELETE /accounts/{Harness.Account}/devices/policy/p"]));
    }

    private static string Deletion(int remaining)
    {
        var profiles = Enumerable.Range(0, remaining).Select(i => $$"""{"policy_id":"{{i}}","description":"{{new string('x', 400)}}"}""");
        return $$"""{"result":[{{string.Join(',', profiles)}}],"success":true,"errors":[],"messages":[]}""";
    }

    private static async Task<ReadOnlyMemory<byte>> WithoutResultAsync(byte[] body, int size) =>
        (await ResponseBody.ReadWithoutResultAsync(new PiecewiseStream(body, size), Longest, default))!.Value;

    /// <summary>Gives at most so many bytes at once.</summary>
    private sealed class PiecewiseStream(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
