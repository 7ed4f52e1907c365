using System.CommandLine;
using System.Xml.Linq;
using ZeroTrust.Cli.Map;
using ZeroTrust.Cli.Tests.Drift;
using ZeroTrust.Cli.Tests.Explain;

namespace ZeroTrust.Cli.Tests.Map;

/// <summary>Runs <c>zt map</c> with a simulated account.</summary>
internal sealed class MapCommandTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("map-").FullName;
    private TestStack _stack = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _stack = await Headquarters.DeployAsync();

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _stack.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [TestCase("--live")]
    [TestCase("--state", "-")]
    public async Task An_account_and_its_state_give_the_same_map(params string[] source)
    {
        var (code, output, error, picture) = await DrawAsync("map.svg", source);

        Assert.That((code, output, error), Is.EqualTo((0, $"Wrote {Path.Combine(_folder, "map.svg")}.\n", "")));
        var texts = XDocument
            .Parse(picture)
            .Descendants()
            .Select(element => element)
            .ToLookup(
                element => (string?)element.Attribute("class"),
                element => string.Concat(element.Nodes().OfType<XText>().Select(text => text.Value))
            );
        Assert.That(texts["title"], Is.EqualTo(["Headquarters"]));
        Assert.That(texts["name"], Is.EqualTo(["Office", "Staff", "Default", "hq"]));
        Assert.That(texts["mono"], Is.EqualTo(["10.1.0.0/16"]));
    }

    [TestCase("map.HTML", "<!doctype html>")]
    [TestCase("map.mmd", "flowchart")]
    public async Task The_file_extension_selects_the_format(string file, string start)
    {
        var (code, _, _, picture) = await DrawAsync(file, "--live");

        Assert.That(code, Is.Zero);
        Assert.That(picture, Does.StartWith(start).And.Contain("Staff"));
    }

    [Test]
    public async Task Another_extension_is_refused()
    {
        var (code, _, error, _) = await DrawAsync("map.png", "--live");

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain("map.png' must end in one of html, svg, mmd."));
    }

    [Test]
    public async Task Unreadable_input_is_an_error_and_writes_no_file()
    {
        var (code, output, error, picture) = await DrawAsync("none.svg", "--state", "/nowhere/state.json");

        Assert.That((code, output, picture), Is.EqualTo((1, "", "")));
        Assert.That(error, Does.StartWith("zt map: ").And.Contain("/nowhere/state.json"));
    }

    private async Task<(int Code, string Output, string Error, string Picture)> DrawAsync(string name, params string[] source)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var file = Path.Combine(_folder, name);
        var code = await MapCommand
            .Create(_stack.Environment.GetValueOrDefault, TimeProvider.System, new StringReader(_stack.Export()))
            .Parse(["--out", file, "--title", "Headquarters", .. source])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString(), File.Exists(file) ? await File.ReadAllTextAsync(file) : "");
    }
}
