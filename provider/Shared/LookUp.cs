using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Shared;

/// <summary>Rules and errors of functions that look up one object by its ID or its name.</summary>
internal static class LookUp
{
    /// <summary>Whether exactly one of the two arguments is set.</summary>
    public static IEnumerable<Problem> Check((string Property, string? Value) id, (string Property, string? Value) name)
    {
        if (string.IsNullOrEmpty(id.Value) == string.IsNullOrEmpty(name.Value))
        {
            yield return new(Problems.IdXorName, "", $"set {id.Property} or {name.Property}, and only one of them.");
        }
    }

    /// <summary>The account has no such object.</summary>
    /// <param name="kind">The kind of object, as in "has no …".</param>
    /// <param name="list">The function that lists objects of the kind.</param>
    public static RefusedException NotFound(string account, string kind, string? id, string? name, string list) =>
        NotFound(account, kind, string.IsNullOrEmpty(id) ? name : id, list);

    /// <inheritdoc cref="NotFound(string, string, string?, string?, string)"/>
    public static RefusedException NotFound(string account, string kind, string? id, string list) =>
        new($"Account {account} has no {kind} '{id}'; {list} lists the existing ones.");
}
