using System.CommandLine;
using System.Runtime.InteropServices;
using Spectre.Console;
using ZeroTrust.Engine;
using ZeroTrust.Engine.Config;
using ZeroTrust.Engine.Display;

namespace ZeroTrust.Cli;

/// <summary>Runs one deployment for the command line: display, question, interruption.</summary>
internal static class LocalRun
{
    private const int Interrupted = 130;

    public static async Task<int> StartAsync(
        ParseResult arguments,
        LocalStackOptions stackOptions,
        LocalRunOptions run,
        Func<LocalEngine, ProjectStack, OperationOptions, CancellationToken, Task<OperationResult>> start,
        CancellationToken ct
    )
    {
        try
        {
            var stack = stackOptions.Open(arguments, run.Begins);
            using var log = run.GrpcLog(arguments) is { } path ? new GrpcLog(path) : null;
            using var interruption = new Interruption(arguments.InvocationConfiguration.Error, ct);
            await using var account = stackOptions.Simulates(arguments)
                ? await SimulatedAccount.StartAsync(
                    SimulatedAccount.Folder(stack.Project.Directory),
                    stack.ToOptions().Config,
                    interruption.Token
                )
                : null;
            var options = (account is null ? stack.ToOptions() : SimulatedAccount.OptionsOf(stack, account)) with { GrpcLog = log };
            var display = new DisplayLog(Display(arguments, run, options.Config));
            options = options with { Display = display };
            options = run.Parallel(arguments) is { } parallel ? options with { Parallel = parallel } : options;
            var operation = run.ToOperation(arguments, stack.Project.AlwaysRefresh) with
            {
                Confirm = run.Asks(arguments) ? preview => Confirm(preview, () => display.Replay(Details(arguments, run))) : null,
            };
            var result = await start(new LocalEngine(options), stack, operation, interruption.Token);
            if (result.ExitCode == OperationResult.UnexpectedChanges)
            {
                await arguments.InvocationConfiguration.Error.WriteLineAsync("error: expected no changes, but found some");
            }
            return result.ExitCode;
        }
        catch (Exception e) when (CommandErrors.IsExpected(e))
        {
            return CommandErrors.Fail(arguments, e);
        }
    }

    private static IEngineDisplay Display(ParseResult arguments, LocalRunOptions run, IReadOnlyDictionary<string, ConfigValue> config)
    {
        var output = arguments.InvocationConfiguration.Output;
        var (showSecrets, showSames) = (run.ShowSecrets(arguments), run.ShowSames(arguments));
        return arguments.GetValue(run.Json) ? new JsonDisplay(output, config, showSecrets, showSames)
            : run.Diff(arguments) ? Details(arguments, run)
            : IsScreen ? new TreeDisplay(AnsiConsole.Console, TimeProvider.System, showSecrets, showSames)
            : new PlainDisplay(output, TimeProvider.System, showSecrets, showSames);
    }

    // A surface that can be redrawn.
    private static bool IsScreen =>
        AnsiConsole.Profile.Capabilities is { Interactive: true, Ansi: true } && !System.Console.IsOutputRedirected;

    private static DiffDisplay Details(ParseResult arguments, LocalRunOptions run) =>
        new(arguments.InvocationConfiguration.Output, run.ShowSecrets(arguments), run.ShowSames(arguments));

    private static bool Confirm(OperationResult preview, Action showDetails)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive || System.Console.IsInputRedirected)
        {
            throw new EngineException("Cannot ask for confirmation without a terminal; pass --yes.");
        }
        while (true)
        {
            AnsiConsole.Write($"Do you want to perform this {preview.Operation.ToString().ToLowerInvariant()}? [yes/no/details] (no): ");
            switch (System.Console.ReadLine()?.Trim().ToLowerInvariant())
            {
                case "y" or "yes":
                    return true;
                case "d" or "details":
                    showDetails();
                    break;
                case null or "" or "n" or "no":
                    return false;
            }
        }
    }

    /// <summary>The first Ctrl+C stops the run gracefully; the second kills it.</summary>
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
            _error.WriteLine("^C received: stopping and saving the state. Press Ctrl+C again to kill immediately.");
            _stop.Cancel();
        }
    }
}
