namespace ZeroTrust.Cloudflare;

/// <summary>A list of a profile.</summary>
internal readonly record struct ListKey(string AccountId, string ProfileId, ProfileListRoutes List);

/// <summary>
/// Writes lists that the API can only replace whole. All writes to the lists of one profile go one after the other, so that none of
/// this process overwrites another; edits that arrive together are committed by one read and one write.
/// </summary>
/// <param name="read">The list as it is stored now.</param>
/// <param name="write">Replaces the list; returns what was stored.</param>
/// <param name="same">Whether two lists are equal, so that nothing needs to be written.</param>
/// <param name="time">The clock.</param>
internal sealed class ListEditor<T>(
    Func<ListKey, CancellationToken, Task<IReadOnlyList<T>>> read,
    Func<ListKey, IReadOnlyList<T>, CancellationToken, Task<IReadOnlyList<T>>> write,
    Func<IReadOnlyList<T>, IReadOnlyList<T>, bool> same,
    TimeProvider time)
{
    /// <summary>
    /// How long the first edit waits for company: longer than resources that start together are apart, shorter than a request takes.
    /// </summary>
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly Dictionary<ListKey, Batch> _gathering = [];
    private readonly Dictionary<(string AccountId, string ProfileId), SemaphoreSlim> _writing = [];

    /// <summary>Applies one edit; returns what was stored.</summary>
    public async Task<IReadOnlyList<T>> EditAsync(ListKey key, ListEdit<T> change, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var edit = new Edit(change);
        Batch batch;
        lock (_gate)
        {
            if (!_gathering.TryGetValue(key, out batch!))
            {
                batch = new();
                _gathering[key] = batch;
                _ = Task.Run(() => CommitAsync(key, batch), CancellationToken.None);
            }

            batch.Edits.Add(edit);
        }

        await using (ct.UnsafeRegister(_ => Withdraw(key, batch, edit, ct), null))
        {
            return await edit.Stored.Task;
        }
    }

    /// <summary>Runs another write of the list, after those before it and before those after it.</summary>
    public async Task<TResult> ExclusivelyAsync<TResult>(ListKey key, Func<Task<TResult>> action, CancellationToken ct)
    {
        SemaphoreSlim? turn;
        lock (_gate)
        {
            var profile = (key.AccountId, key.ProfileId);
            if (!_writing.TryGetValue(profile, out turn))
            {
                _writing[profile] = turn = new(1);
            }
        }

        await turn.WaitAsync(ct);
        try
        {
            return await action();
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task CommitAsync(ListKey key, Batch batch)
    {
        var ct = batch.Cancellation.Token;
        try
        {
            await Task.Delay(Window, time, ct);
            await ExclusivelyAsync(
                key,
                async () =>
                {
                    Close(key, batch);
                    return await CommitAsync(key, await read(key, ct), batch.Edits, ct);
                },
                ct);
        }
        catch (Exception failure)
        {
            Close(key, batch);
            batch.Edits.ForEach(edit => edit.Stored.TrySetException(Explain(failure, batch)));
        }
    }

    private static Exception Explain(Exception failure, Batch batch) =>
        failure is CloudflareException { MayHaveArrived: true } lost && batch.Edits.Count > 1
            ? Failures.Add(lost, $"{batch.Edits.Count} changes of this list were sent together.")
            : failure;

    /// <summary>Commits edits onto <paramref name="stored"/>; returns what is stored then.</summary>
    private async Task<IReadOnlyList<T>> CommitAsync(ListKey key, IReadOnlyList<T> stored, List<Edit> edits, CancellationToken ct)
    {
        var wanted = stored;
        List<Edit> applied = [];
        foreach (var edit in edits.Where(edit => !edit.Stored.Task.IsCompleted))
        {
            try
            {
                wanted = edit.Change(wanted);
                applied.Add(edit);
            }
            catch (Exception refusal)
            {
                edit.Stored.TrySetException(refusal);
            }
        }

        try
        {
            var result = same(stored, wanted) ? stored : await write(key, wanted, ct);
            applied.ForEach(edit => edit.Stored.TrySetResult(result));
            return result;
        }
        catch (CloudflareException refused) when (refused.Kind == CloudflareErrorKind.Refused && applied.Count > 1)
        {
            // One edit that Cloudflare refuses must not take the others with it: halve until it stands alone.
            var half = applied.Count / 2;
            var afterFirst = await CommitAsync(key, stored, applied[..half], ct);
            return await CommitAsync(key, afterFirst, applied[half..], ct);
        }
        catch (CloudflareException refused) when (refused.Kind == CloudflareErrorKind.Refused)
        {
            applied.ForEach(edit => edit.Stored.TrySetException(refused));
            return stored;
        }
    }

    private void Close(ListKey key, Batch batch)
    {
        lock (_gate)
        {
            if (_gathering.TryGetValue(key, out var current) && current == batch)
            {
                _gathering.Remove(key);
            }
        }
    }

    private void Withdraw(ListKey key, Batch batch, Edit edit, CancellationToken ct)
    {
        edit.Stored.TrySetCanceled(ct);
        lock (_gate)
        {
            if (!batch.Edits.TrueForAll(other => other.Stored.Task.IsCompleted))
            {
                return;
            }

            Close(key, batch);
        }

        batch.Cancellation.Cancel();
    }

    private sealed class Edit(ListEdit<T> change)
    {
        public ListEdit<T> Change { get; } = change;

        public TaskCompletionSource<IReadOnlyList<T>> Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Batch
    {
        public List<Edit> Edits { get; } = [];

        public CancellationTokenSource Cancellation { get; } = new();
    }
}
