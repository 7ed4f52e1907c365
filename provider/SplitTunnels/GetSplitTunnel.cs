using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.SplitTunnels;

/// <summary>The Split Tunnel list of a profile.</summary>
/// <remarks>
/// Source: <c>GET /accounts/{account_id}/devices/policy/{policy_id}/exclude</c> and <c>/include</c>. Token permission: Zero Trust Read.
/// </remarks>
internal sealed record GetSplitTunnelArgs : AccountScoped
{
    /// <summary>The profile: a <c>policyId</c>, the id of a <c>DeviceProfile</c>, or <c>default</c>.</summary>
    [Default(IDevicePolicyApi.DefaultProfileId), Format(StringFormat.ProfileId)]
    public string? ProfileId { get; init; }
}

/// <summary>The list that is in effect.</summary>
internal sealed record GetSplitTunnelResult
{
    /// <summary>Which traffic the routes name: <c>exclude</c> or <c>include</c>.</summary>
    [OneOf(nameof(Enums.SplitTunnelMode))]
    public required string Mode { get; init; }

    /// <summary>The routes.</summary>
    public required IReadOnlyList<SplitTunnelEntry> Routes { get; init; }
}

internal sealed class GetSplitTunnel(IDevicePolicyApi api) : IFunction<GetSplitTunnelArgs, GetSplitTunnelResult>
{
    public async Task<GetSplitTunnelResult> InvokeAsync(GetSplitTunnelArgs args, Operation operation, CancellationToken ct)
    {
        var account = operation.Account(args.AccountId);
        var profile = ProfileIdFormat.Of(args.ProfileId);
        return await SplitTunnelResource.FindAsync(api, account, profile, SplitTunnelList.Exclude, ct) is { } found
            ? new() { Mode = SplitTunnelResource.ModeOf(found.List), Routes = [.. found.Entries.Select(SplitTunnelEntry.FromWire)] }
            : throw LookUp.NotFound(account, "profile", profile, "getDeviceProfiles");
    }
}

[JsonSerializable(typeof(GetSplitTunnelArgs)), JsonSerializable(typeof(GetSplitTunnelResult))]
internal sealed partial class GetSplitTunnelJson : JsonSerializerContext;
