using System.Xml.Linq;

namespace ZeroTrust.Cli.Tests;

/// <summary>Checks the common subset of JUnit XML that Jenkins, GitLab and GitHub actions read.</summary>
internal static class JUnitShape
{
    private static readonly string[] Counts = ["tests", "failures", "errors"];

    public static void Check(string xml)
    {
        var root = XDocument.Parse(xml).Root!;
        Assert.That(root.Name.LocalName, Is.EqualTo("testsuites"));
        Assert.That(root.Elements().Select(element => element.Name.LocalName), Is.All.EqualTo("testsuite"));
        foreach (var suite in root.Elements())
        {
            Assert.That((string?)suite.Attribute("name"), Is.Not.Null.And.Not.Empty);
            var (tests, others) = (suite.Elements("testcase").ToArray(), suite.Elements().SkipWhile(element => element.Name == "testcase"));
            Assert.That(string.Join(' ', others.Select(element => element.Name.LocalName)), Is.AnyOf("", "system-out"));
            Assert.That(Numbers(suite), Is.EqualTo(Counted(suite)), "declared and actual counts of the suite");
            foreach (var test in tests)
            {
                Case(test);
            }
        }

        Assert.That(Numbers(root), Is.EqualTo(Counted(root)), "declared and actual counts of the file");
    }

    private static void Case(XElement test)
    {
        Assert.That((string?)test.Attribute("classname"), Is.Not.Null.And.Not.Empty);
        Assert.That((string?)test.Attribute("name"), Is.Not.Null.And.Not.Empty);
        Assert.That((double?)test.Attribute("time"), Is.Not.Null);
        Assert.That(
            string.Join(' ', test.Elements().Select(element => element.Name.LocalName)),
            Is.AnyOf("", "failure", "error", "system-out", "failure system-out")
        );
        foreach (var outcome in test.Elements().Where(element => element.Name.LocalName != "system-out"))
        {
            Assert.That((string?)outcome.Attribute("type"), Is.Not.Null.And.Not.Empty);
            Assert.That((string?)outcome.Attribute("message"), Is.Not.Null.And.Not.Empty);
        }
    }

    private static int?[] Numbers(XElement element) => [.. Counts.Select(count => (int?)element.Attribute(count))];

    private static int?[] Counted(XElement element) =>
        [element.Descendants("testcase").Count(), element.Descendants("failure").Count(), element.Descendants("error").Count()];
}
