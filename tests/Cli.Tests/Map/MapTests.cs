using System.Xml.Linq;
using ZeroTrust.Cli.Map;

namespace ZeroTrust.Cli.Tests.Map;

internal sealed class MapTests
{
    private static readonly NetworkMap Small = NetworkMap.Of(Accounts.Of(profiles: 3, connectors: 3), "acme");

    [Test]
    public void A_profile_reaches_the_networks_that_its_list_includes() =>
        Assert.That(
            Small.Profiles.Select(profile => (profile.Name, string.Join(',', profile.Cells.Select(cell => cell.Reach)))),
            Is.EqualTo(
                new[]
                {
                    // 10.4.0.0/15, 10.0.0.0/15 and 10.2.0.0/15: aws, berlin and lisbon.
                    ("Staff", "None,All,All"),
                    ("Contractors", "All,All,Part"),
                    ("Finance", "All,All,All"),
                    ("Default", "NotKnown,NotKnown,NotKnown"),
                }
            )
        );

    [Test]
    public void Unreached_networks_are_listed() =>
        Assert.That(
            Small.Profiles[1].Cells[2].Detail,
            Is.EqualTo("Contractors does not reach 10.2.0.0/16 of lisbon-office through the tunnel.")
        );

    [TestCase("svg")]
    [TestCase("html")]
    [TestCase("mmd")]
    public void A_map_is_drawn(string format) => Golden.Matches($"map/map.{format}", MapFormats.Write(Small, format));

    [TestCase(3, 2)]
    [TestCase(30, 12)]
    [TestCase(300, 20)]
    public void A_map_of_any_size_is_well_formed_and_has_every_profile(int profiles, int connectors)
    {
        var map = NetworkMap.Of(Accounts.Of(profiles, connectors), "acme <&> \"friends\" \u0001");

        var picture = XDocument.Parse(MapFormats.Write(map, "svg"));

        var texts = picture.Descendants().Where(element => (string?)element.Attribute("class") == "order").Select(element => element.Value);
        Assert.That(texts, Is.EqualTo(Enumerable.Range(1, profiles).Select(number => $"{number * 10}").Append("else")));
    }

    [Test]
    public void A_flowchart_reports_how_many_lines_it_omits()
    {
        var chart = MapFormats.Write(NetworkMap.Of(Accounts.Of(300, 20), "acme"), "mmd");

        Assert.That(chart, Does.Match("%% \\d+ more lines omitted"));
    }
}
