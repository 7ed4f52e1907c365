namespace Pulumi.Run;

/// <summary>The context of one run of a program.</summary>
internal sealed class DeploymentContext
{
    private Stack? _stack;

    public DeploymentContext(DeploymentSettings settings, IMonitor monitor, IEngine engine)
    {
        Settings = settings;
        Monitor = monitor;
        Log = new(engine, Work);
        Resources = new(this);
        Functions = new(this);
    }

    public DeploymentSettings Settings { get; }

    public IMonitor Monitor { get; }

    public OutstandingWork Work { get; } = new();

    public EngineLog Log { get; }

    public ResourceRegistrar Resources { get; }

    public FunctionCaller Functions { get; }

    public Stack Stack
    {
        get => _stack ?? throw new InvalidOperationException("There is no stack yet; create resources inside Deployment.RunAsync.");
        set => _stack = value;
    }
}
