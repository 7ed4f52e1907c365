using ZeroTrust.Sdk.Generator.CSharp;
using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.Validation;

/// <summary>Rules for tokens of resources, functions and types, and for references to them in aliases and methods.</summary>
internal static class TokenRules
{
    public static IEnumerable<SchemaProblem> Check(PackageSchema package)
    {
        var types = package.Objects.Select(o => (o.Path, o.Token)).Concat(package.Enums.Select(e => (e.Path, e.Token)));
        return
        [
            .. package.Resources.SelectMany(r => Token(package, r.Path, r.Token)),
            .. types.SelectMany(t => Token(package, t.Path, t.Token)),
            .. package.Functions.SelectMany(f => Token(package, f.Path, f.Token)),
            .. package.Resources.SelectMany(Aliases),
            .. package.Resources.Append(package.Provider).OfType<ResourceSchema>().SelectMany(r => Methods(package, r)),
        ];
    }

    private static IEnumerable<SchemaProblem> Token(PackageSchema package, string path, string token)
    {
        var parts = token.Split(':');
        if (parts[0] != package.Name && !package.AllowedPackageNames.Contains(parts[0]))
        {
            yield return new(path, $"the token '{token}' must begin with this package's name, '{package.Name}:'.");
        }
        if (parts[1].StartsWith("index/", StringComparison.Ordinal))
        {
            yield return new(path, $"the token '{token}' has a module below 'index', which Pulumi refuses; remove 'index/'.");
        }
        if (parts[1] is "" or "index" && parts[2] is "provider" or "Provider")
        {
            yield return new(path, $"the token '{token}' clashes with the provider's own class; choose another name.");
        }
        if (CSharpNames.Class(token) is "None" or "True" or "False")
        {
            yield return new(path, $"the token '{token}' would be a reserved word as a Python class; choose another name.");
        }
        if (parts[2] == "pulumi")
        {
            yield return new(path, $"the token '{token}' uses the reserved name 'pulumi'; choose another name.");
        }
    }

    private static IEnumerable<SchemaProblem> Aliases(ResourceSchema resource) =>
        from alias in resource.Aliases
        where alias == resource.Token
        select new SchemaProblem(SchemaNode.Join(resource.Path, "aliases"), "lists the resource's own token; an alias is a former token.");

    private static IEnumerable<SchemaProblem> Methods(PackageSchema package, ResourceSchema resource)
    {
        foreach (var (name, token) in resource.Methods.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            var path = SchemaNode.Join(SchemaNode.Join(resource.Path, "methods"), name);
            if (package.FindFunction(token) is not { } function)
            {
                yield return new(path, $"the function '{token}' is not in this schema; add it or remove the method.");
            }
            else if (function.Inputs?.Find(FunctionSchema.SelfParameter) is null)
            {
                yield return new(path, $"the function '{token}' has no input '{FunctionSchema.SelfParameter}'; a method needs it.");
            }
            if (resource.Outputs.Find(name) is not null)
            {
                yield return new(path, $"a property is also named '{name}'; rename one of them.");
            }
        }
    }
}
