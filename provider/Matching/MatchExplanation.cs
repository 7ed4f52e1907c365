namespace ZeroTrust.Matching;

/// <summary>Whether a condition matches a device, and why.</summary>
/// <param name="Condition">The condition; <c>ToString</c> gives its canonical form.</param>
/// <param name="IsMatch">Whether it is true; null when too little is known of the device.</param>
/// <param name="Actual">
/// The device's values of the tested field; null when they are unknown or the condition has <paramref name="Parts"/>.
/// </param>
/// <param name="Parts">The conditions that this one joins; empty for the test of a field.</param>
internal sealed record MatchExplanation(
    MatchExpression Condition,
    bool? IsMatch,
    IReadOnlyList<string>? Actual,
    IReadOnlyList<MatchExplanation> Parts
)
{
    /// <summary>
    /// The tests that decide the result: one false test decides <c>and</c>, one true test decides <c>or</c>. When the result is unknown,
    /// the tests that would decide it.
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
