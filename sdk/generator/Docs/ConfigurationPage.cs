using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.Docs;

/// <summary>The page of the provider's configuration.</summary>
internal static class ConfigurationPage
{
    public const string Path = "configuration.md";

    public static GeneratedFile Create(PackageSchema package)
    {
        var page = new PageWriter("Configuration");
        var tables = new PropertyTables(package, page);
        page.Block(
            $"Set in the stack with `pulumi config set {package.Name}:<name> <value>` (with `--secret` for secrets), "
                + "or as inputs of an explicit provider in the program. If both are missing, the environment variables apply."
        );
        tables.Write(package.Provider?.Inputs.Properties ?? package.Config, asInputs: true);
        tables.WriteNestedTypes();
        return page.ToFile(Path);
    }
}
