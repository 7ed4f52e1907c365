using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.Validation;

internal enum ShapeRole
{
    Config,
    ProviderInputs,
    ProviderOutputs,
    ResourceInputs,
    ResourceOutputs,
    ComponentInputs,
    ComponentOutputs,
    StateInputs,
    ListInputs,
    FunctionInputs,
    FunctionOutputs,
    Nested,
}

/// <summary>A set of properties and its role, which decides the reserved names.</summary>
internal sealed record ShapeUse(ObjectShape Shape, ShapeRole Role)
{
    public static IEnumerable<ShapeUse> All(PackageSchema package)
    {
        yield return new(new ObjectShape("$.config.variables", package.Config), ShapeRole.Config);
        if (package.Provider is { } provider)
        {
            yield return new(provider.Inputs, ShapeRole.ProviderInputs);
            yield return new(provider.Outputs, ShapeRole.ProviderOutputs);
        }
        foreach (var resource in package.Resources)
        {
            yield return new(resource.Inputs, resource.IsComponent ? ShapeRole.ComponentInputs : ShapeRole.ResourceInputs);
            yield return new(resource.Outputs, resource.IsComponent ? ShapeRole.ComponentOutputs : ShapeRole.ResourceOutputs);
            if (resource.StateInputs is { } state)
            {
                yield return new(state, ShapeRole.StateInputs);
            }
            if (resource.ListInputs is { } query)
            {
                yield return new(query, ShapeRole.ListInputs);
            }
        }
        foreach (var function in package.Functions)
        {
            if (function.Inputs is { } inputs)
            {
                yield return new(inputs, ShapeRole.FunctionInputs);
            }
            if (function.Outputs is { } outputs)
            {
                yield return new(outputs, ShapeRole.FunctionOutputs);
            }
        }
        foreach (var type in package.Objects)
        {
            yield return new(type.Shape, ShapeRole.Nested);
        }
    }
}
