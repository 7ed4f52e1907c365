namespace ZeroTrust.Cloudflare;

/// <summary>Codes that temporarily lift a restriction on a device. All of them are secrets.</summary>
internal interface IOverrideCodesApi
{
    /// <summary>The registration's current codes; <see langword="null"/> when the registration does not exist.</summary>
    Task<OverrideCodesWire?> FindOverrideCodesAsync(string accountId, string registrationId, CancellationToken ct);

    /// <summary>Creates a code that allows the client to be uninstalled. Never repeated after a lost response.</summary>
    /// <param name="deviceId">The device; <see langword="null"/> for every device of the account.</param>
    /// <param name="durationHours">How long the code is valid.</param>
    /// <exception cref="CloudflareUnknownOutcomeException">The response was lost; an unknown code may exist.</exception>
    Task<UninstallCodeWire> CreateUninstallCodeAsync(string accountId, string? deviceId, int durationHours, CancellationToken ct);
}

/// <inheritdoc cref="IOverrideCodesApi"/>
internal static class OverrideCodesArea
{
    extension(CloudflareClient client)
    {
        public IOverrideCodesApi OverrideCodes => client.Area<IOverrideCodesApi>(api => new OverrideCodesApi(api));
    }
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
        return api.FindAsync<OverrideCodesWire>(call with { HasSecretResponse = true }, ct);
    }

    // Not repeated, because each attempt may create a valid code that nobody knows.
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
            HasSecretResponse = true,
        };
        try
        {
            return await api.SendAsync<UninstallCodeWire>(call, ct);
        }
        catch (CloudflareException lost) when (lost.MayHaveArrived)
        {
            throw Failures.UnknownOutcome(lost, "Run it again to get a code.", api.Redactor);
        }
    }
}

/// <summary>Request to create a code.</summary>
internal sealed record UninstallCodeRequest(string Scope, string Type, int DurationHours, string? DeviceId)
{
    public static UninstallCodeRequest For(string? deviceId, int durationHours) =>
        new(deviceId is null ? "account" : "device", "uninstall_protection", durationHours, deviceId);
}

/// <summary>Codes by their duration in hours: 1, 3, 6, 12, 24.</summary>
internal sealed record OverrideCodesWire(IReadOnlyDictionary<string, string>? DisableForTime)
{
    public override string ToString() => nameof(OverrideCodesWire);
}

/// <summary>A code for uninstalling the client.</summary>
internal sealed record UninstallCodeWire(string? Code, string? ExpiresAt) : IIdentified
{
    string IIdentified.Identity => Code ?? "";

    public override string ToString() => nameof(UninstallCodeWire);
}
