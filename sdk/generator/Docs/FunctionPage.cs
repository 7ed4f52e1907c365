using ZeroTrust.Sdk.Generator.CSharp;
using ZeroTrust.Sdk.Generator.Markdown;
using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.Docs;

/// <summary>The page of a function.</summary>
internal static class FunctionPage
{
    public static string NameOf(FunctionSchema function) => function.Token[(function.Token.LastIndexOf(':') + 1)..];

    public static string PathOf(FunctionSchema function) => $"functions/{NameOf(function)}.md";

    public static GeneratedFile Create(PackageSchema package, FunctionSchema function)
    {
        var page = new PageWriter(NameOf(function));
        var tables = new PropertyTables(package, page);
        page.Block($"`{function.Token}`, in C# `{CSharpNames.FunctionClass(function.Token)}.Invoke`");
        page.Block(function.DeprecationMessage is { } message ? $"> **Deprecated:** {message}" : null);
        page.Block(DescriptionText.WithExamples(function.Description ?? ""));
        page.Heading("Arguments");
        page.Block(function.Inputs is null or { Properties.Count: 0 } ? "None." : null);
        tables.Write(function.Inputs?.Properties ?? [], asInputs: true);
        page.Heading("Result");
        page.Block(Result(function, tables));
        tables.Write(function.Outputs?.Properties ?? [], asInputs: false);
        tables.WriteNestedTypes();
        return page.ToFile(PathOf(function));
    }

    private static string? Result(FunctionSchema function, PropertyTables tables) =>
        function switch
        {
            { ReturnType: { } type } => $"A single value: {tables.TypeOf(type)}.",
            { Outputs: null or { Properties.Count: 0 } } => "None.",
            _ => null,
        };
}
