using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using ZeroTrust.Engine.Deployment;

namespace ZeroTrust.Engine.Tests.Deploying;

/// <summary>A program with errors: one preview reports all of them and nothing else.</summary>
internal sealed class RefusalTests
{
    private Sandbox _sandbox = null!;

    [SetUp]
    public async Task StartAsync() => _sandbox = await Sandbox.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _sandbox.DisposeAsync();

    [Test]
    public async Task One_preview_reports_the_problems_of_all_resources()
    {
        var result = await _sandbox.PreviewAsync(async script =>
        {
            await script.ThingAsync("a", Bag.Of(("invalid", 1)));
            await script.ThingAsync("good", Bag.Of());
            await script.ThingAsync("b", Bag.Of(("invalid", 2)));
        });

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(
            Errors(result),
            Is.EqualTo([
                "memory:index:Thing 'a': property invalid: is not allowed",
                "memory:index:Thing 'b': property invalid: is not allowed",
                "preview failed",
            ])
        );
        Assert.That(result.With(StepOp.Create).Select(urn => urn.Name), Does.Contain("good"));
    }

    [Test]
    public async Task Dependents_of_a_refused_resource_are_checked_with_unknown_values()
    {
        Value? seen = null;
        var result = await _sandbox.PreviewAsync(async script =>
        {
            var refused = await script.ThingAsync("a", Bag.Of(("invalid", 1)));
            seen = refused.Object.Fields.GetValueOrDefault("serial");
            await script.ThingAsync("b", Bag.Of(("invalid", 1)), request => request.Dependencies.Add(refused.Urn));
        });

        Assert.That(seen, Is.Null, "an output missing in a preview is unknown");
        Assert.That(Errors(result).Count(error => error.Contains("is not allowed", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [Test]
    public async Task A_failed_call_in_a_preview_does_not_hide_the_next_error()
    {
        _sandbox.Provider.Before = (method, name, _) =>
            (method, name) == ("PreviewCreate", "a")
                ? throw new RpcException(new(StatusCode.InvalidArgument, "cannot be created"))
                : Task.CompletedTask;

        var result = await _sandbox.PreviewAsync(async script =>
        {
            await script.ThingAsync("a", Bag.Of());
            await script.ThingAsync("b", Bag.Of(("invalid", 1)));
        });

        Assert.That(Errors(result), Has.Some.Contains("cannot be created").And.Some.Contains("'b': property invalid"));
    }

    [Test]
    public async Task A_refused_resource_is_not_shown_as_deleted()
    {
        await _sandbox.UpAsync(script => script.ThingAsync("a", Bag.Of()));

        var result = await _sandbox.PreviewAsync(script => script.ThingAsync("a", Bag.Of(("invalid", 1))));

        Assert.That(result.Steps.Select(step => step.Op), Does.Not.Contain(StepOp.Delete));
    }

    [Test]
    public async Task An_update_starts_nothing_after_a_refusal()
    {
        var result = await _sandbox.UpAsync(async script =>
        {
            await script.ThingAsync("a", Bag.Of(("invalid", 1)));
            await script.ThingAsync("b", Bag.Of());
        });

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(_sandbox.Provider.Objects, Is.Empty);
    }

    [Test]
    public async Task A_refusal_is_reported_without_the_programs_own_message_about_it()
    {
        var result = await _sandbox.UpAsync(async script =>
        {
            try
            {
                await script.ThingAsync("a", Bag.Of(("invalid", 1)));
            }
            catch (RpcException e)
            {
                // Every SDK logs this message.
                await script.Engine.LogAsync(
                    new()
                    {
                        Severity = Pulumirpc.LogSeverity.Error,
                        Message = $"'a' could not be registered ({e.StatusCode}): {e.Status.Detail}",
                    }
                );
                throw;
            }
        });

        Assert.That(Errors(result), Is.EqualTo(["memory:index:Thing 'a': property invalid: is not allowed", "update failed"]));
    }

    private static IEnumerable<string> Errors(OperationResult result) =>
        result.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).Select(diagnostic => diagnostic.Message);
}
