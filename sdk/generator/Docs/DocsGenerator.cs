using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.Docs;

/// <summary>A hand-written page beside the generated ones.</summary>
internal sealed record GuidePage(string Path, string Title)
{
    /// <summary>The folder of the pages about the package's own development.</summary>
    public const string Maintainers = "maintainers";

    public bool IsForMaintainers => Path.StartsWith(Maintainers + "/", StringComparison.Ordinal);
}

/// <summary>The reference pages of a package: one for each resource and function, the configuration, and an index.</summary>
internal static class DocsGenerator
{
    public static IReadOnlyList<GeneratedFile> Generate(PackageSchema package, IReadOnlyList<GuidePage> guides)
    {
        var methods = package.MethodTokens();
        var resources = package.Resources.OrderBy(CSharp.CSharpNames.Class, StringComparer.Ordinal).ToList();
        var functions = package
            .Functions.Where(f => !methods.Contains(f.Token))
            .OrderBy(FunctionPage.NameOf, StringComparer.Ordinal)
            .ToList();
        return
        [
            .. resources.Select(resource => ResourcePage.Create(package, resource)),
            .. functions.Select(function => FunctionPage.Create(package, function)),
            ConfigurationPage.Create(package),
            IndexPage.Create(package, resources, functions, guides),
        ];
    }
}
