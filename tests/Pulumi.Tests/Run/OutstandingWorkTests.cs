using Pulumi.Run;

namespace Pulumi.Tests.Run;

internal sealed class OutstandingWorkTests
{
    [Test]
    public async Task Without_tasks_it_is_idle_immediately()
    {
        var work = new OutstandingWork();
        work.Add(Task.CompletedTask);

        Assert.That(await work.WhenIdleOrFailedAsync(), Is.Empty);
    }

    [Test]
    public async Task It_waits_for_the_last_task()
    {
        var work = new OutstandingWork();
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        work.Add(first.Task);
        work.Add(second.Task);
        var idle = work.WhenIdleOrFailedAsync();

        first.SetResult();
        Assert.That(idle.IsCompleted, Is.False);
        second.SetResult();
        Assert.That(await idle, Is.Empty);
    }

    [Test]
    public async Task A_failure_is_returned_immediately_and_once()
    {
        var work = new OutstandingWork();
        var failure = new InvalidOperationException();
        work.Add(new TaskCompletionSource().Task);
        work.Add(Task.FromException(failure));
        work.Add(Task.FromException(failure));

        Assert.That(await work.WhenIdleOrFailedAsync(), Is.EqualTo([failure]));
    }

    [Test]
    public async Task A_cancelled_task_is_a_failure()
    {
        var work = new OutstandingWork();
        work.Add(Task.FromCanceled(new CancellationToken(canceled: true)));

        Assert.That(await work.WhenIdleOrFailedAsync(), Has.One.InstanceOf<OperationCanceledException>());
    }
}
