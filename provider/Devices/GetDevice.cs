using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Devices;

/// <summary>One device with the WARP client.</summary>
/// <remarks>
/// Source: <c>GET /accounts/{account_id}/devices/physical-devices/{device_id}</c>. Token permission: Zero Trust Read; Cloudflare documents
/// API tokens only.
/// </remarks>
internal sealed record GetDeviceArgs : AccountScoped
{
    /// <summary>ID of the device.</summary>
    [Length(1, 256)]
    public required string DeviceId { get; init; }
}

internal sealed class GetDevice(IPhysicalDevicesApi api) : IFunction<GetDeviceArgs, DeviceInfo>
{
    public async Task<DeviceInfo> InvokeAsync(GetDeviceArgs args, Operation operation, CancellationToken ct) =>
        DeviceInfo.Of(await api.GetDeviceAsync(operation.Account(args.AccountId), args.DeviceId, ct));
}

[JsonSerializable(typeof(GetDeviceArgs)), JsonSerializable(typeof(DeviceInfo))]
internal sealed partial class GetDeviceJson : JsonSerializerContext;
