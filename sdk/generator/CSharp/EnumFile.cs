using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.CSharp;

/// <summary>All enums of a module.</summary>
internal static class EnumFile
{
    public static IEnumerable<GeneratedFile> CreateAll(CSharpPackage package) =>
        from schema in package.Schema.Enums
        where !schema.IsOverlay
        group schema by package.Module(schema.Token) into module
        orderby module.Key
        select SourceFile.Create(
            package.PathOfModule(module.Key, "Enums.cs"),
            package.NamespaceOfModule(module.Key),
            ["System", "System.ComponentModel", "System.Globalization", "Pulumi"],
            code => WriteAll(code, module)
        );

    private static void WriteAll(CodeWriter code, IEnumerable<EnumSchema> enums)
    {
        var isFirst = true;
        foreach (var schema in enums)
        {
            if (!isFirst)
            {
                code.Line();
            }
            isFirst = false;
            XmlDocs.Describe(code, schema.Description);
            if (schema.Type == "integer")
            {
                WriteInteger(code, schema);
            }
            else
            {
                WriteStruct(code, schema);
            }
        }
    }

    private static void WriteInteger(CodeWriter code, EnumSchema schema)
    {
        var name = CSharpNames.Class(schema.Token);
        code.Block($"public enum {name}", () => WriteValues(code, schema, (member, value) => $"{member} = {value},"));
    }

    /// <summary>String and number enums are open: values that are unknown to the SDK can still be deserialized.</summary>
    private static void WriteStruct(CodeWriter code, EnumSchema schema)
    {
        var name = CSharpNames.Class(schema.Token);
        var isString = schema.Type == "string";
        var type = isString ? "string" : "double";
        var equals = isString ? "string.Equals(_value, other._value, StringComparison.Ordinal)" : "_value.Equals(other._value)";
        var hashCode = isString ? "_value?.GetHashCode(StringComparison.Ordinal) ?? 0" : "_value.GetHashCode()";
        code.Line("[EnumType]");
        code.Block(
            $"public readonly struct {name} : IEquatable<{name}>",
            () =>
            {
                code.Line($"private readonly {type} _value;");
                code.Line();
                code.Block(
                    $"private {name}({type} value)",
                    () => code.Line($"_value = value{(isString ? " ?? throw new ArgumentNullException(nameof(value))" : "")};")
                );
                code.Line();
                WriteValues(code, schema, (member, value) => $"public static {name} {member} {{ get; }} = new {name}({value});");
                code.Lines(
                    $"""

                    public static bool operator ==({name} left, {name} right) => left.Equals(right);
                    public static bool operator !=({name} left, {name} right) => !left.Equals(right);

                    public static explicit operator {type}({name} value) => value._value;

                    [EditorBrowsable(EditorBrowsableState.Never)]
                    public override bool Equals(object? obj) => obj is {name} other && Equals(other);
                    public bool Equals({name} other) => {equals};

                    [EditorBrowsable(EditorBrowsableState.Never)]
                    public override int GetHashCode() => {hashCode};

                    public override string ToString() => {(isString ? "_value" : "_value.ToString(CultureInfo.InvariantCulture)")};
                    """
                );
            }
        );
    }

    private static void WriteValues(CodeWriter code, EnumSchema schema, Func<string, string, string> line)
    {
        var name = CSharpNames.Class(schema.Token);
        foreach (var value in schema.Values)
        {
            XmlDocs.Describe(code, value.Description);
            SourceFile.Obsolete(code, value.DeprecationMessage);
            code.Line(line(CSharpNames.EnumMember(name, value), CSharpNames.Literal(value.Value)));
        }
    }
}
