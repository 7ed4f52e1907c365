using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.CSharp;

/// <summary>A class of inputs: arguments of resources, functions and methods, and nested objects.</summary>
internal sealed record InputClass(string Name, string BaseClass, IReadOnlyList<PropertySchema> Properties, TypeUse Use)
{
    /// <summary>Markdown for the summary.</summary>
    public string? Description { get; init; }

    /// <summary>Provider configuration is sent as strings; other values are sent as JSON strings.</summary>
    public bool IsProvider { get; init; }

    public void Write(CodeWriter code, CSharpPackage package, TypeNames types)
    {
        XmlDocs.Describe(code, Description);
        code.Block(
            $"public sealed class {Name} : global::Pulumi.{BaseClass}",
            () =>
            {
                foreach (var property in Properties)
                {
                    code.Separate();
                    WriteProperty(code, types, property);
                }
                code.Separate();
                WriteDefaults(code, package.Schema, types);
                XmlDocs.Summary(code, "Inputs without any values.");
                code.Line($"public static new {Name} Empty => new {Name}();");
            }
        );
    }

    private void WriteProperty(CodeWriter code, TypeNames types, PropertySchema property)
    {
        var type = types.InputProperty(property, Use);
        var name = CSharpNames.Property(property);
        var isCollection = property.Type is ArrayType or MapType;
        var isSecretInput = property.IsSecret && Use != TypeUse.Plain && !property.Type.IsPlain;
        if (isCollection || isSecretInput)
        {
            WriteWithField(code, property, type, isCollection, isSecretInput);
            return;
        }
        XmlDocs.Describe(code, property.Description);
        SourceFile.Obsolete(code, property.DeprecationMessage);
        code.Line(Attribute(property));
        var isBareValue = !type.StartsWith("Input", StringComparison.Ordinal) && types.IsValueType(property.Type);
        var isNullable = !property.IsRequired || property.IsSecret;
        var initializer = isNullable || isBareValue ? "" : " = null!;";
        code.Line($"public {type}{(isNullable ? "?" : "")} {name} {{ get; set; }}{initializer}");
    }

    private void WriteWithField(CodeWriter code, PropertySchema property, string type, bool isCollection, bool isSecretInput)
    {
        var field = "_" + CSharpNames.Parameter(property.Name).TrimStart('@');
        code.Line(Attribute(property));
        code.Line($"private {type}? {field};");
        code.Line();
        XmlDocs.Describe(code, property.Description);
        SourceFile.Obsolete(code, property.DeprecationMessage);
        code.Block(
            $"public {type}{(isCollection ? "" : "?")} {CSharpNames.Property(property)}",
            () =>
            {
                // The collection starts as a secret, so that everything added to it is secret.
                code.Line(
                    (isCollection, isSecretInput) switch
                    {
                        (true, true) => $"get => {field} ??= Utilities.Secret(new {type}());",
                        (true, false) => $"get => {field} ??= new {type}();",
                        _ => $"get => {field};",
                    }
                );
                code.Line(
                    (isCollection, isSecretInput) switch
                    {
                        (true, true) => $"set => {field} = Utilities.Secret(value);",
                        (false, true) => $"set => {field} = value is null ? null : {Secret(type)};",
                        _ => $"set => {field} = value;",
                    }
                );
            }
        );
    }

    /// <summary>A union of more than two types is an object, to which there is no conversion.</summary>
    private static string Secret(string type) =>
        type == "object" ? "global::Pulumi.Output.CreateSecret(value)" : $"({type})Utilities.Secret(value)";

    private string Attribute(PropertySchema property)
    {
        var required = property.IsRequired ? ", required: true" : "";
        var json = IsProvider && property.Type is not PrimitiveType { Kind: PrimitiveKind.String } ? ", json: true" : "";
        return $"[Input({CSharpNames.Quote(property.Name)}{required}{json})]";
    }

    private void WriteDefaults(CodeWriter code, PackageSchema package, TypeNames types)
    {
        var defaults = Properties
            .Select(property => (Name: CSharpNames.Property(property), Value: DefaultValues.Expression(package, types, property)))
            .Where(entry => entry.Value is not null)
            .ToList();
        if (defaults.Count == 0)
        {
            return;
        }
        XmlDocs.Summary(code, "Inputs with their default values.");
        code.Block(
            $"public {Name}()",
            () =>
            {
                foreach (var (name, value) in defaults)
                {
                    code.Line($"{name} = {value};");
                }
            }
        );
        code.Line();
    }
}
