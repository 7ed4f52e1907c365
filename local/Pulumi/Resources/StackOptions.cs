namespace Pulumi;

/// <summary>Options of the stack, which apply to every resource in it.</summary>
public class StackOptions
{
    public List<ResourceTransformation> ResourceTransformations { get; set; } = [];

    public List<ResourceTransform> ResourceTransforms { get; set; } = [];
}
