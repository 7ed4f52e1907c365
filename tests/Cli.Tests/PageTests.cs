using Microsoft.Playwright;

namespace ZeroTrust.Cli.Tests;

/// <summary>Properties of every page.</summary>
[TestFixture("Drift/golden/report.html")]
[TestFixture("golden/map/map.html")]
[TestFixture("golden/impact/impact.html")]
internal sealed class PageTests(string file) : BrowserTests
{
    [Test]
    public async Task Nothing_is_clipped_on_a_phone()
    {
        var page = await OpenAsync(file, width: 390);

        Assert.That(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), Is.True);
    }

    [TestCase(ColorScheme.Light, "rgb(244, 246, 248)")]
    [TestCase(ColorScheme.Dark, "rgb(15, 21, 27)")]
    public async Task The_page_follows_the_readers_color_scheme(ColorScheme colors, string expected)
    {
        var page = await OpenAsync(file, colors: colors);

        Assert.That(await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"), Is.EqualTo(expected));
    }
}
