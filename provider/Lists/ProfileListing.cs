using System.Runtime.CompilerServices;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Lists;

/// <summary>Lists objects of which every profile has one: its split tunnel, its fallback domains.</summary>
internal static class ProfileListing
{
    public static async IAsyncEnumerable<ListedObject> ListAsync(
        IDevicePolicyApi api,
        string account,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        yield return new(new(account, IDevicePolicyApi.DefaultProfileId), IDevicePolicyApi.DefaultProfileId);
        foreach (var profile in await api.ListProfilesAsync(account, null, ct))
        {
            yield return new(new(account, profile.PolicyId), profile.Name ?? profile.PolicyId);
        }
    }
}
