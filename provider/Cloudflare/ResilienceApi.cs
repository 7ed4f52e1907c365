namespace ZeroTrust.Provider.Cloudflare;

/// <summary>The account's global override, which disconnects every device.</summary>
internal interface IResilienceApi
{
    /// <summary>The override; <see langword="null"/> when it has never been set.</summary>
    [Route("GET", "/accounts/{account_id}/devices/resilience/disconnect", Permission = "Zero Trust Resilience Read")]
    Task<GlobalOverrideWire?> FindGlobalOverrideAsync(string accountId, CancellationToken ct);

    /// <summary>Sets the override. Each call moves its timestamp, even without a change.</summary>
    /// <param name="justification">For the audit log; never returned.</param>
    [Route("POST", "/accounts/{account_id}/devices/resilience/disconnect", Permission = "Zero Trust Resilience Write")]
    Task<GlobalOverrideWire> SetGlobalOverrideAsync(string accountId, bool disconnect, string? justification, CancellationToken ct);
}

/// <summary>The override and when it was last set (RFC 3339).</summary>
internal sealed record GlobalOverrideWire(bool Disconnect, string? Timestamp);
