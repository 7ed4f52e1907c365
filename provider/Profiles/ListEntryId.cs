using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Profiles;

/// <summary>Id of a list's entry within its account: <c>profileId/key</c>, where the key may have slashes of its own.</summary>
internal static class ListEntryId
{
    /// <exception cref="FormatException">What should be a profile is none.</exception>
    public static (string Profile, string Key) Of(ResourceId id)
    {
        var slash = id.Object.IndexOf('/', StringComparison.Ordinal);
        var (profile, key) = (id.Object[..slash].ToLowerInvariant(), id.Object[(slash + 1)..]);
        return profile == IDevicePolicyApi.DefaultProfileId || Ids.IsUuid(profile)
            ? (profile, Key(key))
            : throw new FormatException(
                $"'{id}' is not the id of a list's entry: write accountId/profileId/entry, where profileId is a UUID or 'default'."
            );
    }

    // Names may look like addresses to others: 0x1f is one.
    private static string Key(string typed) =>
        StringFormats.Of(StringFormat.Host) is var names && names.Check(typed).Error is null
            ? names.Canonical(typed)
            : CanonicalEntry.Network(typed.ToLowerInvariant());
}
