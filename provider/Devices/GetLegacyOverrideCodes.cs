using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Devices;

/// <summary>
/// Override codes of a device, from Cloudflare's old endpoints. Cloudflare has retired these endpoints; they do not work for accounts in
/// multi-user mode.
/// </summary>
/// <remarks>Source: <c>GET /accounts/{account_id}/devices/{device_id}/override_codes</c>. Token permission: Zero Trust Read.</remarks>
internal sealed record GetLegacyOverrideCodesArgs : AccountScoped
{
    /// <summary>ID of the device, which is that of its registration.</summary>
    [Length(1, 256)]
    public required string DeviceId { get; init; }
}

internal sealed class GetLegacyOverrideCodes(ILegacyDevicesApi api) : IFunction<GetLegacyOverrideCodesArgs, GetOverrideCodesResult>
{
    public async Task<GetOverrideCodesResult> InvokeAsync(GetLegacyOverrideCodesArgs args, Operation operation, CancellationToken ct)
    {
        var account = operation.Account(args.AccountId);
        return await api.FindOverrideCodesAsync(account, args.DeviceId, ct) is { } codes
            ? new() { DisableForTime = codes.DisableForTime ?? new Dictionary<string, string>() }
            : throw LookUp.NotFound(account, "device", args.DeviceId, "getRegistrations");
    }
}

[JsonSerializable(typeof(GetLegacyOverrideCodesArgs)), JsonSerializable(typeof(GetOverrideCodesResult))]
internal sealed partial class GetLegacyOverrideCodesJson : JsonSerializerContext;
