using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;
using ZeroTrust.Engine.Config;
using ZeroTrust.Engine.Plugins;
using ZeroTrust.Engine.Properties;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>Serves a program's registrations: plans one at a time and runs steps in parallel.</summary>
internal sealed class ProgramRun : IResourceMonitor, IDisposable
{
    private readonly DeploymentContext _context;
    private readonly StepExecutor _executor;
    private readonly StepGenerator _generator;
    private readonly DefaultProviders _defaults;
    private readonly Transforms _transforms = new();
    private readonly Packages _packages = new();
    private readonly SemaphoreSlim _planning = new(1, 1);
    private readonly Lock _lock = new();
    private readonly Dictionary<Urn, Step> _awaitingOutputs = [];
    private readonly Dictionary<Urn, ResourceGoal> _goals = [];
    private readonly Dictionary<Urn, IReadOnlyList<Callback>> _remoteTransforms = [];
    private readonly IReadOnlyDictionary<string, ConfigValue> _config;
    private readonly TaskCompletionSource _registered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Struct? _stackOutputs;

    public ProgramRun(DeploymentContext context, StepExecutor executor, IReadOnlyDictionary<string, ConfigValue> config)
    {
        _context = context;
        _executor = executor;
        _config = config;
        _generator = new(context, RunImportAsync);
        _defaults = new(
            config,
            registration => RunAsync(registration, ct => _generator.GenerateAsync(registration, ct), CancellationToken.None)
        );
    }

    /// <summary>Completes when the program signals that it has registered everything.</summary>
    public Task Registered => _registered.Task;

    /// <summary>Whether the preview failed. A preview continues after some errors.</summary>
    public bool FoundErrors => _generator.FoundErrors;

    public async Task<RegisterResourceResponse> RegisterAsync(RegisterResourceRequest request, CancellationToken ct)
    {
        Inherit(request);
        if (request.Remote)
        {
            return await ConstructAsync(request, ct);
        }
        AddRemoteTransforms(request);
        await _transforms.ApplyAsync(request, ct);
        var needsProvider = request.Custom && !ResourceTypes.IsProvider(request.Type);
        var goal = RegistrationRequest.ToGoal(request, needsProvider ? await ProviderAsync(request) : "", _context.ProjectDirectory);
        var registration = new Registration(goal);
        await RunAsync(registration, token => _generator.GenerateAsync(registration, token), ct);
        var state = registration.State!;
        if (registration.Result != RegistrationResult.Succeeded && !request.SupportsResultReporting)
        {
            throw new EngineException($"{goal.Name} ({goal.Type}) failed.");
        }
        lock (_lock)
        {
            _goals[state.Urn] = goal;
        }
        _transforms.Remember(state.Urn.Value, request);
        var outputs = request.Custom ? state.Outputs : new();
        outputs = request.SupportsPartialValues ? outputs : outputs.KnownOnly();
        return new()
        {
            Urn = state.Urn.Value,
            Id = state.Id,
            Object = request.AcceptSecrets ? outputs : outputs.RevealAll(),
            Result = registration.Result switch
            {
                RegistrationResult.Failed => Result.Fail,
                RegistrationResult.Skipped => Result.Skip,
                _ => Result.Success,
            },
            Unknown = registration.Unknown,
        };
    }

    // The plugin registers the component again as its own; that registration runs the transforms and enters the state.
    private async Task<RegisterResourceResponse> ConstructAsync(RegisterResourceRequest request, CancellationToken ct)
    {
        var urn = Urn.Create(_context.Stack.Stack, _context.Stack.Project, Urn.ParseOptional(request.Parent), request.Type, request.Name);
        lock (_lock)
        {
            _remoteTransforms[urn] = [.. request.Transforms];
        }
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct, _executor.Stopped);
        try
        {
            var reference = await ProviderAsync(request);
            var provider =
                _context.Providers.Find(reference)
                ?? throw new EngineException(
                    $"Component {request.Name} ({request.Type}) asks for provider {reference}, which is not registered in this run."
                );
            var response = await provider.ConstructAsync(Construction.Request(request, _context, _config), linked.Token);
            return Construction.Response(response, request.SupportsPartialValues);
        }
        catch (Exception e) when (!_executor.Stopped.IsCancellationRequested && (e is EngineException or RpcException or FormatException))
        {
            _context.Events.Report(new(Severity.Error, e.Explain(), urn));
            _executor.Stop();
            throw new StoppedException();
        }
        catch (Exception) when (_executor.Stopped.IsCancellationRequested)
        {
            throw new StoppedException();
        }
    }

    private void AddRemoteTransforms(RegisterResourceRequest request)
    {
        lock (_lock)
        {
            var urn = Urn.Create(
                _context.Stack.Stack,
                _context.Stack.Project,
                Urn.ParseOptional(request.Parent),
                request.Type,
                request.Name
            );
            if (_remoteTransforms.Remove(urn, out var transforms))
            {
                request.Transforms.Add(transforms);
            }
        }
    }

    public Task RegisterOutputsAsync(Urn urn, Struct outputs, CancellationToken ct)
    {
        var lowered = outputs.LowerOutputs();
        Step? step;
        lock (_lock)
        {
            if (urn.IsStack)
            {
                // Set at the end: until then it is unknown whether a failure made some of them missing.
                _stackOutputs = lowered;
                return Task.CompletedTask;
            }
            _awaitingOutputs.Remove(urn, out step);
        }
        if (step is null && FoundErrors)
        {
            // The component was refused.
            return Task.CompletedTask;
        }
        SetOutputs(step ?? throw new EngineException($"The program registered outputs for {urn}, which expects none."), lowered);
        return Task.CompletedTask;
    }

    public async Task<ReadResourceResponse> ReadAsync(ReadResourceRequest request, CancellationToken ct)
    {
        var provider =
            request.Provider.Length > 0
                ? request.Provider
                : await _defaults.GetAsync(
                    _packages.Find(request.PackageRef, ResourceTypes.Package(request.Type), request.Version, request.PluginDownloadURL)
                );
        var registration = new Registration(
            new()
            {
                Type = request.Type,
                Name = request.Name,
                Custom = true,
                Properties = (request.Properties ?? new()).LowerOutputs(),
                Parent = Urn.ParseOptional(request.Parent),
                Dependencies = RegistrationRequest.Urns(request.Dependencies),
                Provider = provider,
                AdditionalSecretOutputs = [.. request.AdditionalSecretOutputs],
                SourcePosition = RegistrationRequest.Position(request.SourcePosition, _context.ProjectDirectory),
            }
        );
        await RunAsync(registration, token => _generator.GenerateReadAsync(registration, request.Id, token), ct);
        var outputs = registration.State!.Outputs;
        return new() { Urn = registration.State.Urn.Value, Properties = request.AcceptSecrets ? outputs : outputs.RevealAll() };
    }

    public async Task<ResourceInvokeResponse> InvokeAsync(ResourceInvokeRequest request, CancellationToken ct)
    {
        await _transforms.ApplyAsync(request, ct);
        var reference =
            request.Provider.Length > 0
                ? request.Provider
                : await _defaults.GetAsync(
                    _packages.Find(request.PackageRef, ResourceTypes.Package(request.Tok), request.Version, request.PluginDownloadURL)
                );
        var provider =
            _context.Providers.Find(reference)
            ?? throw new EngineException($"Function {request.Tok} asks for provider {reference}, which is not registered in this run.");
        var response = await provider.InvokeAsync(request.Tok, (request.Args ?? new()).LowerOutputs(), _context.Preview, ct);
        return new() { Return = response.Return ?? new(), Failures = { response.Failures } };
    }

    public void AddStackTransform(Callback callback) => _transforms.AddToStack(callback);

    public void AddInvokeTransform(Callback callback) => _transforms.AddToInvokes(callback);

    public string AddPackage(RegisterPackageRequest request) => _packages.Add(request);

    public Task SignalEndAsync(CancellationToken ct)
    {
        _registered.TrySetResult();
        return _finished.Task.WaitAsync(ct);
    }

    /// <summary>Deletes the resources that the program did not register.</summary>
    public async Task FinishAsync(CancellationToken ct)
    {
        IReadOnlyList<IReadOnlyList<Step>> groups;
        await _planning.WaitAsync(ct);
        try
        {
            groups = await _generator.GenerateDeletesAsync(ct);
        }
        finally
        {
            _planning.Release();
        }
        await DeleteAsync(_executor, groups);
    }

    /// <summary>Sets the stack's outputs and answers the program's shutdown call.</summary>
    public void Close(bool failed)
    {
        if (_stackOutputs is { } outputs && _context.News.GetValueOrDefault(_context.Stack.Urn) is not null)
        {
            Step? step;
            lock (_lock)
            {
                _awaitingOutputs.Remove(_context.Stack.Urn, out step);
            }
            if (step is not null)
            {
                var before = _context.Prior.Find(_context.Stack.Urn)?.Outputs;
                SetOutputs(step, failed && before is not null ? Merge(before, outputs) : outputs);
            }
        }
        _registered.TrySetResult();
        _finished.TrySetResult();
    }

    public void Dispose()
    {
        _planning.Dispose();
        _transforms.Dispose();
    }

    /// <summary>Runs groups of deletions. Dependencies of a resource whose deletion failed are kept.</summary>
    public static async Task DeleteAsync(StepExecutor executor, IReadOnlyList<IReadOnlyList<Step>> groups)
    {
        var stillNeeded = new HashSet<Urn>();
        foreach (var group in groups)
        {
            var possible = group.Where(step => !stillNeeded.Contains(step.Urn)).ToList();
            foreach (var step in group.Except(possible))
            {
                stillNeeded.UnionWith(step.Resource.AllDependencies());
            }
            var done = await Task.WhenAll(possible.Select(step => executor.RunAsync([step])));
            foreach (var (step, succeeded) in possible.Zip(done))
            {
                if (!succeeded)
                {
                    stillNeeded.UnionWith(step.Resource.AllDependencies());
                }
            }
        }
    }

    private async Task RunAsync(Registration registration, Func<CancellationToken, Task<IReadOnlyList<Step>>> plan, CancellationToken ct)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct, _executor.Stopped);
        try
        {
            var steps = await PlanAsync(registration, plan, linked.Token);
            if (registration.State is not null)
            {
                return;
            }
            if (steps.FirstOrDefault(step => _executor.HasFailed(step.Resource)) is { } blocked)
            {
                _executor.MarkFailed(blocked.Urn);
                blocked.Abandon(RegistrationResult.Skipped);
                registration.Complete(blocked.Resource, RegistrationResult.Skipped);
                return;
            }
            foreach (var step in steps.Where(step => step.Logical && step.New is { Custom: false }))
            {
                lock (_lock)
                {
                    _awaitingOutputs[step.Urn] = step;
                }
            }
            var done = await _executor.RunAsync(steps);
            if (!done && registration.State is null && !_executor.Stopped.IsCancellationRequested)
            {
                registration.Complete(steps[^1].Resource, RegistrationResult.Failed);
            }
        }
        catch (OperationCanceledException) when (_executor.Stopped.IsCancellationRequested)
        {
            throw new StoppedException();
        }
        if (registration.State is null)
        {
            throw new StoppedException();
        }
    }

    private Urn UrnOf(ResourceGoal goal) => Urn.Create(_context.Stack.Stack, _context.Stack.Project, goal.Parent, goal.Type, goal.Name);

    private async Task<IReadOnlyList<Step>> PlanAsync(
        Registration registration,
        Func<CancellationToken, Task<IReadOnlyList<Step>>> plan,
        CancellationToken ct
    )
    {
        await _planning.WaitAsync(ct);
        try
        {
            return await plan(ct);
        }
        catch (Exception e) when (e is EngineException or RpcException or FormatException)
        {
            _context.Events.Report(new(Severity.Error, e.Explain(), UrnOf(registration.Goal)));
            Refuse(registration, goOn: e is not RpcException { StatusCode: StatusCode.Unavailable });
        }
        catch (StoppedException e)
        {
            Refuse(registration, goOn: e is RefusedException);
        }
        finally
        {
            _planning.Release();
        }
        return [];
    }

    // Dependents of a refused resource are previewed with unknown outputs. Without a provider, nothing can be previewed.
    private void Refuse(Registration registration, bool goOn)
    {
        var goal = registration.Goal;
        if (!_context.Preview || !goOn || ResourceTypes.IsProvider(goal.Type))
        {
            _executor.Stop();
            throw new StoppedException();
        }
        _generator.FoundErrors = true;
        var state = new ResourceState
        {
            Urn = UrnOf(goal),
            Type = goal.Type,
            Custom = goal.Custom,
            Parent = goal.Parent,
            Inputs = goal.Properties,
        };
        registration.Complete(state, unknown: true);
    }

    // Releases the planning lock, so that other resources are planned while the object is read.
    private async Task<bool> RunImportAsync(IReadOnlyList<Step> steps)
    {
        _planning.Release();
        var done = await _executor.RunAsync(steps);
        await _planning.WaitAsync(CancellationToken.None);
        return done;
    }

    private void SetOutputs(Step step, Struct outputs)
    {
        _context.Checkpoint.Touch(step.New!, state => state.Outputs = outputs);
        _context.Events.OutputsRegistered(step);
    }

    private async Task<string> ProviderAsync(RegisterResourceRequest request)
    {
        var package = ResourceTypes.Package(request.Type);
        return request.Provider.Length > 0 ? request.Provider
            : request.Providers.TryGetValue(package, out var given) ? given
            : await _defaults.GetAsync(_packages.Find(request.PackageRef, package, request.Version, request.PluginDownloadURL));
    }

    // Children inherit some of their parent's options.
    private void Inherit(RegisterResourceRequest request)
    {
        ResourceGoal? parent;
        lock (_lock)
        {
            parent = request.Parent.Length > 0 ? _goals.GetValueOrDefault(new Urn(request.Parent)) : null;
        }
        if (parent is null)
        {
            return;
        }
        if (request.DeletedWith.Length == 0)
        {
            request.DeletedWith = parent.DeletedWith.ToString();
        }
        if (!request.HasProtect && parent.Protect is { } protect)
        {
            request.Protect = protect;
        }
        if (!request.HasRetainOnDelete && parent.RetainOnDelete is { } retain)
        {
            request.RetainOnDelete = retain;
        }
        if (
            request.Provider.Length == 0
            && parent.Provider.Length > 0
            && ResourceTypes.ProviderPackage(ProviderReference.Parse(parent.Provider).Urn.Type) == ResourceTypes.Package(request.Type)
        )
        {
            request.Provider = parent.Provider;
        }
    }

    private static Struct Merge(Struct before, Struct after)
    {
        var result = before.Where((key, _) => !after.Fields.ContainsKey(key));
        foreach (var (key, value) in after.Fields)
        {
            result.Fields[key] = value;
        }
        return result;
    }
}
