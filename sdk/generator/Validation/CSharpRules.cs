using ZeroTrust.Sdk.Generator.CSharp;
using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.Validation;

/// <summary>Finds names that are invalid in C# or would hide names that generated code needs.</summary>
internal static class CSharpRules
{
    private static readonly string[] ObjectMembers = ["Equals", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"];

    /// <summary>SDK types that generated code uses without their namespace; a class with the same name would hide them.</summary>
    private static readonly string[] SdkTypes =
    [
        "Archive",
        "AssetOrArchive",
        "CallArgs",
        "ComponentResourceOptions",
        "CustomResourceOptions",
        "Input",
        "InputJson",
        "InputList",
        "InputMap",
        "InputUnion",
        "InvokeArgs",
        "InvokeOptions",
        "InvokeOutputOptions",
        "Output",
        "Union",
    ];

    private sealed record ClassName(string Path, string Namespace, string Name);

    public static IEnumerable<SchemaProblem> Check(PackageSchema package)
    {
        var classes = Classes(new CSharpPackage(package, "0.0.0")).ToList();
        return
        [
            .. Namespaces(package),
            .. from c in classes
            where !CSharpNames.IsIdentifier(c.Name)
            select new SchemaProblem(c.Path, $"'{c.Name}' is not a valid C# class name; rename it."),
            .. from c in classes
            where SdkTypes.Contains(c.Name)
            select new SchemaProblem(c.Path, $"the class '{c.Name}' would hide Pulumi's own type; rename it."),
            .. Clashes(classes),
            .. Members(package).SelectMany(m => Members(m.Class, m.Properties, m.Taken)),
            .. package.Enums.SelectMany(EnumMembers),
        ];
    }

    private static IEnumerable<SchemaProblem> Namespaces(PackageSchema package) =>
        from entry in package.CSharp.Namespaces.Append(new("rootNamespace", package.CSharp.RootNamespace))
        where !entry.Value.Split('.').All(CSharpNames.IsIdentifier)
        orderby entry.Key
        select new SchemaProblem("$.language.csharp", $"'{entry.Value}', given for '{entry.Key}', is not a valid C# namespace.");

    private static IEnumerable<SchemaProblem> Clashes(IEnumerable<ClassName> classes) =>
        from same in classes.GroupBy(c => (c.Namespace, c.Name))
        from later in same.Skip(1)
        select new SchemaProblem(
            later.Path,
            $"needs the class {later.Namespace}.{later.Name}, which {same.First().Path} needs too; rename one of them."
        );

    private static IEnumerable<ClassName> Classes(CSharpPackage package)
    {
        var root = package.RootNamespace;
        var schema = package.Schema;
        ClassName Of(string path, string token, string name) => new(path, package.NamespaceOf(token), name);
        return
        [
            new("$.provider", root, "Provider"),
            new("$.provider", root, "ProviderArgs"),
            new("$", root, "Utilities"),
            .. schema.Config.Count > 0 ? [new("$.config", root, "Config")] : Array.Empty<ClassName>(),
            .. schema.Resources.SelectMany(r => ResourceClasses(r).Select(name => Of(r.Path, r.Token, name))),
            .. schema
                .Functions.Where(f => !schema.MethodTokens().Contains(f.Token))
                .SelectMany(f => FunctionClasses(f).Select(name => Of(f.Path, f.Token, name))),
            .. schema.Enums.Select(e => Of(e.Path, e.Token, CSharpNames.Class(e.Token))),
            // All enums of a module share the file Enums.cs, so no class of the module may have that name.
            .. schema.Enums.Select(e => package.NamespaceOf(e.Token)).Distinct().Select(home => new ClassName("$.types", home, "Enums")),
            .. schema.Objects.SelectMany(o => NestedClasses(package, o)),
        ];
    }

    private static IEnumerable<string> ResourceClasses(ResourceSchema resource)
    {
        var name = CSharpNames.Class(resource);
        var methods = resource.Methods.Keys.Select(method => name + CSharpNames.UpperFirst(method));
        return
        [
            name,
            name + "Args",
            .. resource.StateInputs is null ? Array.Empty<string>() : [name + "State"],
            .. methods.SelectMany(method => (string[])[method + "Args", method + "Result"]),
        ];
    }

    private static IEnumerable<ClassName> NestedClasses(CSharpPackage package, ObjectSchema type)
    {
        var name = CSharpNames.Class(type.Token);
        var home = package.NamespaceOf(type.Token);
        (TypeUse Use, string Folder, string Class)[] forms =
        [
            (TypeUse.Input, "Inputs", name + "Args"),
            (TypeUse.State, "Inputs", name + "GetArgs"),
            (TypeUse.Plain, "Inputs", name),
            (TypeUse.Output, "Outputs", name),
        ];
        return from form in forms
            where package.Uses.Has(type.Token, form.Use)
            select new ClassName(type.Path, $"{home}.{form.Folder}", form.Class);
    }

    private static IEnumerable<string> FunctionClasses(FunctionSchema function)
    {
        var name = CSharpNames.FunctionClass(function.Token);
        return [name, name + "Args", name + "InvokeArgs", name + "Result"];
    }

    private static IEnumerable<(string Class, IReadOnlyList<PropertySchema> Properties, string[] Taken)> Members(PackageSchema package)
    {
        yield return ("Config", package.Config, ["Types"]);
        foreach (var resource in package.Resources.Append(package.Provider).OfType<ResourceSchema>())
        {
            var name = CSharpNames.Class(resource);
            yield return (name, resource.Outputs.Properties, ["Get", "GetResourceName", "GetResourceType", "Id", "Urn"]);
            yield return (name + "Args", resource.Inputs.Properties, ["Empty"]);
            yield return (name + "State", resource.StateInputs?.Properties ?? [], ["Empty"]);
        }
        foreach (var function in package.Functions)
        {
            var name = CSharpNames.FunctionClass(function.Token);
            yield return (name + "Args", function.Inputs?.Properties ?? [], ["Empty"]);
            yield return (name + "InvokeArgs", function.Inputs?.Properties ?? [], ["Empty"]);
            yield return (name + "Result", function.Outputs?.Properties ?? [], []);
        }
        foreach (var type in package.Objects)
        {
            var name = CSharpNames.Class(type.Token);
            yield return (name, type.Shape.Properties, ["Empty"]);
            yield return (name + "Args", type.Shape.Properties, ["Empty"]);
        }
    }

    private static IEnumerable<SchemaProblem> Members(string className, IReadOnlyList<PropertySchema> properties, string[] taken)
    {
        var names = properties
            .Where(p => p.Name != FunctionSchema.SelfParameter)
            .Select(p => (p.Path, Name: CSharpNames.Property(p)))
            .ToList();
        foreach (var (path, name) in names)
        {
            if (name == className)
            {
                yield return new(path, $"becomes '{name}', the name of its class, which C# disallows (CS0542); set language.csharp.name.");
            }
            else if (!CSharpNames.IsIdentifier(name))
            {
                yield return new(path, $"becomes '{name}', which is not a valid C# name; set language.csharp.name.");
            }
            else if (taken.Contains(name) || ObjectMembers.Contains(name))
            {
                yield return new(path, $"becomes '{name}', which {className} already has; set language.csharp.name.");
            }
        }
        foreach (var later in names.GroupBy(n => n.Name).SelectMany(same => same.Skip(1)))
        {
            yield return new(later.Path, $"becomes '{later.Name}', like another property of {className}; set language.csharp.name.");
        }
    }

    private static IEnumerable<SchemaProblem> EnumMembers(EnumSchema schema)
    {
        var enumName = CSharpNames.Class(schema.Token);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var value in schema.Values)
        {
            var member = CSharpNames.EnumMember(enumName, value);
            if (!member.Any(char.IsLetterOrDigit) || member == enumName + "_")
            {
                yield return new(value.Path, "has no letter or digit to make a name from; add 'name'.");
            }
            else if (member == enumName && schema.Type != "integer")
            {
                yield return new(value.Path, $"becomes '{member}', the name of its enum, which C# disallows (CS0542); add 'name'.");
            }
            else if (!seen.Add(member))
            {
                yield return new(value.Path, $"becomes '{member}', like another value; add 'name'.");
            }
        }
    }
}
