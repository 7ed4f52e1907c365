using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;
using ZeroTrust.Engine.Plugins;
using ZeroTrust.Engine.Programs;
using ZeroTrust.Engine.State;
using ZeroTrust.Protocol.Loopback;

namespace ZeroTrust.Engine.Deployment;

/// <summary>Runs one deployment from start to end: servers, plugins, program, steps.</summary>
internal sealed class DeploymentRunner(EngineOptions options, OperationName operation, bool preview, DeploymentOptions deploymentOptions)
{
    public async Task<OperationResult> RunAsync(Snapshot start, IStateWriter? writer, CancellationToken ct)
    {
        var began = options.Clock.GetTimestamp();
        var recorder = new RunRecorder(options.Display);
        options.Display?.Started(operation, preview, options.Stack);
        var checkpoint = new Checkpoint(start, writer);
        var monitor = new MonitorService(options.Stack, preview, deploymentOptions.Parallel, options.Config, options.GrpcLog);
        var builtIn = new BuiltInProvider(options.Stack.Project, name => OutputsOf(name, start));
        await using var server = await LoopbackServer.StartAsync(
            toStatus: null,
            binder => ResourceMonitor.BindService(binder, monitor),
            binder => Pulumirpc.Engine.BindService(binder, new EngineLogService(recorder)),
            binder => ResourceStatus.BindService(binder, new NoViewsService()),
            binder => ResourceProvider.BindService(binder, builtIn)
        );
        await using var host = CreateHost(server, recorder);
        await using var providers = new ProviderRegistry(host, server.Address, preview);
        var context = new DeploymentContext(
            options.Stack,
            preview,
            deploymentOptions,
            new PriorState(start.Resources),
            checkpoint,
            providers,
            recorder,
            options.Clock,
            options.ProjectDirectory
        );
        var succeeded = false;
        try
        {
            succeeded = await ExecuteAsync(context, monitor, server.Address, ct);
        }
        catch (StoppedException)
        {
            // The reason has been reported already.
        }
        catch (Exception e) when (e is EngineException or RpcException or FormatException)
        {
            recorder.Report(new(Severity.Error, e.Explain()));
        }

        // Providers may still log while they shut down; the result includes those messages.
        await host.DisposeAsync();
        if (checkpoint.Finish() is { } unrecorded)
        {
            recorder.Report(new(Severity.Error, unrecorded));
        }
        var result = recorder.ToResult(operation, preview) with
        {
            ExitCode = succeeded && !recorder.HasErrors ? OperationResult.Success : OperationResult.Failure,
            Outputs = checkpoint.Current.Stack?.Outputs ?? new(),
            Duration = options.Clock.GetElapsedTime(began),
        };
        options.Display?.Ended(result);
        return result;
    }

    private async Task<bool> ExecuteAsync(DeploymentContext context, MonitorService monitor, string address, CancellationToken ct)
    {
        WarnOfPendingOperations(context);
        if (deploymentOptions.Refresh || operation == OperationName.Refresh)
        {
            if (!await RefreshAsync(context, _ => true, ct))
            {
                return false;
            }
        }
        else if (
            operation == OperationName.Update
            && context.Prior.Resources.Any(resource => resource.RefreshBeforeUpdate)
            && !await RefreshAsync(context, resource => resource.RefreshBeforeUpdate, ct)
        )
        {
            return false;
        }
        return operation switch
        {
            OperationName.Update => await UpdateAsync(context, monitor, address, ct),
            OperationName.Destroy => await DestroyAsync(context, ct),
            OperationName.Import => await new Importer(context, options.Config).RunAsync(ct),
            _ => true,
        };
    }

    private Struct? OutputsOf(StackName stack, Snapshot start)
    {
        if (stack == options.Stack)
        {
            return start.Stack?.Outputs ?? new();
        }
        var store = new StateStore(options.StateDirectory, stack, options.Clock);
        return store.ReadSalt() is not { } salt
            ? null
            : store.Load(salt == options.Secrets.Salt ? options.Secrets : options.OpenSecrets(salt)).Stack?.Outputs ?? new();
    }

    private PluginHost CreateHost(LoopbackServer server, RunRecorder recorder)
    {
        void ReportPrematureExit(string package, string output) =>
            recorder.Report(
                new(
                    Severity.Error,
                    $"The provider plugin '{package}' exited on its own, which is always a bug in the provider."
                        + (output.Length > 0 ? $" It printed:\n{output}" : "")
                )
            );

        return new(
            new PluginLocator(options.Plugins, options.Environment, AppContext.BaseDirectory),
            new PluginServices(options.Clock, options.GrpcLog, ReportPrematureExit),
            server.Address,
            options.ProjectDirectory,
            options.Stack.Project,
            options.Environment,
            new Dictionary<string, int>(options.AttachedProviders) { [BuiltInProvider.Package] = server.Port },
            options.Config
        );
    }

    private static void WarnOfPendingOperations(DeploymentContext context)
    {
        var open = context.Checkpoint.Current.PendingOperations;
        if (open.Count > 0 && !context.Preview)
        {
            context.Events.Report(
                new(
                    Severity.Warning,
                    "An earlier run was interrupted while it was creating these resources; each of them may or may not exist:\n"
                        + string.Join('\n', open.Select(pending => $"  * {pending.Resource.Urn.Name} ({pending.Resource.Type})"))
                        + "\nImport those that exist with 'zt local import TYPE NAME ID' or as the provider documents. "
                        + "'zt local refresh --clear-pending-creates' forgets the rest."
                )
            );
        }
    }

    private static async Task<bool> RefreshAsync(DeploymentContext context, Func<ResourceState, bool> choose, CancellationToken ct)
    {
        using var executor = new StepExecutor(context, ct);
        await using var cancelling = ct.Register(() => _ = context.Providers.CancelAsync());
        var steps = new List<RefreshStep>();
        foreach (
            var resource in context.Prior.Resources.Where(resource => choose(resource) && context.Options.Targets.Contain(resource.Urn))
        )
        {
            await context.EnsureProviderAsync(resource.Provider, ct);
            steps.Add(new RefreshStep(resource));
        }
        await Task.WhenAll(steps.Select(step => executor.RunAsync([step], othersGoOn: true)));
        context.Prior.Refresh(
            steps.ToDictionary(step => step.Old!, step => step.New, (IEqualityComparer<ResourceState>)ReferenceEqualityComparer.Instance)
        );
        context.Checkpoint.Rebase(context.Prior.Resources);
        return !executor.Failed && !context.Checkpoint.IsFaulty && !ct.IsCancellationRequested;
    }

    private static async Task<bool> DestroyAsync(DeploymentContext context, CancellationToken ct)
    {
        using var executor = new StepExecutor(context, ct);
        await using var cancelling = ct.Register(() => _ = context.Providers.CancelAsync());
        var generator = new StepGenerator(context, _ => Task.FromResult(true));
        await ProgramRun.DeleteAsync(executor, await generator.GenerateDeletesAsync(ct));
        return !executor.Failed && !generator.FoundErrors && !ct.IsCancellationRequested;
    }

    private async Task<bool> UpdateAsync(DeploymentContext context, MonitorService monitor, string address, CancellationToken ct)
    {
        var program = options.Program ?? throw new EngineException("There is no program to run.");
        using var executor = new StepExecutor(context, ct);
        await using var cancelling = ct.Register(() => _ = context.Providers.CancelAsync());
        using var run = new ProgramRun(context, executor, options.Config);
        using var kill = new CancellationTokenSource();
        monitor.Attach(run);
        var running = program.RunAsync(ProgramContext(context, address), kill.Token);
        var stopped = Task.Delay(Timeout.Infinite, executor.Stopped);
        await Task.WhenAny(running, run.Registered, stopped);
        var exit = running.IsCompletedSuccessfully ? running.Result : ProgramExit.Success;
        if (exit.Succeeded && !running.IsFaulted && !executor.Stopped.IsCancellationRequested && !run.FoundErrors)
        {
            await executor.DrainAsync();
            CheckTargets(context);
            await run.FinishAsync(executor.Stopped);
        }
        await executor.DrainAsync();
        var failed = executor.Failed || run.FoundErrors || !exit.Succeeded || ct.IsCancellationRequested;
        run.Close(failed);
        if (executor.Stopped.IsCancellationRequested)
        {
            await kill.CancelAsync();
        }
        exit = await EndAsync(running);
        if (
            !exit.Succeeded
            && !executor.Failed
            && !ct.IsCancellationRequested
            && !(exit.Reported && context.Events is RunRecorder { HasErrors: true })
        )
        {
            context.Events.Report(new(Severity.Error, exit.Error!, context.Stack.Urn));
        }
        if (executor.Failed || run.FoundErrors || ct.IsCancellationRequested)
        {
            context.Events.Report(
                new(
                    Severity.Error,
                    $"{(preview ? "preview" : "update")} {(ct.IsCancellationRequested ? "cancelled" : "failed")}",
                    context.Stack.Urn
                )
            );
        }
        return !failed && exit.Succeeded;
    }

    private static async Task<ProgramExit> EndAsync(Task<ProgramExit> running)
    {
        try
        {
            return await running;
        }
        catch (OperationCanceledException)
        {
            return new("The program was stopped.", Reported: true);
        }
    }

    private static void CheckTargets(DeploymentContext context)
    {
        foreach (
            var target in context.Options.Targets.Unmatched([
                .. context.News.Keys,
                .. context.Prior.Resources.Select(resource => resource.Urn),
            ])
        )
        {
            context.Events.Report(new(Severity.Error, $"The target '{target}' matches no resource of this stack or its program."));
        }
    }

    private ProgramContext ProgramContext(DeploymentContext context, string address) =>
        new()
        {
            MonitorAddress = address,
            EngineAddress = address,
            Project = options.Stack.Project,
            Stack = options.Stack.Stack,
            Organization = StackName.Organization,
            RootDirectory = options.ProjectDirectory,
            Preview = preview,
            Parallel = deploymentOptions.Parallel,
            Config = options.Config,
            Output = line => context.Events.Report(new(Severity.Info, line, context.Stack.Urn)),
        };
}
