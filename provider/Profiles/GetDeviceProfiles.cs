using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Profiles;

/// <summary>The custom device settings profiles of an account, in the order in which they are tried.</summary>
/// <remarks>Source: <c>GET /accounts/{account_id}/devices/policies</c>. Token permission: Zero Trust Read.</remarks>
internal sealed record GetDeviceProfilesArgs : AccountScoped
{
    /// <summary>Kind of client whose profiles to list.</summary>
    [ServerDefault(Enums.Warp), OneOf(nameof(Enums.ProfileType))]
    public string? ProfileType { get; init; }
}

/// <summary>Profiles found.</summary>
internal sealed record GetDeviceProfilesResult
{
    /// <summary>The profiles, by ascending precedence.</summary>
    public required IReadOnlyList<DeviceProfileState> Profiles { get; init; }
}

internal sealed class GetDeviceProfiles(IDevicePolicyApi api) : IFunction<GetDeviceProfilesArgs, GetDeviceProfilesResult>
{
    public async Task<GetDeviceProfilesResult> InvokeAsync(GetDeviceProfilesArgs args, Operation operation, CancellationToken ct)
    {
        var account = operation.Account(args.AccountId);
        var profiles = await api.ListProfilesAsync(account, args.ProfileType, ct);
        return new()
        {
            Profiles =
            [
                .. profiles
                    .Where(profile => args.ProfileType is not null || profile.Default is not true)
                    .OrderBy(profile => profile.Precedence)
                    .Select(profile => DeviceProfileResource.State(account, profile)),
            ],
        };
    }
}

[JsonSerializable(typeof(GetDeviceProfilesArgs)), JsonSerializable(typeof(GetDeviceProfilesResult))]
internal sealed partial class GetDeviceProfilesJson : JsonSerializerContext;
