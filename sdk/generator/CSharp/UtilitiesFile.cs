namespace ZeroTrust.Sdk.Generator.CSharp;

/// <summary>Members shared by the generated classes: environment defaults, invoke options, the version, the resource attribute.</summary>
internal static class UtilitiesFile
{
    public static GeneratedFile Create(CSharpPackage package) =>
        SourceFile.Create(
            "Utilities.cs",
            package.RootNamespace,
            ["System", "System.Globalization", "System.IO", "Pulumi"],
            code => Write(code, package)
        );

    private static void Write(CodeWriter code, CSharpPackage package)
    {
        code.Block(
            "internal static class Utilities",
            () =>
            {
                code.Lines(
                    """
                    public static string? GetEnv(params string[] names)
                    {
                        foreach (var name in names)
                        {
                            if (global::System.Environment.GetEnvironmentVariable(name) is { } value)
                            {
                                return value;
                            }
                        }
                        return null;
                    }

                    public static bool? GetEnvBoolean(params string[] names) => GetEnv(names) switch
                    {
                        "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
                        "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
                        _ => null,
                    };

                    public static int? GetEnvInt32(params string[] names) =>
                        int.TryParse(GetEnv(names), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;

                    public static double? GetEnvDouble(params string[] names) =>
                        double.TryParse(GetEnv(names), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

                    """
                );
                WriteDefaults(code, package, "InvokeOptions");
                code.Line();
                WriteDefaults(code, package, "InvokeOutputOptions");
                code.Lines(
                    $$"""

                    /// <summary>Marks a value as secret even before it is known, by combining it with a dummy secret.</summary>
                    public static global::Pulumi.Output<T> Secret<T>(global::Pulumi.Input<T>? value) =>
                        global::Pulumi.Output.Tuple(value.ToOutput(), global::Pulumi.Output.CreateSecret(0)).Apply(pair => pair.Item1);

                    public static string Version { get; } = ReadVersion();

                    private static string ReadVersion()
                    {
                        using var stream = typeof(Utilities).Assembly.GetManifestResourceStream("{{package.RootNamespace}}.version.txt")
                            ?? throw new NotSupportedException("version.txt is not embedded; build the assembly with its project file.");
                        using var reader = new StreamReader(stream);
                        return reader.ReadToEnd().Trim();
                    }
                    """
                );
            }
        );
        code.Line();
        code.Block(
            $"internal sealed class {package.ShortName}ResourceTypeAttribute : global::Pulumi.ResourceTypeAttribute",
            () =>
                code.Block($"public {package.ShortName}ResourceTypeAttribute(string type)\n    : base(type, Utilities.Version)", () => { })
        );
    }

    private static void WriteDefaults(CodeWriter code, CSharpPackage package, string type) =>
        code.Block(
            $"public static global::Pulumi.{type} WithDefaults(this global::Pulumi.{type}? options)",
            () =>
            {
                code.Line($"var merged = options ?? new global::Pulumi.{type}();");
                code.Line("merged.Version ??= Version;");
                if (package.Schema.PluginDownloadUrl is { } url)
                {
                    code.Line($"merged.PluginDownloadURL ??= {CSharpNames.Quote(url)};");
                }
                code.Line("return merged;");
            }
        );
}
