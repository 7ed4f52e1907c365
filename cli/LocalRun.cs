using System.CommandLine;
using System.Runtime.InteropServices;
using Spectre.Console;
using ZeroTrust.Engine;
using ZeroTrust.Engine.Display;

namespace ZeroTrust.Cli;

/// <summary>Runs one deployment for the command line: display, question, interruption.</summary>
internal static class LocalRun
{
    private const int Interrupted = 130;

    public static async Task<int> StartAsync(
        ParseResult arguments, LocalStackOptions stackOptions, LocalRunOptions run, Func<LocalEngine, OperationOptions, CancellationToken, Task<OperationResult>> start, CancellationToken ct)
    {
        try
        {
            var stack = stackOptions.Open(arguments);
            using var log = run.GrpcLog(arguments) is { } path ? new GrpcLog(path) : null;
            using var interruption = new Interruption(arguments.InvocationConfiguration.Error, ct);
            var options = stack.ToOptions() with { Display = Display(arguments, run), GrpcLog = log };
            options = run.Parallel(arguments) is { } parallel ? options with { Parallel = parallel } : options;
            var operation = run.ToOperation(arguments, stack.Project.AlwaysRefresh) with { Confirm = run.Asks(arguments) ? Confirm : null };
            var result = await start(new LocalEngine(options), operation, interruption.Token);
            if (result.ExitCode == OperationResult.UnexpectedChanges)
            {
                await arguments.InvocationConfiguration.Error.WriteLineAsync("error: no changes were expected, but there are some");
            }
            return result.ExitCode;
        }
        catch (Exception e) when (LocalStackOptions.IsExpected(e))
        {
            return LocalStackOptions.Fail(arguments, e);
        }
    }

    private static IEngineDisplay Display(ParseResult arguments, LocalRunOptions run)
    {
        var output = arguments.InvocationConfiguration.Output;
        var showSecrets = run.ShowSecrets(arguments);
        return run.Diff(arguments) ? new DiffDisplay(output, showSecrets)
            : AnsiConsole.Profile.Capabilities.Interactive && !System.Console.IsOutputRedirected ? new TreeDisplay(AnsiConsole.Console, TimeProvider.System, showSecrets)
            : new PlainDisplay(output, TimeProvider.System, showSecrets);
    }

    private static bool Confirm(OperationResult preview) => AnsiConsole.Profile.Capabilities.Interactive
        ? AnsiConsole.Confirm("Go on?", defaultValue: false)
        : throw new EngineException("Nobody can be asked whether to go on; pass --yes.");

    /// <summary>The first Ctrl+C ends the run in order; the second kills it.</summary>
    private sealed class Interruption : IDisposable
    {
        private readonly CancellationTokenSource _stop;
        private readonly PosixSignalRegistration _registration;
        private readonly TextWriter _error;
        private int _count;

        public Interruption(TextWriter error, CancellationToken ct)
        {
            _error = error;
            _stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
            _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        }

        public CancellationToken Token => _stop.Token;

        public void Dispose()
        {
            _registration.Dispose();
            _stop.Dispose();
        }

        private void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            if (Interlocked.Increment(ref _count) > 1)
            {
                LocalEngine.KillChildren();
                Environment.Exit(Interrupted);
            }
            _error.WriteLine("^C received: providers are told to stop, and what is done is saved. Press Ctrl+C again to kill at once.");
            _stop.Cancel();
        }
    }
}
