using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.CSharp;

/// <summary>The package's C# namespaces and folders, and the forms in which nested types are needed.</summary>
internal sealed class CSharpPackage
{
    public CSharpPackage(PackageSchema schema, string version)
    {
        Schema = schema;
        Version = version;
        RootNamespace = $"{schema.CSharp.RootNamespace}.{ShortName}";
        Uses = new TypeUses(schema);
    }

    public PackageSchema Schema { get; }

    public string Version { get; }

    /// <summary>Namespace of the provider and of the root module, and the assembly's name.</summary>
    public string RootNamespace { get; }

    /// <summary>Last segment of the root namespace, such as <c>ZeroTrust</c>.</summary>
    public string ShortName => CSharpNames.Namespace(Schema.CSharp.Namespaces, Schema.Name);

    public TypeUses Uses { get; }

    /// <summary>Module of a token; empty for the root module.</summary>
    public string Module(string token)
    {
        var parts = token.Split(':');
        var module = parts.Length == 3 && parts[0] != "pulumi" ? parts[1] : "";
        if (Schema.ModuleFormat?.Match(module) is { Success: true } match)
        {
            module = match.Groups[1].Value;
        }
        return module == "index" ? "" : module;
    }

    public string NamespaceOf(string token) => NamespaceOfModule(Module(token));

    public string NamespaceOfModule(string module) =>
        module.Length == 0 ? RootNamespace : $"{RootNamespace}.{CSharpNames.Namespace(Schema.CSharp.Namespaces, module)}";

    /// <summary>Path of a file that belongs to the token's module.</summary>
    public string PathOf(string token, string file) => PathOfModule(Module(token), file);

    public string PathOfModule(string module, string file) =>
        module.Length == 0 ? file : $"{CSharpNames.Namespace(Schema.CSharp.Namespaces, module).Replace('.', '/')}/{file}";
}
