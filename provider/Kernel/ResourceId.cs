namespace ZeroTrust.Provider.Kernel;

/// <summary>A Pulumi ID: the scope that the object is in, and what identifies the object there.</summary>
internal sealed record ResourceId(string Scope, string Object)
{
    /// <summary>ID of something that a scope has only one of.</summary>
    public ResourceId(string scope)
        : this(scope, "") { }

    public override string ToString() => Object.Length == 0 ? Scope : $"{Scope}/{Object}";
}
