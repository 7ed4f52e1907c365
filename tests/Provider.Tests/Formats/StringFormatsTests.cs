using FsCheck.Fluent;
using ZeroTrust.Texts;

namespace ZeroTrust.Provider.Tests.Formats;

internal sealed class StringFormatsTests
{
    private static IEnumerable<StringFormat> AllButMatch => Enum.GetValues<StringFormat>().Except([StringFormat.Match]);

    [Test]
    public void Each_format_is_implemented([Values] StringFormat format) =>
        Assert.That(StringFormats.Of(format).GetType().Name, Is.EqualTo($"{format}Format"));

    [Test]
    public void The_canonical_form_is_idempotent([Values] StringFormat format) =>
        Law.Holds(
            RandomStrings.Of(format),
            text =>
            {
                var canonical = StringFormats.Of(format).Canonical(text);
                return StringFormats.Of(format).Canonical(canonical) == canonical;
            }
        );

    [Test]
    public void The_canonical_form_of_a_valid_value_is_valid([Values] StringFormat format) =>
        Law.Holds(
            RandomStrings.Of(format),
            text =>
                StringFormats.Of(format).Check(text).Error is not null
                || StringFormats.Of(format).Check(StringFormats.Of(format).Canonical(text)).Error is null
        );

    // Except for expressions, whose white space is folded before they are parsed.
    [Test]
    public void An_invalid_value_is_not_changed([ValueSource(nameof(AllButMatch))] StringFormat format) =>
        Law.Holds(
            RandomStrings.Of(format),
            text => StringFormats.Of(format).Check(text).Error is null || StringFormats.Of(format).Canonical(text) == text
        );

    [Test]
    public void Each_generator_produces_valid_strings([Values] StringFormat format) =>
        Assert.That(
            RandomStrings.Of(format).Sample(200),
            Has.Some.Matches<string>(text => StringFormats.Of(format).Check(text!).Error is null)
        );

    [Test]
    public void A_long_string_is_truncated() => Assert.That(Quoted.Of(new string('x', 5000)), Is.EqualTo($"'{new string('x', 100)}…'"));

    [Test]
    public void A_string_is_not_truncated_inside_a_character()
    {
        var text = new string('x', 99) + "😀 and more";

        Assert.That(Quoted.Of(text), Is.EqualTo($"'{new string('x', 99)}…'"));
        Assert.That(Excerpt.Of(text, 101), Is.EqualTo(new string('x', 99) + "😀…"));
        Assert.That(Excerpt.Of("short", 5), Is.EqualTo("short"));
    }
}
