using System.Globalization;

namespace ZeroTrust.Network.Checks;

/// <summary>A split tunnel and whose it is.</summary>
/// <param name="Profile">Null while that is not known.</param>
internal readonly record struct ListOf(Profile? Profile, SplitTunnel List)
{
    // Nobody reads the reasons of hundreds of profiles.
    private const int MaxReasons = 5;

    /// <summary>Why lists do not let something through: each reason once, with those that have it.</summary>
    /// <param name="why">The reason of one list, a text that ends with who has it; and who that is.</param>
    public static string Reasons(IReadOnlyList<ListOf> lists, Func<ListOf, (string Why, Origin Who)> why)
    {
        var reasons = lists
            .Take(lists.Count > MaxReasons ? MaxReasons - 1 : MaxReasons)
            .Select(why)
            .GroupBy(reason => reason.Why, StringComparer.Ordinal)
            .Select(group => $"{group.Key} {Sentence.List([.. group.Select(reason => reason.Who).Distinct()])}");
        var rest =
            lists.Count > MaxReasons
                ? string.Create(CultureInfo.InvariantCulture, $"; and so on in {lists.Count - MaxReasons + 1} more")
                : "";
        return string.Join("; ", reasons) + rest;
    }
}

/// <summary>
/// The lists that decide whether devices reach something. Devices at a managed network are left out, since what is private may be near
/// them; so are profiles whose
/// list is not known, and profiles without a tunnel. Hosts of connectors reach their own network without a tunnel: their lists let through,
/// but shut nothing out.
/// </summary>
internal sealed class Audience
{
    private Audience(IReadOnlyList<ListOf> devices, IReadOnlyList<ListOf> connectors) => (Devices, Connectors) = (devices, connectors);

    public IReadOnlyList<ListOf> Devices { get; }

    public IReadOnlyList<ListOf> Connectors { get; }

    /// <param name="network">The virtual network that it is about; null: any.</param>
    public static Audience Of(NetworkModel model, VirtualNetwork? network)
    {
        var profiles = model
            .AllProfiles.Where(profile => profile.Settings.Enabled is not false && profile.HasTunnel && !profile.IsAtNetwork)
            .Where(profile => network is null || profile.MayChoose(network))
            .ToArray();
        var lists = profiles
            .Where(profile => profile.SplitTunnel is not null)
            .ToLookup(profile => profile.ConnectorEmail is not null, profile => new ListOf(profile, profile.SplitTunnel!));
        return new([.. lists[false], .. Unpaired(model)], [.. lists[true]]);
    }

    // One of these lists may be that of a profile at a managed network; and a profile that has none of them has Cloudflare's.
    private static IEnumerable<ListOf> Unpaired(NetworkModel model)
    {
        var open = model.AllProfiles.Where(profile => profile.IsDeclared && profile.SplitTunnel is null).ToArray();
        return
            model.Unpaired.Count == 0
            || model.Unpaired.Count <= open.Count(profile => profile.IsAtNetwork || profile.ConnectorEmail is not null)
            ? []
            : model.Unpaired.Append(model.PossiblyStock).OfType<SplitTunnel>().Select(list => new ListOf(null, list));
    }
}
