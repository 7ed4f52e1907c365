using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Account;

/// <summary>Settings of an account that concern all its devices, connectivity included.</summary>
/// <remarks>
/// Source: <c>GET /accounts/{account_id}/devices/settings</c> and <c>GET /accounts/{account_id}/zerotrust/connectivity_settings</c>. Token
/// permission: Zero
/// Trust Read.
/// </remarks>
internal sealed record GetDeviceSettingsArgs : AccountScoped;

/// <summary>The settings.</summary>
internal sealed record GetDeviceSettingsResult : DeviceSettingsValues;

internal sealed class GetDeviceSettings(IDeviceSettingsApi api) : IFunction<GetDeviceSettingsArgs, GetDeviceSettingsResult>
{
    public async Task<GetDeviceSettingsResult> InvokeAsync(GetDeviceSettingsArgs args, Operation operation, CancellationToken ct)
    {
        var account = operation.Account(args.AccountId);
        var settings = await api.GetSettingsAsync(account, ct);
        return DeviceSettingsResource.Values(new GetDeviceSettingsResult(), account, settings, await api.GetConnectivityAsync(account, ct));
    }
}

[JsonSerializable(typeof(GetDeviceSettingsArgs)), JsonSerializable(typeof(GetDeviceSettingsResult))]
internal sealed partial class GetDeviceSettingsJson : JsonSerializerContext;
