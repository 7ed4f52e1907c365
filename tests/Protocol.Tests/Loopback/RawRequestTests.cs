using System.Net;
using System.Net.Http.Headers;
using ZeroTrust.Protocol.Loopback;

namespace ZeroTrust.Protocol.Tests.Loopback;

/// <summary>The server's responses to requests that no generated client sends.</summary>
public sealed class RawRequestTests
{
    private const string Path = "/pulumirpc.Callbacks/Invoke";

    // CallbackInvokeRequest with one byte in `request`.
    private static readonly byte[] Frame = [0, 0, 0, 0, 3, 18, 1, 7];

    private const string InvalidArgument = "3",
        ResourceExhausted = "8",
        Unimplemented = "12",
        Internal = "13";

    [Test]
    public async Task A_valid_request_is_answered_with_a_status_in_the_trailers() =>
        Assert.That(await PostAsync(Frame), Is.EqualTo(new RawResponse(HttpStatusCode.OK, "0")));

    [Test]
    public async Task Another_content_type_is_refused_by_HTTP() =>
        Assert.That((await PostAsync(Frame, contentType: "application/json")).Http, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));

    [TestCase("/pulumirpc.Callbacks/Nothing")]
    [TestCase("/pulumirpc.Nothing/Invoke")]
    public async Task An_unknown_method_is_Unimplemented(string path) =>
        Assert.That((await PostAsync(Frame, path)).Status, Is.EqualTo(Unimplemented));

    [TestCase(new byte[] { 255 }, TestName = "A_message_that_is_no_protobuf_is_InvalidArgument")]
    [TestCase(new byte[] { 10, 2, 0xC3, 0x28 }, TestName = "A_string_that_is_no_UTF8_is_InvalidArgument")]
    public async Task A_malformed_message_is_InvalidArgument(byte[] message) =>
        Assert.That((await PostAsync([0, 0, 0, 0, (byte)message.Length, .. message])).Status, Is.EqualTo(InvalidArgument));

    [Test]
    public async Task A_truncated_message_fails([Range(1, 7)] int length) =>
        Assert.That((await PostAsync(Frame[..length])).Status, Is.EqualTo(Internal));

    [TestCase(LoopbackChannel.MaxMessageBytes, Internal, TestName = "A_message_of_400_MiB_is_read_to_its_end")]
    [TestCase(LoopbackChannel.MaxMessageBytes + 1, ResourceExhausted, TestName = "A_longer_message_is_ResourceExhausted_before_it_is_read")]
    public async Task The_length_is_checked_before_the_message_is_read(int length, string status)
    {
        byte[] prefix = [0, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length];

        Assert.That((await PostAsync(prefix)).Status, Is.EqualTo(status));
    }

    private static async Task<RawResponse> PostAsync(byte[] body, string path = Path, string contentType = "application/grpc")
    {
        await using var connection = await Connection.OpenAsync(CallbackOf.Echo);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{connection.Server.Address}{path}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.TryAddWithoutValidation("content-type", contentType);

        using var response = await http.SendAsync(request, CancellationToken.None);
        await response.Content.CopyToAsync(Stream.Null);
        return new RawResponse(response.StatusCode, StatusOf(response.TrailingHeaders) ?? StatusOf(response.Headers));
    }

    private static string? StatusOf(HttpResponseHeaders headers) =>
        headers.TryGetValues("grpc-status", out var values) ? values.Single() : null;

    private sealed record RawResponse(HttpStatusCode Http, string? Status);
}
