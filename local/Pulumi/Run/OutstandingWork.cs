namespace Pulumi.Run;

/// <summary>Tasks that a program has started and that must complete before it ends.</summary>
internal sealed class OutstandingWork
{
    private readonly object _lock = new();
    private readonly List<Exception> _failures = [];
    private int _running;
    private TaskCompletionSource _settled = NewSignal();

    public void Add(Task task)
    {
        if (task.IsCompletedSuccessfully)
        {
            return;
        }

        lock (_lock)
        {
            _running++;
        }

        _ = ObserveAsync(task);
    }

    /// <summary>Waits until no task runs or one has failed. An exception that failed several tasks is returned once.</summary>
    public async Task<IReadOnlyList<Exception>> WhenIdleOrFailedAsync()
    {
        while (true)
        {
            Task settled;
            lock (_lock)
            {
                if (_failures.Count > 0 || _running == 0)
                {
                    return [.. _failures.Distinct()];
                }

                _settled = NewSignal();
                settled = _settled.Task;
            }

            await settled;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ObserveAsync(Task task)
    {
        Exception? failure = null;
        try
        {
            await task;
        }
        catch (Exception e)
        {
            failure = e;
        }

        lock (_lock)
        {
            _running--;
            if (failure is not null)
            {
                _failures.Add(failure);
            }

            if (_running == 0 || failure is not null)
            {
                _settled.TrySetResult();
            }
        }
    }
}
