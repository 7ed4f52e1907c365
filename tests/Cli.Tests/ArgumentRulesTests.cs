using System.CommandLine;
using ZeroTrust.Cli.Drift;
using ZeroTrust.Cli.Explain;

namespace ZeroTrust.Cli.Tests;

internal sealed class ArgumentRulesTests
{
    private static RootCommand Zt => [DriftCommand.Create(), LocalCommand.Create(), NewCommand.Create(), TestCommand.Create()];

    [TestCase("drift --format markdown", "--format")]
    [TestCase("drift state.json --format", "--format")]
    [TestCase("local import --force office 1", "--force")]
    [TestCase("local state import --force", "--force")]
    [TestCase("local state delete --all", "--all")]
    [TestCase("local config get --json", "--json")]
    [TestCase("new --nmae office", "--nmae")]
    [TestCase("test --quiet", "--quiet")]
    public void An_option_that_does_not_exist_is_not_taken_for_an_argument(string commandLine, string option) =>
        Assert.That(
            Zt.Parse(commandLine).Errors.Select(error => error.Message),
            Has.Some.EqualTo($"There is no option '{option}'; see --help.")
        );

    [TestCase("drift state.json -")]
    [TestCase("new office")]
    public void Files_folders_and_standard_input_are(string commandLine) => Assert.That(Zt.Parse(commandLine).Errors, Is.Empty);
}
