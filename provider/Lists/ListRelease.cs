using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Lists;

/// <summary>
/// What becomes of a profile's list when the resource that owned it is deleted: Cloudflare's defaults, and the entries that the program
/// declares. A list that another resource of the program owns now is left to it, and so is one that somebody else has changed.
/// </summary>
/// <param name="List">The use of the whole list.</param>
/// <param name="Defaults">What Cloudflare puts in it.</param>
/// <param name="KeyOf">What identifies an entry.</param>
/// <param name="ContentOf">The whole entry in canonical spelling.</param>
internal sealed record ListRelease<T>(ExclusiveUse List, IReadOnlyList<T> Defaults, Func<T, string> KeyOf, Func<T, string> ContentOf)
{
    /// <summary>Releases the list.</summary>
    /// <param name="recorded">The list as the resource has recorded it.</param>
    /// <param name="forget">Invalidates what was read: another process may have changed the list in the same update.</param>
    /// <param name="read">Reads the list that is in effect; null if the profile does not exist.</param>
    /// <param name="restore">Lets Cloudflare restore its defaults.</param>
    /// <param name="write">Replaces the list that is in effect.</param>
    public async Task RunAsync(
        IReadOnlyList<T> recorded,
        Action forget,
        Func<Task<IReadOnlyList<T>?>> read,
        Func<Task> restore,
        Func<IReadOnlyList<T>, Task> write,
        Operation operation
    )
    {
        if (operation.Program.UserOf(List.Of) is { } owner)
        {
            operation.Log(Severity.Info, $"The list was left to {owner.Description}.");
            return;
        }

        operation.Program.BeforeDeletions(forget);
        try
        {
            if (await read() is { } stored)
            {
                await RunAsync(recorded, stored, restore, write, operation);
            }
        }
        catch (CloudflareException failure) when (failure.Kind == CloudflareErrorKind.NotFound)
        {
            // The profile no longer exists, nor does its list.
        }
    }

    private async Task RunAsync(
        IReadOnlyList<T> recorded,
        IReadOnlyList<T> stored,
        Func<Task> restore,
        Func<IReadOnlyList<T>, Task> write,
        Operation operation
    )
    {
        var declared = stored.Where(entry => operation.Program.UserOf($"{List.Of}/{KeyOf(entry)}") is not null).ToList();
        IReadOnlyList<T> wanted = [.. Defaults.ExceptBy(declared.Select(KeyOf), KeyOf), .. declared];
        if (AreEqual(stored, wanted))
        {
            return;
        }

        if (!AreEqual(stored.ExceptBy(declared.Select(KeyOf), KeyOf), recorded.ExceptBy(declared.Select(KeyOf), KeyOf)))
        {
            operation.Log(
                Severity.Warning,
                "The list was left as it is: it is no longer as this resource has recorded it, so somebody else has changed it. "
                    + "Restore Cloudflare's default list in the dashboard if nobody needs it."
            );
            return;
        }

        await (declared.Count == 0 ? restore() : write(wanted));
    }

    private bool AreEqual(IEnumerable<T> one, IEnumerable<T> other) =>
        one.Select(ContentOf).ToHashSet(StringComparer.Ordinal).SetEquals(other.Select(ContentOf));
}
