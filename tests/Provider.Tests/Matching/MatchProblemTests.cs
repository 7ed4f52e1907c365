using ZeroTrust.Matching;

namespace ZeroTrust.Provider.Tests.Matching;

internal sealed class MatchProblemTests
{
    [Test]
    public void The_position_is_marked_under_its_line() =>
        Assert.That(
            Render("""identity.email = "a@b.c" """, 15, 1),
            Is.EqualTo(
                """
                  identity.email = "a@b.c" 
                                 ^
                """
            )
        );

    [Test]
    public void The_whole_range_is_marked() =>
        Assert.That(
            Render("user.email == \"a\"", 0, 10),
            Is.EqualTo(
                """
                  user.email == "a"
                  ^~~~~~~~~~
                """
            )
        );

    [Test]
    public void Something_missing_at_the_end_is_marked_after_the_end() =>
        Assert.That(
            Render("os.name ==", 10, 0),
            Is.EqualTo(
                """
                  os.name ==
                            ^
                """
            )
        );

    [Test]
    public void Only_the_line_with_the_position_is_shown() =>
        Assert.That(Render("os.name == \"mac\"\r\n\tAND network\n== \"HQ\"", 19, 3), Is.EqualTo("  \tAND network\n  \t^~~"));

    [Test]
    public void The_mark_ends_with_its_line() =>
        Assert.That(
            Render("os.name in {\n}", 11, 3),
            Is.EqualTo(
                """
                  os.name in {
                             ^
                """
            )
        );

    [Test]
    public void A_long_line_is_truncated_around_the_position()
    {
        var text = new string('a', 300) + "=" + new string('b', 300);

        Assert.That(Render(text, 300, 1), Is.EqualTo($"  …{new string('a', 60)}={new string('b', 79)}…\n{new string(' ', 63)}^"));
    }

    [Test]
    public void An_empty_string_is_marked_at_its_start() => Assert.That(Render("", 0, 0), Is.EqualTo("  \n  ^"));

    private static string Render(string text, int start, int length) =>
        new MatchProblem(MatchSeverity.Error, start, length, "").Render(text);
}
