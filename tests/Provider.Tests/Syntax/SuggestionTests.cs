using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Tests.Syntax;

internal sealed class SuggestionTests
{
    private static readonly string[] Systems = ["windows", "mac", "linux", "android", "ios"];

    [TestCase("windos", "windows")]
    [TestCase("WINDOWS", "windows")]
    [TestCase("andr0yd", "android")]
    [TestCase("lniux", "linux")]
    [TestCase("macs", "mac")]
    [TestCase("io", "ios")]
    public void The_closest_word_is_suggested(string word, string suggestion) =>
        Assert.That(Suggestion.For(word, Systems), Is.EqualTo(suggestion));

    [TestCase("")]
    [TestCase("chromeos")]
    [TestCase("lnx")]
    [TestCase("ao")]
    public void A_word_that_resembles_none_gets_no_suggestion(string word) => Assert.That(Suggestion.For(word, Systems), Is.Null);

    // Of 6 letters, 2 may differ; the shorter word counts, and one letter may always differ.
    [TestCase("suffix", "suffer", true)]
    [TestCase("suffix", "suffixing", false)]
    [TestCase("suffixing", "suffix", false)]
    [TestCase("hosts", "homes", false)]
    [TestCase("a", "b", true)]
    public void A_third_of_the_letters_may_differ(string word, string known, bool suggested) =>
        Assert.That(Suggestion.For(word, [known]), Is.EqualTo(suggested ? known : null));

    [Test]
    public void Among_equally_close_words_the_first_is_suggested() =>
        Assert.That(Suggestion.For("include0", ["included", "includes"]), Is.EqualTo("included"));

    [Test]
    public void The_empty_word_is_never_suggested() => Assert.That(Suggestion.For("a", [""]), Is.Null);

    [Test]
    public void Without_known_words_nothing_is_suggested() => Assert.That(Suggestion.For("a", []), Is.Null);

    [TestCase("", "", 0)]
    [TestCase("abc", "abc", 0)]
    [TestCase("abc", "", 3)]
    [TestCase("abc", "abxc", 1)]
    [TestCase("abc", "ac", 1)]
    [TestCase("abc", "axc", 1)]
    [TestCase("ab", "ba", 1)]
    [TestCase("abcd", "acbd", 1)]
    [TestCase("abcd", "badc", 2)]
    [TestCase("abc", "bca", 2)]
    [TestCase("abc", "xbay", 3)]
    [TestCase("kitten", "sitting", 3)]
    public void The_distance_counts_insertions_deletions_substitutions_and_swaps(string a, string b, int distance) =>
        Assert.Multiple(() =>
        {
            Assert.That(Suggestion.Distance(a, b), Is.EqualTo(distance));
            Assert.That(Suggestion.Distance(b, a), Is.EqualTo(distance));
        });
}
