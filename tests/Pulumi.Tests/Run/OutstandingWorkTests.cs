using Pulumi.Run;

namespace Pulumi.Tests.Run;

internal sealed class OutstandingWorkTests
{
    [Test]
    public async Task Nothing_to_do_is_idle_at_once()
    {
        var work = new OutstandingWork();
        work.Add(Task.CompletedTask);

        Assert.That(await work.WhenIdleOrFailedAsync(), Is.Empty);
    }

    [Test]
    public async Task The_end_of_the_last_task_is_waited_for()
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
    public async Task A_failure_does_not_wait_for_the_rest_and_counts_once()
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
