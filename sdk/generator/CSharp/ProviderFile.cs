using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.CSharp;

/// <summary>The explicit provider. If the schema has none, the class is generated without arguments.</summary>
internal static class ProviderFile
{
    public static GeneratedFile Create(CSharpPackage package)
    {
        var provider =
            package.Schema.Provider
            ?? new ResourceSchema(
                "$.provider",
                $"pulumi:providers:{package.Schema.Name}",
                new ObjectShape("$.provider", []),
                new ObjectShape("$.provider", [])
            )
            {
                IsProvider = true,
            };
        return ResourceFile.Create(
            package,
            provider with
            {
                Description =
                    provider.Description
                    ?? $"An explicit provider of the {package.Schema.DisplayName ?? package.Schema.Name} package, "
                        + "for resources that need a different configuration than the stack's. Pass it in a resource's options.",
            }
        );
    }
}
