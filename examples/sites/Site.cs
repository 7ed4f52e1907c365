using System.Text.Json.Serialization;

namespace Sites;

/// <summary>A site, as the stack's configuration describes it.</summary>
internal sealed record Site
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>The networks that its connectors lead to.</summary>
    [JsonPropertyName("networks")]
    public required string[] Networks { get; init; }

    /// <summary>Keeps its networks apart from those of other sites that overlap.</summary>
    [JsonPropertyName("virtualNetwork")]
    public string? VirtualNetwork { get; init; }

    /// <summary>Addresses that its hosts take over from each other; none for a single host.</summary>
    [JsonPropertyName("virtualIps")]
    public string[] VirtualIps { get; init; } = [];

    /// <summary>A TLS endpoint by which devices recognize that they are there, outside of the networks of all sites.</summary>
    [JsonPropertyName("beacon")]
    public string? Beacon { get; init; }
}
