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

/// <summary>Finds all problems of a schema at once.</summary>
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
