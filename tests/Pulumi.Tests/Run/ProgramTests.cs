using Pulumi.Tests.Samples;
using Pulumirpc;
using ZeroTrust.Protocol.Values;

namespace Pulumi.Tests.Run;

internal sealed class ProgramTests
{
    [Test]
    public async Task The_program_ends_when_everything_it_started_has_ended()
    {
        var monitor = new FakeMonitor();
        var gate = new TaskCompletionSource();
        monitor.Register = async request =>
        {
            await gate.Task;
            return monitor.Echo(request);
        };
        var applied = "";

        var run = monitor.RunAsync(() => new Zone("z", new() { Name = "a" }).Name.Apply(name => applied = name));
        Assert.That(run.IsCompleted, Is.False);
        gate.SetResult();

        Assert.That(await run, Is.Zero);
        Assert.That(applied, Is.EqualTo("a"));
    }

    [Test]
    public async Task The_programs_result_becomes_the_stacks_outputs()
    {
        var monitor = new FakeMonitor();
        var exitCode = await monitor.RunStackAsync(() =>
            new Stack(
                () =>
                    Task.FromResult<IDictionary<string, object?>>(
                        new Dictionary<string, object?>
                        {
                            ["secret"] = Sample.Secret("a"),
                            ["list"] = new[] { "x" },
                            ["nothing"] = null,
                        }
                    ),
                options: null
            )
        );

        Assert.That(exitCode, Is.Zero);
        Assert.That(
            PropertyCodec.Read(monitor.Outputs.Single().Outputs),
            Is.EqualTo(PropertyMap.Of(("secret", new PropertySecret("a")), ("list", new PropertyArray(["x"]))))
        );
    }

    [Test]
    public async Task The_marked_properties_of_a_stack_class_are_its_outputs()
    {
        var monitor = new FakeMonitor();
        await monitor.RunStackAsync(() =>
        {
            var stack = new OfficeStack { Address = Output.Create("a"), Port = Sample.Secret(80) };
            stack.RegisterPropertyOutputs();
            return stack;
        });

        Assert.That(
            PropertyCodec.Read(monitor.Outputs.Single().Outputs),
            Is.EqualTo(PropertyMap.Of(("Address", "a"), ("port", new PropertySecret(80))))
        );
    }

    [Test]
    public async Task An_output_of_a_stack_class_that_is_not_set_is_reported()
    {
        var monitor = new FakeMonitor();
        var exitCode = await monitor.RunStackAsync(() =>
        {
            var stack = new OfficeStack { Address = Output.Create("a") };
            stack.RegisterPropertyOutputs();
            return stack;
        });

        Assert.That(exitCode, Is.EqualTo(32));
        Assert.That(monitor.Messages.Single().Message, Does.StartWith("The stack's output(s) 'port' have no value"));
    }

    [Test]
    public async Task An_unhandled_exception_is_reported_once_with_the_lines_that_matter()
    {
        var monitor = new FakeMonitor();
        var exitCode = await monitor.RunAsync(async () =>
        {
            var zone = new Zone("z", new() { Name = "a" });
            await zone.Name.Apply(Fail).Data;
        });

        Assert.That(exitCode, Is.EqualTo(32));
        var message = monitor.Messages.Single();
        Assert.That(message.Severity, Is.EqualTo(LogSeverity.Error));
        Assert.That(
            message.Message,
            Does.StartWith(
                "The program failed with an unhandled exception:\n"
                    + "System.InvalidOperationException: boom\n  at Pulumi.Tests.Run.ProgramTests.Fail"
            )
        );
        Assert.That(message.Message, Does.Not.Contain("System.Runtime").And.Not.Contain("End of stack trace"));
    }

    [Test]
    public async Task A_RunException_is_reported_without_its_stack()
    {
        var monitor = new FakeMonitor();

        Assert.That(await monitor.RunAsync((Action)(() => throw new RunException("set it"))), Is.EqualTo(32));
        Assert.That(monitor.Messages.Single().Message, Is.EqualTo("set it"));
    }

    [Test]
    public async Task A_ResourceException_is_reported_for_its_resource()
    {
        var monitor = new FakeMonitor();
        await monitor.RunAsync(() =>
        {
            var zone = new Zone("z", new() { Name = "a" });
            throw new ResourceException("not so", zone, hideStack: true);
        });

        Assert.That(
            monitor.Messages.Single(),
            Is.EqualTo(
                new LogRequest
                {
                    Severity = LogSeverity.Error,
                    Message = "not so",
                    Urn = "urn:pulumi:dev::office::acme:index:Zone::z",
                }
            )
        );
    }

    [Test]
    public async Task Messages_are_logged_in_order_and_an_error_makes_the_program_fail()
    {
        var monitor = new FakeMonitor();
        var exitCode = await monitor.RunAsync(() =>
        {
            Log.Debug("one");
            Log.Info("two", streamId: 4, ephemeral: true);
            Log.Warn("three");
            Log.Error("four");
        });

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(
            monitor.Messages,
            Is.EqualTo([
                new LogRequest { Severity = LogSeverity.Debug, Message = "one" },
                new LogRequest
                {
                    Severity = LogSeverity.Info,
                    Message = "two",
                    StreamId = 4,
                    Ephemeral = true,
                },
                new LogRequest { Severity = LogSeverity.Warning, Message = "three" },
                new LogRequest { Severity = LogSeverity.Error, Message = "four" },
            ])
        );
    }

    [Test]
    public async Task Instance_has_the_settings_of_the_run()
    {
        var seen = "";
        await new FakeMonitor { IsDryRun = true }.RunAsync(() =>
        {
            var run = Deployment.Instance;
            seen = $"{run.OrganizationName}/{run.ProjectName}/{run.StackName} {run.IsDryRun}";
        });

        Assert.That(seen, Is.EqualTo("acme/office/dev True"));
    }

    [Test]
    public async Task One_run_cannot_start_another()
    {
        var monitor = new FakeMonitor();
        var exitCode = await monitor.RunAsync(async () => await new FakeMonitor().RunAsync(() => { }));

        Assert.That(exitCode, Is.EqualTo(32));
        Assert.That(monitor.Messages.Single().Message, Does.Contain("A Pulumi program is already running here"));
    }

    [Test]
    public void Resources_cannot_be_created_outside_a_run()
    {
        Assert.That(() => new Zone("z", null), Throws.InvalidOperationException.With.Message.Contains("inside Deployment.RunAsync"));
        Assert.That(() => Deployment.Instance, Throws.InvalidOperationException);
    }

    private static string Fail(string name) => throw new InvalidOperationException("boom");

    private sealed class OfficeStack : Stack
    {
        [Output]
        public Output<string> Address { get; set; } = null!;

        [Output("port")]
        public Output<int> Port { get; set; } = null!;
    }
}
