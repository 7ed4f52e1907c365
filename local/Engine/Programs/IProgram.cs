using ZeroTrust.Engine.Config;

namespace ZeroTrust.Engine.Programs;

/// <summary>A program that declares resources.</summary>
public interface IProgram
{
    /// <summary>What has to be done once before runs, such as compiling.</summary>
    Task PrepareAsync(Action<string> output, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Runs it to its end. Cancelling kills it.</summary>
    Task<ProgramExit> RunAsync(ProgramContext context, CancellationToken ct);
}

/// <summary>How a program ended.</summary>
/// <param name="Error">What went wrong; null when nothing did.</param>
/// <param name="Reported">The program has told the user itself.</param>
public sealed record ProgramExit(string? Error = null, bool Reported = false)
{
    /// <summary>All is well.</summary>
    public static ProgramExit Success { get; } = new();

    /// <summary>Whether all is well.</summary>
    public bool Succeeded => Error is null;
}

/// <summary>What a program is told.</summary>
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

    /// <summary>Whether nothing may change.</summary>
    public required bool Preview { get; init; }

    /// <summary>How many operations run at a time.</summary>
    public required int Parallel { get; init; }

    /// <summary>The stack's configuration.</summary>
    public required IReadOnlyDictionary<string, ConfigValue> Config { get; init; }

    /// <summary>Takes a line that the program prints.</summary>
    public required Action<string> Output { get; init; }
}

/// <summary>A program in this process.</summary>
/// <param name="run">Runs it; an exception is its failure.</param>
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
