using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Tests.Formats;

internal sealed class NameFormatTests
{
    private static readonly NameFormat Format = new();

    [TestCase("office")]
    [TestCase("Büro Nr. 5")]
    [TestCase("営業所")]
    public void A_name_needs_no_warning(string text) => Assert.That(Format.Check(text), Is.EqualTo(FormatCheck.Valid));

    [TestCase("   ", "'   ' is blank; write a name that people can read.")]
    [TestCase("off\u200bice", "'off\u200bice' contains the invisible character U+200B; remove it.")]
    [TestCase(" office", "' office' has blanks around it; write 'office'.")]
    [TestCase("office  ", "'office  ' has blanks around it; write 'office'.")]
    public void A_name_that_looks_like_another_is_accepted_with_a_warning(string text, string warning) =>
        Assert.That(Format.Check(text), Is.EqualTo(FormatCheck.Unusual(warning)));

    [Test]
    public void Every_name_is_its_own_canonical_form() => Assert.That(Format.Canonical(" Office "), Is.EqualTo(" Office "));
}
