using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.Validation;

/// <summary>Rules of taste, on top of what Pulumi itself refuses.</summary>
internal sealed record ValidationOptions
{
    /// <summary>Everything has a description.</summary>
    public bool RequireDescriptions { get; init; } = true;

    /// <summary>Every input of a resource is an output too, so that programs can read it back.</summary>
    public bool RequireInputsAsOutputs { get; init; } = true;

    /// <summary>Properties whose name says token, secret, password or key are marked secret.</summary>
    public bool RequireSecretMarks { get; init; } = true;

    public static ValidationOptions Lenient { get; } =
        new()
        {
            RequireDescriptions = false,
            RequireInputsAsOutputs = false,
            RequireSecretMarks = false,
        };
}

/// <summary>Everything that is wrong with a schema, all at once.</summary>
internal static class SchemaValidator
{
    public static IReadOnlyList<SchemaProblem> Validate(PackageSchema package, ValidationOptions options) =>
        [
            .. new IEnumerable<SchemaProblem>[]
            {
                PackageRules.Check(package),
                TokenRules.Check(package),
                ReferenceRules.Check(package),
                PropertyRules.Check(package),
                EnumRules.Check(package),
                SecretRules.Check(package, options),
                CompletenessRules.Check(package, options),
                CSharpRules.Check(package),
            }
                .SelectMany(problems => problems)
                .Distinct()
                .OrderBy(problem => problem.Path, StringComparer.Ordinal)
                .ThenBy(problem => problem.Message, StringComparer.Ordinal),
        ];
}
