using System.Text.Json.Serialization;

namespace ZeroTrust.Cloudflare;

/// <summary>The account's global override, which disconnects every device.</summary>
internal interface IResilienceApi
{
    /// <summary>The override; <see langword="null"/> when it has never been set.</summary>
    Task<GlobalOverrideWire?> FindGlobalOverrideAsync(string accountId, CancellationToken ct);

    /// <summary>Sets the override. Each call updates its timestamp, even without a change.</summary>
    /// <param name="justification">For the audit log; never returned.</param>
    Task<GlobalOverrideWire> SetGlobalOverrideAsync(string accountId, bool disconnect, string? justification, CancellationToken ct);
}

/// <inheritdoc cref="IResilienceApi"/>
internal static class ResilienceArea
{
    extension(CloudflareClient client)
    {
        public IResilienceApi Resilience => client.Area<IResilienceApi>(api => new ResilienceApi(api));
    }
}

/// <inheritdoc />
internal sealed class ResilienceApi(JsonApi api) : IResilienceApi
{
    private const string Disconnect = "/accounts/{account_id}/devices/resilience/disconnect";
    private const string Subject = "the global override";

    private static readonly ApiRoute GetDisconnect = ApiRoute.Get(Disconnect, Permission.ResilienceRead);
    private static readonly ApiRoute PostDisconnect = ApiRoute.Post(Disconnect, Permission.ResilienceWrite);

    public Task<GlobalOverrideWire?> FindGlobalOverrideAsync(string accountId, CancellationToken ct) =>
        api.SendForOptionalAsync<GlobalOverrideWire>(ApiCall.To(GetDisconnect, [accountId], Subject), ct);

    // Repeatable, unlike other POSTs: a second call only updates the timestamp, and an emergency switch must not stay in doubt.
    public async Task<GlobalOverrideWire> SetGlobalOverrideAsync(
        string accountId,
        bool disconnect,
        string? justification,
        CancellationToken ct
    )
    {
        try
        {
            var call = ApiCall.To(PostDisconnect, [accountId], Subject).With(new GlobalOverrideRequest(disconnect, justification));
            return await api.SendForOptionalAsync<GlobalOverrideWire>(call, ct) ?? await ReadAsync(accountId, ct);
        }
        catch (CloudflareException failure) when (failure.IsUnclear)
        {
            // The justification cannot be compared, since it is never returned.
            if (await ReadAsync(accountId, ct) is { } set && set.Disconnect == disconnect)
            {
                return set;
            }

            throw;
        }
    }

    private Task<GlobalOverrideWire> ReadAsync(string accountId, CancellationToken ct) =>
        api.SendAsync<GlobalOverrideWire>(ApiCall.To(GetDisconnect, [accountId], Subject), ct);
}

/// <summary>Request to set the override.</summary>
internal sealed record GlobalOverrideRequest(bool Disconnect, string? Justification);

/// <summary>The override and when it was last set (RFC 3339).</summary>
internal sealed record GlobalOverrideWire([property: JsonRequired] bool Disconnect, string? Timestamp);
