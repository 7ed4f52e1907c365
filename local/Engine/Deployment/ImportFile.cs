using System.Text.Json;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>The file of <c>pulumi import --file</c>, which lists objects to import.</summary>
public static class ImportFile
{
    /// <summary>Reads the objects to import into a stack.</summary>
    /// <param name="path">The file.</param>
    /// <param name="stack">The stack; its own URN and that of its default provider need not be in the file.</param>
    /// <param name="protect">Whether imported resources are protected from deletion.</param>
    /// <exception cref="EngineException">The file cannot be read, or uses a feature that the local engine lacks.</exception>
    public static IReadOnlyList<ImportSpec> Read(string path, StackName stack, bool protect)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            var names = new Dictionary<string, Urn>();
            if (document.RootElement.TryGetProperty("nameTable", out var table))
            {
                foreach (var entry in table.EnumerateObject())
                {
                    names[entry.Name] = Urn.Parse(entry.Value.GetString() ?? "");
                }
            }
            var imports = new List<ImportSpec>();
            foreach (var entry in document.RootElement.GetProperty("resources").EnumerateArray())
            {
                var import = ReadEntry(entry, names) with { Protect = protect };
                imports.Add(import);

                // Later entries may refer to this one as their parent.
                names.TryAdd(
                    String(entry, "name")!,
                    Urn.Create(stack.Stack, stack.Project, import.Parent.IsEmpty ? stack.Urn : import.Parent, import.Type, import.Name)
                );
            }
            return imports.Count > 0 ? imports : throw new EngineException($"{path} lists nothing to import.");
        }
        catch (Exception e)
            when (e
                    is JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
                        or IOException
                        or UnauthorizedAccessException
            )
        {
            throw new EngineException(
                $"{path} is not an import file: {e.Message} Expected a file such as "
                    + "{\"resources\": [{\"type\": …, \"name\": …, \"id\": …}]}.",
                e
            );
        }
    }

    private static ImportSpec ReadEntry(JsonElement entry, Dictionary<string, Urn> names)
    {
        var name = Required(entry, "name");
        if (entry.TryGetProperty("component", out var component) && component.GetBoolean())
        {
            throw new EngineException(
                $"'{name}' is a component; the local engine cannot import components. Declare it in the program instead."
            );
        }
        return new(Required(entry, "type"), String(entry, "logicalName") ?? name, Required(entry, "id"))
        {
            Parent = Named(entry, "parent", names),
            Provider = Named(entry, "provider", names),
            Version = String(entry, "version"),
        };
    }

    private static Urn Named(JsonElement entry, string property, Dictionary<string, Urn> names) =>
        String(entry, property) is not { } name ? default
        : names.TryGetValue(name, out var urn) ? urn
        : throw new EngineException(
            $"'{String(entry, "name")}' has the {property} '{name}', which is neither in nameTable nor an earlier entry."
        );

    private static string Required(JsonElement entry, string property) =>
        String(entry, property) ?? throw new EngineException($"An entry of the import file has no '{property}': {entry.GetRawText()}");

    private static string? String(JsonElement entry, string property) =>
        entry.TryGetProperty(property, out var value) && value.GetString() is { Length: > 0 } text ? text : null;
}
