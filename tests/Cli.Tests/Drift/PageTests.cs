using Microsoft.Playwright;

namespace ZeroTrust.Cli.Tests.Drift;

/// <summary>The HTML report in a real browser.</summary>
internal sealed class PageTests
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly List<string> _errors = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private IPage _page = null!;

    [OneTimeSetUp]
    public async Task StartBrowserAsync()
    {
        if (Browsers.FirstOrDefault(File.Exists) is not { } path)
        {
            Assert.Ignore("No Chromium is installed (Debian: apt-get install chromium), so the page was not looked at in a browser.");
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--no-sandbox"] });
    }

    [OneTimeTearDown]
    public async Task StopBrowserAsync()
    {
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
    }

    [SetUp]
    public Task OpenAsync() => OpenAsync(1280, ColorScheme.Light);

    [TearDown]
    public async Task CloseAsync()
    {
        await _page.CloseAsync();
        Assert.That(_errors, Is.Empty, "the browser's console");
    }

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
    public async Task What_is_as_declared_opens_when_it_is_asked_for()
    {
        Assert.That(await _page.IsVisibleAsync("text=lisbon-wifi"), Is.False);

        await _page.ClickAsync(".chips button:text-is('As declared')");

        Assert.That(await _page.IsVisibleAsync("text=lisbon-wifi"), Is.True);
    }

    [Test]
    public async Task A_list_stands_side_by_side_where_there_is_room()
    {
        var (wideLeft, wideRight) = await CellsAsync();
        await _page.CloseAsync();
        await OpenAsync(390, ColorScheme.Light);
        var (narrowLeft, narrowRight) = await CellsAsync();

        Assert.That(wideRight.X, Is.GreaterThan(wideLeft.X + (wideLeft.Width / 2)));
        Assert.That(narrowRight.X, Is.EqualTo(narrowLeft.X));
        Assert.That(narrowRight.Y, Is.GreaterThan(narrowLeft.Y));
        Assert.That(await _page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), Is.True, "nothing is cut off");
    }

    [Test]
    public async Task The_page_is_dark_where_the_reader_wants_it_dark()
    {
        const string Background = "getComputedStyle(document.body).backgroundColor";
        var light = await _page.EvaluateAsync<string>(Background);
        await _page.CloseAsync();
        await OpenAsync(1280, ColorScheme.Dark);

        Assert.That((light, await _page.EvaluateAsync<string>(Background)), Is.EqualTo(("rgb(244, 246, 248)", "rgb(15, 21, 27)")));
    }

    private async Task<(LocatorBoundingBoxResult Left, LocatorBoundingBoxResult Right)> CellsAsync()
    {
        var cells = _page.Locator("article:has-text('engineers-routes') .cell");
        return ((await cells.Nth(0).BoundingBoxAsync())!, (await cells.Nth(1).BoundingBoxAsync())!);
    }

    private async Task OpenAsync(int width, ColorScheme colors)
    {
        _page = await _browser!.NewPageAsync(
            new()
            {
                ViewportSize = new() { Width = width, Height = 900 },
                ColorScheme = colors,
            }
        );
        _errors.Clear();
        _page.Console += (_, message) => _errors.Add(message.Text);
        _page.PageError += (_, error) => _errors.Add(error);
        await _page.GotoAsync(new Uri(RepositoryFiles.PathTo("tests", "Cli.Tests", "Drift", "golden", "report.html")).AbsoluteUri);
    }

    private async Task<IReadOnlyList<string>> VisibleAsync() => await _page.Locator("article:visible h2").AllInnerTextsAsync();
}
