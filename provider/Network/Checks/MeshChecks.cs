using ZeroTrust.Syntax;

namespace ZeroTrust.Network.Checks;

/// <summary>Finds lists that keep devices and connectors from reaching each other.</summary>
internal static class MeshChecks
{
    public static IEnumerable<Finding> Run(NetworkModel model)
    {
        var everywhere = model.ReachesDevices is true || model.Connectors.Any(connector => connector.Part.IsMesh);
        var closed = model
            .AllProfiles.Where(profile => (everywhere || profile.IsForConnectors) && UsesTunnel(profile))
            .Where(profile => profile.SplitTunnel is { } list && !model.Mesh.All(list.Possibly.Overlaps))
            .ToArray();
        foreach (var profile in closed.Where(profile => !profile.SplitTunnel!.IsStock))
        {
            var list = profile.SplitTunnel!;
            yield return Closed(model, list.Origin, list.Path, profile.ToString(), list);
        }

        // The profile of such a list is one of those that have none, as far as the program declares it.
        var unpaired = everywhere && (model.Open.Count == 0 || model.Open.Any(UsesTunnel)) ? model.Unpaired : [];
        foreach (var list in unpaired.Where(list => list.IsWhole && !model.Mesh.All(list.Possibly.Overlaps)))
        {
            yield return Closed(model, list.Origin, list.Path, "the list's profile", list);
        }

        // All profiles without a declared list have the same default list.
        var stock = closed
            .Where(profile => profile.SplitTunnel!.IsStock)
            .OrderBy(profile => profile.Origin.Key, StringComparer.Ordinal)
            .ToArray();
        if (stock.Length > 0)
        {
            yield return Closed(model, stock[0].Origin, "", Sentence.List(stock), stock[0].SplitTunnel!);
        }
    }

    private static bool UsesTunnel(Profile profile) => profile.Settings.Enabled is not false && profile.HasTunnel;

    private static Finding Closed(NetworkModel model, Origin at, string path, string who, SplitTunnel list)
    {
        var closed = CidrSet.Of(model.Mesh.Where(range => !list.Possibly.Overlaps(range)));
        return new(
            FindingKind.MeshShutOut,
            at,
            path,
            $"devices of {who} cannot reach other devices and connectors, whose addresses are {Sentence.Of(closed)}: "
                + $"{list.WhyNot(closed)} {(list.IsStock ? who : list.Origin)}. "
                + $"Let {(closed.Prefixes.Count == 1 ? "that range" : "these ranges")} through."
        );
    }
}
