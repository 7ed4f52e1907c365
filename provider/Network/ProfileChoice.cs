using ZeroTrust.Matching;

namespace ZeroTrust.Network;

/// <summary>A profile and whether it matches a device.</summary>
/// <param name="Matches">Null when unknown.</param>
/// <param name="Why">Explanation of its match; null when it has none or it is unknown.</param>
internal sealed record ProfileStep(Profile Profile, bool? Matches, MatchExplanation? Why);

/// <summary>The profile that applies to a device: the first that matches, else the default profile.</summary>
/// <param name="Steps">The evaluated profiles, in order.</param>
/// <param name="Candidates">The profiles that may apply, in order; a single one when enough is known.</param>
internal sealed record ProfileChoice(IReadOnlyList<ProfileStep> Steps, IReadOnlyList<Profile> Candidates)
{
    /// <summary>The profile; null while there are several candidates.</summary>
    public Profile? Profile => Candidates is [var only] ? only : null;

    public static ProfileChoice Of(NetworkModel model, DeviceContext device)
    {
        var steps = new List<ProfileStep>();
        var candidates = new List<Profile>();
        foreach (var profile in model.Profiles)
        {
            var why = profile.Match is null ? null : MatchEvaluator.Evaluate(profile.Match, device);
            var matches = profile.Settings.Enabled & why?.IsMatch;
            steps.Add(new(profile, matches, why));
            if (matches is not false)
            {
                candidates.Add(profile);
            }

            if (matches is true)
            {
                return new(steps, candidates);
            }
        }

        return new([.. steps, new(model.Default, true, null)], [.. candidates, model.Default]);
    }

    /// <summary>The candidates without explanations, which is faster for many devices.</summary>
    public static IEnumerable<Profile> CandidatesOf(NetworkModel model, DeviceContext device)
    {
        foreach (var profile in model.Profiles)
        {
            var matches = profile.Settings.Enabled & (profile.Match is null ? null : MatchEvaluator.Matches(profile.Match, device));
            if (matches is not false)
            {
                yield return profile;
            }

            if (matches is true)
            {
                yield break;
            }
        }

        yield return model.Default;
    }
}
