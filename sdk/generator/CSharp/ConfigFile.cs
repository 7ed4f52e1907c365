using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.CSharp;

/// <summary>The package's stack configuration, in the root namespace, so that programs write <c>Config.X</c>.</summary>
internal static class ConfigFile
{
    public static GeneratedFile Create(CSharpPackage package) =>
        SourceFile.Create(
            "Config/Config.cs",
            package.RootNamespace,
            ["System", "System.Collections.Immutable", "System.Text.Json.Serialization"],
            code => Write(code, package)
        );

    private static void Write(CodeWriter code, CSharpPackage package)
    {
        var types = new TypeNames(package, package.RootNamespace);
        XmlDocs.Summary(
            code,
            $"The configuration of the {package.Schema.Name} package in this stack. A value set here overrides the stack's."
        );
        code.Block(
            "public static class Config",
            () =>
            {
                var name = CSharpNames.Quote(package.Schema.Name);
                code.Line($"private static readonly global::Pulumi.Config __config = new global::Pulumi.Config({name});");
                foreach (var variable in package.Schema.Config)
                {
                    code.Line();
                    WriteVariable(code, package, types, variable);
                }
                code.Lines(
                    """

                    private sealed class __Value<T>
                    {
                        private readonly Func<T> _read;
                        private T _value = default!;
                        private bool _isSet;

                        public __Value(Func<T> read)
                        {
                            _read = read;
                        }

                        public T Get() => _isSet ? _value : _read();

                        public void Set(T value)
                        {
                            _value = value;
                            _isSet = true;
                        }
                    }
                    """
                );
                WriteTypes(code, package, types);
            }
        );
    }

    private static void WriteVariable(CodeWriter code, CSharpPackage package, TypeNames types, PropertySchema variable)
    {
        var type = types.ConfigProperty(variable, isRequired: false);
        var field = "_" + CSharpNames.Parameter(variable.Name).TrimStart('@');
        var fallback = DefaultValues.Expression(package.Schema, types, variable) is { } value ? $" ?? {value}" : "";
        var read = $"__config.{Getter(types, variable)}({CSharpNames.Quote(variable.Name)}){fallback}";
        code.Line($"private static readonly __Value<{type}> {field} = new __Value<{type}>(() => {read});");
        code.Line();
        XmlDocs.Describe(code, variable.Description);
        SourceFile.Obsolete(code, variable.DeprecationMessage);
        code.Block(
            $"public static {type} {CSharpNames.Property(variable)}",
            () =>
            {
                code.Line($"get => {field}.Get();");
                code.Line($"set => {field}.Set(value);");
            }
        );
    }

    private static string Getter(TypeNames types, PropertySchema variable) =>
        variable.Type switch
        {
            PrimitiveType { Kind: PrimitiveKind.String } => "Get",
            PrimitiveType { Kind: PrimitiveKind.Boolean } => "GetBoolean",
            PrimitiveType { Kind: PrimitiveKind.Integer } => "GetInt32",
            PrimitiveType => "GetDouble",
            _ => $"GetObject<{types.Element(variable.Type, TypeUse.Config)}>",
        };

    private static void WriteTypes(CodeWriter code, CSharpPackage package, TypeNames types)
    {
        var objects = package.Uses.Of(TypeUse.Config).ToList();
        if (objects.Count == 0)
        {
            return;
        }
        code.Line();
        XmlDocs.Summary(code, "Object types in the configuration.");
        code.Block(
            "public static class Types",
            () =>
            {
                foreach (var type in objects)
                {
                    code.Separate();
                    XmlDocs.Describe(code, type.Shape.Description);
                    code.Block($"public class {CSharpNames.Class(type.Token)}", () => WriteProperties(code, types, type));
                }
            }
        );
    }

    private static void WriteProperties(CodeWriter code, TypeNames types, ObjectSchema type)
    {
        foreach (var property in type.Shape.Properties)
        {
            code.Separate();
            XmlDocs.Describe(code, property.Description);
            SourceFile.Obsolete(code, property.DeprecationMessage);
            var propertyType = types.ConfigProperty(property, property.IsRequired);
            var isBareValue = types.IsValueType(property.Type) || property.Type is ArrayType;
            // The configuration is the user's JSON with wire names, which the serializer matches case-sensitively.
            code.Line($"[JsonPropertyName({CSharpNames.Quote(property.Name)})]");
            var initializer = property.IsRequired && !isBareValue ? " = null!;" : "";
            code.Line($"public {propertyType} {CSharpNames.Property(property)} {{ get; set; }}{initializer}");
        }
    }
}
