using ZeroTrust.Matching;
using ZeroTrust.Provider.Tests.Formats;

namespace ZeroTrust.Provider.Tests.Matching;

internal sealed class MatchExpressionTests
{
    [Test]
    public void The_string_form_of_an_expression_parses_to_it() =>
        Invariant.Holds(
            Expressions.Any,
            expression => MatchParser.Parse(expression.ToString()) is { Expression: { } parsed } && parsed == expression
        );

    [Test]
    public void Problem_positions_are_within_the_text() =>
        Invariant.Holds(
            RandomStrings.Of(StringFormat.Match),
            text =>
                MatchParser
                    .Parse(text)
                    .Problems.All(problem =>
                        problem.Start >= 0
                        && problem.Length >= 0
                        && problem.Start + problem.Length <= text.Length
                        && problem.Render(text).Contains('^', StringComparison.Ordinal)
                    )
        );

    [TestCase("""os.name in {"a" "b"}""", ExpectedResult = true)]
    [TestCase("""os.name in {"a" "c"}""", ExpectedResult = false)]
    [TestCase("""os.version in {"a" "b"}""", ExpectedResult = false)]
    public bool Sets_are_equal_by_field_and_values(string text) =>
        MatchParser.Parse(text).Expression == new In(MatchField.OsName, ["a", "b"]);

    [Test]
    public void The_managed_networks_of_an_expression_are_found()
    {
        var expression = MatchParser
            .Parse(
                """
                network == "HQ" and not (network in {"Austin" "HQ"} or any(identity.groups.name[*] == "Berlin"))
                or network != "Home" and os.name == "mac"
                """
            )
            .Expression!;

        Assert.That(MatchReferences.NetworkNames(expression), Is.EqualTo(["HQ", "Austin", "Home"]));
    }
}
