namespace ZeroTrust.Cli.Tests.Map;

/// <summary>Tests the map in a real browser.</summary>
internal sealed class MapPageTests : BrowserTests
{
    [TestCase("", "Staff,Contractors,Finance,Default")]
    [TestCase("CONTRACT", "Contractors")]
    [TestCase("100.96 staff", "Staff")]
    [TestCase("nowhere", "")]
    public async Task The_search_finds_profiles_by_name_and_content(string words, string expected)
    {
        var page = await OpenAsync("golden/map/map.html");

        await page.FillAsync("#search", words);

        Assert.That(string.Join(',', await page.Locator("tbody tr:visible strong").AllInnerTextsAsync()), Is.EqualTo(expected));
    }
}
