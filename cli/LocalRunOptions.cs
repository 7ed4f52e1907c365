using System.CommandLine;
using ZeroTrust.Engine;

namespace ZeroTrust.Cli;

/// <summary>Options of the <c>zt local</c> commands that run a deployment.</summary>
internal sealed class LocalRunOptions(bool changes, bool begins = false)
{
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Skip the confirmation." };
    private readonly Option<bool> _skipPreview = new("--skip-preview", "-f") { Description = "Skip the preview." };
    private readonly Option<bool> _previewOnly = new("--preview-only") { Description = "Show the preview only." };
    private readonly Option<bool> _expectNoChanges = new("--expect-no-changes") { Description = "Return exit code 7 if anything changes." };
    private readonly Option<bool> _diff = new("--diff") { Description = "Show changes in detail." };
    private readonly Option<bool> _showSecrets = new("--show-secrets") { Description = "Show secrets in plain text." };
    private readonly Option<bool> _showSames = new("--show-sames") { Description = "Also show unchanged resources." };
    private readonly Option<string[]> _targets = new("--target", "-t")
    {
        Description = "URN of a resource to operate on, with wildcards * and **; can be repeated. Default: all.",
    };
    private readonly Option<bool> _targetDependents = new("--target-dependents")
    {
        Description = "Also operate on resources that depend on the targets.",
    };
    private readonly Option<int?> _parallel = new("--parallel", "-p")
    {
        Description = "Parallel operations; 0: no limit. Default: four per processor.",
    };
    private readonly Option<string?> _grpcLog = new("--grpc-log")
    {
        Description = "File to log gRPC messages to, including secrets. Default: PULUMI_DEBUG_GRPC.",
    };

    /// <summary>Whether the command may be a stack's first.</summary>
    public bool Begins => begins;

    public Option<bool> Refresh { get; } = new("--refresh", "-r") { Description = "Refresh the state first." };

    public Option<bool> Json { get; } =
        new("--json", "-j") { Description = "Print the preview as JSON, in the format of 'pulumi preview --json'." };

    public Option<bool> ContinueOnError { get; } =
        new("--continue-on-error") { Description = "After a failure, continue with independent resources." };

    public Option<bool> ClearPendingCreates { get; } =
        new("--clear-pending-creates") { Description = "Discard pending creates of an interrupted run." };

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
