using ZeroTrust.Matching;

namespace ZeroTrust.Network.Checks;

/// <summary>Profiles that no device gets, because those before them take every device that they match.</summary>
internal static class OrderChecks
{
    public static IEnumerable<Finding> Run(NetworkModel model)
    {
        // Where the place of a profile is not known, nor is whom it leaves to others.
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
                        ? "matches no device: its conditions exclude each other."
                        : $"applies to no device: {Sentence.List([.. takers.Select(index => $"{profiles[index]} ({profiles[index].Place})")])} "
                            + $"{(takers.Count == 1 ? "comes first and has" : "come first and together have")} every device that it matches. "
                            + $"{(profile.Place.Order is null ? "Give it a lower precedence, or" : "Put it before them, or give it")} a match of its own."
                );
            }
        }
    }
}
