using ZeroTrust.Sdk.Generator.CSharp;
using ZeroTrust.Sdk.Generator.Markdown;
using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.Docs;

/// <summary>The page of a resource.</summary>
internal static class ResourcePage
{
    public static string PathOf(ResourceSchema resource) => $"resources/{CSharpNames.Class(resource)}.md";

    public static GeneratedFile Create(PackageSchema package, ResourceSchema resource)
    {
        var page = new PageWriter(CSharpNames.Class(resource));
        var tables = new PropertyTables(package, page) { OfResource = true };
        var (description, import) = DescriptionText.Cut(DescriptionText.WithExamples(resource.Description ?? ""), "Import");
        page.Block($"`{resource.Token}`");
        page.Block(resource.DeprecationMessage is { } message ? $"> **Deprecated:** {message}" : null);
        page.Block(description);
        page.Heading("Inputs");
        page.Block(resource.Inputs.Properties.Count == 0 ? "None." : null);
        tables.Write(resource.Inputs.Properties, asInputs: true);
        WriteOutputs(page, tables, resource);
        if (resource.StateInputs is { } state)
        {
            page.Heading("Lookup");
            page.Block($"In addition to the ID, `{CSharpNames.Class(resource)}.Get` takes:");
            tables.Write(state.Properties, asInputs: true);
        }
        if (resource.ListInputs is { } query)
        {
            page.Heading("List");
            page.Block("Existing objects can be listed, for import. The query takes:");
            tables.Write(query.Properties, asInputs: true);
        }
        tables.WriteNestedTypes();
        if (import is not null)
        {
            page.Heading("Import");
            page.Block(import);
        }
        return page.ToFile(PathOf(resource));
    }

    private static void WriteOutputs(PageWriter page, PropertyTables tables, ResourceSchema resource)
    {
        var own = resource.Outputs.Properties.Where(p => resource.Inputs.Find(p.Name) is null).ToList();
        var writeOnly = resource.Inputs.Properties.Where(p => resource.Outputs.Find(p.Name) is null).Select(p => $"`{p.Name}`").ToList();
        page.Heading("Outputs");
        page.Block(
            (writeOnly.Count, own.Count) switch
            {
                (> 0, _) => $"All inputs except {string.Join(", ", writeOnly)} are also outputs{(own.Count > 0 ? ". In addition:" : ".")}",
                (0, 0) => "All inputs are also outputs.",
                _ => resource.Inputs.Properties.Count > 0 ? "All inputs are also outputs. In addition:" : null,
            }
        );
        tables.Write(own, asInputs: false);
    }
}
