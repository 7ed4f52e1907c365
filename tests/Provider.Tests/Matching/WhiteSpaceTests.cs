using ZeroTrust.Matching;
using static ZeroTrust.Provider.Tests.Formats.FormatTable;

namespace ZeroTrust.Provider.Tests.Matching;

internal sealed class WhiteSpaceTests
{
    private static readonly TestCaseData[] Texts =
    [
        Row("one line", """os.name == "mac" and network == "HQ" """, """os.name == "mac" and network == "HQ" """),
        Row("lines", "os.name == \"mac\"\r\n\tand network == \"HQ\" ", """os.name == "mac" and network == "HQ" """),
        Row("spaces in a value", """network == "The  office " """, """network == "The  office " """),
        Row("escaped quote", """network == "a \"  b" """, """network == "a \"  b" """),
        Row(
            "escaped backslash at the end of a value",
            """network == "a\\"   and os.name == "mac" """,
            """network == "a\\" and os.name == "mac" """
        ),
        Row("no-break space", "os.name\u00a0==\u00a0\"mac\" ", """os.name == "mac" """),
        Row("value that does not end", "network  == \"a", "network  == \"a "),
    ];

    [TestCaseSource(nameof(Texts))]
    public void White_space_outside_of_values_folds(string text, string oneLine) =>
        Assert.That(WhiteSpace.Collapse(text), Is.EqualTo(oneLine[..^1]));

    [Test]
    public void A_single_line_string_is_not_copied()
    {
        const string text = "os.name == \"mac\"";

        Assert.That(WhiteSpace.Collapse(text), Is.SameAs(text));
    }
}
