using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.CSharp;

/// <summary>The whole C# SDK of a package.</summary>
internal static class SdkGenerator
{
    public static IReadOnlyList<GeneratedFile> Generate(PackageSchema schema, string version)
    {
        var package = new CSharpPackage(schema, version);
        var methods = schema.MethodTokens();
        return
        [
            .. schema.Resources.Where(r => !r.IsOverlay).Select(r => ResourceFile.Create(package, r)),
            .. schema.Functions.Where(f => !f.IsOverlay && !methods.Contains(f.Token)).Select(f => FunctionFile.Create(package, f)),
            .. TypeFile.CreateAll(package),
            .. EnumFile.CreateAll(package),
            ProviderFile.Create(package),
            .. schema.Config.Count > 0 ? [ConfigFile.Create(package)] : Array.Empty<GeneratedFile>(),
            UtilitiesFile.Create(package),
            .. ProjectFile.CreateAll(package),
        ];
    }
}
