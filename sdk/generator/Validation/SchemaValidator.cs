using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.Validation;

/// <summary>Rules beyond what Pulumi itself requires.</summary>
internal sealed record ValidationOptions
{
    /// <summary>Everything has a description.</summary>
    public bool RequireDescriptions { get; init; } = true;

    /// <summary>Every input of a resource is an output too, so that programs can read it back.</summary>
    public bool RequireInputsAsOutputs { get; init; } = true;

    /// <summary>Properties whose name suggests a token, secret, password or key are marked secret.</summary>
    public bool RequireSecretMarks { get; init; } = true;

    public static ValidationOptions Lenient { get; } =
        new()
        {
            RequireDescriptions = false,
            RequireInputsAsOutputs = false,
            RequireSecretMarks = false,
        };
}

/// <summary>
/// Finds what <c>package.schema.json</c> cannot say: names that lead nowhere, secrets that would be shown, and what is missing. What is
/// invalid only in C#, such as a property with the name of its class, the compiler reports for the SDK.
/// </summary>
internal static class SchemaValidator
{
    public static IReadOnlyList<SchemaProblem> Validate(PackageSchema package, ValidationOptions options) =>
        [
            .. new[]
            {
                Tokens(package),
                References(package),
                Names(package),
                package.Functions.SelectMany(Positions),
                Config(package),
                SecretRules.Check(package, options),
                options.RequireDescriptions ? Descriptions(package) : [],
                options.RequireInputsAsOutputs ? Outputs(package) : [],
            }
                .SelectMany(problems => problems)
                .Distinct()
                .OrderBy(problem => problem.Path, StringComparer.Ordinal)
                .ThenBy(problem => problem.Message, StringComparer.Ordinal),
        ];

    private static IEnumerable<SchemaProblem> Tokens(PackageSchema package) =>
        from named in ((string Path, string Token)[])
            [
                .. package.Resources.Select(r => (r.Path, r.Token)),
                .. package.Functions.Select(f => (f.Path, f.Token)),
                .. package.Objects.Select(o => (o.Path, o.Token)),
                .. package.Enums.Select(e => (e.Path, e.Token)),
            ]
        where !package.AllowedPackageNames.Prepend(package.Name).Contains(named.Token.Split(':')[0])
        select new SchemaProblem(named.Path, $"the token '{named.Token}' must begin with this package's name, '{package.Name}:'.");

    private static IEnumerable<SchemaProblem> References(PackageSchema package) =>
        from type in package
            .Shapes()
            .SelectMany(shape => shape.Properties)
            .Select(property => property.Type)
            .Concat(package.Functions.Select(f => f.ReturnType).OfType<TypeSchema>())
            .SelectMany(type => type.Parts())
        let missing = type switch
        {
            NamedType named when package.FindEnum(named.Token) is null && package.FindObject(named.Token) is null => named.Token,
            ResourceType { Token: { } token } when package.FindResource(token) is null => token,
            ResourceType { Token: null } when package.Provider is null => "provider",
            _ => null,
        }
        where missing is not null
        select new SchemaProblem(type.Path, $"'{missing}' is not in this schema.");

    private static IEnumerable<SchemaProblem> Names(PackageSchema package) =>
        [
            .. from shape in package.Shapes()
            from required in shape.UnknownRequired
            select new SchemaProblem(required.Path, $"'{required.Name}' is required but is not a property; add it or remove the name."),
            .. from required in package.RequiredConfig
            where package.Config.All(variable => variable.Name != required)
            select new SchemaProblem("$.config.defaults", $"'{required}' is not among the config variables; add it or remove the name."),
            .. from resource in package.AllResources()
            from method in resource.Methods
            where package.FindFunction(method.Value)?.Inputs?.Find(FunctionSchema.SelfParameter) is null
            select new SchemaProblem(
                SchemaNode.Join(SchemaNode.Join(resource.Path, "methods"), method.Key),
                $"'{method.Value}' is not a function with an input '{FunctionSchema.SelfParameter}', which a method needs."
            ),
        ];

    private static IEnumerable<SchemaProblem> Positions(FunctionSchema function)
    {
        var inputs = function.Inputs?.Properties.Select(input => input.Name) ?? [];
        if (function.MultiArgumentInputs.Count > 0 && !function.MultiArgumentInputs.Order().SequenceEqual(inputs.Order()))
        {
            yield return new(
                SchemaNode.Join(function.Path, "multiArgumentInputs"),
                "must name every input once, in the order of the parameters."
            );
        }
    }

    private static IEnumerable<SchemaProblem> Config(PackageSchema package) =>
        [
            .. from variable in package.Config
            where variable.Type.Parts().OfType<NamedType>().Any(named => package.FindEnum(named.Token) is not null)
            select new SchemaProblem(
                variable.Path,
                "is an enum, which the C# SDK cannot read from configuration; use its underlying type."
            ),
            .. from variable in package.Config
            where package.Provider is { } provider && provider.Inputs.Find(variable.Name) is null
            select new SchemaProblem(
                variable.Path,
                "is not an input of the provider, so explicit providers cannot set it; add it to its inputProperties."
            ),
            .. from input in package.Provider?.Inputs.Properties ?? []
            where package.Config.All(variable => variable.Name != input.Name)
            select new SchemaProblem(
                input.Path,
                "is not a config variable, so 'pulumi config set' cannot set it; add it to config.variables."
            ),
        ];

    private static IEnumerable<SchemaProblem> Descriptions(PackageSchema package) =>
        from described in ((string Path, string? Text)[])
            [
                ("$", package.Description),
                .. package.Resources.Select(r => (r.Path, r.Description)),
                .. package.Functions.Select(f => (f.Path, f.Description)),
                .. package.Objects.Select(o => (o.Path, o.Shape.Description)),
                .. package.Enums.Select(e => (e.Path, e.Description)),
                .. package.Enums.SelectMany(e => e.Values).Select(v => (v.Path, v.Description)),
                .. from shape in package.Shapes()
                from property in shape.Properties
                where property.Name != FunctionSchema.SelfParameter
                select (property.Path, property.Description),
            ]
        where string.IsNullOrWhiteSpace(described.Text)
        select new SchemaProblem(described.Path, "has no description; SDKs and docs are generated from it.");

    private static IEnumerable<SchemaProblem> Outputs(PackageSchema package) =>
        from resource in package.Resources
        where !resource.IsComponent
        from input in resource.Inputs.Properties
        where resource.Outputs.Find(input.Name) is null
        select new SchemaProblem(input.Path, "is an input but not an output, so programs cannot read it; add it to 'properties'.");
}
