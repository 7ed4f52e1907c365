using System.Text.Json.Nodes;
using ZeroTrust.Simulator.State;

namespace ZeroTrust.Simulator.Http;

/// <summary>An HTTP response, ready to send.</summary>
internal sealed record Reply(int Status, byte[] Body, string ContentType = "application/json")
{
    /// <summary>Headers other than the content type.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>How much of it is sent.</summary>
    public ReplyEnding Ending { get; init; }

    public static Reply Json(int status, JsonNode? body) => new(status, body?.ToReadableBytes() ?? "null"u8.ToArray());

    public static Reply Of(ApiException refusal) => Json(refusal.Status, Envelope.Of(refusal));

    public Reply With(string header, string value) => this with { Headers = new Dictionary<string, string>(Headers) { [header] = value } };
}

/// <summary>How the sending of a <see cref="Reply"/> ends.</summary>
internal enum ReplyEnding
{
    /// <summary>All of it is sent.</summary>
    Complete,

    /// <summary>The connection breaks after half of the body.</summary>
    CutInBody,

    /// <summary>Half of the body is sent, and the connection stays open.</summary>
    SilentInBody,

    /// <summary>The connection breaks before anything is sent.</summary>
    Cut,

    /// <summary>Nothing is sent, and the connection stays open.</summary>
    Silent,
}
