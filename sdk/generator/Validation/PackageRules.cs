using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.Validation;

/// <summary>Rules for the package's configuration.</summary>
internal static class PackageRules
{
    public static IEnumerable<SchemaProblem> Check(PackageSchema package)
    {
        foreach (var (name, index) in package.RequiredConfig.Select((name, index) => (name, index)))
        {
            if (package.Config.All(variable => variable.Name != name))
            {
                yield return new($"$.config.defaults[{index}]", $"'{name}' is not among the config variables; add it or remove the name.");
            }
        }
        bool HoldsEnum(TypeSchema type) => type.Parts().OfType<NamedType>().Any(named => package.FindEnum(named.Token) is not null);
        foreach (var variable in package.Config.Where(v => HoldsEnum(v.Type)))
        {
            yield return new(variable.Path, "is an enum, which the C# SDK cannot read from configuration; use its underlying type.");
        }
        if (package.Provider is not { } provider)
        {
            yield break;
        }
        foreach (var variable in package.Config.Where(v => provider.Inputs.Find(v.Name) is null))
        {
            yield return new(
                variable.Path,
                "is not an input of the provider, so explicit providers cannot set it; add it to its inputProperties."
            );
        }
        foreach (var input in provider.Inputs.Properties.Where(i => package.Config.All(v => v.Name != i.Name)))
        {
            yield return new(input.Path, "is not a config variable, so 'pulumi config set' cannot set it; add it to config.variables.");
        }
    }
}
