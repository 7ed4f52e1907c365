using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.FallbackDomains;

/// <summary>The Local Domain Fallback list of a profile.</summary>
/// <remarks>
/// Source: <c>GET /accounts/{account_id}/devices/policy/{policy_id}/fallback_domains</c>. Token permission: Zero Trust Read.
/// </remarks>
internal sealed record GetFallbackDomainsArgs : AccountScoped
{
    /// <summary>The profile: a <c>policyId</c>, the id of a <c>DeviceProfile</c>, or <c>default</c>.</summary>
    [Default(IDevicePolicyApi.DefaultProfileId), Format(StringFormat.ProfileId)]
    public string? ProfileId { get; init; }
}

/// <summary>The list.</summary>
internal sealed record GetFallbackDomainsResult
{
    /// <summary>The suffixes.</summary>
    public required IReadOnlyList<FallbackDomainEntry> Domains { get; init; }
}

internal sealed class GetFallbackDomains(IDevicePolicyApi api) : IFunction<GetFallbackDomainsArgs, GetFallbackDomainsResult>
{
    public async Task<GetFallbackDomainsResult> InvokeAsync(GetFallbackDomainsArgs args, Operation operation, CancellationToken ct)
    {
        var account = operation.Account(args.AccountId);
        var profile = ProfileIdFormat.Of(args.ProfileId);
        return await api.FindFallbackDomainsAsync(account, profile, ct) is { } domains
            ? new() { Domains = [.. domains.Select(FallbackDomainEntry.FromWire)] }
            : throw LookUp.NotFound(account, "profile", profile, "getDeviceProfiles");
    }
}

[JsonSerializable(typeof(GetFallbackDomainsArgs)), JsonSerializable(typeof(GetFallbackDomainsResult))]
internal sealed partial class GetFallbackDomainsJson : JsonSerializerContext;
