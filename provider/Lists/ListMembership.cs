using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Lists;

/// <summary>
/// A single entry of a profile's list, managed by a resource of its own: its creation ensures that the list has it, its deletion that the
/// list does not. All other entries are left alone.
/// </summary>
/// <param name="List">The use of the whole list.</param>
/// <param name="KeyOf">What identifies an entry.</param>
/// <param name="Edit">Writes the list as an edit of what is stored, and returns it as stored then.</param>
internal sealed record ListMembership<T>(
    ExclusiveUse List,
    Func<T, string> KeyOf,
    Func<ListEdit<T>, CancellationToken, Task<IReadOnlyList<T>>> Edit
)
    where T : class
{
    /// <summary>Adds the entry. One with the same key is a success when it is as declared, and refused otherwise.</summary>
    /// <param name="agrees">Whether an existing entry is as declared.</param>
    /// <param name="refusal">The error for one that is not.</param>
    /// <returns>The entry as stored.</returns>
    public async Task<T> AddAsync(T entry, Func<T, bool> agrees, Func<T, RefusedException> refusal, Operation operation)
    {
        var key = KeyOf(entry);
        var existed = false;
        var stored = await Edit(
            stored =>
            {
                var existing = Find(stored, key);
                existed = existing is not null;
                return existing is null ? [.. stored, entry]
                    : agrees(existing) ? stored
                    : throw refusal(existing);
            },
            operation.Commit
        );
        if (existed)
        {
            operation.Log(Severity.Info, $"'{key}' was in the list already, as declared; this resource manages it from now on.");
        }

        return Find(stored, key) ?? entry;
    }

    /// <summary>Writes the entry in place of the one with its key.</summary>
    /// <returns>The entry as stored.</returns>
    public async Task<T> ReplaceAsync(T entry, CancellationToken ct)
    {
        var key = KeyOf(entry);
        return Find(await Edit(stored => [.. Without(stored, key), entry], ct), key) ?? entry;
    }

    /// <summary>Removes the entry, unless another resource of the program has the list or the entry.</summary>
    public async Task RemoveAsync(string key, Operation operation, CancellationToken ct)
    {
        var owner = operation.Program.UserOf(List.Of) ?? operation.Program.UserOf($"{List.Of}/{key}");
        if (owner is not null && owner.Urn != operation.Urn)
        {
            operation.Log(Severity.Info, $"'{key}' was left to {owner.Description}.");
            return;
        }

        try
        {
            await Edit(stored => Without(stored, key), ct);
        }
        catch (CloudflareException failure) when (failure.Kind == CloudflareErrorKind.NotFound)
        {
            // The profile no longer exists, nor does its list.
        }
    }

    private T? Find(IReadOnlyList<T> stored, string key) => stored.FirstOrDefault(entry => KeyOf(entry) == key);

    private IReadOnlyList<T> Without(IReadOnlyList<T> stored, string key) => [.. stored.Where(entry => KeyOf(entry) != key)];
}
