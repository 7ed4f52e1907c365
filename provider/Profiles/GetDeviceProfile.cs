using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Profiles;

/// <summary>One custom device settings profile, by its id or its name.</summary>
/// <remarks>Source: <c>GET /accounts/{account_id}/devices/policy/{policy_id}</c>. Token permission: Zero Trust Read.</remarks>
internal sealed record GetDeviceProfileArgs : AccountScoped
{
    /// <summary>The profile: its <c>policyId</c>, or the id of a <c>DeviceProfile</c>. Either this or <c>name</c>.</summary>
    [Format(StringFormat.ProfileId)]
    public string? PolicyId { get; init; }

    /// <summary>Name of the profile; an error when several have it. Either this or <c>policyId</c>.</summary>
    public string? Name { get; init; }
}

internal sealed class GetDeviceProfile(IDevicePolicyApi api) : IFunction<GetDeviceProfileArgs, DeviceProfileState>
{
    public IEnumerable<Problem> Check(GetDeviceProfileArgs args) => LookUp.Check(("policyId", args.PolicyId), ("name", args.Name));

    public async Task<DeviceProfileState> InvokeAsync(GetDeviceProfileArgs args, Operation operation, CancellationToken ct)
    {
        var account = operation.Account(args.AccountId);
        if (!string.IsNullOrEmpty(args.PolicyId))
        {
            return DeviceProfileResource.State(
                account,
                await api.GetProfileAsync(account, StringFormats.Of(StringFormat.ProfileId).Canonical(args.PolicyId), ct)
            );
        }

        var named = (await api.ListProfilesAsync(account, null, ct)).Where(profile => profile.Name == args.Name).ToArray();
        return named switch
        {
            [var only] => DeviceProfileResource.State(account, only),
            [] => throw new RefusedException(
                $"No custom profile of account {account} is called '{args.Name}'. Names are case-sensitive; getDeviceProfiles lists them."
            ),
            _ => throw new RefusedException(
                $"{named.Length} profiles are called '{args.Name}'; ask by policyId: "
                    + $"{string.Join(", ", named.Select(profile => profile.PolicyId))}."
            ),
        };
    }
}

[JsonSerializable(typeof(GetDeviceProfileArgs)), JsonSerializable(typeof(DeviceProfileState))]
internal sealed partial class GetDeviceProfileJson : JsonSerializerContext;
