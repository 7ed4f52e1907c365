using ZeroTrust.Engine.Config;

namespace ZeroTrust.Engine.Programs;

/// <summary>A program that declares resources.</summary>
public interface IProgram
{
    /// <summary>Prepares the program once before it runs, such as by compiling it.</summary>
    Task PrepareAsync(Action<string> output, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Runs the program to completion. Cancelling kills it.</summary>
    Task<ProgramExit> RunAsync(ProgramContext context, CancellationToken ct);
}

/// <summary>The result of running a program.</summary>
/// <param name="Error">Error message; null on success.</param>
/// <param name="Reported">Whether the program has reported the error itself.</param>
public sealed record ProgramExit(string? Error = null, bool Reported = false)
{
    /// <summary>Success.</summary>
    public static ProgramExit Success { get; } = new();

    /// <summary>Whether the program succeeded.</summary>
    public bool Succeeded => Error is null;
}

/// <summary>What a program needs to run.</summary>
public sealed record ProgramContext
{
    /// <summary>Resource monitor, <c>127.0.0.1:port</c>.</summary>
    public required string MonitorAddress { get; init; }

    /// <summary>Engine service, <c>127.0.0.1:port</c>.</summary>
    public required string EngineAddress { get; init; }

    /// <summary>Project's name.</summary>
    public required string Project { get; init; }

    /// <summary>Stack's name.</summary>
    public required string Stack { get; init; }

    /// <summary>Organization's name.</summary>
    public required string Organization { get; init; }

    /// <summary>Folder of the project.</summary>
    public required string RootDirectory { get; init; }

    /// <summary>Whether this is a preview.</summary>
    public required bool Preview { get; init; }

    /// <summary>Maximum number of parallel operations.</summary>
    public required int Parallel { get; init; }

    /// <summary>The stack's configuration.</summary>
    public required IReadOnlyDictionary<string, ConfigValue> Config { get; init; }

    /// <summary>Receives each line that the program prints.</summary>
    public required Action<string> Output { get; init; }
}

/// <summary>A program that runs in this process.</summary>
/// <param name="run">Runs the program; an exception fails it.</param>
public sealed class InProcessProgram(Func<ProgramContext, CancellationToken, Task> run) : IProgram
{
    /// <inheritdoc/>
    public async Task<ProgramExit> RunAsync(ProgramContext context, CancellationToken ct)
    {
        try
        {
            await run(context, ct);
            return ProgramExit.Success;
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            return new(e.Message);
        }
    }
}
