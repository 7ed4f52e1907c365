namespace Pulumi;

/// <summary>A former identity of a resource. Parts that are not set are those of the resource itself.</summary>
public sealed class Alias
{
    /// <summary>The whole former URN; excludes everything else.</summary>
    public string? Urn { get; set; }

    public Input<string>? Name { get; set; }

    public Input<string>? Type { get; set; }

    public Input<string>? Stack { get; set; }

    public Input<string>? Project { get; set; }

    public Resource? Parent { get; set; }

    public Input<string>? ParentUrn { get; set; }

    public bool NoParent { get; set; }
}
