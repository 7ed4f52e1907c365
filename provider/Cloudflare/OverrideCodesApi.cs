namespace ZeroTrust.Provider.Cloudflare;

/// <summary>Codes that lift a restriction on a device for a while. All of them are secrets.</summary>
internal interface IOverrideCodesApi
{
    /// <summary>The registration's codes for now; <see langword="null"/> when the registration is gone.</summary>
    [Route("GET", "/accounts/{account_id}/devices/registrations/{registration_id}/override_codes", Permission = "Zero Trust Read")]
    Task<OverrideCodesWire?> FindOverrideCodesAsync(string accountId, string registrationId, CancellationToken ct);

    /// <summary>Mints a code that lets the client be uninstalled. Not repeated after a lost answer: run it again.</summary>
    /// <param name="deviceId">The one device; <see langword="null"/>: every device of the account.</param>
    /// <param name="durationHours">How long the code works.</param>
    /// <exception cref="CloudflareUnknownOutcomeException">The answer was lost; a code nobody has seen may exist.</exception>
    [Route("POST", "/accounts/{account_id}/devices/override_codes", Permission = "Zero Trust Write")]
    Task<UninstallCodeWire> CreateUninstallCodeAsync(string accountId, string? deviceId, int durationHours, CancellationToken ct);
}

/// <summary>Codes by the hours they last: 1, 3, 6, 12, 24.</summary>
internal sealed record OverrideCodesWire(IReadOnlyDictionary<string, string>? DisableForTime)
{
    public override string ToString() => nameof(OverrideCodesWire);
}

/// <summary>A code for uninstalling.</summary>
internal sealed record UninstallCodeWire(string? Code, string? ExpiresAt)
{
    public override string ToString() => nameof(UninstallCodeWire);
}
