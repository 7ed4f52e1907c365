namespace ZeroTrust.Cloudflare;

/// <summary>Registrations: users' enrollments of devices. Documented for API tokens only; API keys have been accepted.</summary>
internal interface IRegistrationsApi
{
    /// <summary>Registrations that match the filter, page by page.</summary>
    /// <param name="limit">Maximum number of registrations; <see langword="null"/> for all.</param>
    IAsyncEnumerable<RegistrationWire> ListRegistrationsAsync(
        string accountId,
        RegistrationFilter filter,
        int? limit,
        CancellationToken ct
    );

    /// <summary>A registration with its profile, also if it is revoked; <see langword="null"/> when it does not exist.</summary>
    Task<RegistrationWire?> FindRegistrationAsync(string accountId, string registrationId, CancellationToken ct);

    /// <summary>Like <see cref="FindRegistrationAsync"/>, but throws when the registration does not exist.</summary>
    Task<RegistrationWire> GetRegistrationAsync(string accountId, string registrationId, CancellationToken ct);

    /// <summary>Permanently deletes a registration; succeeds if it does not exist.</summary>
    Task DeleteRegistrationAsync(string accountId, string registrationId, CancellationToken ct);

    /// <summary>Permanently deletes registrations in chunks; ignores those that do not exist.</summary>
    Task DeleteRegistrationsAsync(string accountId, IReadOnlyList<string> registrationIds, CancellationToken ct);

    /// <summary>Revokes registrations in chunks. They still exist and can be unrevoked.</summary>
    Task RevokeRegistrationsAsync(string accountId, IReadOnlyList<string> registrationIds, CancellationToken ct);

    /// <summary>Unrevokes registrations in chunks.</summary>
    Task UnrevokeRegistrationsAsync(string accountId, IReadOnlyList<string> registrationIds, CancellationToken ct);
}

/// <inheritdoc cref="IRegistrationsApi"/>
internal static class RegistrationsArea
{
    extension(CloudflareClient client)
    {
        public IRegistrationsApi Registrations => client.Area<IRegistrationsApi>(api => new RegistrationsApi(api));
    }
}

/// <inheritdoc />
internal sealed class RegistrationsApi(JsonApi api) : IRegistrationsApi
{
    private const string Registrations = "/accounts/{account_id}/devices/registrations";
    private const string Registration = "/accounts/{account_id}/devices/registrations/{registration_id}";

    private static readonly ApiRoute GetRegistrations = ApiRoute.Get(Registrations, Permission.ZeroTrustRead);
    private static readonly ApiRoute DeleteRegistrations = ApiRoute.Delete(Registrations, Permission.ZeroTrustWrite);
    private static readonly ApiRoute GetRegistration = ApiRoute.Get(Registration, Permission.ZeroTrustRead);
    private static readonly ApiRoute DeleteRegistration = ApiRoute.Delete(Registration, Permission.ZeroTrustWrite) with
    {
        NotServed = "`DeviceRevocation` with `permanently` deletes many at a time.",
    };
    private static readonly ApiRoute PostRevoke = ApiRoute.Post(
        "/accounts/{account_id}/devices/registrations/revoke",
        Permission.ZeroTrustWrite
    );
    private static readonly ApiRoute PostUnrevoke = ApiRoute.Post(
        "/accounts/{account_id}/devices/registrations/unrevoke",
        Permission.ZeroTrustWrite
    );

    /// <summary>The IDs are in the query; 100 take 4,000 characters, which all proxies accept.</summary>
    private const int ChunkSize = 100;

    public IAsyncEnumerable<RegistrationWire> ListRegistrationsAsync(
        string accountId,
        RegistrationFilter filter,
        int? limit,
        CancellationToken ct
    ) =>
        api.ListByCursorAsync<RegistrationWire>(
            ApiCall.To(GetRegistrations, [accountId], "registrations") with
            {
                Query = Query(filter),
            },
            limit,
            ct
        );

    public async Task<RegistrationWire?> FindRegistrationAsync(string accountId, string registrationId, CancellationToken ct) =>
        await api.FindAsync<RegistrationWire>(Get(accountId, registrationId), ct) is { DeletedAt: null or "" } registration
            ? registration
            : null;

    public Task<RegistrationWire> GetRegistrationAsync(string accountId, string registrationId, CancellationToken ct) =>
        JsonApi.RequireAsync(FindRegistrationAsync(accountId, registrationId, ct), Get(accountId, registrationId));

    public Task DeleteRegistrationAsync(string accountId, string registrationId, CancellationToken ct) =>
        api.DeleteAsync(ApiCall.To(DeleteRegistration, [accountId, registrationId], Subject(registrationId)), ct);

    public Task DeleteRegistrationsAsync(string accountId, IReadOnlyList<string> registrationIds, CancellationToken ct) =>
        JsonApi.InChunksAsync(
            registrationIds,
            ChunkSize,
            async ids =>
            {
                try
                {
                    await api.SendAsync(Many(DeleteRegistrations, accountId, ids), ct);
                }
                catch (CloudflareException gone) when (gone.Kind == CloudflareErrorKind.NotFound)
                {
                    // At least one does not exist; Cloudflare does not document whether the others were deleted.
                    foreach (var id in ids)
                    {
                        await DeleteRegistrationAsync(accountId, id, ct);
                    }
                }
            }
        );

    // Revoking and unrevoking are idempotent.
    public Task RevokeRegistrationsAsync(string accountId, IReadOnlyList<string> registrationIds, CancellationToken ct) =>
        JsonApi.InChunksAsync(registrationIds, ChunkSize, ids => api.SendAsync(Many(PostRevoke, accountId, ids), ct));

    public Task UnrevokeRegistrationsAsync(string accountId, IReadOnlyList<string> registrationIds, CancellationToken ct) =>
        JsonApi.InChunksAsync(registrationIds, ChunkSize, ids => api.SendAsync(Many(PostUnrevoke, accountId, ids), ct));

    private static string Subject(string registrationId) => $"registration '{registrationId}'";

    private static ApiCall Get(string accountId, string registrationId) =>
        ApiCall.To(GetRegistration, [accountId, registrationId], Subject(registrationId)) with
        {
            Query = "include=policy",
        };

    private static ApiCall Many(ApiRoute route, string accountId, string[] ids) =>
        ApiCall.To(route, [accountId], ids is [var one] ? Subject(one) : $"{ids.Length} registrations") with
        {
            Query = new QueryString().Add("id", ids).ToString(),
        };

    private static string Query(RegistrationFilter filter) =>
        new QueryString()
            .Add("id", filter.Ids)
            .Add("device.id", filter.DeviceId)
            .Add("policy.id", filter.PolicyId)
            .Add("user.id", filter.UserIds)
            .Add("include", filter.IncludePolicy ? "policy" : null)
            .Add("registration_type", filter.RegistrationType)
            .Add("search", filter.Search)
            .Add("seen_after", filter.SeenAfter)
            .Add("seen_before", filter.SeenBefore)
            .Add("status", filter.Status)
            .Add("sort_by", filter.SortBy)
            .Add("sort_order", filter.SortOrder)
            .ToString();
}

/// <summary>Filter of registrations; unset properties do not filter.</summary>
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
internal sealed record RegistrationWire : IIdentified
{
    public string Id
    {
        get => field ?? "";
        init;
    }

    string IIdentified.Identity => Id;

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
