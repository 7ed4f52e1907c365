namespace ZeroTrust.Engine.State;

/// <summary>Which stack: its project and its name.</summary>
public sealed record StackName(string Project, string Stack)
{
    /// <summary>The organization every stack belongs to when there is no service.</summary>
    public const string Organization = "organization";

    /// <summary>The full name, as files record it.</summary>
    public string Qualified => $"{Organization}/{Project}/{Stack}";

    /// <summary>The URN of the stack's own resource.</summary>
    public Urn Urn => Urn.Create(Stack, Project, default, ResourceTypes.Stack, $"{Project}-{Stack}");
}
