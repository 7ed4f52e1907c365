using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Account;

/// <summary>The account's emergency switch, which disconnects every device.</summary>
/// <remarks>
/// Source: <c>GET /accounts/{account_id}/devices/resilience/disconnect</c>. Token permission: Zero Trust Resilience Read.
/// </remarks>
internal sealed record GetGlobalWarpOverrideArgs : AccountScoped;

/// <summary>The switch.</summary>
internal sealed record GetGlobalWarpOverrideResult
{
    /// <summary>Whether all devices are disconnected.</summary>
    public required bool Disconnect { get; init; }

    /// <summary>When it was last written; unset when it never was.</summary>
    public string? Timestamp { get; init; }
}

internal sealed class GetGlobalWarpOverride(IResilienceApi api) : IFunction<GetGlobalWarpOverrideArgs, GetGlobalWarpOverrideResult>
{
    public async Task<GetGlobalWarpOverrideResult> InvokeAsync(GetGlobalWarpOverrideArgs args, Operation operation, CancellationToken ct)
    {
        var found = await api.FindGlobalOverrideAsync(operation.Account(args.AccountId), ct);
        return new() { Disconnect = found?.Disconnect ?? false, Timestamp = found?.Timestamp };
    }
}

[JsonSerializable(typeof(GetGlobalWarpOverrideArgs)), JsonSerializable(typeof(GetGlobalWarpOverrideResult))]
internal sealed partial class GetGlobalWarpOverrideJson : JsonSerializerContext;
