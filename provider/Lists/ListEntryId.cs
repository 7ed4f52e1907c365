using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Lists;

/// <summary>Id of a list's entry within its account: <c>profileId/key</c>. The key may contain slashes.</summary>
internal static class ListEntryId
{
    /// <exception cref="FormatException">The first part is not a profile's ID.</exception>
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

    // Some parsers take names for addresses: 0x1f is one.
    private static string Key(string typed) =>
        StringFormats.Of(StringFormat.Host) is var names && names.Check(typed).Error is null
            ? names.Canonical(typed)
            : CanonicalEntry.Network(typed.ToLowerInvariant());
}
