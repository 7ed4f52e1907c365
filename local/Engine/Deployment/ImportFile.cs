using System.Text.Json;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>The file of <c>pulumi import --file</c>: many objects to adopt at once.</summary>
public static class ImportFile
{
    /// <summary>Reads what is to be imported into a stack.</summary>
    /// <param name="path">The file.</param>
    /// <param name="stack">The stack, whose URNs the file may leave to be worked out.</param>
    /// <param name="protect">Whether what is imported is protected from deletion.</param>
    /// <exception cref="EngineException">The file cannot be read, or asks for what the local engine cannot do.</exception>
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

                // What comes later may name it as its parent.
                names.TryAdd(
                    Text(entry, "name")!,
                    Urn.Create(stack.Stack, stack.Project, import.Parent.IsEmpty ? stack.Urn : import.Parent, import.Type, import.Name)
                );
            }
            return imports.Count > 0 ? imports : throw new EngineException($"{path} names nothing to import.");
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
                $"{path} is not a file of resources to import: {e.Message} It looks like {{\"resources\": [{{\"type\": …, \"name\": …, \"id\": …}}]}}.",
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
                $"'{name}' is a component; the local engine imports objects only. Register it with the program instead."
            );
        }
        return new(Required(entry, "type"), Text(entry, "logicalName") ?? name, Required(entry, "id"))
        {
            Parent = Named(entry, "parent", names),
            Provider = Named(entry, "provider", names),
            Version = Text(entry, "version"),
        };
    }

    private static Urn Named(JsonElement entry, string property, Dictionary<string, Urn> names) =>
        Text(entry, property) is not { } name ? default
        : names.TryGetValue(name, out var urn) ? urn
        : throw new EngineException(
            $"'{Text(entry, "name")}' has the {property} '{name}', which is neither in nameTable nor imported before it."
        );

    private static string Required(JsonElement entry, string property) =>
        Text(entry, property) ?? throw new EngineException($"A resource to import has no '{property}': {entry.GetRawText()}");

    private static string? Text(JsonElement entry, string property) =>
        entry.TryGetProperty(property, out var value) && value.GetString() is { Length: > 0 } text ? text : null;
}
