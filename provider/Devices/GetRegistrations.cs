using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Devices;

/// <summary>Registrations: which users enrolled which devices. Filters are combined with AND.</summary>
/// <remarks>
/// Source: <c>GET /accounts/{account_id}/devices/registrations</c>. Token permission: Zero Trust Read; Cloudflare documents API tokens
/// only, but has accepted an API key.
/// </remarks>
internal sealed record GetRegistrationsArgs : AccountScoped
{
    /// <summary>Only registrations with these IDs.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>Only registrations of this device.</summary>
    public string? DeviceId { get; init; }

    /// <summary>Only registrations with this profile: its <c>policyId</c>, or the id of a <c>DeviceProfile</c>.</summary>
    [Format(StringFormat.ProfileId)]
    public string? PolicyId { get; init; }

    /// <summary>Only registrations of these users.</summary>
    public IReadOnlyList<string>? UserIds { get; init; }

    /// <summary>Whether to return the profile of each registration.</summary>
    public bool? IncludePolicy { get; init; }

    /// <summary>Only registrations of this kind of client.</summary>
    [OneOf(nameof(Enums.ProfileType))]
    public string? RegistrationType { get; init; }

    /// <summary>Only registrations that contain this string.</summary>
    public string? Search { get; init; }

    /// <summary>Only registrations seen after this time (RFC 3339).</summary>
    public string? SeenAfter { get; init; }

    /// <summary>Only registrations seen before this time (RFC 3339).</summary>
    public string? SeenBefore { get; init; }

    /// <summary>Which registrations, by whether they are revoked.</summary>
    [ServerDefault("active"), OneOf(nameof(Enums.RegistrationStatus))]
    public string? Status { get; init; }

    /// <summary>What to sort by.</summary>
    [OneOf(nameof(Enums.RegistrationSort))]
    public string? SortBy { get; init; }

    /// <summary>Direction of the sort.</summary>
    [OneOf(nameof(Enums.SortOrder))]
    public string? SortOrder { get; init; }

    /// <summary>At most this many registrations. Unset: all.</summary>
    [Range(1, int.MaxValue)]
    public int? Limit { get; init; }
}

/// <summary>Registrations found.</summary>
internal sealed record GetRegistrationsResult
{
    /// <summary>The registrations.</summary>
    public required IReadOnlyList<RegistrationInfo> Registrations { get; init; }
}

/// <summary>A registration: a user's enrollment of a device.</summary>
internal sealed record RegistrationInfo
{
    /// <summary>ID of the registration.</summary>
    public required string RegistrationId { get; init; }

    /// <summary>When it was created.</summary>
    public string? CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public string? UpdatedAt { get; init; }

    /// <summary>When it was last seen.</summary>
    public string? LastSeenAt { get; init; }

    /// <summary>When it was revoked; unset when it is not.</summary>
    public string? RevokedAt { get; init; }

    /// <summary>ID of the device.</summary>
    public string? DeviceId { get; init; }

    /// <summary>Name of the device.</summary>
    public string? DeviceName { get; init; }

    /// <summary>Version of the client.</summary>
    public string? ClientVersion { get; init; }

    /// <summary>The user who enrolled.</summary>
    public DeviceUser? User { get; init; }

    /// <summary>The profile that it has; only with <c>includePolicy</c>.</summary>
    public AppliedPolicy? Policy { get; init; }

    /// <summary>Public key.</summary>
    public string? Key { get; init; }

    /// <summary>Kind of the key.</summary>
    public string? KeyType { get; init; }

    /// <summary>Kind of client: <c>warp</c> or <c>browser_extension</c>.</summary>
    public string? RegistrationType { get; init; }

    /// <summary>Protocol of the tunnel.</summary>
    public string? TunnelType { get; init; }

    /// <summary>IPv4 address of the device in the account's private network.</summary>
    public string? VirtualIpv4 { get; init; }

    /// <summary>IPv6 address of the device in the account's private network.</summary>
    public string? VirtualIpv6 { get; init; }

    public static RegistrationInfo Of(RegistrationWire wire) =>
        new()
        {
            RegistrationId = wire.Id,
            CreatedAt = wire.CreatedAt,
            UpdatedAt = wire.UpdatedAt,
            LastSeenAt = wire.LastSeenAt,
            RevokedAt = string.IsNullOrEmpty(wire.RevokedAt) ? null : wire.RevokedAt,
            DeviceId = wire.Device?.Id,
            DeviceName = wire.Device?.Name,
            ClientVersion = wire.Device?.ClientVersion,
            User = DeviceUser.Of(wire.User),
            Policy = AppliedPolicy.Of(wire.Policy),
            Key = wire.Key,
            KeyType = wire.KeyType,
            RegistrationType = wire.RegistrationType,
            TunnelType = wire.TunnelType,
            VirtualIpv4 = wire.VirtualIpv4,
            VirtualIpv6 = wire.VirtualIpv6,
        };
}

internal sealed class GetRegistrations(IRegistrationsApi api) : IFunction<GetRegistrationsArgs, GetRegistrationsResult>
{
    public async Task<GetRegistrationsResult> InvokeAsync(GetRegistrationsArgs args, Operation operation, CancellationToken ct)
    {
        var filter = new RegistrationFilter
        {
            Ids = args.Ids ?? [],
            DeviceId = args.DeviceId,
            PolicyId = StringFormats.CanonicalOrNull(StringFormat.ProfileId, args.PolicyId),
            UserIds = args.UserIds ?? [],
            IncludePolicy = args.IncludePolicy is true,
            RegistrationType = args.RegistrationType,
            Search = args.Search,
            SeenAfter = args.SeenAfter,
            SeenBefore = args.SeenBefore,
            Status = args.Status,
            SortBy = args.SortBy,
            SortOrder = args.SortOrder,
        };
        var registrations = new List<RegistrationInfo>();
        await foreach (var registration in api.ListRegistrationsAsync(operation.Account(args.AccountId), filter, args.Limit, ct))
        {
            registrations.Add(RegistrationInfo.Of(registration));
        }

        return new() { Registrations = registrations };
    }
}

[JsonSerializable(typeof(GetRegistrationsArgs)), JsonSerializable(typeof(GetRegistrationsResult))]
internal sealed partial class GetRegistrationsJson : JsonSerializerContext;
