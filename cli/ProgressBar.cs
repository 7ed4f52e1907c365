using Spectre.Console;

namespace ZeroTrust.Cli;

/// <summary>Progress of a command.</summary>
/// <param name="What">The current step.</param>
/// <param name="Done">The completed part, from 0 to 1; null if unknown.</param>
internal readonly record struct Progress(string What, double? Done);

/// <summary>A progress bar on standard error if that is a terminal, so that the report can be piped.</summary>
internal static class ProgressBar
{
    public static Task<T> ShowAsync<T>(Func<Action<Progress>, Task<T>> run) =>
        ShowAsync(Console.IsErrorRedirected ? null : AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) }), run);

    /// <param name="terminal">Null if there is none: then nothing is shown.</param>
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
