using System.CommandLine;
using ZeroTrust.Engine;

namespace ZeroTrust.Cli;

/// <summary>Options of the <c>zt local</c> commands that run a deployment.</summary>
internal sealed class LocalRunOptions(bool changes, bool begins = false)
{
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Goes on after the preview without asking." };
    private readonly Option<bool> _skipPreview = new("--skip-preview", "-f")
    {
        Description = "Does it without showing first what would happen.",
    };
    private readonly Option<bool> _previewOnly = new("--preview-only") { Description = "Shows what would happen and stops there." };
    private readonly Option<bool> _expectNoChanges = new("--expect-no-changes")
    {
        Description = "Ends with exit code 7 when anything changes.",
    };
    private readonly Option<bool> _diff = new("--diff") { Description = "Shows every change in full." };
    private readonly Option<bool> _showSecrets = new("--show-secrets") { Description = "Shows secrets in the clear." };
    private readonly Option<bool> _showSames = new("--show-sames") { Description = "Shows what does not change as well." };
    private readonly Option<string[]> _targets = new("--target", "-t")
    {
        Description = "URN of a resource to touch; * and ** stand for anything. May be repeated. Default: all.",
    };
    private readonly Option<bool> _targetDependents = new("--target-dependents")
    {
        Description = "Touches what depends on a target as well.",
    };
    private readonly Option<int?> _parallel = new("--parallel", "-p")
    {
        Description = "Operations at a time; 0: no limit. Default: four for each processor.",
    };
    private readonly Option<string?> _grpcLog = new("--grpc-log")
    {
        Description = "File that gets every message, secrets included. Default: PULUMI_DEBUG_GRPC.",
    };

    /// <summary>Whether the command may be a stack's first.</summary>
    public bool Begins => begins;

    public Option<bool> Refresh { get; } = new("--refresh", "-r") { Description = "Reads every resource first." };

    public Option<bool> Json { get; } = new("--json", "-j") { Description = "Prints the preview as JSON, as pulumi preview --json does." };

    public Option<bool> ContinueOnError { get; } =
        new("--continue-on-error") { Description = "After a failure, goes on with what does not depend on it." };

    public Option<bool> ClearPendingCreates { get; } =
        new("--clear-pending-creates") { Description = "Forgets creates whose outcome an interrupted run left open." };

    public void AddTo(Command command)
    {
        Option[] common = [_expectNoChanges, _diff, _showSecrets, _showSames, _targets, _targetDependents, _parallel, _grpcLog];
        Option[] changing = [_yes, _skipPreview, _previewOnly];
        foreach (var option in changes ? [.. common, .. changing] : common)
        {
            command.Options.Add(option);
        }
    }

    public bool Diff(ParseResult arguments) => arguments.GetValue(_diff);

    public bool ShowSames(ParseResult arguments) => arguments.GetValue(_showSames);

    public bool ShowSecrets(ParseResult arguments) => arguments.GetValue(_showSecrets);

    public int? Parallel(ParseResult arguments) => arguments.GetValue(_parallel);

    public string? GrpcLog(ParseResult arguments) =>
        arguments.GetValue(_grpcLog) ?? Environment.GetEnvironmentVariable("PULUMI_DEBUG_GRPC");

    public bool Asks(ParseResult arguments) =>
        changes && !arguments.GetValue(_yes) && !arguments.GetValue(_skipPreview) && !arguments.GetValue(_previewOnly);

    public OperationOptions ToOperation(ParseResult arguments, bool alwaysRefresh) =>
        new()
        {
            Refresh = alwaysRefresh || arguments.GetValue(Refresh),
            PreviewOnly = arguments.GetValue(_previewOnly),
            SkipPreview = arguments.GetValue(_skipPreview),
            ExpectNoChanges = arguments.GetValue(_expectNoChanges),
            ContinueOnError = arguments.GetValue(ContinueOnError),
            Targets = arguments.GetValue(_targets) ?? [],
            TargetDependents = arguments.GetValue(_targetDependents),
            ClearPendingCreates = arguments.GetValue(ClearPendingCreates),
        };
}
