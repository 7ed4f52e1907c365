using System.Text.RegularExpressions;

namespace ZeroTrust.Engine.Tests.Recordings;

/// <summary>
/// Compares displays with the recorded output of the Pulumi CLI, except for IDs, times and the order of parallel steps.
/// </summary>
[CancelAfter(900_000)]
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
    public void Plain_output_matches_pulumis(string name) =>
        Assert.That(Lines(_stack.Outcomes[name].Display), Is.EquivalentTo(Lines(Recording.Display(name))));

    [TestCaseSource(nameof(Full))]
    public void Diff_output_matches_pulumis(string name) =>
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

    // Pulumi also aligns keys with a hidden one.
    [GeneratedRegex(@"^([+~-]? ?\w+) +:")]
    private static partial Regex PaddedKey();

    // Clock ticks, the duration, the closing message, and the end of a component, which Pulumi does not print.
    [GeneratedRegex(
        @"^@ |^Duration|^The resources in the stack|^If you want to remove|running$|office:index:Site berlin (created|deleted)"
    )]
    private static partial Regex Noise();
}
