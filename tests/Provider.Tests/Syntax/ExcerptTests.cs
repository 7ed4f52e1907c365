using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Tests.Syntax;

internal sealed class ExcerptTests
{
    [TestCase("", "")]
    [TestCase("1234", "1234")]
    [TestCase("12345", "12345")]
    [TestCase("123456", "12345…")]
    [TestCase("1234😀", "1234…")]
    [TestCase("123😀6", "123😀…")]
    public void A_string_is_cut_to_the_longest_length_between_two_characters(string text, string excerpt) =>
        Assert.Multiple(() =>
        {
            Assert.That(Excerpt.Of(text, 5), Is.EqualTo(excerpt));
            Assert.That(Excerpt.End(text, 5), Is.EqualTo(excerpt.TrimEnd('…').Length));
        });
}
