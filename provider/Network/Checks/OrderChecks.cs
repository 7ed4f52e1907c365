using ZeroTrust.Matching;

namespace ZeroTrust.Network.Checks;

/// <summary>Finds profiles that apply to no device, because earlier profiles match all of their devices.</summary>
internal static class OrderChecks
{
    public static IEnumerable<Finding> Run(NetworkModel model)
    {
        // A profile whose place is unknown is ignored, since it cannot be compared with the others.
        var profiles = model
            .Profiles.Where(profile => profile is { Match: not null, Settings.Enabled: true, Place.IsKnown: true })
            .ToArray();
        var space = new MatchSpace([.. profiles.Select(profile => profile.Match!)]);
        for (var i = 0; i < profiles.Length; i++)
        {
            var profile = profiles[i];
            int[] before = [.. Enumerable.Range(0, i).Where(index => profiles[index].Place.IsBefore(profile.Place))];
            if (space.Covering(i, before) is { } takers)
            {
                yield return new(
                    FindingKind.NeverApplies,
                    profile.Origin,
                    "match",
                    takers.Count == 0
                        ? "matches no device: its conditions contradict each other."
                        : "applies to no device: "
                            + Sentence.List([.. takers.Select(index => $"{profiles[index]} ({profiles[index].Place})")])
                            + (takers.Count == 1 ? " comes first and matches" : " come first and together match")
                            + " every device that it does. "
                            + (profile.Place.Order is null ? "Give it a lower precedence, or" : "Put it before them, or give it")
                            + " a different match."
                );
            }
        }
    }
}
