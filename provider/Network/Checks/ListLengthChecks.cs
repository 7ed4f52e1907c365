using System.Globalization;

namespace ZeroTrust.Network.Checks;

/// <summary>Finds lists that are too long only because of Cloudflare's default entries in them or in the profile's other list.</summary>
internal static class ListLengthChecks
{
    /// <summary>Cloudflare's documented limit on the entries of a profile's lists together.</summary>
    public const int MaxEntries = 1000;

    public static IEnumerable<Finding> Run(NetworkModel model)
    {
        foreach (var profile in model.AllProfiles)
        {
            var (routes, domains) = (Routes(profile), Domains(profile));
            var (own, stock) = (routes.Own + domains.Own, routes.Stock + domains.Stock);
            if (own <= MaxEntries && own + stock > MaxEntries)
            {
                var (at, path) =
                    routes.Own > 0
                        ? (profile.SplitTunnel!.Origin, profile.SplitTunnel.Path)
                        : (profile.FallbackDomains!.Origin, profile.FallbackDomains.Path);
                yield return new(
                    FindingKind.ListsTooLong,
                    at,
                    path,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"with the {stock} entries that Cloudflare gives a new profile, the lists of {profile} have {own + stock:N0}; "
                            + $"a profile holds at most {MaxEntries:N0}. "
                            + $"Manage the list that has them, or remove entries."
                    )
                );
            }
        }
    }

    private static (int Own, int Stock) Routes(Profile profile)
    {
        if (profile.SplitTunnel is not { } list)
        {
            return (0, Unmanaged(profile, StockLists.Exclude.Count));
        }

        // Cloudflare's default entries have no property.
        var own = list.Entries.Count(entry => entry.Path.Length > 0);
        var isMixed = list is { IsComplete: false, Mode: SplitTunnelMode.Exclude };
        return (own, isMixed ? Unmanaged(profile, StockLists.Exclude.Count) : list.Entries.Count - own);
    }

    private static (int Own, int Stock) Domains(Profile profile)
    {
        if (profile.FallbackDomains is not { } list)
        {
            return (0, Unmanaged(profile, StockLists.FallbackSuffixes.Count));
        }

        var own = list.Entries.Count(entry => entry.Path.Length > 0);
        return (own, list.IsComplete ? list.Entries.Count - own : Unmanaged(profile, StockLists.FallbackSuffixes.Count));
    }

    // An unknown list of a declared profile may be declared by the program.
    private static int Unmanaged(Profile profile, int count) => profile.IsDeclared ? 0 : count;
}
