using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Profiles;

/// <summary>Who may write a profile's lists: one owner of the whole list, or any number of owners of single entries.</summary>
internal static class ListClaims
{
    private const string ProfileId = "profileId";

    public static Claim SplitTunnel(string account, string profile) => new(
        $"splitTunnel:{account}/{profile}", Problems.TwoOwners, ProfileId, $"manage the split tunnel of profile '{profile}'");

    public static Claim FallbackDomains(string account, string profile) => new(
        $"fallbackDomains:{account}/{profile}", Problems.TwoOwners, ProfileId, $"manage the fallback domains of profile '{profile}'");

    /// <summary>An entry: a part of its list, and itself as a whole.</summary>
    public static IEnumerable<Claim> Entry(Claim list, string key, params string[] involves) =>
    [
        list with { IsPart = true },
        list with { On = $"{list.On}/{key}", Kind = Problems.SameEntry, Doing = $"manage '{key}': {list.Doing}", Involves = involves },
    ];
}
