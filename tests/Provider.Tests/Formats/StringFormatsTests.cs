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
    public void Canonical_text_is_its_own_canonical_text([Values] StringFormat format) =>
        Law.Holds(
            RandomTexts.Of(format),
            text =>
            {
                var canonical = StringFormats.Of(format).Canonical(text);
                return StringFormats.Of(format).Canonical(canonical) == canonical;
            }
        );

    [Test]
    public void What_is_well_formed_stays_so_in_canonical_form([Values] StringFormat format) =>
        Law.Holds(
            RandomTexts.Of(format),
            text =>
                StringFormats.Of(format).Check(text).Error is not null
                || StringFormats.Of(format).Check(StringFormats.Of(format).Canonical(text)).Error is null
        );

    // Except for an expression: its white space folds before anybody knows whether it is one.
    [Test]
    public void What_is_not_well_formed_is_not_touched([ValueSource(nameof(AllButMatch))] StringFormat format) =>
        Law.Holds(
            RandomTexts.Of(format),
            text => StringFormats.Of(format).Check(text).Error is null || StringFormats.Of(format).Canonical(text) == text
        );

    [Test]
    public void Each_generator_makes_texts_that_are_well_formed([Values] StringFormat format) =>
        Assert.That(
            RandomTexts.Of(format).Sample(200),
            Has.Some.Matches<string>(text => StringFormats.Of(format).Check(text!).Error is null)
        );

    [Test]
    public void A_long_text_is_shown_in_part() => Assert.That(Quoted.Of(new string('x', 5000)), Is.EqualTo($"'{new string('x', 100)}…'"));

    [Test]
    public void A_text_is_not_cut_inside_a_character()
    {
        var text = new string('x', 99) + "😀 and more";

        Assert.That(Quoted.Of(text), Is.EqualTo($"'{new string('x', 99)}…'"));
        Assert.That(Excerpt.Of(text, 101), Is.EqualTo(new string('x', 99) + "😀…"));
        Assert.That(Excerpt.Of("short", 5), Is.EqualTo("short"));
    }
}
