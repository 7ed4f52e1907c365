using static ZeroTrust.Provider.Tests.Formats.FormatTable;

namespace ZeroTrust.Provider.Tests.Formats;

internal sealed class DurationFormatTests
{
    private static readonly DurationFormat Format = new();

    private static readonly TestCaseData[] Spellings =
    [
        Row("seconds", "30s", "30s"),
        Row("seconds of minutes", "90s", "1m30s"),
        Row("as Go prints it", "1m0s", "1m"),
        Row("fraction", "1.5h", "1h30m"),
        Row("fraction without digits before it", ".5s", "500ms"),
        Row("fraction without digits after it", "2.s", "2s"),
        Row("micro sign", "5µs", "5us"),
        Row("Greek mu", "5μs", "5us"),
        Row("any order", "1s1h", "1h1s"),
        Row("nothing", "0", "0s"),
        Row("the longest", "2562047h47m16s854ms775us807ns", "2562047h47m16s854ms775us807ns"),
    ];

    private static readonly TestCaseData[] Mistakes =
    [
        Row("empty", "", "'' is not a duration; write one such as '30s' or '1m30s'."),
        Row("no unit", "30", "'30' has no unit; write '30s' for seconds."),
        Row("zero and an unknown unit", "0d", "'0d' has the unit 'd'; the units are h, m, s, ms, us and ns, as in '1m30s'."),
        Row("nine and an unknown unit", "9d", "'9d' has the unit 'd'; the units are h, m, s, ms, us and ns, as in '1m30s'."),
        Row("a number of 9 digits", "123456789", "'123456789' has no unit; write '123456789s' for seconds."),
        Row("a number of 10 digits", "1234567890", "'1234567890' is not a duration; write one such as '30s' or '1m30s'."),
        Row("space", "1m 30s", "'1m 30s' has spaces in it; write '1m30s'."),
        Row("days", "1d", "'1d' has the unit 'd'; the units are h, m, s, ms, us and ns, as in '1m30s'."),
        Row("word", "30 seconds", "'30 seconds' has the unit 'seconds'; the units are h, m, s, ms, us and ns, as in '1m30s'."),
        Row("upper case", "30S", "'30S' has the unit 'S'; the units are h, m, s, ms, us and ns, as in '1m30s'."),
        Row("sign", "-30s", "'-30s' is not a duration; write one such as '30s' or '1m30s'."),
        Row("ISO 8601", "PT30S", "'PT30S' is not a duration; write one such as '30s' or '1m30s'."),
        Row("unit alone", "s", "'s' is not a duration; write one such as '30s' or '1m30s'."),
        Row(
            "too long",
            "2562047h47m16s854ms775us808ns",
            "'2562047h47m16s854ms775us808ns' is not a duration; write one such as '30s' or '1m30s'."
        ),
        Row(
            "far too long",
            "99999999999999999999999999999999h",
            "'99999999999999999999999999999999h' is not a duration; write one such as '30s' or '1m30s'."
        ),
    ];

    [TestCaseSource(nameof(Spellings))]
    public void Equal_spans_have_one_canonical_form(string text, string canonical) => AssertEqualSpelling(Format, text, canonical);

    [TestCaseSource(nameof(Mistakes))]
    public void An_error_includes_the_correction(string text, string error) => AssertWrong(Format, text, error);

    [Test]
    public void A_duration_is_a_span_of_time()
    {
        Assert.That(GoDuration.TryParse("1m30.5s", out var duration), Is.True);
        Assert.That(duration.Span, Is.EqualTo(TimeSpan.FromSeconds(90.5)));
    }
}
