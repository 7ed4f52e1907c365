using System.Net;
using System.Net.Http.Headers;

namespace ZeroTrust.Protocol.Tests.Rpc;

/// <summary>What the server answers to requests that our client never sends.</summary>
public sealed class RawRequestTests
{
    private const string Path = "/pulumirpc.Callbacks/Invoke";
    private static readonly byte[] Frame = [0, 0, 0, 0, 3, 18, 1, 7];

    [Test]
    public async Task A_good_request_is_answered_with_a_status_in_the_trailers()
    {
        var answer = await PostAsync(Frame);

        Assert.That(answer, Is.EqualTo(new Answer(HttpStatusCode.OK, InHeaders: null, InTrailers: "0")));
    }

    [TestCase("application/grpc+proto")]
    [TestCase("application/grpc;charset=utf-8")]
    public async Task Variants_of_the_content_type_are_taken(string contentType) =>
        Assert.That((await PostAsync(Frame, contentType: contentType)).InTrailers, Is.EqualTo("0"));

    [TestCase("application/json")]
    [TestCase("application/grpc-web")]
    [TestCase("application/grpc+json")]
    public async Task Another_content_type_is_refused_by_HTTP(string contentType) => Assert.That(
        await PostAsync(Frame, contentType: contentType), Is.EqualTo(new Answer(HttpStatusCode.UnsupportedMediaType, null, null)));

    [Test]
    public async Task Another_HTTP_method_is_refused_by_HTTP() =>
        Assert.That((await PostAsync(Frame, method: HttpMethod.Put)).Http, Is.EqualTo(HttpStatusCode.MethodNotAllowed));

    [TestCase("/pulumirpc.Callbacks/Nothing")]
    [TestCase("/pulumirpc.Nothing/Invoke")]
    [TestCase("/")]
    public async Task An_unknown_method_is_answered_in_the_headers_alone(string path) =>
        Assert.That(await PostAsync(Frame, path: path), Is.EqualTo(new Answer(HttpStatusCode.OK, InHeaders: "12", InTrailers: null)));

    [Test]
    public async Task A_truncated_message_is_Internal([Range(0, 7)] int length) =>
        Assert.That((await PostAsync(Frame[..length])).InHeaders, Is.EqualTo("13"));

    [Test]
    public async Task A_second_message_is_Internal() =>
        Assert.That((await PostAsync([.. Frame, .. Frame])).InHeaders, Is.EqualTo("13"));

    [Test]
    public async Task A_malformed_message_is_Internal() =>
        Assert.That((await PostAsync([0, 0, 0, 0, 1, 255])).InHeaders, Is.EqualTo("13"));

    [TestCase(1, "gzip", "12")]
    [TestCase(1, "identity", "13")]
    [TestCase(1, null, "13")]
    [TestCase(2, "gzip", "13")]
    public async Task A_compressed_message_is_refused(byte flag, string? encoding, string status) =>
        Assert.That((await PostAsync([flag, .. Frame[1..]], header: ("grpc-encoding", encoding))).InHeaders, Is.EqualTo(status));

    [TestCase("soon")]
    [TestCase("5")]
    [TestCase("-1S")]
    [TestCase("123456789S")]
    public async Task A_malformed_timeout_is_Internal(string timeout) =>
        Assert.That((await PostAsync(Frame, header: ("grpc-timeout", timeout))).InHeaders, Is.EqualTo("13"));

    [Test]
    public async Task A_length_beyond_all_limits_is_ResourceExhausted() =>
        Assert.That((await PostAsync([0, 255, 255, 255, 255])).InHeaders, Is.EqualTo("8"));

    private static async Task<Answer> PostAsync(
        byte[] body,
        string path = Path,
        string contentType = "application/grpc",
        HttpMethod? method = null,
        (string Name, string? Value)? header = null)
    {
        await using var connection = await Connection.OpenAsync(CallbackOf.Echo);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, $"http://{connection.Server.Address}{path}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.TryAddWithoutValidation("content-type", contentType);
        if (header is (var name, { } value))
        {
            request.Headers.Add(name, value);
        }

        using var response = await http.SendAsync(request, CancellationToken.None);
        await response.Content.CopyToAsync(Stream.Null);
        return new Answer(response.StatusCode, Status(response.Headers), Status(response.TrailingHeaders));
    }

    private static string? Status(HttpResponseHeaders headers) =>
        headers.TryGetValues("grpc-status", out var values) ? values.Single() : null;

    private sealed record Answer(HttpStatusCode Http, string? InHeaders, string? InTrailers);
}
