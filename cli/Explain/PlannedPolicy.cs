using ZeroTrust.Cli.States;
using ZeroTrust.Network;

namespace ZeroTrust.Cli.Explain;

/// <summary>What devices get after a preview's changes: <c>zt test</c> for other programs.</summary>
internal sealed class PlannedPolicy
{
    private readonly NetworkModel _model;

    private PlannedPolicy(NetworkModel model) => _model = model;

    /// <param name="preview">The output of <c>pulumi preview --json</c>.</param>
    /// <param name="state">The output of <c>pulumi stack export</c>.</param>
    public static PlannedPolicy Of(string preview, string state) =>
        new(
            new NetworkReader(new PulumiStacks(Environment.GetEnvironmentVariable), TimeProvider.System, TextReader.Null).Plan(
                preview,
                state
            )
        );

    public DevicePolicy For(PolicyDevice device) => new(_model, device.Context());

    /// <summary>Runs the tests of a file of <c>zt test</c>.</summary>
    /// <returns>The failures, each with the name of its test.</returns>
    /// <exception cref="CommandException">The file is not valid.</exception>
    public IEnumerable<string> Failures(string file) =>
        from test in PolicyTests.Parse(File.ReadAllText(file), $"'{file}'").Tests
        from failure in PolicyResult.Of(_model, test).Failures
        select $"{test.Name}: {failure}";
}
