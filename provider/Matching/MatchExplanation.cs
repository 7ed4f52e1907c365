namespace ZeroTrust.Provider.Matching;

/// <summary>Whether a device meets a condition, and why.</summary>
/// <param name="Condition">The condition; its text is what the user wrote, in canonical spelling.</param>
/// <param name="IsMatch">Whether it holds.</param>
/// <param name="Actual">What the device has in the field that is tested; null where <paramref name="Parts"/> tell why.</param>
/// <param name="Parts">The conditions that this one joins; none for the test of a field.</param>
internal sealed record MatchExplanation(
    MatchExpression Condition, bool IsMatch, IReadOnlyList<string>? Actual, IReadOnlyList<MatchExplanation> Parts);
