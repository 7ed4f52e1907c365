namespace ZeroTrust.Provider.Cloudflare;

/// <summary>Registrations of devices: who enrolled what. Needs an API token: an API key does not work here.</summary>
internal interface IRegistrationsApi
{
    /// <summary>Registrations that pass the filter, page by page.</summary>
    /// <param name="limit">Stop after as many; <see langword="null"/>: all.</param>
    [Route("GET", "/accounts/{account_id}/devices/registrations", Permission = "Zero Trust Read")]
    IAsyncEnumerable<RegistrationWire> ListRegistrationsAsync(string accountId, RegistrationFilter filter, int? limit, CancellationToken ct);

    /// <summary>One registration, with its profile; <see langword="null"/> when it is gone. A revoked one is not gone.</summary>
    [Route("GET", "/accounts/{account_id}/devices/registrations/{registration_id}", Permission = "Zero Trust Read")]
    Task<RegistrationWire?> FindRegistrationAsync(string accountId, string registrationId, CancellationToken ct);

    /// <summary>As <see cref="FindRegistrationAsync"/>, but throws when it is gone.</summary>
    [Route("GET", "/accounts/{account_id}/devices/registrations/{registration_id}", Permission = "Zero Trust Read")]
    Task<RegistrationWire> GetRegistrationAsync(string accountId, string registrationId, CancellationToken ct);

    /// <summary>Deletes a registration for good; one that is gone is fine.</summary>
    [Route("DELETE", "/accounts/{account_id}/devices/registrations/{registration_id}", Permission = "Zero Trust Write")]
    Task DeleteRegistrationAsync(string accountId, string registrationId, CancellationToken ct);

    /// <summary>Deletes registrations for good, in chunks; those that are gone are fine.</summary>
    [Route("DELETE", "/accounts/{account_id}/devices/registrations", Permission = "Zero Trust Write")]
    Task DeleteRegistrationsAsync(string accountId, IReadOnlyList<string> registrationIds, CancellationToken ct);

    /// <summary>Revokes registrations, in chunks. They stay, and can be unrevoked.</summary>
    [Route("POST", "/accounts/{account_id}/devices/registrations/revoke", Permission = "Zero Trust Write")]
    Task RevokeRegistrationsAsync(string accountId, IReadOnlyList<string> registrationIds, CancellationToken ct);

    /// <summary>Takes revocations back, in chunks.</summary>
    [Route("POST", "/accounts/{account_id}/devices/registrations/unrevoke", Permission = "Zero Trust Write")]
    Task UnrevokeRegistrationsAsync(string accountId, IReadOnlyList<string> registrationIds, CancellationToken ct);
}

/// <summary>Which registrations to list; what is not set does not filter.</summary>
internal sealed record RegistrationFilter
{
    public IReadOnlyList<string> Ids { get; init; } = [];

    public string? DeviceId { get; init; }

    public string? PolicyId { get; init; }

    public IReadOnlyList<string> UserIds { get; init; } = [];

    /// <summary>Also return <c>policy</c>.</summary>
    public bool IncludePolicy { get; init; }

    /// <summary><c>warp</c> or <c>browser_extension</c>.</summary>
    public string? RegistrationType { get; init; }

    public string? Search { get; init; }

    /// <summary>RFC 3339.</summary>
    public string? SeenAfter { get; init; }

    /// <summary>RFC 3339.</summary>
    public string? SeenBefore { get; init; }

    /// <summary><c>active</c> (Cloudflare's default), <c>all</c> or <c>revoked</c>.</summary>
    public string? Status { get; init; }

    public string? SortBy { get; init; }

    /// <summary><c>asc</c> or <c>desc</c>.</summary>
    public string? SortOrder { get; init; }
}

/// <summary>A registration.</summary>
internal sealed record RegistrationWire
{
    public string Id { get => field ?? ""; init; }

    public string? CreatedAt { get; init; }

    public string? UpdatedAt { get; init; }

    public string? LastSeenAt { get; init; }

    public string? RevokedAt { get; init; }

    public string? DeletedAt { get; init; }

    public RegisteredDeviceWire? Device { get; init; }

    public DeviceUserWire? User { get; init; }

    public RegistrationPolicyWire? Policy { get; init; }

    /// <summary>Public key.</summary>
    public string? Key { get; init; }

    public string? KeyType { get; init; }

    public string? RegistrationType { get; init; }

    public string? TunnelType { get; init; }

    public string? VirtualIpv4 { get; init; }

    public string? VirtualIpv6 { get; init; }
}

/// <summary>The device of a registration.</summary>
internal sealed record RegisteredDeviceWire(string? Id, string? Name, string? ClientVersion);
