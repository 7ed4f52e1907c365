using System.Collections.Immutable;
using Pulumi.Run;
using Pulumi.Testing;

namespace Pulumi;

/// <summary>Runs a program, connected to the engine that started it or to mocks.</summary>
public sealed class Deployment
{
    private static readonly AsyncLocal<DeploymentContext?> Running = new();

    private Deployment() { }

    /// <summary>The current run of the program.</summary>
    /// <exception cref="InvalidOperationException">No program is running.</exception>
    public static DeploymentInstance Instance => new(Required);

    internal static DeploymentContext? Current => Running.Value;

    internal static DeploymentContext Required =>
        Running.Value ?? throw new InvalidOperationException("No Pulumi program is running; create resources inside Deployment.RunAsync.");

    public static Task<int> RunAsync(Action action) => RunAsync(ToProgram(action));

    public static Task<int> RunAsync(Func<IDictionary<string, object?>> func) => RunAsync(ToProgram(func));

    public static Task<int> RunAsync(Func<Task> func) => RunAsync(ToProgram(func));

    public static Task<int> RunAsync(Func<Task<IDictionary<string, object?>>> func, StackOptions? options = null) =>
        RunUnderEngineAsync(() => new Stack(func, options));

    public static Task<int> RunAsync<TStack>()
        where TStack : Stack, new() => RunUnderEngineAsync(Create<TStack>);

    public static Task<int> RunAsync<TStack>(IServiceProvider serviceProvider)
        where TStack : Stack
    {
        ArgumentNullException.ThrowIfNull(serviceProvider);
        return RunUnderEngineAsync(() => Create<TStack>(serviceProvider));
    }

    public static async Task<ImmutableArray<Resource>> TestAsync<TStack>(IMocks mocks, TestOptions? options = null)
        where TStack : Stack, new() => (await RunUnderMocksAsync(mocks, options, Create<TStack>)).Resources;

    public static async Task<ImmutableArray<Resource>> TestWithServiceProviderAsync<TStack>(
        IMocks mocks,
        IServiceProvider serviceProvider,
        TestOptions? options = null
    )
        where TStack : Stack
    {
        ArgumentNullException.ThrowIfNull(serviceProvider);
        return (await RunUnderMocksAsync(mocks, options, () => Create<TStack>(serviceProvider))).Resources;
    }

    public static async Task<ImmutableArray<Resource>> TestAsync(IMocks testMocks, TestOptions testOptions, Action createResources) =>
        (await TestAsync(testMocks, testOptions, ToProgram(createResources))).Resources;

    public static async Task<ImmutableArray<Resource>> TestAsync(IMocks testMocks, TestOptions testOptions, Func<Task> createResources) =>
        (await TestAsync(testMocks, testOptions, ToProgram(createResources))).Resources;

    public static Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks,
        TestOptions testOptions,
        Func<IDictionary<string, object?>> createResources
    ) => TestAsync(testMocks, testOptions, ToProgram(createResources));

    /// <summary>Runs a program against mocks. Returns its resources, without the stack, and its outputs.</summary>
    public static async Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks,
        TestOptions testOptions,
        Func<Task<IDictionary<string, object?>>> createResources
    )
    {
        var (resources, stack) = await RunUnderMocksAsync(testMocks, testOptions, () => new Stack(createResources, options: null));
        return (resources.Remove(stack), await stack.Outputs.ValueOrAsync(ImmutableDictionary<string, object?>.Empty));
    }

    /// <summary>Makes the program wait for a task and fail if it fails.</summary>
    internal static void Track(Task task) => Current?.Work.Add(task);

    /// <summary>Makes a run current until the result is disposed.</summary>
    internal static IDisposable Enter(DeploymentContext deployment)
    {
        if (Running.Value is not null && Running.Value != deployment)
        {
            throw new InvalidOperationException("A Pulumi program is already running here; runs cannot be nested.");
        }

        Running.Value = deployment;
        return new Exit();
    }

    private static async Task<int> RunUnderEngineAsync(Func<Stack> createStack)
    {
        var (settings, monitorAddress, engineAddress) = DeploymentSettings.FromEnvironment();
        await using var monitor = new GrpcMonitor(monitorAddress);
        using var engine = new GrpcEngine(engineAddress);
        var exitCode = await RunAsync(new(settings, monitor, engine), createStack);

        if (exitCode != 0)
        {
            // Programs often forget to return the exit code.
            Environment.ExitCode = exitCode;
        }

        return exitCode;
    }

    private static async Task<(ImmutableArray<Resource> Resources, Stack Stack)> RunUnderMocksAsync(
        IMocks mocks,
        TestOptions? options,
        Func<Stack> createStack
    )
    {
        var settings = new DeploymentSettings
        {
            Project = options?.ProjectName ?? "project",
            Stack = options?.StackName ?? "stack",
            Organization = options?.OrganizationName ?? "organization",
            IsDryRun = options?.IsPreview ?? true,
            Config = DeploymentSettings.ReadConfig(Environment.GetEnvironmentVariable),
        };
        var monitor = new MockMonitor(mocks, settings);
        var engine = new MockEngine();
        var deployment = new DeploymentContext(settings, monitor, engine);
        await RunAsync(deployment, createStack);
        return engine.Errors switch
        {
            [] => (monitor.Resources, deployment.Stack),
            [var error] => throw new RunException(error),
            var errors => throw new AggregateException(errors.Select(error => new RunException(error))),
        };
    }

    // Async, so that the current run is set for the program only, not for the caller.
    internal static async Task<int> RunAsync(DeploymentContext deployment, Func<Stack> createStack)
    {
        using var entered = Enter(deployment);
        return await new ProgramRunner(deployment).RunAsync(createStack);
    }

    private static TStack Create<TStack>()
        where TStack : Stack, new() =>
        Registered((TStack)Activator.CreateInstance(typeof(TStack), System.Reflection.BindingFlags.DoNotWrapExceptions, null, null, null)!);

    private static TStack Create<TStack>(IServiceProvider services)
        where TStack : Stack =>
        Registered(
            services.GetService(typeof(TStack)) as TStack
                ?? throw new InvalidOperationException($"The service provider has no {typeof(TStack).Name}; register it there.")
        );

    private static TStack Registered<TStack>(TStack stack)
        where TStack : Stack
    {
        stack.RegisterPropertyOutputs();
        return stack;
    }

    private static Func<Task<IDictionary<string, object?>>> ToProgram(Action action) =>
        () =>
        {
            action();
            return NoOutputs();
        };

    private static Func<Task<IDictionary<string, object?>>> ToProgram(Func<IDictionary<string, object?>> func) =>
        () => Task.FromResult(func());

    private static Func<Task<IDictionary<string, object?>>> ToProgram(Func<Task> func) =>
        async () =>
        {
            await func();
            return await NoOutputs();
        };

    private static Task<IDictionary<string, object?>> NoOutputs() =>
        Task.FromResult<IDictionary<string, object?>>(ImmutableDictionary<string, object?>.Empty);

    private sealed class Exit : IDisposable
    {
        public void Dispose() => Running.Value = null;
    }
}
