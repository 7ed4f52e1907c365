using Microsoft.Playwright;

namespace ZeroTrust.Cli.Tests.Drift;

/// <summary>Tests the HTML report in a real browser.</summary>
internal sealed class PageTests : BrowserTests
{
    private IPage _page = null!;

    [SetUp]
    public async Task OpenAsync() => _page = await OpenAsync("Drift/golden/report.html");

    [Test]
    public async Task The_outcome_comes_first()
    {
        Assert.That(
            await _page.InnerTextAsync("h1"),
            Is.EqualTo("Of 8 resources, 2 differ and 1 is missing. 1 object is not managed by any state.")
        );
        Assert.That(
            await VisibleAsync(),
            Is.EqualTo(["engineers", "engineers-routes", "lisbon-lan", "engineers-names", "Test <b>do not touch</b>", "default"])
        );
    }

    [TestCase("203.0.113", "engineers-routes")]
    [TestCase("lisbon route", "lisbon-lan")]
    [TestCase("PORTO braga", "engineers-routes")]
    [TestCase("nowhere", "")]
    public async Task The_search_finds_names_addresses_and_values(string words, string expected)
    {
        await _page.FillAsync("#search", words);

        Assert.That(string.Join(',', await VisibleAsync()), Is.EqualTo(expected));
        Assert.That(await _page.IsVisibleAsync("#none"), Is.EqualTo(expected.Length == 0));
    }

    [TestCase("Missing", "lisbon-lan")]
    [TestCase("Accepted", "engineers-names,default")]
    public async Task A_filter_shows_one_kind(string filter, string expected)
    {
        await _page.ClickAsync($".chips button:text-is('{filter}')");

        Assert.That(string.Join(',', await VisibleAsync()), Is.EqualTo(expected));
    }

    [Test]
    public async Task Resources_as_declared_are_shown_on_request()
    {
        Assert.That(await _page.IsVisibleAsync("text=lisbon-wifi"), Is.False);

        await _page.ClickAsync(".chips button:text-is('As declared')");

        Assert.That(await _page.IsVisibleAsync("text=lisbon-wifi"), Is.True);
    }

    [Test]
    public async Task A_list_is_shown_side_by_side_if_there_is_room()
    {
        var (wideLeft, wideRight) = await CellsAsync();
        _page = await OpenAsync("Drift/golden/report.html", width: 390);
        var (narrowLeft, narrowRight) = await CellsAsync();

        Assert.That(wideRight.X, Is.GreaterThan(wideLeft.X + (wideLeft.Width / 2)));
        Assert.That(narrowRight.X, Is.EqualTo(narrowLeft.X));
        Assert.That(narrowRight.Y, Is.GreaterThan(narrowLeft.Y));
    }

    private async Task<(LocatorBoundingBoxResult Left, LocatorBoundingBoxResult Right)> CellsAsync()
    {
        var cells = _page.Locator("article:has-text('engineers-routes') .cell");
        return ((await cells.Nth(0).BoundingBoxAsync())!, (await cells.Nth(1).BoundingBoxAsync())!);
    }

    private async Task<IReadOnlyList<string>> VisibleAsync() => await _page.Locator("article:visible h2").AllInnerTextsAsync();
}
