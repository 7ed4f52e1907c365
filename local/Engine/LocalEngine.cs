using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.Programs;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine;

/// <summary>Deploys a stack without the Pulumi CLI, for tests, demos and experiments.</summary>
public sealed class LocalEngine(EngineOptions options)
{
    private readonly StateStore _store = new(options.StateDirectory, options.Stack, options.Clock);

    /// <summary>Shows what an update would do.</summary>
    public Task<OperationResult> PreviewAsync(OperationOptions operation, CancellationToken ct) =>
        RunAsync(OperationName.Update, operation with { PreviewOnly = true }, [], ct);

    /// <summary>Deploys the resources that the program declares.</summary>
    public Task<OperationResult> UpAsync(OperationOptions operation, CancellationToken ct) =>
        RunAsync(OperationName.Update, operation, [], ct);

    /// <summary>Updates the state to match the actual resources.</summary>
    public Task<OperationResult> RefreshAsync(OperationOptions operation, CancellationToken ct) =>
        RunAsync(OperationName.Refresh, operation, [], ct);

    /// <summary>Deletes every resource of the stack.</summary>
    public Task<OperationResult> DestroyAsync(OperationOptions operation, CancellationToken ct) =>
        RunAsync(OperationName.Destroy, operation, [], ct);

    /// <summary>Imports existing objects into the state.</summary>
    public Task<OperationResult> ImportAsync(IReadOnlyList<ImportSpec> imports, OperationOptions operation, CancellationToken ct) =>
        RunAsync(OperationName.Import, operation, imports, ct);

    /// <summary>Kills every plugin and program of this process immediately. Their operations remain pending in the state.</summary>
    public static void KillChildren() => OwnProcessGroup.KillAll();

    /// <summary>The stack's stored state.</summary>
    public Snapshot ReadState() => _store.Load(options.Secrets);

    private async Task<OperationResult> RunAsync(
        OperationName name,
        OperationOptions operation,
        IReadOnlyList<ImportSpec> imports,
        CancellationToken ct
    )
    {
        if (name == OperationName.Update)
        {
            await PrepareProgramAsync(ct);
        }
        var deployment = new DeploymentOptions
        {
            Parallel = options.Parallel,
            Refresh = operation.Refresh,
            ContinueOnError = operation.ContinueOnError,
            Targets = new UrnTargets(operation.Targets),
            TargetDependents = operation.TargetDependents,
            Imports = imports,
        };
        if (operation.PreviewOnly)
        {
            return Judge(await PreviewAsync(name, deployment, ct), operation);
        }
        using var held = _store.Lock();
        if (!operation.SkipPreview)
        {
            var preview = await PreviewAsync(name, deployment, ct);
            if (!preview.Succeeded || !(operation.Confirm?.Invoke(preview) ?? true))
            {
                return preview;
            }
        }
        _store.Backup(options.Secrets);
        var start = _store.Load(options.Secrets);
        start = operation.ClearPendingCreates ? start with { PendingOperations = [] } : start;
        var runner = new DeploymentRunner(options, name, preview: false, deployment);
        using var writer = _store.OpenWriter(options.Secrets);
        return Judge(await runner.RunAsync(start, writer, ct), operation);
    }

    private Task<OperationResult> PreviewAsync(OperationName name, DeploymentOptions deployment, CancellationToken ct) =>
        new DeploymentRunner(options, name, preview: true, deployment).RunAsync(_store.Load(options.Secrets), writer: null, ct);

    private Task PrepareProgramAsync(CancellationToken ct) =>
        options.Program?.PrepareAsync(line => options.Display?.Report(new(Severity.Info, line)), ct)
        ?? throw new EngineException("There is no program to run; set EngineOptions.Program.");

    private static OperationResult Judge(OperationResult result, OperationOptions operation) =>
        operation.ExpectNoChanges && result is { Succeeded: true, HasChanges: true }
            ? result with
            {
                ExitCode = OperationResult.UnexpectedChanges,
            }
            : result;
}
