using System.Globalization;
using ZeroTrust.Network.Checks;

namespace ZeroTrust.Network.Tests;

/// <summary>Runs every check on a program of the size of the largest accounts.</summary>
internal sealed class ScaleTests
{
    [TestCase(false, 0)]
    [TestCase(true, 1_000)]
    public void A_thousand_routes_and_five_hundred_lists_are_checked(bool shutOut, int expected)
    {
        var findings = NetworkChecks.Run(NetworkBuilder.Build(Company.Of(profiles: 500, entries: 100, routes: 1_000, shutOut)));

        Assert.That(findings.Count(finding => finding.Kind == FindingKind.RouteShutOut), Is.EqualTo(expected));
    }

    [Test]
    public void Of_hundreds_of_lists_only_a_few_are_reported()
    {
        var findings = NetworkChecks.Run(NetworkBuilder.Build(Company.Of(profiles: 500, entries: 1, routes: 1, shutOut: true)));

        Assert.That(
            findings.Single(finding => finding.Kind == FindingKind.RouteShutOut).Message,
            Does.Contain("; likewise in 496 more.").And.Length.LessThan(600)
        );
    }
}

/// <summary>A large program.</summary>
internal static class Company
{
    /// <param name="shutOut">Whether the lists exclude all routes.</param>
    public static IReadOnlyList<NetworkPart> Of(int profiles, int entries, int routes, bool shutOut) =>
        [
            .. Enumerable
                .Range(0, profiles)
                .SelectMany(profile =>
                    (NetworkPart[])
                        [
                            Some.Profile(
                                Name("p", profile),
                                profile + 1,
                                $$"""any(identity.groups.name[*] in {"group {{profile}}"}) and os.name in {"windows" "mac"}"""
                            ),
                            Some.Exclude(
                                Name("p", profile),
                                [
                                    .. Enumerable.Range(0, entries - 1).Select(entry => $"203.{entry}.{profile % 256}.0/24"),
                                    shutOut ? "10.0.0.0/8" : "192.168.0.0/16",
                                ]
                            ),
                            Some.Fallback(Name("p", profile), ("corp.example", ["10.0.0.53"])),
                        ]
                ),
            .. Enumerable
                .Range(0, routes)
                .Select(route => (NetworkPart)Some.Route(Name("r", route), $"10.{route / 200}.{route % 200}.0/24")),
        ];

    private static string Name(string kind, int index) => string.Create(CultureInfo.InvariantCulture, $"{kind}{index:000}");
}
