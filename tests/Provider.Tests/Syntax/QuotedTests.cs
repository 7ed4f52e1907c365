using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Tests.Syntax;

internal sealed class QuotedTests
{
    [TestCase("", "''")]
    [TestCase("office", "'office'")]
    [TestCase("Büro 😀", "'Büro 😀'")]
    public void A_string_stands_in_quotation_marks(string text, string quoted) => Assert.That(Quoted.Of(text), Is.EqualTo(quoted));

    [TestCase("two\r\nlines", @"'two\u000d\u000alines'")]
    [TestCase("a\tb\0", @"'a\u0009b\u0000'")]
    [TestCase("\u0085", @"'\u0085'")]
    public void Control_characters_are_escaped(string text, string quoted) => Assert.That(Quoted.Of(text), Is.EqualTo(quoted));

    [Test]
    public void Only_a_string_of_more_than_100_characters_is_cut() =>
        Assert.Multiple(() =>
        {
            Assert.That(Quoted.Of(new string('x', 100)), Is.EqualTo($"'{new string('x', 100)}'"));
            Assert.That(Quoted.Of(new string('x', 101)), Is.EqualTo($"'{new string('x', 100)}…'"));
            Assert.That(Quoted.Of(new string('x', 99) + "😀"), Is.EqualTo($"'{new string('x', 99)}…'"));
        });
}
