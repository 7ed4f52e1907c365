using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.Validation;

/// <summary>Everything has a description, and every input is an output.</summary>
internal static class CompletenessRules
{
    public static IEnumerable<SchemaProblem> Check(PackageSchema package, ValidationOptions options) =>
        [
            .. options.RequireDescriptions ? Descriptions(package) : [],
            .. options.RequireInputsAsOutputs ? package.Resources.Where(r => !r.IsComponent).SelectMany(MissingOutputs) : [],
        ];

    private static IEnumerable<SchemaProblem> Descriptions(PackageSchema package) =>
        from described in Described(package)
        where string.IsNullOrWhiteSpace(described.Text)
        select new SchemaProblem(described.Path, "has no description; SDKs and docs are generated from it.");

    private static IEnumerable<(string Path, string? Text)> Described(PackageSchema package) =>
        [
            ("$", package.Description),
            .. package.Resources.Select(r => (r.Path, r.Description)),
            .. package.Functions.Select(f => (f.Path, f.Description)),
            .. package.Objects.Select(o => (o.Path, o.Shape.Description)),
            .. package.Enums.Select(e => (e.Path, e.Description)),
            .. package.Enums.SelectMany(e => e.Values).Select(v => (v.Path, v.Description)),
            .. ShapeUse
                .All(package)
                .SelectMany(use => use.Shape.Properties)
                .Where(p => p.Name != FunctionSchema.SelfParameter)
                .Select(p => (p.Path, p.Description)),
        ];

    private static IEnumerable<SchemaProblem> MissingOutputs(ResourceSchema resource) =>
        from input in resource.Inputs.Properties
        where resource.Outputs.Find(input.Name) is null
        select new SchemaProblem(input.Path, "is an input but not an output, so programs cannot read it; add it to 'properties'.");
}
