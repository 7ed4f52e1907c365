using ZeroTrust.Sdk.Generator.CSharp;

namespace ZeroTrust.Sdk.Tests.Generator;

/// <summary>Markdown descriptions as XML documentation.</summary>
public sealed class XmlDocsTests
{
    [TestCase("Plain.", "Plain.")]
    [TestCase("A `code` span.", "A <c>code</c> span.")]
    [TestCase("`a < b && \"c\"`", "<c>a &lt; b &amp;&amp; \"c\"</c>")]
    [TestCase("``a`b``", "<c>a`b</c>")]
    [TestCase("Tom & <Jerry>", "Tom &amp; &lt;Jerry&gt;")]
    [TestCase("See [the `docs`](https://x.example/?a=1&b=2).", "See <see href=\"https://x.example/?a=1&amp;b=2\">the <c>docs</c></see>.")]
    [TestCase("See [Limits](../limits.md).", "See Limits.")]
    [TestCase("<https://x.example>", "<see href=\"https://x.example\">https://x.example</see>")]
    [TestCase("**Bold** and *slanted* and _too_.", "<b>Bold</b> and <i>slanted</i> and <i>too</i>.")]
    [TestCase("snake_case_name and 2*3*4", "snake_case_name and 2*3*4")]
    [TestCase("Escaped \\*star\\* and \\`tick\\`", "Escaped *star* and `tick`")]
    [TestCase("`*.example.com` and `10.0.0.0/8`", "<c>*.example.com</c> and <c>10.0.0.0/8</c>")]
    [TestCase("Two\nlines.", "Two lines.")]
    public void Inline_markup_becomes_elements(string markdown, string xml) =>
        Assert.That(Describe(markdown), Is.EqualTo($"/// <summary>{xml}</summary>\n"));

    [Test]
    public void Paragraphs_after_the_first_are_remarks() =>
        AssertDescribes(
            """
            First
            paragraph.

            Second paragraph.

            Third paragraph.
            """,
            """
            /// <summary>First paragraph.</summary>
            /// <remarks>
            /// <para>Second paragraph.</para>
            /// <para>Third paragraph.</para>
            /// </remarks>
            """
        );

    [Test]
    public void Lists_nest_and_number() =>
        AssertDescribes(
            """
            Modes:
            - `one`: first,
              continued
            - two
              1. inner
              2. other

            After.
            """,
            """
            /// <summary>Modes:</summary>
            /// <remarks>
            /// <list type="bullet">
            /// <item><description><c>one</c>: first, continued</description></item>
            /// <item><description>
            /// <para>two</para>
            /// <list type="number">
            /// <item><description>inner</description></item>
            /// <item><description>other</description></item>
            /// </list>
            /// </description></item>
            /// </list>
            /// <para>After.</para>
            /// </remarks>
            """
        );

    [Test]
    public void Code_keeps_its_lines_and_hashes() =>
        AssertDescribes(
            """
            Import:

            ```shell
            # by id
            # of the account
            pulumi import <token>
            ```
            """,
            """
            /// <summary>Import:</summary>
            /// <remarks>
            /// <code>
            /// # by id
            /// # of the account
            /// pulumi import &lt;token&gt;
            /// </code>
            /// </remarks>
            """
        );

    [Test]
    public void Only_example_code_in_this_language_is_kept() =>
        AssertDescribes(
            """
            A zone.

            ## Example Usage

            {{% examples %}}
            {{% example %}}
            ### Simple

            ```csharp
            new Zone<Key>();

            new Zone();
            ```
            ```typescript
            new Zone();
            ```
            {{% /example %}}
            {{% /examples %}}

            <!--Start PulumiCodeChooser -->
            ```yaml
            a: b
            ```
            <!--End PulumiCodeChooser -->

            ## Deletion

            Is final.
            """,
            """
            /// <summary>A zone.</summary>
            /// <remarks>
            /// <para><b>Deletion</b></para>
            /// <para>Is final.</para>
            /// </remarks>
            /// <example>
            /// <code>
            /// new Zone&lt;Key&gt;();
            ///
            /// new Zone();
            /// </code>
            /// </example>
            """
        );

    [Test]
    public void Long_paragraphs_are_wrapped()
    {
        var lines = Describe(string.Join(' ', Enumerable.Repeat("word", 60))).TrimEnd('\n').Split('\n');

        Assert.That(lines, Has.Length.EqualTo(5));
        Assert.That(lines.Max(line => line.Length), Is.LessThanOrEqualTo(120));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("\n  \n")]
    public void An_empty_description_writes_nothing(string? markdown) => Assert.That(Describe(markdown), Is.Empty);

    private static void AssertDescribes(string markdown, string xml) =>
        Assert.That(Describe(markdown), Is.EqualTo(xml.ReplaceLineEndings("\n") + "\n"));

    private static string Describe(string? markdown)
    {
        var code = new CodeWriter();
        XmlDocs.Describe(code, markdown);
        return code.ToString();
    }
}
