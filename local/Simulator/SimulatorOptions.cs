namespace ZeroTrust.Simulator;

/// <summary>What a PATCH of the default profile does with <c>exclude</c> and <c>include</c>.</summary>
public enum DefaultProfileLists
{
    /// <summary>The PATCH succeeds and leaves the lists alone.</summary>
    Ignored,

    /// <summary>The PATCH stores them.</summary>
    Stored,

    /// <summary>The PATCH fails with 500, and nothing changes.</summary>
    Refused,
}

/// <summary>What a <see cref="CloudflareSimulator"/> starts with. Every value has a default that suits a test.</summary>
public sealed record SimulatorOptions
{
    /// <summary>TCP port on 127.0.0.1.</summary>
    /// <value>0 to 65535; default 0, which picks a free port.</value>
    public int Port { get; init; }

    /// <summary>The one account that exists: 32 hexadecimal characters.</summary>
    public string AccountId { get; init; } = "0123456789abcdef0123456789abcdef";

    /// <summary>The account's zones, at least one: 32 hexadecimal characters each.</summary>
    public IReadOnlyList<string> ZoneIds { get; init; } = ["fedcba9876543210fedcba9876543210"];

    /// <summary>API token with every permission.</summary>
    public string Token { get; init; } = "simulator-token";

    /// <summary>Further API tokens, such as one that may only read.</summary>
    public IReadOnlyList<SimulatorToken> Tokens { get; init; } = [];

    /// <summary>User of the global API key (X-Auth-Email).</summary>
    public string Email { get; init; } = "admin@example.com";

    /// <summary>Global API key (X-Auth-Key) with every permission; families that take tokens only refuse it.</summary>
    public string ApiKey { get; init; } = "simulator-key";

    /// <summary>File that keeps the state between runs; null keeps it in memory only.</summary>
    public string? DataFile { get; init; }

    /// <summary>File that gets one JSON line a request; null writes none. Bodies are never written to it.</summary>
    public string? RequestLogFile { get; init; }

    /// <summary>Requests kept in memory, the oldest dropped first.</summary>
    /// <value>Default 100,000.</value>
    public int RequestHistory { get; init; } = 100_000;

    /// <summary>Whether request bodies are kept in memory beside the requests.</summary>
    public bool KeepBodies { get; init; } = true;

    /// <summary>Clock for timestamps, the rate limit and delays.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Seed of all ids: the same seed and the same calls give the same ids.</summary>
    public int IdSeed { get; init; } = 1;

    /// <summary>Requests one token may make within <see cref="RateLimitWindow"/>.</summary>
    /// <value>Default 1,200, as Cloudflare's; 0 is no limit.</value>
    public int RateLimit { get; init; } = 1200;

    /// <summary>Length of the rate limit's window, and of the block after passing it.</summary>
    /// <value>Default 5 minutes, as Cloudflare's.</value>
    public TimeSpan RateLimitWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time that every answer takes.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Whether GET /devices/policies also lists the default profile.</summary>
    /// <remarks>Cloudflare does not say; clients must cope with both.</remarks>
    public bool ListDefaultProfile { get; init; } = true;

    /// <summary>What PATCH of the default profile does with lists.</summary>
    /// <remarks>All three are reported of Cloudflare; clients must cope with each.</remarks>
    public DefaultProfileLists DefaultProfileLists { get; init; } = DefaultProfileLists.Ignored;

    /// <summary>Whether GET of a deleted WARP connector is a 404. Otherwise it answers the tunnel with <c>deleted_at</c>.</summary>
    public bool DeletedTunnelsAreNotFound { get; init; }

    /// <summary>Reads of a tunnel's connections that still show the old roles after a failover.</summary>
    /// <value>Default 0: the roles change at once.</value>
    public int FailoverPolls { get; init; }

    /// <summary>Whether the account is in multi-user mode, which switches the old device endpoints off.</summary>
    public bool MultiUserMode { get; init; }

    /// <summary>Longest <c>match</c> accepted, in characters.</summary>
    /// <value>Default 10,000, the documented account limit.</value>
    public int MatchLimit { get; init; } = 10_000;

    /// <summary>Live WARP connectors the account may have.</summary>
    /// <value>Default 50, the documented account limit.</value>
    public int WarpConnectorLimit { get; init; } = 50;
}
