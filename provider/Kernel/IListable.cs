namespace ZeroTrust.Provider.Kernel;

/// <summary>An object that could be imported.</summary>
/// <param name="Name">What people call it.</param>
internal sealed record ListedObject(ResourceId Id, string Name)
{
    /// <summary>What every account has one of.</summary>
    public static IAsyncEnumerable<ListedObject> OfAccount(string account, string name) =>
        new[] { new ListedObject(new(account), name) }.ToAsyncEnumerable();
}

/// <summary>For resources whose objects can be listed.</summary>
internal interface IListable
{
    /// <summary>The objects of an account. Read lazily.</summary>
    IAsyncEnumerable<ListedObject> ListAsync(string account, CancellationToken ct);
}
