namespace ZeroTrust.Cloudflare;

/// <summary>Codes that lift a restriction on a device for a while. All of them are secrets.</summary>
internal interface IOverrideCodesApi
{
    /// <summary>The registration's codes for now; <see langword="null"/> when the registration is gone.</summary>
    Task<OverrideCodesWire?> FindOverrideCodesAsync(string accountId, string registrationId, CancellationToken ct);

    /// <summary>Mints a code that lets the client be uninstalled. Not repeated after a lost answer: run it again.</summary>
    /// <param name="deviceId">The one device; <see langword="null"/>: every device of the account.</param>
    /// <param name="durationHours">How long the code works.</param>
    /// <exception cref="CloudflareUnknownOutcomeException">The answer was lost; a code nobody has seen may exist.</exception>
    Task<UninstallCodeWire> CreateUninstallCodeAsync(string accountId, string? deviceId, int durationHours, CancellationToken ct);
}

/// <inheritdoc />
internal sealed class OverrideCodesApi(JsonApi api) : IOverrideCodesApi
{
    private static readonly ApiRoute GetOfRegistration = ApiRoute.Get(
        "/accounts/{account_id}/devices/registrations/{registration_id}/override_codes",
        Permission.ZeroTrustRead
    );
    private static readonly ApiRoute PostMint = ApiRoute.Post("/accounts/{account_id}/devices/override_codes", Permission.ZeroTrustWrite);

    public Task<OverrideCodesWire?> FindOverrideCodesAsync(string accountId, string registrationId, CancellationToken ct)
    {
        var call = ApiCall.To(GetOfRegistration, [accountId, registrationId], $"override codes of registration '{registrationId}'");
        return api.FindAsync<OverrideCodesWire>(call with { SecretAnswer = true }, ct);
    }

    // Not repeated: a code whose answer was lost would stay valid, known to nobody.
    public async Task<UninstallCodeWire> CreateUninstallCodeAsync(
        string accountId,
        string? deviceId,
        int durationHours,
        CancellationToken ct
    )
    {
        var subject = deviceId is null ? "an uninstall code for the account" : $"an uninstall code for device '{deviceId}'";
        var call = ApiCall.To(PostMint, [accountId], subject).With(UninstallCodeRequest.For(deviceId, durationHours)) with
        {
            Repeatable = false,
            SecretAnswer = true,
        };
        try
        {
            return await api.SendAsync<UninstallCodeWire>(call, ct);
        }
        catch (CloudflareException lost) when (lost.MayHaveArrived)
        {
            throw Failures.UnknownOutcome(lost, "Run it again for a code that is known.", api.Redactor);
        }
    }
}

/// <summary>What mints a code.</summary>
internal sealed record UninstallCodeRequest(string Scope, string Type, int DurationHours, string? DeviceId)
{
    public static UninstallCodeRequest For(string? deviceId, int durationHours) =>
        new(deviceId is null ? "account" : "device", "uninstall_protection", durationHours, deviceId);
}

/// <summary>Codes by the hours they last: 1, 3, 6, 12, 24.</summary>
internal sealed record OverrideCodesWire(IReadOnlyDictionary<string, string>? DisableForTime)
{
    public override string ToString() => nameof(OverrideCodesWire);
}

/// <summary>A code for uninstalling.</summary>
internal sealed record UninstallCodeWire(string? Code, string? ExpiresAt) : IIdentified
{
    string IIdentified.Identity => Code ?? "";

    public override string ToString() => nameof(UninstallCodeWire);
}
