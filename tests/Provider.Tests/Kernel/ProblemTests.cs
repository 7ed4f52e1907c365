using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Tests.Kernel;

internal sealed class ProblemTests
{
    private static readonly ProblemKind Kind = new("ZT999", "Something is wrong.", "Put it right.");

    [TestCase("routes[3].address", "routes[3].address: is odd. (ZT999)")]
    [TestCase("", "is odd. (ZT999)", Description = "of the resource as a whole")]
    public void A_problem_is_shown_with_its_path_and_code(string path, string expected) =>
        Assert.That(new Problem(Kind, path, "is odd.").Text, Is.EqualTo(expected));

    [Test]
    public void A_redacted_problem_says_what_is_wrong_in_general() =>
        Assert.That(
            new Problem(Kind, "key", "'hunter2' is odd.").Redacted().Text,
            Is.EqualTo("key: Something is wrong. Put it right. (ZT999)")
        );

    [TestCase("routes[3].address", "routes[3]", true)]
    [TestCase("routes[3]", "routes[3].address", true)]
    [TestCase("routes[3]", "routes[3]", true)]
    [TestCase("routes[3]", "routes[4]", false)]
    [TestCase("routes", "routesToo", false)]
    [TestCase("", "routes", false, Description = "of the resource as a whole")]
    public void A_problem_rests_on_another_about_what_it_contains_or_is_in(string path, string other, bool expected)
    {
        var problem = new Problem(Kind, path, "is odd.");

        foreach (var kind in (ProblemKind[])[InputProblems.WrongType, InputProblems.UnknownProperty, InputProblems.Missing])
        {
            Assert.That(problem.RestsOn(new(kind, other, "")), Is.EqualTo(expected), kind.Code);
        }

        Assert.That(problem.RestsOn(new(InputProblems.OutOfRange, other, "")), Is.False, "the value could be read");
    }
}
