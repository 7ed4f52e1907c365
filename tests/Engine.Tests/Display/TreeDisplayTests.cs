using System.Text;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;
using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.Display;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Tests.Display;

/// <summary>The content of the screen while the live tree is displayed.</summary>
internal sealed class TreeDisplayTests
{
    private const int Width = 100;

    private readonly FakeTimeProvider _clock = new();
    private Screen _screen = null!;
    private TreeDisplay _display = null!;

    [SetUp]
    public void Open_a_terminal() => Open(height: 24);

    [Test]
    public void Nothing_is_drawn_before_the_first_row()
    {
        _display.Started(OperationName.Update, preview: true, new("p", "dev"));
        Tick(20);

        Assert.That(_screen.ToString(), Is.EqualTo("$ zt local up\nearlier output\nPreviewing update (dev):"));
    }

    [Test]
    public void Running_rows_are_redrawn_in_place_and_finished_ones_stay()
    {
        _display.Started(OperationName.Update, preview: false, new("p", "dev"));
        var (stack, thing) = (Stack(), Thing("a"));
        Step(stack, done: false);
        Tick(5);
        Step(thing, done: false);
        Tick(5);

        Assert.That(_screen.Lines.Take(3), Is.EqualTo(["$ zt local up", "earlier output", "Updating (dev):"]));
        Assert.That(_screen.ToString(), Does.Contain("creating"));

        Step(thing, done: true);
        Step(stack, done: true);
        End(preview: false);

        Assert.That(_screen.Lines.Take(3), Is.EqualTo(["$ zt local up", "earlier output", "Updating (dev):"]));
        Assert.That(_screen.ToString(), Does.Contain("└─ t:i:T").And.Contain("created").And.Not.Contain("creating"));
        Assert.That(_screen.ToString(), Does.Contain("2 created"));
        Assert.That(_screen.LinesWithBlanks.Where(line => line.EndsWith(' ')), Is.Empty, "what is copied has no blanks at the end");
    }

    [Test]
    public void Unchanged_resources_are_counted_but_not_shown()
    {
        _display.Started(OperationName.Update, preview: true, new("p", "dev"));
        Step(Same(Stack()), done: true);
        Step(Same(Thing("quiet")), done: true);
        Step(Thing("loud"), done: true);
        End(preview: true);

        Assert.That(_screen.ToString(), Does.Contain("loud").And.Not.Contain("quiet").And.Contain("2 unchanged"));
    }

    [Test]
    public void Unchanged_resources_are_shown_on_request()
    {
        Open(height: 24, showSames: true);
        _display.Started(OperationName.Update, preview: true, new("p", "dev"));
        Step(Same(Stack()), done: true);
        Step(Same(Thing("quiet")), done: true);
        End(preview: true);

        Assert.That(_screen.ToString(), Does.Contain("quiet"));
    }

    [Test]
    public void An_imported_resource_shows_and_counts_as_imported()
    {
        _display.Started(OperationName.Update, preview: false, new("p", "dev"));
        Step(Same(Stack()), done: true);
        Step(Thing("found") with { Op = StepOp.Import }, done: true);
        Step(Same(Thing("found")), done: true);
        End(preview: false);

        Assert.That(
            _screen.ToString(),
            Does.Match(@"=\s+└─ t:i:T\s+found\s+imported").And.Contain("1 imported").And.Contain("1 unchanged")
        );
    }

    [Test]
    public void Too_many_rows_for_the_screen_show_running_ones_and_count_the_rest()
    {
        Open(height: 12);
        _display.Started(OperationName.Update, preview: false, new("p", "dev"));
        Step(Stack(), done: false);
        for (var i = 0; i < 40; i++)
        {
            Step(Thing($"done{i}"), done: true);
        }
        Step(Thing("running"), done: false);
        Tick(10);

        Assert.That(_screen.Lines.Take(3), Is.EqualTo(["$ zt local up", "earlier output", "Updating (dev):"]));
        Assert.That(_screen.ToString(), Does.Contain("running").And.Match("… and 3[0-9] more"));
        Assert.That(_screen.Lines, Has.Count.LessThanOrEqualTo(2 + 12));

        End(preview: false);
        Assert.That(_screen.Lines.Count(line => line.Contains("done", StringComparison.Ordinal)), Is.EqualTo(40));
    }

    [Test]
    public void A_narrow_screen_truncates_text_and_keeps_one_line_per_row()
    {
        Open(height: 24, width: 40);
        _display.Started(OperationName.Update, preview: false, new("p", "dev"));
        Step(Stack(), done: false);
        Step(Thing("a-resource-with-quite-a-long-name"), done: false);
        Tick(10);

        Assert.That(_screen.Lines.Take(3), Is.EqualTo(["$ zt local up", "earlier output", "Updating (dev):"]));
        Assert.That(_screen.Lines, Has.Count.LessThanOrEqualTo(7));
    }

    [Test]
    public void Two_operations_follow_one_another()
    {
        foreach (var preview in new[] { true, false })
        {
            _display.Started(OperationName.Update, preview, new("p", "dev"));
            Tick(3);
            Step(Stack(), done: true);
            Tick(3);
            End(preview);
        }

        Assert.That(
            _screen.Lines.Where(line => line.EndsWith("(dev):", StringComparison.Ordinal)),
            Is.EqualTo(["Previewing update (dev):", "Updating (dev):"])
        );
        Assert.That(_screen.Lines.Count(line => line.Contains("p-dev", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    private void Open(int height, int width = Width, bool showSames = false)
    {
        _screen = new(width, height);
        _screen.Write("$ zt local up\nearlier output\n");
        var console = AnsiConsole.Create(
            new()
            {
                Ansi = AnsiSupport.Yes,
                ColorSystem = ColorSystemSupport.Standard,
                Interactive = InteractionSupport.Yes,
                Out = new AnsiConsoleOutput(new ScreenWriter(_screen)),
            }
        );
        (console.Profile.Width, console.Profile.Height) = (width, height);
        _display = new(console, _clock, showSecrets: false, showSames);
    }

    private void Tick(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(200));
        }
    }

    private void Step(StepView view, bool done)
    {
        _display.StepStarted(view);
        if (done)
        {
            _display.StepEnded(view, null);
        }
    }

    private void End(bool preview) => _display.Ended(new() { Operation = OperationName.Update, Preview = preview });

    private static StepView Stack() =>
        View(
            new()
            {
                Urn = new StackName("p", "dev").Urn,
                Type = "pulumi:pulumi:Stack",
                Custom = false,
            }
        );

    private static StepView Thing(string name)
    {
        var stack = new StackName("p", "dev");
        return View(
            new()
            {
                Urn = Urn.Create("dev", "p", stack.Urn, "t:i:T", name),
                Type = "t:i:T",
                Custom = true,
                Parent = stack.Urn,
            }
        );
    }

    private static StepView View(ResourceState state) => new(StepOp.Create, null, state);

    private static StepView Same(StepView view) => new(StepOp.Same, view.New, view.New);

    private sealed class ScreenWriter(Screen screen) : StringWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => screen.Write(value.ToString());

        public override void Write(string? value) => screen.Write(value ?? "");

        public override void Write(char[] buffer, int index, int count) => screen.Write(new string(buffer, index, count));
    }
}
