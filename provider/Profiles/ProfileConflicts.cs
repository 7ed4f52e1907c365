using ZeroTrust.Network;
using ZeroTrust.Network.Checks;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Profiles;

/// <summary>What Cloudflare would refuse of resources that are about the same profile. Within one resource, it checks itself.</summary>
internal static class ProfileConflicts
{
    /// <param name="own">What a resource describes of a profile.</param>
    /// <param name="others">What the others describe of it.</param>
    public static IReadOnlyList<Problem> Between(IReadOnlyList<NetworkPart> own, IReadOnlyList<NetworkPart> others) =>
        [
            .. from list in own.OfType<SplitTunnelPart>()
            from profile in others.OfType<ProfilePart>()
            where profile.Mode == ServiceModes.TrafficOnly
            from entry in list.Entries
            where entry.Host is not null
            select new Problem(
                Problems.HostWithoutDns,
                entry.Path,
                $"cannot be used with mode '{profile.Mode}' of {profile.Origin}, which does not handle DNS; use an address."
            ),
            .. from profile in own.OfType<ProfilePart>()
            where profile.Mode == ServiceModes.TrafficOnly
            from list in others.OfType<SplitTunnelPart>()
            from entry in list.Entries
            where entry.Host is not null
            select new Problem(
                Problems.HostWithoutDns,
                "serviceModeV2.mode",
                $"'{profile.Mode}' does not handle DNS, but {list.Origin} routes the host {entry} for this profile; use an address there, "
                    + "or another mode."
            ),
            .. TooMany(own, others),
        ];

    private static IEnumerable<Problem> TooMany(IReadOnlyList<NetworkPart> own, IReadOnlyList<NetworkPart> others)
    {
        var total = own.Concat(others).Sum(Count);
        if (
            total > ListLengthChecks.MaxEntries
            && own.FirstOrDefault(part => Count(part) > 0) is { } list
            && others.Where(part => Count(part) > 0).MaxBy(Count) is { } other
        )
        {
            yield return new(
                InputProblems.WrongCount,
                PathOf(list),
                $"together with {other.Origin} the profile's lists have {total:N0} entries; "
                    + $"a profile holds at most {ListLengthChecks.MaxEntries:N0}."
            );
        }
    }

    private static int Count(NetworkPart part) =>
        part switch
        {
            SplitTunnelPart list => list.Entries.Count,
            FallbackDomainsPart { Entries: { } domains } => domains.Count,
            _ => 0,
        };

    private static string PathOf(NetworkPart part) =>
        part switch
        {
            SplitTunnelPart list => list.Path,
            FallbackDomainsPart list => list.Path,
            _ => "",
        };
}
