using Spectre.Console;

namespace ZeroTrust.Cli.Tests;

internal sealed class ProgressBarTests
{
    [Test]
    public async Task A_terminal_shows_progress_and_is_clean_afterwards()
    {
        var screen = new Screen(100, 10);
        using var text = new StringWriter();
        var console = AnsiConsole.Create(
            new()
            {
                Ansi = AnsiSupport.Yes,
                Interactive = InteractionSupport.Yes,
                Out = new AnsiConsoleOutput(text),
            }
        );
        console.Profile.Width = 100;

        var result = await ProgressBar.ShowAsync(
            console,
            progress =>
            {
                progress(new("Reading [SplitTunnel]", 0.5));
                return Task.FromResult(7);
            }
        );

        Assert.That(result, Is.EqualTo(7));
        Assert.That(text.ToString(), Does.Contain("Reading [SplitTunnel]"));
        screen.Write(text.ToString());
        Assert.That(screen.ToString().Trim(), Is.Empty);
    }

    [Test]
    public async Task Without_a_terminal_the_work_is_still_done() =>
        Assert.That(
            await ProgressBar.ShowAsync(
                null,
                progress =>
                {
                    progress(new("Reading", null));
                    return Task.FromResult(7);
                }
            ),
            Is.EqualTo(7)
        );
}
