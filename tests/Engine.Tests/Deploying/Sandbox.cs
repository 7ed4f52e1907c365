using Google.Protobuf.WellKnownTypes;
using Pulumirpc;
using ZeroTrust.Engine.Config;
using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.Display;
using ZeroTrust.Engine.Programs;
using ZeroTrust.Engine.State;
using ZeroTrust.Protocol.Loopback;

namespace ZeroTrust.Engine.Tests.Deploying;

/// <summary>A separate stack with an in-memory provider and in-process programs.</summary>
internal sealed class Sandbox : IAsyncDisposable
{
    public const string Type = "memory:index:Thing";

    private static readonly PassphraseSecrets Secrets = PassphraseSecrets.Create("sandbox");

    private LoopbackServer? _server;

    public MemoryProvider Provider { get; } = new();

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("sandbox-").FullName;

    public Dictionary<string, ConfigValue> Config { get; } = [];

    public int Parallel { get; set; } = 8;

    public IEngineDisplay? Display { get; set; }

    public GrpcLog? Log { get; set; }

    public StackName Stack { get; } = new("p", "dev");

    public IReadOnlyList<ResourceState> Resources => [.. Load().Resources.Where(resource => resource.Type == Type)];

    public static async Task<Sandbox> StartAsync()
    {
        var sandbox = new Sandbox();
        sandbox._server = await LoopbackServer.StartAsync(toStatus: null, binder => ResourceProvider.BindService(binder, sandbox.Provider));
        return sandbox;
    }

    public Urn UrnOf(string name) => Urn.Create(Stack.Stack, Stack.Project, Stack.Urn, Type, name);

    public ResourceState Resource(string name) => Resources.Single(resource => resource.Urn.Name == name);

    public Snapshot Load() => Store.Load(Secrets);

    public StateStore Store => new(Directory, Stack, TimeProvider.System);

    public LocalEngine Engine(Func<Script, Task> program) => new(Options(program));

    /// <summary>An update that writes its state to the given writer.</summary>
    public Task<OperationResult> UpIntoAsync(Func<Script, Task> program, Func<StateStore, PassphraseSecrets, IStateWriter> writer) =>
        new DeploymentRunner(Options(program), OperationName.Update, preview: false, new() { Parallel = Parallel }).RunAsync(
            Load(),
            writer(Store, Secrets),
            CancellationToken.None
        );

    private EngineOptions Options(Func<Script, Task> program) =>
        new()
        {
            Stack = Stack,
            ProjectDirectory = Directory,
            StateDirectory = Directory,
            Secrets = Secrets,
            Program = new InProcessProgram((context, ct) => Script.RunAsync(context, Stack, program, ct)),
            Config = Config,
            AttachedProviders = new Dictionary<string, int> { ["memory"] = _server!.Port },
            Environment = new Dictionary<string, string>(),
            Parallel = Parallel,
            Display = Display,
            GrpcLog = Log,
        };

    /// <summary>An update without a preview.</summary>
    public Task<OperationResult> UpAsync(Func<Script, Task> program, OperationOptions? options = null) =>
        Engine(program).UpAsync((options ?? new()) with { SkipPreview = true }, CancellationToken.None);

    public Task<OperationResult> PreviewAsync(Func<Script, Task> program, OperationOptions? options = null) =>
        Engine(program).PreviewAsync(options ?? new(), CancellationToken.None);

    public Task<OperationResult> RefreshAsync(OperationOptions? options = null) =>
        Engine(_ => Task.CompletedTask).RefreshAsync((options ?? new()) with { SkipPreview = true }, CancellationToken.None);

    public Task<OperationResult> DestroyAsync(OperationOptions? options = null) =>
        Engine(_ => Task.CompletedTask).DestroyAsync((options ?? new()) with { SkipPreview = true }, CancellationToken.None);

    public Task<OperationResult> ImportAsync(params ImportSpec[] imports) =>
        Engine(_ => Task.CompletedTask).ImportAsync(imports, new() { SkipPreview = true }, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}

/// <summary>The engine's services for a test's program.</summary>
internal sealed class Script(
    ResourceMonitor.ResourceMonitorClient monitor,
    Pulumirpc.Engine.EngineClient engine,
    Urn stack,
    CancellationToken ct
)
{
    public ResourceMonitor.ResourceMonitorClient Monitor => monitor;

    public Pulumirpc.Engine.EngineClient Engine => engine;

    public Urn Stack => stack;

    public static async Task RunAsync(ProgramContext context, StackName stack, Func<Script, Task> program, CancellationToken ct)
    {
        using var channel = LoopbackChannel.To(context.MonitorAddress);
        var script = new Script(
            new ResourceMonitor.ResourceMonitorClient(channel),
            new Pulumirpc.Engine.EngineClient(channel),
            stack.Urn,
            ct
        );
        await script.RegisterAsync(new() { Type = "pulumi:pulumi:Stack", Name = stack.Urn.Name });
        await program(script);
        await script.Monitor.SignalAndWaitForShutdownAsync(new(), cancellationToken: ct);
    }

    /// <summary>Registers a thing under the stack.</summary>
    public Task<RegisterResourceResponse> ThingAsync(string name, Struct inputs, Action<RegisterResourceRequest>? options = null)
    {
        var request = new RegisterResourceRequest
        {
            Type = Sandbox.Type,
            Name = name,
            Custom = true,
            Parent = stack.Value,
            Object = inputs,
            Version = "1.0.0",
        };
        options?.Invoke(request);
        return RegisterAsync(request);
    }

    public Task<RegisterResourceResponse> RegisterAsync(RegisterResourceRequest request)
    {
        request.AcceptSecrets = true;
        request.SupportsResultReporting = true;
        return monitor.RegisterResourceAsync(request, cancellationToken: ct).ResponseAsync;
    }

    public Task OutputsAsync(Urn urn, Struct outputs) =>
        monitor.RegisterResourceOutputsAsync(new() { Urn = urn.Value, Outputs = outputs }, cancellationToken: ct).ResponseAsync;
}

internal static class Bag
{
    public static Struct Of(params (string Key, object? Value)[] entries)
    {
        var result = new Struct();
        foreach (var (key, value) in entries)
        {
            result.Fields[key] = ToValue(value);
        }
        return result;
    }

    public static Value ToValue(object? value) =>
        value switch
        {
            null => Google.Protobuf.WellKnownTypes.Value.ForNull(),
            Value already => already,
            string text => Google.Protobuf.WellKnownTypes.Value.ForString(text),
            int number => Google.Protobuf.WellKnownTypes.Value.ForNumber(number),
            bool flag => Google.Protobuf.WellKnownTypes.Value.ForBool(flag),
            Struct map => Google.Protobuf.WellKnownTypes.Value.ForStruct(map),
            object[] list => Google.Protobuf.WellKnownTypes.Value.ForList([.. list.Select(ToValue)]),
            _ => throw new NotSupportedException(value.GetType().Name),
        };
}
