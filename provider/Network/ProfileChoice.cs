using ZeroTrust.Matching;

namespace ZeroTrust.Network;

/// <summary>One profile and what it says of a device.</summary>
/// <param name="Matches">Null: not known.</param>
/// <param name="Why">Its match, part by part; null when it has none or is not known.</param>
internal sealed record ProfileStep(Profile Profile, bool? Matches, MatchExplanation? Why);

/// <summary>The profile that a device gets: the first that matches, else the default one.</summary>
/// <param name="Steps">The profiles that were looked at, in order.</param>
/// <param name="Candidates">Those that it may get, in order; one when enough is known.</param>
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

    /// <summary>The profiles alone: for many devices.</summary>
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
