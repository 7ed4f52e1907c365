using Spectre.Console;

namespace ZeroTrust.Cli;

/// <summary>How far a command is.</summary>
/// <param name="What">What it does at the moment.</param>
/// <param name="Done">The part that is done, from 0 to 1; null if unknown.</param>
internal readonly record struct Progress(string What, double? Done);

/// <summary>A progress bar on standard error where that is a terminal, so that a report can be piped while a person watches.</summary>
internal static class ProgressBar
{
    public static Task<T> ShowAsync<T>(Func<Action<Progress>, Task<T>> run) =>
        ShowAsync(Console.IsErrorRedirected ? null : AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) }), run);

    /// <param name="terminal">Null: there is none, and nothing is shown.</param>
    public static Task<T> ShowAsync<T>(IAnsiConsole? terminal, Func<Action<Progress>, Task<T>> run) =>
        terminal is null
            ? run(_ => { })
            : terminal
                .Progress()
                .AutoClear(true)
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new SpinnerColumn())
                .StartAsync(context =>
                {
                    var task = context.AddTask("Reading the account", maxValue: 1);
                    return run(progress =>
                    {
                        task.Description = Markup.Escape(progress.What);
                        task.IsIndeterminate = progress.Done is null;
                        task.Value = progress.Done ?? task.Value;
                    });
                });
}
