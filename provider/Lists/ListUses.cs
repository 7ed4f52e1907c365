using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Lists;

/// <summary>Who may write a profile's lists: one owner of the whole list, or any number of owners of single entries.</summary>
internal static class ListUses
{
    private const string ProfileId = "profileId";
    private const string Manage = "manage ";

    public static ExclusiveUse SplitTunnel(string account, string profile) =>
        new($"splitTunnel:{account}/{profile}", Problems.TwoOwners, ProfileId, $"{Manage}the split tunnel of profile '{profile}'");

    public static ExclusiveUse FallbackDomains(string account, string profile) =>
        new($"fallbackDomains:{account}/{profile}", Problems.TwoOwners, ProfileId, $"{Manage}the fallback domains of profile '{profile}'");

    /// <summary>The mode of a profile's split tunnel, which has entries of one list only.</summary>
    public static ExclusiveUse Mode(string account, string profile, string mode, string path)
    {
        var list = SplitTunnel(account, profile);
        return new($"{list.Of} mode", Problems.TwoModes, path, $"decide the mode of {list.Doing[Manage.Length..]}") { SharedAs = mode };
    }

    /// <summary>An entry: a part of its list, and itself as a whole.</summary>
    /// <param name="key">The entry's key; empty while it is unknown.</param>
    public static IEnumerable<ExclusiveUse> Entry(ExclusiveUse list, string key)
    {
        var part = list with { SharedAs = "part" };
        var whole = list with
        {
            Of = $"{list.Of}/{key}",
            Kind = Problems.SameEntry,
            Doing = $"{Manage}'{key}' in {list.Doing[Manage.Length..]}",
        };
        return key.Length > 0 ? [part, whole] : [part];
    }
}
