using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.CSharp;

/// <summary>A nested object type in each of its forms.</summary>
internal static class TypeFile
{
    public static IEnumerable<GeneratedFile> CreateAll(CSharpPackage package) =>
        [
            .. Inputs(package, TypeUse.Input, "Args", "ResourceArgs"),
            .. Inputs(package, TypeUse.State, "GetArgs", "ResourceArgs"),
            .. Inputs(package, TypeUse.Plain, "", "InvokeArgs"),
            .. Generated(package, TypeUse.Output).Select(type => Output(package, type)),
        ];

    private static IEnumerable<GeneratedFile> Inputs(CSharpPackage package, TypeUse use, string suffix, string baseClass) =>
        from type in Generated(package, use)
        let home = package.NamespaceOf(type.Token)
        let name = CSharpNames.Class(type.Token) + suffix
        let inputs = new InputClass(name, baseClass, type.Shape.Properties, use) { Description = type.Shape.Description }
        select SourceFile.Create(
            package.PathOf(type.Token, $"Inputs/{name}.cs"),
            $"{home}.Inputs",
            code => inputs.Write(code, package, new TypeNames(package, home))
        );

    private static GeneratedFile Output(CSharpPackage package, ObjectSchema type)
    {
        var home = package.NamespaceOf(type.Token);
        var name = CSharpNames.Class(type.Token);
        var outputs = new OutputClass(name, type.Shape.Properties) { Description = type.Shape.Description };
        return SourceFile.Create(
            package.PathOf(type.Token, $"Outputs/{name}.cs"),
            $"{home}.Outputs",
            code => outputs.Write(code, new TypeNames(package, home))
        );
    }

    private static IEnumerable<ObjectSchema> Generated(CSharpPackage package, TypeUse use) =>
        package.Uses.Of(use).Where(type => !type.IsOverlay);
}
