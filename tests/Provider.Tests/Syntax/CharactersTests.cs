using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Tests.Syntax;

internal sealed class CharactersTests
{
    private const string Scotland = "🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F";

    [TestCase("", 0)]
    [TestCase("office", 6)]
    [TestCase("Büro", 4)]
    [TestCase("😀", 1)]
    [TestCase("a😀b😀", 4)]
    public void A_surrogate_pair_counts_as_one_character(string text, int count) => Assert.That(Characters.Count(text), Is.EqualTo(count));

    // Not test cases: attributes hold their strings as UTF-8, which has no half of a pair.
    [Test]
    public void Half_of_a_surrogate_pair_counts_as_one_character() =>
        Assert.Multiple(() =>
        {
            Assert.That(Characters.Count("\ud83d"), Is.EqualTo(1));
            Assert.That(Characters.Count("\ude00\ud83d"), Is.EqualTo(2));
        });

    [TestCase("")]
    [TestCase("Office 5, first floor")]
    [TestCase("営業所")]
    [TestCase("👩\u200d🚀", TestName = "{m}(an astronaut: two emoji and a joiner)")]
    [TestCase("می\u200cخواهم", TestName = "{m}(Persian with a non-joiner)")]
    [TestCase(Scotland, TestName = "{m}(a flag spelled in tags)")]
    [TestCase(Scotland + " 🏴", TestName = "{m}(a flag without tags)")]
    public void Text_that_shows_all_its_characters_has_no_invisible_one(string text) =>
        Assert.That(Characters.FirstInvisible(text), Is.EqualTo(-1));

    [TestCase("off\u200bice", 3, TestName = "{m}(zero-width space)")]
    [TestCase("\ufeffoffice", 0, TestName = "{m}(byte order mark)")]
    [TestCase("office\u202e", 6, TestName = "{m}(direction mark)")]
    [TestCase("a\u3164", 1, TestName = "{m}(Hangul filler)")]
    [TestCase("a\uffa0", 1, TestName = "{m}(halfwidth Hangul filler)")]
    [TestCase("a\u2800", 1, TestName = "{m}(blank Braille)")]
    [TestCase("😀\u200b\u200b", 2, TestName = "{m}(the first of two, after an emoji)")]
    [TestCase("\u200dé", 0, TestName = "{m}(joiner at the start)")]
    [TestCase("é\u200d", 1, TestName = "{m}(joiner at the end)")]
    [TestCase("a\u200dé", 1, TestName = "{m}(joiner after a letter of ASCII)")]
    [TestCase("é\u200da", 1, TestName = "{m}(joiner before a letter of ASCII)")]
    [TestCase("é\u200bé", 1, TestName = "{m}(zero-width space between letters that may be joined)")]
    [TestCase("😀\U000E0067", 2, TestName = "{m}(tag after an emoji that is no flag)")]
    [TestCase("\U000E0067", 0, TestName = "{m}(tag at the start)")]
    [TestCase("🏴x\U000E0067", 3, TestName = "{m}(tag after a flag that has ended)")]
    [TestCase("🏴\U000E0000\U000E0067", 4, TestName = "{m}(tag after a flag that ended with the code point before the tags)")]
    [TestCase("🏴\U000E0080\U000E0067", 4, TestName = "{m}(tag after a flag that ended with the code point after the tags)")]
    public void The_first_invisible_character_is_found(string text, int index) =>
        Assert.That(Characters.FirstInvisible(text), Is.EqualTo(index));

    [TestCase('\u200b', true, TestName = "{m}(zero-width space)")]
    [TestCase('\u00ad', true, TestName = "{m}(soft hyphen)")]
    [TestCase('\u3164', true, TestName = "{m}(Hangul filler)")]
    [TestCase('a', false)]
    [TestCase(' ', false)]
    [TestCase('\ud83d', false, TestName = "{m}(half of a surrogate pair)")]
    public void A_character_is_invisible_or_not(char c, bool invisible) => Assert.That(Characters.IsInvisible(c), Is.EqualTo(invisible));

    [Test]
    public void A_character_is_named_by_its_code_point() =>
        Assert.Multiple(() =>
        {
            Assert.That(Characters.Name('\t'), Is.EqualTo("U+0009"));
            Assert.That(Characters.Name('\u200b'), Is.EqualTo("U+200B"));
            Assert.That(Characters.NameAt("a😀", 1), Is.EqualTo("U+1F600"));
        });
}
