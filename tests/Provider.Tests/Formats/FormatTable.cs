using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Tests.Formats;

/// <summary>Rows of the format tests' tables: a name, an input and the expected result.</summary>
internal static class FormatTable
{
    public static TestCaseData Row(string name, string text, string expected) =>
        new TestCaseData(text, expected).SetName($"{{m}} ({name})");

    public static TestCaseData Row(string name, string text) => new TestCaseData(text).SetName($"{{m}} ({name})");

    public static void AssertEqualSpelling(IStringFormat format, string text, string canonical)
    {
        Assert.Multiple(() =>
        {
            Assert.That(format.Check(text).Error, Is.Null);
            Assert.That(format.Canonical(text), Is.EqualTo(canonical));
        });
    }

    public static void AssertWrong(IStringFormat format, string text, string error)
    {
        Assert.Multiple(() =>
        {
            Assert.That(format.Check(text).Error, Is.EqualTo(error));
            Assert.That(format.Canonical(text), Is.EqualTo(text), "an invalid value is not changed");
        });
    }
}
