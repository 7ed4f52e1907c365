using Grpc.Core;
using ZeroTrust.Engine.Plugins;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>Runs steps with limited parallelism and records each before the steps that depend on it.</summary>
internal sealed class StepExecutor : IDisposable
{
    private readonly DeploymentContext _context;
    private readonly SemaphoreSlim? _slots;
    private readonly CancellationTokenSource _stop;
    private readonly Lock _lock = new();
    private readonly HashSet<Urn> _failed = [];
    private readonly List<Task> _running = [];

    public StepExecutor(DeploymentContext context, CancellationToken cancelled)
    {
        _context = context;
        _slots = context.Options.Parallel > 0 ? new(context.Options.Parallel) : null;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
    }

    /// <summary>Cancelled when no more steps may start.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>Whether a step failed or the run was stopped for another reason.</summary>
    public bool Failed { get; private set; }

    /// <summary>Lets running steps finish and starts no others.</summary>
    public void Stop()
    {
        Failed = true;
        _stop.Cancel();
    }

    /// <summary>Whether the resource or one of its dependencies failed.</summary>
    public bool HasFailed(ResourceState resource)
    {
        lock (_lock)
        {
            return resource.AllDependencies().Append(resource.Urn).Any(_failed.Contains);
        }
    }

    public void MarkFailed(Urn urn)
    {
        lock (_lock)
        {
            _failed.Add(urn);
        }
    }

    /// <summary>Runs a chain of steps in sequence. Returns false if one of them failed or the run was stopped.</summary>
    /// <param name="chain">The steps.</param>
    /// <param name="othersGoOn">Whether a failure ends this chain only.</param>
    public Task<bool> RunAsync(IReadOnlyList<Step> chain, bool othersGoOn = false)
    {
        var running = RunChainAsync(chain, othersGoOn);
        lock (_lock)
        {
            _running.Add(running);
        }
        return running;
    }

    /// <summary>Completes when every started step has ended.</summary>
    public async Task DrainAsync()
    {
        Task[] running;
        lock (_lock)
        {
            running = [.. _running];
        }
        await Task.WhenAll(running);
    }

    public void Dispose()
    {
        _slots?.Dispose();
        _stop.Dispose();
    }

    private async Task<bool> RunChainAsync(IReadOnlyList<Step> chain, bool othersGoOn)
    {
        try
        {
            await (_slots?.WaitAsync(Stopped) ?? Task.CompletedTask);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        try
        {
            foreach (var step in chain)
            {
                if (Stopped.IsCancellationRequested || !await RunAsync(step, othersGoOn))
                {
                    return false;
                }
            }
            return true;
        }
        finally
        {
            _slots?.Release();
        }
    }

    private async Task<bool> RunAsync(Step step, bool othersGoOn)
    {
        var recorded = step.Op is StepOp.Delete or StepOp.DeleteReplaced ? step.Old! : step.New;
        if (step.Operation is { } operation && recorded is not null && !_context.Checkpoint.Begin(recorded, operation))
        {
            Stop();
            return false;
        }
        _context.Events.StepStarted(step);
        string? error;
        try
        {
            // Not cancelled: the result of a call that may have changed something is needed. The provider's Cancel ends the call instead.
            var problems = await step.ApplyAsync(_context, CancellationToken.None);
            step.MarkSecretOutputs();
            if (step.New is { } state && step.Logical)
            {
                _context.News[state.Urn] = state;
            }
            step.Record(_context.Checkpoint);
            error = problems.Count > 0 ? Unfinished(step, problems) : null;
        }
        catch (Exception e)
            when (e is RpcException or EngineException or ProtectedException or OperationCanceledException or FormatException)
        {
            if (step.Operation is not null && recorded is not null)
            {
                _context.Checkpoint.Fail(recorded);
            }
            error = e.Explain();
            othersGoOn |= e is ProtectedException || (_context.Preview && e is not RpcException { StatusCode: StatusCode.Unavailable });
        }
        if (error is not null)
        {
            Fail(step, error, othersGoOn);
        }
        if (_context.Checkpoint.IsFaulty)
        {
            Stop();
        }
        _context.Events.StepEnded(step, error);
        if (error is null)
        {
            step.Complete();
        }
        return error is null;
    }

    private void Fail(Step step, string error, bool othersGoOn)
    {
        Failed = true;
        MarkFailed(step.Urn);
        _context.Events.Report(new(Severity.Error, error, step.Urn));
        if (othersGoOn || _context.Options.ContinueOnError)
        {
            step.Abandon(RegistrationResult.Failed);
        }
        else
        {
            Stop();
        }
    }

    private static string Unfinished(Step step, IReadOnlyList<string> problems) =>
        $"{step.Urn.Name} ({step.Resource.Type}) was created but its initialization failed; the next update will try to complete it:\n"
        + string.Join('\n', problems.Select(problem => $"* {problem}"));
}
