using System.Text.Json;
using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Devices;

/// <summary>Devices with the WARP client. Filters are combined with AND.</summary>
/// <remarks>
/// Source: <c>GET /accounts/{account_id}/devices/physical-devices</c>. Token permission: Zero Trust Read; Cloudflare documents API tokens
/// only.
/// </remarks>
internal sealed record GetDevicesArgs : AccountScoped
{
    /// <summary>Only devices with these IDs.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>Which devices to list, by their active registrations. By default, devices without any are left out.</summary>
    [ServerDefault("only"), OneOf(nameof(Enums.ActiveRegistrations))]
    public string? ActiveRegistrations { get; init; }

    /// <summary>Only devices with a registration of this kind of client.</summary>
    [OneOf(nameof(Enums.ProfileType))]
    public string? HasRegistrationType { get; init; }

    /// <summary>Whether to return the profile that each device was last seen with.</summary>
    public bool? IncludePolicy { get; init; }

    /// <summary>Only devices last seen with this profile: its <c>policyId</c>, or the id of a <c>DeviceProfile</c>.</summary>
    [Format(StringFormat.ProfileId)]
    public string? PolicyId { get; init; }

    /// <summary>Only devices whose user last seen has this email address.</summary>
    public string? UserEmail { get; init; }

    /// <summary>Only devices that contain this string.</summary>
    public string? Search { get; init; }

    /// <summary>Only devices seen after this time (RFC 3339).</summary>
    public string? SeenAfter { get; init; }

    /// <summary>Only devices seen before this time (RFC 3339).</summary>
    public string? SeenBefore { get; init; }

    /// <summary>Only devices with all these tags, each <c>key:value</c>.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>What to sort by.</summary>
    [OneOf(nameof(Enums.DeviceSort))]
    public string? SortBy { get; init; }

    /// <summary>Direction of the sort.</summary>
    [OneOf(nameof(Enums.SortOrder))]
    public string? SortOrder { get; init; }

    /// <summary>At most this many devices. Unset: all.</summary>
    [Range(1, int.MaxValue)]
    public int? Limit { get; init; }
}

/// <summary>Devices found.</summary>
internal sealed record GetDevicesResult
{
    /// <summary>The devices.</summary>
    public required IReadOnlyList<DeviceInfo> Devices { get; init; }
}

/// <summary>A device with the WARP client.</summary>
internal sealed record DeviceInfo
{
    /// <summary>ID of the device.</summary>
    public required string DeviceId { get; init; }

    /// <summary>Name of the device.</summary>
    public string? Name { get; init; }

    /// <summary>Number of its active registrations.</summary>
    public int? ActiveRegistrations { get; init; }

    /// <summary>When it was created.</summary>
    public string? CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public string? UpdatedAt { get; init; }

    /// <summary>When it was last seen.</summary>
    public string? LastSeenAt { get; init; }

    /// <summary>Version of the client.</summary>
    public string? ClientVersion { get; init; }

    /// <summary>Operating system.</summary>
    public string? DeviceType { get; init; }

    /// <summary>ID of the hardware.</summary>
    public string? HardwareId { get; init; }

    /// <summary>MAC address.</summary>
    public string? MacAddress { get; init; }

    /// <summary>Manufacturer.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>Model.</summary>
    public string? Model { get; init; }

    /// <summary>Version of the operating system.</summary>
    public string? OsVersion { get; init; }

    /// <summary>More about the version of the operating system.</summary>
    public string? OsVersionExtra { get; init; }

    /// <summary>Public IP address.</summary>
    public string? PublicIp { get; init; }

    /// <summary>Serial number.</summary>
    public string? SerialNumber { get; init; }

    /// <summary>Tags.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>The user last seen.</summary>
    public DeviceUser? LastSeenUser { get; init; }

    /// <summary>The profile that it was last seen with; only with <c>includePolicy</c>.</summary>
    public AppliedPolicy? LastSeenPolicy { get; init; }

    public static DeviceInfo Of(PhysicalDeviceWire wire) =>
        new()
        {
            DeviceId = wire.Id,
            Name = wire.Name,
            ActiveRegistrations = wire.ActiveRegistrations,
            CreatedAt = wire.CreatedAt,
            UpdatedAt = wire.UpdatedAt,
            LastSeenAt = wire.LastSeenAt,
            ClientVersion = wire.ClientVersion,
            DeviceType = wire.DeviceType,
            HardwareId = wire.HardwareId,
            MacAddress = wire.MacAddress,
            Manufacturer = wire.Manufacturer,
            Model = wire.Model,
            OsVersion = wire.OsVersion,
            OsVersionExtra = wire.OsVersionExtra,
            PublicIp = wire.PublicIp,
            SerialNumber = wire.SerialNumber,
            Tags = wire.Tags?.ToDictionary(
                tag => tag.Key,
                tag => tag.Value.ValueKind == JsonValueKind.String ? tag.Value.GetString()! : tag.Value.GetRawText(),
                StringComparer.Ordinal
            ),
            LastSeenUser = DeviceUser.Of(wire.LastSeenUser),
            LastSeenPolicy = AppliedPolicy.Of(wire.LastSeenRegistration?.Policy),
        };
}

/// <summary>A user of a device.</summary>
internal sealed record DeviceUser
{
    /// <summary>ID of the user.</summary>
    public string? Id { get; init; }

    /// <summary>Email address.</summary>
    public string? Email { get; init; }

    /// <summary>Name.</summary>
    public string? Name { get; init; }

    public static DeviceUser? Of(DeviceUserWire? wire) =>
        wire is null
            ? null
            : new()
            {
                Id = wire.Id,
                Email = wire.Email,
                Name = wire.Name,
            };
}

/// <summary>The profile that a registration has.</summary>
internal sealed record AppliedPolicy
{
    /// <summary>ID of the profile.</summary>
    public string? Id { get; init; }

    /// <summary>Name of the profile.</summary>
    public string? Name { get; init; }

    /// <summary>Whether it is the default profile.</summary>
    public bool? Default { get; init; }

    /// <summary>Whether it was deleted since.</summary>
    public bool? Deleted { get; init; }

    /// <summary>When the registration got it.</summary>
    public string? UpdatedAt { get; init; }

    public static AppliedPolicy? Of(RegistrationPolicyWire? wire) =>
        wire is null
            ? null
            : new()
            {
                Id = wire.Id,
                Name = wire.Name,
                Default = wire.Default,
                Deleted = wire.Deleted,
                UpdatedAt = wire.UpdatedAt,
            };
}

internal sealed class GetDevices(IPhysicalDevicesApi api) : IFunction<GetDevicesArgs, GetDevicesResult>
{
    public async Task<GetDevicesResult> InvokeAsync(GetDevicesArgs args, Operation operation, CancellationToken ct)
    {
        var filter = new PhysicalDeviceFilter
        {
            Ids = args.Ids ?? [],
            ActiveRegistrations = args.ActiveRegistrations,
            HasRegistrationType = args.HasRegistrationType,
            IncludePolicy = args.IncludePolicy is true,
            PolicyId = StringFormats.CanonicalOrNull(StringFormat.ProfileId, args.PolicyId),
            UserEmail = args.UserEmail,
            Search = args.Search,
            SeenAfter = args.SeenAfter,
            SeenBefore = args.SeenBefore,
            Tags = args.Tags ?? [],
            SortBy = args.SortBy,
            SortOrder = args.SortOrder,
        };
        var devices = new List<DeviceInfo>();
        await foreach (var device in api.ListDevicesAsync(operation.Account(args.AccountId), filter, args.Limit, ct))
        {
            devices.Add(DeviceInfo.Of(device));
        }

        return new() { Devices = devices };
    }
}

[JsonSerializable(typeof(GetDevicesArgs)), JsonSerializable(typeof(GetDevicesResult))]
internal sealed partial class GetDevicesJson : JsonSerializerContext;
