namespace ZeroTrust.Provider.Kernel;

/// <summary>An object that could be imported.</summary>
/// <param name="Name">Its name for people.</param>
internal sealed record ListedObject(ResourceId Id, string Name)
{
    /// <summary>A kind of object of which every scope has exactly one.</summary>
    public static IAsyncEnumerable<ListedObject> OnlyOne(string scope, string name) =>
        new[] { new ListedObject(new(scope), name) }.ToAsyncEnumerable();
}

/// <summary>For resources whose objects can be listed.</summary>
internal interface IListable
{
    /// <summary>The objects of a scope. Read lazily.</summary>
    IAsyncEnumerable<ListedObject> ListAsync(string scope, CancellationToken ct);
}
