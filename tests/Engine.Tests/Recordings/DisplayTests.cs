using System.Text.RegularExpressions;

namespace ZeroTrust.Engine.Tests.Recordings;

/// <summary>
/// What users see, against what Pulumi's command line showed. Order among things that run in parallel, ids and times aside.
/// </summary>
[CancelAfter(120_000)]
internal sealed partial class DisplayTests
{
    private static readonly string[] Plain =
    [
        "02-up-create",
        "03-up-noop",
        "05-up-update",
        "07-up-replace",
        "10-refresh",
        "11-up-repair",
        "14-destroy",
    ];
    private static readonly string[] Full = ["01-preview-empty", "08-preview-refresh"];

    private readonly RecordedStack _stack = new();

    [OneTimeSetUp]
    public async Task Run_all_operations() => await _stack.RunAllAsync(TestContext.CurrentContext.CancellationToken);

    [OneTimeTearDown]
    public async Task Clean_up() => await _stack.DisposeAsync();

    [TestCaseSource(nameof(Plain))]
    public void Lines_read_as_pulumi_wrote_them(string name) =>
        Assert.That(Lines(_stack.Outcomes[name].Display), Is.EquivalentTo(Lines(Recording.Display(name))));

    [TestCaseSource(nameof(Full))]
    public void Full_changes_read_as_pulumi_wrote_them(string name) =>
        Assert.That(Lines(_stack.Outcomes[name].Display), Is.EquivalentTo(Lines(Recording.Display(name))));

    private static List<string> Lines(string display) =>
        [
            .. display
                .Split('\n')
                .Select(line => BuildChatter().Replace(Seconds().Replace(Ids().Replace(line, "ID"), "(s)"), "").Trim())
                .Select(line => PaddedKey().Replace(line, "$1:"))
                .Where(line => line.Length > 0 && !Noise().IsMatch(line))
                .Distinct(),
        ];

    [GeneratedRegex(@"\(\d+(\.\d+)?s\)")]
    private static partial Regex Seconds();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Ids();

    [GeneratedRegex("(running )?'dotnet build.*")]
    private static partial Regex BuildChatter();

    // Pulumi aligns keys with one that it does not show.
    [GeneratedRegex(@"^([+~-]? ?\w+) +:")]
    private static partial Regex PaddedKey();

    // Ticks of the clock, how long it took, the parting words, and the end of a component, which Pulumi leaves out.
    [GeneratedRegex(
        @"^@ |^Duration|^The resources in the stack|^If you want to remove|running$|office:index:Site berlin (created|deleted)"
    )]
    private static partial Regex Noise();
}
