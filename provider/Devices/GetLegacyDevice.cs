using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Devices;

/// <summary>
/// One device, from Cloudflare's old endpoints. Cloudflare has retired these endpoints; they do not work for accounts in multi-user mode.
/// </summary>
/// <remarks>Source: <c>GET /accounts/{account_id}/devices/{device_id}</c>. Token permission: Zero Trust Read.</remarks>
internal sealed record GetLegacyDeviceArgs : AccountScoped
{
    /// <summary>ID of the device, which is that of its registration.</summary>
    [Length(1, 256)]
    public required string DeviceId { get; init; }
}

internal sealed class GetLegacyDevice(ILegacyDevicesApi api) : IFunction<GetLegacyDeviceArgs, LegacyDeviceInfo>
{
    public async Task<LegacyDeviceInfo> InvokeAsync(GetLegacyDeviceArgs args, Operation operation, CancellationToken ct)
    {
        var account = operation.Account(args.AccountId);
        return await api.FindDeviceAsync(account, args.DeviceId, ct) is { } found
            ? LegacyDeviceInfo.Of(found)
            : throw LookUp.NotFound(account, "device", args.DeviceId, "getRegistrations");
    }
}

[JsonSerializable(typeof(GetLegacyDeviceArgs)), JsonSerializable(typeof(LegacyDeviceInfo))]
internal sealed partial class GetLegacyDeviceJson : JsonSerializerContext;
