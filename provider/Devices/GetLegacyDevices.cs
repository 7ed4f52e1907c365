using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Devices;

/// <summary>
/// Devices, from Cloudflare's old endpoints. Cloudflare has retired these endpoints; they do not work for accounts in multi-user mode.
/// </summary>
/// <remarks>Source: <c>GET /accounts/{account_id}/devices</c>. Token permission: Zero Trust Read.</remarks>
internal sealed record GetLegacyDevicesArgs : AccountScoped;

/// <summary>Devices found.</summary>
internal sealed record GetLegacyDevicesResult
{
    /// <summary>The devices.</summary>
    public required IReadOnlyList<LegacyDeviceInfo> Devices { get; init; }
}

/// <summary>A device as Cloudflare's old endpoints return it: device and registration are one object.</summary>
internal sealed record LegacyDeviceInfo
{
    /// <summary>ID of the registration.</summary>
    public required string DeviceId { get; init; }

    /// <summary>Name of the device.</summary>
    public string? Name { get; init; }

    /// <summary>When it was created.</summary>
    public string? Created { get; init; }

    /// <summary>When it was last changed.</summary>
    public string? Updated { get; init; }

    /// <summary>When it was last seen.</summary>
    public string? LastSeen { get; init; }

    /// <summary>When it was revoked; unset when it is not.</summary>
    public string? RevokedAt { get; init; }

    /// <summary>Operating system.</summary>
    public string? DeviceType { get; init; }

    /// <summary>IP address.</summary>
    public string? Ip { get; init; }

    /// <summary>Public key.</summary>
    public string? Key { get; init; }

    /// <summary>MAC address.</summary>
    public string? MacAddress { get; init; }

    /// <summary>Manufacturer.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>Model.</summary>
    public string? Model { get; init; }

    /// <summary>Version of the operating system.</summary>
    public string? OsVersion { get; init; }

    /// <summary>Serial number.</summary>
    public string? SerialNumber { get; init; }

    /// <summary>Version of the client.</summary>
    public string? Version { get; init; }

    /// <summary>The user who enrolled.</summary>
    public DeviceUser? User { get; init; }

    public static LegacyDeviceInfo Of(LegacyDeviceWire wire) =>
        new()
        {
            DeviceId = wire.Id,
            Name = wire.Name,
            Created = wire.Created,
            Updated = wire.Updated,
            LastSeen = wire.LastSeen,
            RevokedAt = string.IsNullOrEmpty(wire.RevokedAt) ? null : wire.RevokedAt,
            DeviceType = wire.DeviceType,
            Ip = wire.Ip,
            Key = wire.Key,
            MacAddress = wire.MacAddress,
            Manufacturer = wire.Manufacturer,
            Model = wire.Model,
            OsVersion = wire.OsVersion,
            SerialNumber = wire.SerialNumber,
            Version = wire.Version,
            User = DeviceUser.Of(wire.User),
        };
}

internal sealed class GetLegacyDevices(ILegacyDevicesApi api) : IFunction<GetLegacyDevicesArgs, GetLegacyDevicesResult>
{
    public async Task<GetLegacyDevicesResult> InvokeAsync(GetLegacyDevicesArgs args, Operation operation, CancellationToken ct) =>
        new() { Devices = [.. (await api.ListDevicesAsync(operation.Account(args.AccountId), ct)).Select(LegacyDeviceInfo.Of)] };
}

[JsonSerializable(typeof(GetLegacyDevicesArgs)), JsonSerializable(typeof(GetLegacyDevicesResult))]
internal sealed partial class GetLegacyDevicesJson : JsonSerializerContext;
