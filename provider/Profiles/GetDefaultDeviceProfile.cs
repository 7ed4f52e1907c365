using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Profiles;

/// <summary>The default device settings profile of an account.</summary>
/// <remarks>Source: <c>GET /accounts/{account_id}/devices/policy</c>. Token permission: Zero Trust Read.</remarks>
internal sealed record GetDefaultDeviceProfileArgs : AccountScoped;

/// <summary>
/// The default profile. <c>lanAllowMinutes</c> and <c>lanAllowSubnetSize</c> are never set: Cloudflare does not return them.
/// </summary>
internal sealed record GetDefaultDeviceProfileResult : DeviceProfileSettings
{
    /// <summary>ID by which Gateway knows the profile.</summary>
    public string? GatewayUniqueId { get; init; }
}

internal sealed class GetDefaultDeviceProfile(IDevicePolicyApi api) : IFunction<GetDefaultDeviceProfileArgs, GetDefaultDeviceProfileResult>
{
    public async Task<GetDefaultDeviceProfileResult> InvokeAsync(
        GetDefaultDeviceProfileArgs args,
        Operation operation,
        CancellationToken ct
    )
    {
        var account = operation.Account(args.AccountId);
        var profile = await api.GetDefaultProfileAsync(account, ct);
        return ProfileFields.FromWire(new GetDefaultDeviceProfileResult { GatewayUniqueId = profile.GatewayUniqueId }, account, profile);
    }
}

[JsonSerializable(typeof(GetDefaultDeviceProfileArgs)), JsonSerializable(typeof(GetDefaultDeviceProfileResult))]
internal sealed partial class GetDefaultDeviceProfileJson : JsonSerializerContext;
