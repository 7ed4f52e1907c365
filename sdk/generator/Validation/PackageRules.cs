using System.Text.RegularExpressions;
using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.Validation;

/// <summary>The package object and its configuration.</summary>
internal static partial class PackageRules
{
    public static IEnumerable<SchemaProblem> Check(PackageSchema package) =>
        [.. Name(package), .. Version(package), .. Config(package)];

    private static IEnumerable<SchemaProblem> Name(PackageSchema package)
    {
        if (package.Name is "pulumi" or "input")
        {
            yield return new("$.name", $"'{package.Name}' is reserved by Pulumi; choose another name.");
        }
        else if (package.Name.Length > 0 && !PackageName().IsMatch(package.Name))
        {
            yield return new("$.name", $"'{package.Name}' must start with a letter and hold only letters, digits, '-' and '_'.");
        }
    }

    private static IEnumerable<SchemaProblem> Version(PackageSchema package)
    {
        if (package.Version is { } version && !SemanticVersion().IsMatch(version))
        {
            yield return new("$.version", $"'{version}' is no semantic version; write it like '1.2.3'.");
        }
    }

    private static IEnumerable<SchemaProblem> Config(PackageSchema package)
    {
        foreach (var (name, index) in package.RequiredConfig.Select((name, index) => (name, index)))
        {
            if (package.Config.All(variable => variable.Name != name))
            {
                yield return new($"$.config.defaults[{index}]", $"'{name}' is not among the config variables; add it or remove the name.");
            }
        }
        foreach (var variable in package.Config.Where(v => v.Name.Contains(':', StringComparison.Ordinal)))
        {
            yield return new(variable.Path, "a config key cannot contain ':'; Pulumi separates package and key with it.");
        }
        bool HoldsEnum(TypeSchema type) => type.Parts().OfType<NamedType>().Any(named => package.FindEnum(named.Token) is not null);
        foreach (var variable in package.Config.Where(v => HoldsEnum(v.Type)))
        {
            yield return new(variable.Path, "is an enum, which the C# SDK cannot read from the configuration; use its underlying type.");
        }
        if (package.Provider is not { } provider)
        {
            yield break;
        }
        foreach (var variable in package.Config.Where(v => provider.Inputs.Find(v.Name) is null))
        {
            yield return new(variable.Path, "is no input of the provider, so explicit providers cannot set it; add it to its inputProperties.");
        }
        foreach (var input in provider.Inputs.Properties.Where(i => package.Config.All(v => v.Name != i.Name)))
        {
            yield return new(input.Path, "is no config variable, so 'pulumi config set' cannot set it; add it to config.variables.");
        }
    }

    [GeneratedRegex("^[a-zA-Z][-a-zA-Z0-9_]*$")]
    private static partial Regex PackageName();

    [GeneratedRegex(@"^v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$")]
    private static partial Regex SemanticVersion();
}
