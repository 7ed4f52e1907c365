namespace ZeroTrust.Provider.Kernel;

/// <summary>An object that could be imported.</summary>
/// <param name="Name">What people call it.</param>
internal sealed record ListedObject(ResourceId Id, string Name)
{
    /// <summary>What every scope has one of.</summary>
    public static IAsyncEnumerable<ListedObject> OnlyOne(string scope, string name) =>
        new[] { new ListedObject(new(scope), name) }.ToAsyncEnumerable();
}

/// <summary>For resources whose objects can be listed.</summary>
internal interface IListable
{
    /// <summary>The objects of a scope. Read lazily.</summary>
    IAsyncEnumerable<ListedObject> ListAsync(string scope, CancellationToken ct);
}
