using Microsoft.Playwright;

namespace ZeroTrust.Cli.Tests;

/// <summary>Opens pages in a real browser, and fails if the browser logs errors.</summary>
internal abstract class BrowserTests
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly List<string> _errors = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    [OneTimeSetUp]
    public async Task StartBrowserAsync()
    {
        if (Browsers.FirstOrDefault(File.Exists) is not { } path)
        {
            Assert.Ignore("No Chromium is installed (Debian: apt-get install chromium), so the page was not tested in a browser.");
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

    [TearDown]
    public async Task CloseAsync()
    {
        foreach (var context in _browser!.Contexts)
        {
            await context.CloseAsync();
        }

        Assert.That(_errors, Is.Empty, "the browser's console");
    }

    /// <param name="file">One of this project's golden files.</param>
    protected async Task<IPage> OpenAsync(string file, int width = 1280, ColorScheme colors = ColorScheme.Light)
    {
        var page = await _browser!.NewPageAsync(
            new()
            {
                ViewportSize = new() { Width = width, Height = 900 },
                ColorScheme = colors,
            }
        );
        _errors.Clear();
        page.Console += (_, message) => _errors.Add(message.Text);
        page.PageError += (_, error) => _errors.Add(error);
        await page.GotoAsync(new Uri(RepositoryFiles.PathTo("tests", "Cli.Tests", file)).AbsoluteUri);
        return page;
    }
}
