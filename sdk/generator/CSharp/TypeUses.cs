using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.CSharp;

/// <summary>Uses of a nested type; each has its own class.</summary>
internal enum TypeUse
{
    /// <summary>Inputs of a resource or of a function's output form: <c>Inputs.XArgs</c>.</summary>
    Input,

    /// <summary>Lookups of a resource's <c>Get</c>: <c>Inputs.XGetArgs</c>.</summary>
    State,

    /// <summary>Arguments of a function's plain form: <c>Inputs.X</c>.</summary>
    Plain,

    /// <summary>Results: <c>Outputs.X</c>.</summary>
    Output,

    /// <summary>Configuration: <c>Config.Types.X</c>.</summary>
    Config,
}

/// <summary>Finds the uses of each object type.</summary>
internal sealed class TypeUses
{
    private readonly Dictionary<TypeUse, SortedSet<string>> _tokens = Enum.GetValues<TypeUse>()
        .ToDictionary(use => use, _ => new SortedSet<string>(StringComparer.Ordinal));

    private readonly PackageSchema _schema;

    public TypeUses(PackageSchema schema)
    {
        _schema = schema;
        var methods = schema.MethodTokens();
        Reach(TypeUse.Config, schema.Config);
        foreach (var resource in schema.AllResources().Where(r => !r.IsOverlay))
        {
            Reach(TypeUse.Input, resource.Inputs.Properties);
            Reach(TypeUse.State, resource.StateInputs?.Properties ?? []);
            Reach(TypeUse.Output, resource.Outputs.Properties);
        }
        foreach (var function in schema.Functions.Where(f => !f.IsOverlay))
        {
            var inputs = function.Inputs?.Properties ?? [];
            var isMethod = methods.Contains(function.Token);
            Reach(TypeUse.Plain, isMethod || !function.HasPlainForm ? [] : inputs);
            Reach(TypeUse.Input, isMethod || function.HasResult ? inputs : []);
            Reach(TypeUse.Output, function.Outputs?.Properties ?? []);
            Reach(TypeUse.Output, function.ReturnType);
        }
    }

    public bool Has(string token, TypeUse use) => _tokens[use].Contains(token);

    public IEnumerable<ObjectSchema> Of(TypeUse use) => _tokens[use].Select(_schema.FindObject).OfType<ObjectSchema>();

    private void Reach(TypeUse use, IEnumerable<PropertySchema> properties)
    {
        foreach (var property in properties)
        {
            Reach(use, property.Type);
        }
    }

    private void Reach(TypeUse use, TypeSchema? type)
    {
        foreach (var named in type?.Parts().OfType<NamedType>() ?? [])
        {
            if (_schema.FindObject(named.Token) is { } found && _tokens[use].Add(named.Token))
            {
                Reach(use, found.Shape.Properties);
            }
        }
    }
}
