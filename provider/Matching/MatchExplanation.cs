namespace ZeroTrust.Matching;

/// <summary>Whether a device meets a condition, and why.</summary>
/// <param name="Condition">The condition; its text is what the user wrote, in canonical spelling.</param>
/// <param name="IsMatch">Whether it holds; null when too little is known of the device.</param>
/// <param name="Actual">
/// What the device has in the field that is tested; null where that is not known, and where <paramref name="Parts"/> tell why.
/// </param>
/// <param name="Parts">The conditions that this one joins; none for the test of a field.</param>
internal sealed record MatchExplanation(
    MatchExpression Condition,
    bool? IsMatch,
    IReadOnlyList<string>? Actual,
    IReadOnlyList<MatchExplanation> Parts
)
{
    /// <summary>
    /// The tests of fields that decide: one that fails is enough against conditions joined by <c>and</c>, one that holds is enough for
    /// those joined by <c>or</c>.
    /// Where nothing is decided, the tests that would decide it.
    /// </summary>
    public IEnumerable<MatchExplanation> Deciding =>
        Condition switch
        {
            And when IsMatch is false => Parts.First(part => part.IsMatch is false).Deciding,
            Or when IsMatch is true => Parts.First(part => part.IsMatch is true).Deciding,
            And or Or => Parts.Where(part => part.IsMatch == IsMatch).SelectMany(part => part.Deciding),
            Not => Parts[0].Deciding,
            _ => [this],
        };
}
