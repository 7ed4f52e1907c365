using System.Text.RegularExpressions;
using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.Validation;

/// <summary>
/// A property that is secret in one place is secret everywhere, and one that sounds secret is marked. A component marks its values itself.
/// </summary>
internal static partial class SecretRules
{
    public static IEnumerable<SchemaProblem> Check(PackageSchema package, ValidationOptions options) =>
        [
            .. package.Resources.Where(r => r.IsComponent).SelectMany(Marked),
            .. package
                .Resources.Where(r => !r.IsComponent)
                .SelectMany(r => Agree(r.Inputs.Properties, r.Outputs.Properties, "an input", "output")),
            .. Agree(package.Config, package.Provider?.Inputs.Properties ?? [], "a config variable", "provider input"),
            .. Agree(package.Provider?.Inputs.Properties ?? [], package.Config, "a provider input", "config variable"),
            .. options.RequireSecretMarks ? Unmarked(package) : [],
        ];

    private static IEnumerable<SchemaProblem> Agree(
        IReadOnlyList<PropertySchema> secrets,
        IReadOnlyList<PropertySchema> others,
        string what,
        string other
    ) =>
        from secret in secrets
        where secret.IsSecret
        from property in others
        where property.Name == secret.Name && !property.IsSecret
        select new SchemaProblem(property.Path, $"is secret as {what}, but this {other} would show it; add \"secret\": true.");

    // Pulumi's generator for C# sets AdditionalSecretOutputs for them, which ComponentResourceOptions does not have.
    private static IEnumerable<SchemaProblem> Marked(ResourceSchema component) =>
        from property in component.Outputs.Properties
        where property.IsSecret
        select new SchemaProblem(
            property.Path,
            "is a secret output of a component, for which Pulumi writes C# that does not compile; "
                + "remove \"secret\", and return the value as a secret."
        );

    private static IEnumerable<SchemaProblem> Unmarked(PackageSchema package) =>
        from shape in (package with { Functions = [] }).Shapes().Except(package.Resources.Where(r => r.IsComponent).Select(r => r.Outputs))
        from property in shape.Properties
        where !property.IsSecret && property.Type is PrimitiveType { Kind: PrimitiveKind.String } && SoundsSecret().IsMatch(property.Name)
        select new SchemaProblem(property.Path, "sounds like a secret; add \"secret\": true, or rename it.");

    [GeneratedRegex("(token|secret|password|passphrase|apikey|privatekey)$", RegexOptions.IgnoreCase)]
    private static partial Regex SoundsSecret();
}
