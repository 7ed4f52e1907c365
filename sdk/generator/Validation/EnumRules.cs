using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.Validation;

/// <summary>An enum has no duplicate values.</summary>
internal static class EnumRules
{
    public static IEnumerable<SchemaProblem> Check(PackageSchema package) =>
        from type in package.Enums
        from value in type.Values.GroupBy(v => v.Value.GetRawText()).SelectMany(same => same.Skip(1))
        select new SchemaProblem(value.Path, $"repeats the value {value.Value.GetRawText()}.");
}
