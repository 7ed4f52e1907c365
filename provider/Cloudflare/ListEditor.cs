namespace ZeroTrust.Cloudflare;

/// <summary>Key of a profile's list.</summary>
internal readonly record struct ListKey(string AccountId, string ProfileId, ProfileListRoutes List);

/// <summary>
/// Edits lists that the API can only replace as a whole. Writes to the lists of one profile are serialized, so this process never
/// overwrites its own changes; edits that arrive together share one read and one write.
/// </summary>
/// <remarks>
/// Another process may read the list before a write and replace it afterwards, which the API cannot detect. The list is therefore read
/// back after such a write would have finished, and lost changes are written again.
/// </remarks>
/// <param name="read">Reads the list, without caching.</param>
/// <param name="write">Replaces the list; returns the stored list.</param>
/// <param name="keyOf">Key of an entry.</param>
/// <param name="same">Whether two entries are equal in every respect.</param>
/// <param name="contested">Creates the exception for an edit that another writer undid every time.</param>
/// <param name="settling">Minimum delay before a list is read back.</param>
/// <param name="time">The clock.</param>
internal sealed class ListEditor<T>(
    Func<ListKey, CancellationToken, Task<IReadOnlyList<T>>> read,
    Func<ListKey, IReadOnlyList<T>, CancellationToken, Task<IReadOnlyList<T>>> write,
    Func<T, string> keyOf,
    Func<T, T, bool> same,
    Func<ListKey, IReadOnlyList<string>, int, Exception> contested,
    TimeSpan settling,
    TimeProvider time
)
    where T : class
{
    /// <summary>Maximum number of writes when another writer keeps undoing them.</summary>
    public const int MostWrites = 5;

    /// <summary>Maximum delay before a list is read back.</summary>
    private static readonly TimeSpan LongestSettling = TimeSpan.FromSeconds(4);

    /// <summary>
    /// How long the first edit waits for others: longer than the engine takes to start parallel operations, shorter than a request.
    /// </summary>
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly Dictionary<ListKey, Batch> _gathering = [];
    private readonly Dictionary<(string AccountId, string ProfileId), SemaphoreSlim> _writing = [];

    /// <summary>Applies one edit; returns the stored list.</summary>
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

    /// <summary>Runs another write of the list, serialized with the edits.</summary>
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
                    var began = time.GetTimestamp();
                    var stored = await CommitAsync(key, await read(key, ct), batch.Edits, ct);
                    await SettleAsync(
                        key,
                        stored,
                        [.. batch.Edits.Where(edit => edit.Written is not null)],
                        time.GetElapsedTime(began),
                        ct
                    );
                    return true;
                },
                ct
            );
        }
        catch (Exception failure)
        {
            Close(key, batch);
            batch.Edits.ForEach(edit => edit.Stored.TrySetException(Explain(failure, batch)));
        }
    }

    private static Exception Explain(Exception failure, Batch batch) =>
        failure is CloudflareException { MayHaveArrived: true } lost && batch.Edits.Count > 1
            ? Failures.Add(lost, $"{batch.Edits.Count} changes to this list were sent together.")
            : failure;

    /// <summary>Reads a list back and writes changes again that others have undone.</summary>
    /// <param name="key">The list.</param>
    /// <param name="stored">The stored list.</param>
    /// <param name="edits">The edits that were written.</param>
    /// <param name="window">How long the read and write took; other writers take about as long.</param>
    /// <param name="ct">Cancels.</param>
    private async Task SettleAsync(ListKey key, IReadOnlyList<T> stored, Edit[] edits, TimeSpan window, CancellationToken ct)
    {
        var effects = new Dictionary<string, T?>(StringComparer.Ordinal);
        foreach (var (entry, effect) in edits.SelectMany(edit => edit.Effects))
        {
            effects[entry] = effect;
        }

        HashSet<string> undone = [];
        for (var writes = 1; effects.Count > 0; writes++)
        {
            await Task.Delay(TimeSpan.FromTicks(Math.Clamp(4 * window.Ticks, settling.Ticks, LongestSettling.Ticks)), time, ct);
            var began = time.GetTimestamp();
            IReadOnlyList<T> now;
            try
            {
                now = await read(key, ct);
            }
            catch (CloudflareException)
            {
                // The response to the write already contained the list.
                break;
            }

            undone = Undone(effects, stored, now);
            if (undone.Count == 0 || writes == MostWrites)
            {
                stored = now;
                break;
            }

            stored = await write(
                key,
                [.. now.Where(entry => !undone.Contains(keyOf(entry))), .. undone.Select(entry => effects[entry]).OfType<T>()],
                ct
            );
            window = time.GetElapsedTime(began);
        }

        foreach (var edit in edits)
        {
            string[] lost = [.. edit.Effects.Keys.Where(undone.Contains)];
            if (lost.Length > 0)
            {
                edit.Stored.TrySetException(contested(key, lost, MostWrites));
            }
            else
            {
                edit.Stored.TrySetResult(stored);
            }
        }
    }

    // Entries are compared with their stored form, since the API may normalize them.
    private HashSet<string> Undone(Dictionary<string, T?> effects, IReadOnlyList<T> stored, IReadOnlyList<T> now)
    {
        var (before, after) = (ByKey(stored), ByKey(now));
        return
        [
            .. effects
                .Where(effect =>
                    effect.Value is null
                        ? after.ContainsKey(effect.Key)
                        : before.TryGetValue(effect.Key, out var mine)
                            && !(after.TryGetValue(effect.Key, out var theirs) && same(mine, theirs))
                )
                .Select(effect => effect.Key),
        ];
    }

    private Dictionary<string, T> ByKey(IReadOnlyList<T> entries)
    {
        var byKey = new Dictionary<string, T>(entries.Count, StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            byKey[keyOf(entry)] = entry;
        }

        return byKey;
    }

    /// <summary>Applies edits to <paramref name="stored"/> and writes the result; returns the stored list.</summary>
    private async Task<IReadOnlyList<T>> CommitAsync(ListKey key, IReadOnlyList<T> stored, List<Edit> edits, CancellationToken ct)
    {
        var wanted = stored;
        List<Edit> applied = [];
        foreach (var edit in edits.Where(edit => !edit.Stored.Task.IsCompleted))
        {
            try
            {
                var before = wanted;
                wanted = edit.Change(wanted);
                edit.Effects = Effects(before, wanted);
                applied.Add(edit);
            }
            catch (Exception refusal)
            {
                edit.Stored.TrySetException(refusal);
            }
        }

        try
        {
            if (stored.Count == wanted.Count && stored.Zip(wanted).All(pair => same(pair.First, pair.Second)))
            {
                applied.ForEach(edit => edit.Stored.TrySetResult(stored));
                return stored;
            }

            var result = await write(key, wanted, ct);
            applied.ForEach(edit => edit.Written = result);
            return result;
        }
        catch (CloudflareException refused) when (refused.Kind == CloudflareErrorKind.Refused && applied.Count > 1)
        {
            // One refused edit must not fail the others, so bisect until it is alone.
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

    // The effects of an edit by entry: the new value, or null for a removed entry.
    private Dictionary<string, T?> Effects(IReadOnlyList<T> before, IReadOnlyList<T> after)
    {
        var (old, now) = (
            new HashSet<T>(before, ReferenceEqualityComparer.Instance),
            new HashSet<T>(after, ReferenceEqualityComparer.Instance)
        );
        var effects = new Dictionary<string, T?>(StringComparer.Ordinal);
        foreach (var removed in before.Where(entry => !now.Contains(entry)))
        {
            effects[keyOf(removed)] = null;
        }

        foreach (var added in after.Where(entry => !old.Contains(entry)))
        {
            effects[keyOf(added)] = added;
        }

        return effects;
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
        // A write that was not read back before the cancellation still succeeded.
        if (edit.Written is { } written)
        {
            edit.Stored.TrySetResult(written);
        }

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

        public Dictionary<string, T?> Effects { get; set; } = [];

        /// <summary>The stored list after the edit was written; <see langword="null"/> before.</summary>
        public IReadOnlyList<T>? Written { get; set; }

        public TaskCompletionSource<IReadOnlyList<T>> Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Batch
    {
        public List<Edit> Edits { get; } = [];

        public CancellationTokenSource Cancellation { get; } = new();
    }
}
