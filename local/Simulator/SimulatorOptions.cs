namespace ZeroTrust.Simulator;

/// <summary>What a PATCH of the default profile does with <c>exclude</c> and <c>include</c>.</summary>
public enum DefaultProfileLists
{
    /// <summary>The PATCH succeeds and ignores the lists.</summary>
    Ignored,

    /// <summary>The PATCH stores them.</summary>
    Stored,

    /// <summary>The PATCH fails with 500, and nothing changes.</summary>
    Refused,
}

/// <summary>Options of a <see cref="CloudflareSimulator"/>. The defaults suit a test.</summary>
public sealed record SimulatorOptions
{
    /// <summary>TCP port on 127.0.0.1.</summary>
    /// <value>0 to 65535; default 0, which picks a free port.</value>
    public int Port { get; init; }

    /// <summary>ID of the one account: 32 hexadecimal characters.</summary>
    public string AccountId { get; init; } = "0123456789abcdef0123456789abcdef";

    /// <summary>IDs of the account's zones, at least one: 32 hexadecimal characters each.</summary>
    public IReadOnlyList<string> ZoneIds { get; init; } = ["fedcba9876543210fedcba9876543210"];

    /// <summary>API token with every permission.</summary>
    public string Token { get; init; } = "simulator-token";

    /// <summary>Additional API tokens, such as a read-only one.</summary>
    public IReadOnlyList<SimulatorToken> Tokens { get; init; } = [];

    /// <summary>User of the global API key (X-Auth-Email).</summary>
    public string Email { get; init; } = "admin@example.com";

    /// <summary>Global API key (X-Auth-Key) with every permission. Endpoints that require a token reject it.</summary>
    public string ApiKey { get; init; } = "simulator-key";

    /// <summary>File that persists the state; null keeps it in memory only.</summary>
    public string? DataFile { get; init; }

    /// <summary>File to which each request is appended as one line of JSON, without its body; null for none.</summary>
    public string? RequestLogFile { get; init; }

    /// <summary>Maximum number of requests kept in memory.</summary>
    /// <value>Default 100,000.</value>
    public int RequestHistory { get; init; } = 100_000;

    /// <summary>Whether request bodies are kept in memory.</summary>
    public bool KeepBodies { get; init; } = true;

    /// <summary>Clock for timestamps, the rate limit and delays.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Seed of all IDs: the same seed and calls give the same IDs.</summary>
    public int IdSeed { get; init; } = 1;

    /// <summary>Requests allowed per token within <see cref="RateLimitWindow"/>.</summary>
    /// <value>Default 1,200, as in Cloudflare's API; 0 means no limit.</value>
    public int RateLimit { get; init; } = 1200;

    /// <summary>Length of the rate limit's window, and of the block after the limit is exceeded.</summary>
    /// <value>Default 5 minutes, as in Cloudflare's API.</value>
    public TimeSpan RateLimitWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Delay of every response.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Whether GET /devices/policies also lists the default profile.</summary>
    /// <remarks>Cloudflare's documentation does not say; clients must handle both.</remarks>
    public bool ListDefaultProfile { get; init; } = true;

    /// <summary>What PATCH of the default profile does with lists.</summary>
    /// <remarks>All three have been reported for Cloudflare; clients must handle each.</remarks>
    public DefaultProfileLists DefaultProfileLists { get; init; } = DefaultProfileLists.Ignored;

    /// <summary>Whether GET of a deleted WARP connector returns 404 instead of the tunnel with <c>deleted_at</c>.</summary>
    public bool DeletedTunnelsAreNotFound { get; init; }

    /// <summary>Number of reads of a tunnel's connections that still return the old roles after a failover.</summary>
    /// <value>Default 0: the roles change immediately.</value>
    public int FailoverPolls { get; init; }

    /// <summary>Whether the account is in multi-user mode, which disables the deprecated device endpoints.</summary>
    public bool MultiUserMode { get; init; }

    /// <summary>Maximum length of <c>match</c>, in characters.</summary>
    /// <value>Default 10,000, the documented account limit.</value>
    public int MatchLimit { get; init; } = 10_000;

    /// <summary>Maximum number of live WARP connectors.</summary>
    /// <value>Default 50, the documented account limit.</value>
    public int WarpConnectorLimit { get; init; } = 50;
}
