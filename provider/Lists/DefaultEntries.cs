namespace ZeroTrust.Provider.Lists;

/// <summary>Cloudflare's default entries of a list, which can stay beside the program's own.</summary>
/// <param name="published">The defaults that Cloudflare documents.</param>
/// <param name="keyOf">What identifies an entry.</param>
/// <param name="keyOfName">What identifies the entry that a name stands for.</param>
/// <param name="isDefaultElsewhere">Whether an entry that is not published is a default of some accounts.</param>
internal sealed class DefaultEntries<T>(
    IReadOnlyList<T> published,
    Func<T, string> keyOf,
    Func<string, string> keyOfName,
    Func<T, bool> isDefaultElsewhere
)
    where T : class
{
    private readonly HashSet<string> _publishedKeys = published.Select(keyOf).ToHashSet(StringComparer.Ordinal);

    /// <summary>The defaults of an account: each as the account has it, if it has it.</summary>
    public IReadOnlyList<T> In(IReadOnlyList<T> stored)
    {
        var held = stored.ToLookup(keyOf, StringComparer.Ordinal);
        return
        [
            .. published.Select(entry => held[keyOf(entry)].FirstOrDefault() ?? entry),
            .. stored.Where(entry => !IsPublished(entry) && isDefaultElsewhere(entry)),
        ];
    }

    /// <summary>The defaults that stay in the list, without those that the program declares itself.</summary>
    /// <param name="include">Whether any stay.</param>
    /// <param name="defaults">The defaults of the account; null if they have not been read.</param>
    /// <param name="except">Names of those that do not stay.</param>
    /// <param name="own">The program's own entries.</param>
    public IReadOnlyList<T> Kept(bool? include, IReadOnlyList<T>? defaults, IReadOnlyList<string>? except, IReadOnlyList<T> own) =>
        include is true ? [.. (defaults ?? published).ExceptBy(own.Select(keyOf).Concat((except ?? []).Select(keyOfName)), keyOf)] : [];

    /// <summary>Parts a list into the defaults that stay and the rest.</summary>
    /// <returns>The rest, and whether all defaults that should be there are: one that somebody has removed is drift.</returns>
    public (IReadOnlyList<T> Own, bool HasAll) Part(IReadOnlyList<T> stored, IReadOnlyList<T> kept)
    {
        var keys = kept.Select(keyOf).ToHashSet(StringComparer.Ordinal);
        return ([.. stored.Where(entry => !keys.Contains(keyOf(entry)))], keys.IsSubsetOf(stored.Select(keyOf)));
    }

    /// <summary>Whether a list has all published defaults, like a list that has hardly been changed.</summary>
    public bool AreIn(IReadOnlyList<T> stored) => _publishedKeys.IsSubsetOf(stored.Select(keyOf));

    public bool IsPublished(T entry) => _publishedKeys.Contains(keyOf(entry));

    public bool IsPublished(string name) => _publishedKeys.Contains(keyOfName(name));
}
