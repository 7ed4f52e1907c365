namespace Pulumi;

/// <summary>A former identity of a resource. Unset parts are the same as the resource's own.</summary>
public sealed class Alias
{
    /// <summary>The full former URN; mutually exclusive with all other properties.</summary>
    public string? Urn { get; set; }

    public Input<string>? Name { get; set; }

    public Input<string>? Type { get; set; }

    public Input<string>? Stack { get; set; }

    public Input<string>? Project { get; set; }

    public Resource? Parent { get; set; }

    public Input<string>? ParentUrn { get; set; }

    public bool NoParent { get; set; }
}
