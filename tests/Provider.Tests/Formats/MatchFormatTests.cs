using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Tests.Formats;

internal sealed class MatchFormatTests
{
    private static readonly MatchFormat Format = new();

    [Test]
    public void Each_error_is_shown_at_its_position() =>
        Assert.That(
            Format.Check("user.email = \"a@b.c\"").Error,
            Is.EqualTo(
                """
                'user.email' is not a field that device profiles can test; did you mean 'identity.email'?
                  user.email = "a@b.c"
                  ^~~~~~~~~~
                '=' is not an operator; write '=='.
                  user.email = "a@b.c"
                             ^
                """
            )
        );

    [Test]
    public void A_doubtful_expression_is_a_warning() =>
        Assert.That(
            Format.Check("os.name == \"Windows\""),
            Is.EqualTo(
                FormatCheck.Unusual(
                    """
                    os.name is "windows" in lower case; other spellings may never match.
                      os.name == "Windows"
                                 ^~~~~~~~~
                    """
                )
            )
        );

    [Test]
    public void At_most_ten_errors_are_reported() =>
        Assert.That(
            Format.Check(string.Join(" and ", Enumerable.Repeat("os.name = \"mac\"", 20))).Error!.Split('\n'),
            Has.Length.EqualTo(30)
        );

    [Test]
    public void Line_breaks_are_insignificant() =>
        Assert.That(
            Format.Canonical("os.name == \"mac\"\n  and network == \"HQ\"\n"),
            Is.EqualTo("os.name == \"mac\" and network == \"HQ\"")
        );
}
