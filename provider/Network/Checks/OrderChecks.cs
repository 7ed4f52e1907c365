using ZeroTrust.Matching;

namespace ZeroTrust.Network.Checks;

/// <summary>Profiles that no device gets, because those before them take every device that they match.</summary>
internal static class OrderChecks
{
    public static IEnumerable<Finding> Run(NetworkModel model)
    {
        // Where the place of a profile is not known, nor is whom it leaves to others.
        var profiles = model
            .Profiles.Where(profile => profile is { Match: not null, Settings: { Precedence: not null, Enabled: true } })
            .ToArray();
        var space = new MatchSpace([.. profiles.Select(profile => profile.Match!)]);
        var before = new List<int>();
        for (var i = 0; i < profiles.Length; i++)
        {
            // Of profiles with the same precedence none comes first.
            before.AddRange(
                Enumerable
                    .Range(before.Count, i - before.Count)
                    .TakeWhile(index => profiles[index].Settings.Precedence < profiles[i].Settings.Precedence)
            );
            if (space.Covering(i, before) is { } takers)
            {
                yield return new(
                    FindingKind.NeverApplies,
                    profiles[i].Origin,
                    "match",
                    takers.Count == 0
                        ? "matches no device: its conditions exclude each other."
                        : $"applies to no device: {Sentence.List([.. takers.Select(index => $"{profiles[index]} (precedence {profiles[index].Settings.Precedence})")])} "
                            + $"{(takers.Count == 1 ? "comes first and has" : "come first and together have")} every device that it matches. Give it a lower precedence, or a match of its own."
                );
            }
        }
    }
}
