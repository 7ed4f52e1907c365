using ZeroTrust.Matching;

namespace ZeroTrust.Network.Checks;

/// <summary>Finds profiles that apply to no device, because earlier profiles match all of their devices.</summary>
internal static class OrderChecks
{
    public static IEnumerable<Finding> Run(NetworkModel model)
    {
        // A profile whose place is unknown is ignored, since it cannot be compared with the others.
        var profiles = model
            .Profiles.Where(profile => profile is { Match: not null, Settings: { Precedence: not null, Enabled: true } })
            .ToArray();
        var space = new MatchSpace([.. profiles.Select(profile => profile.Match!)]);
        var before = new List<int>();
        for (var i = 0; i < profiles.Length; i++)
        {
            // Profiles with equal precedence have no order.
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
                        ? "matches no device: its conditions contradict each other."
                        : $"applies to no device: {Sentence.List([.. takers.Select(index => $"{profiles[index]} (precedence {profiles[index].Settings.Precedence})")])} "
                            + $"{(takers.Count == 1 ? "comes first and matches" : "come first and together match")} every device that it does. Give it a lower precedence, or a different match."
                );
            }
        }
    }
}
