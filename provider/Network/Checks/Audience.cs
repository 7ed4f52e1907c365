using System.Globalization;

namespace ZeroTrust.Network.Checks;

/// <summary>A Split Tunnel list and its profile.</summary>
/// <param name="Profile">Null while it is unknown.</param>
internal readonly record struct ListOf(Profile? Profile, SplitTunnel List)
{
    // Keeps the message readable with hundreds of profiles.
    private const int MaxReasons = 5;

    /// <summary>Why lists do not let something through: each reason once, with the lists it applies to.</summary>
    /// <param name="why">The reason for one list, to be completed with its owner, and the owner.</param>
    public static string Reasons(IReadOnlyList<ListOf> lists, Func<ListOf, (string Why, Origin Who)> why)
    {
        var reasons = lists
            .Take(lists.Count > MaxReasons ? MaxReasons - 1 : MaxReasons)
            .Select(why)
            .GroupBy(reason => reason.Why, StringComparer.Ordinal)
            .Select(group => $"{group.Key} {Sentence.List([.. group.Select(reason => reason.Who).Distinct()])}");
        var rest =
            lists.Count > MaxReasons
                ? string.Create(CultureInfo.InvariantCulture, $"; likewise in {lists.Count - MaxReasons + 1} more")
                : "";
        return string.Join("; ", reasons) + rest;
    }
}

/// <summary>
/// The lists that decide whether devices can reach something. Leaves out devices at a managed network, which may reach private addresses
/// locally, and profiles whose list is unknown or that have no tunnel. Hosts of connectors reach their own network without the tunnel, and
/// a profile with an unknown match may be for one of these: such lists can allow access but not block it.
/// </summary>
internal sealed class Audience
{
    private Audience(IReadOnlyList<ListOf> devices, IReadOnlyList<ListOf> others) => (Devices, Others) = (devices, others);

    public IReadOnlyList<ListOf> Devices { get; }

    /// <summary>Lists that can allow access but not block it.</summary>
    public IReadOnlyList<ListOf> Others { get; }

    /// <param name="network">The virtual network to reach; null for any.</param>
    public static Audience Of(NetworkModel model, VirtualNetwork? network)
    {
        var profiles = model
            .AllProfiles.Where(profile => profile.Settings.Enabled is not false && profile.HasTunnel && profile.IsAtNetwork is not true)
            .Where(profile => network is null || profile.MayChoose(network))
            .ToArray();
        var lists = profiles
            .Where(profile => profile.SplitTunnel is not null)
            .ToLookup(CanOnlyAllow, profile => new ListOf(profile, profile.SplitTunnel!));
        var unpaired = model.Unpaired.Append(model.PossiblyStock).OfType<SplitTunnel>().Select(list => new ListOf(null, list));
        return CanBlock(model) ? new([.. lists[false], .. unpaired], [.. lists[true]])
            : model.Open.Any(CanOnlyAllow) ? new([.. lists[false]], [.. lists[true], .. unpaired])
            : new([.. lists[false]], [.. lists[true]]);
    }

    private static bool CanOnlyAllow(Profile profile) => profile.IsForConnectors || profile.IsAtNetwork is null;

    // Lists of unknown profiles may all belong to profiles that cannot block access, if there is one for each.
    private static bool CanBlock(NetworkModel model)
    {
        var cannot = model.Open.Count(profile =>
            profile.Settings.Enabled is false || !profile.HasTunnel || profile.IsAtNetwork is true || CanOnlyAllow(profile)
        );
        return model.Unpaired.Count > 0 && (cannot == 0 || cannot < model.Open.Count || model.WholeUnpaired > cannot);
    }
}
