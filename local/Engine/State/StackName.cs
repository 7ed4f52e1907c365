namespace ZeroTrust.Engine.State;

/// <summary>A stack's project and name.</summary>
public sealed record StackName(string Project, string Stack)
{
    /// <summary>The organization of every stack in a file backend.</summary>
    public const string Organization = "organization";

    /// <summary>The fully qualified name, as in the state file.</summary>
    public string Qualified => $"{Organization}/{Project}/{Stack}";

    /// <summary>The URN of the stack's root resource.</summary>
    public Urn Urn => Urn.Create(Stack, Project, default, ResourceTypes.Stack, $"{Project}-{Stack}");
}
