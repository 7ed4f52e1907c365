using System.Text;
using System.Text.Json.Nodes;
using ZeroTrust.Simulator.State;

namespace ZeroTrust.Simulator.Http;

/// <summary>An HTTP answer, ready to be sent.</summary>
internal sealed record Reply(int Status, byte[] Body, string ContentType = "application/json")
{
    /// <summary>Headers beside the content type.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>How much of it arrives.</summary>
    public ReplyEnding Ending { get; init; }

    public static Reply Json(int status, JsonNode? body) => new(status, Encoding.UTF8.GetBytes(body?.ToReadable() ?? "null"));

    public static Reply Of(ApiException refusal) => Json(refusal.Status, Envelope.Of(refusal));

    public Reply With(string header, string value) => this with { Headers = new Dictionary<string, string>(Headers) { [header] = value } };
}

/// <summary>How the sending of a <see cref="Reply"/> ends.</summary>
internal enum ReplyEnding
{
    /// <summary>All of it arrives.</summary>
    Complete,

    /// <summary>The connection breaks after half of the body.</summary>
    CutInBody,

    /// <summary>Nothing follows half of the body.</summary>
    SilentInBody,

    /// <summary>The connection breaks at once.</summary>
    Cut,

    /// <summary>Nothing is sent.</summary>
    Silent,
}
