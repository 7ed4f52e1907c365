using YamlDotNet.RepresentationModel;

namespace ZeroTrust.Engine.Config;

/// <summary>The contents of <c>Pulumi.yaml</c>.</summary>
public sealed record Project
{
    private const string FileName = "Pulumi.yaml";

    /// <summary>The project's name.</summary>
    public required string Name { get; init; }

    /// <summary>Folder that holds <c>Pulumi.yaml</c>.</summary>
    public required string Directory { get; init; }

    /// <summary>Language runtime of the program, such as <c>dotnet</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>Options of the language runtime, such as <c>binary</c>.</summary>
    public IReadOnlyDictionary<string, string> RuntimeOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>Folder of the program: <c>main</c>, or the project's folder.</summary>
    public required string ProgramDirectory { get; init; }

    /// <summary>Folder that holds the stacks' configuration files.</summary>
    public required string StackConfigDirectory { get; init; }

    /// <summary>Providers loaded from a given folder instead of the usual search path.</summary>
    public IReadOnlyList<PluginPath> Plugins { get; init; } = [];

    /// <summary>Configuration shared by all stacks.</summary>
    public IReadOnlyDictionary<string, ConfigValue> Config { get; init; } = new Dictionary<string, ConfigValue>();

    /// <summary>Whether every preview and update starts with a refresh.</summary>
    public bool AlwaysRefresh { get; init; }

    /// <summary>Reads the project in a folder, or in its nearest ancestor that has one.</summary>
    /// <exception cref="EngineException">No project was found, or it cannot be read.</exception>
    public static Project Find(string directory)
    {
        for (var folder = new DirectoryInfo(directory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, FileName);
            if (File.Exists(path))
            {
                return Load(path);
            }
        }
        throw new EngineException(
            $"No {FileName} in {Path.GetFullPath(directory)} or any parent folder; run the command in a project's folder."
        );
    }

    /// <summary>The full configuration key. A key without a namespace belongs to the project.</summary>
    public string Key(string key) => key.Contains(':', StringComparison.Ordinal) ? key : $"{Name}:{key}";

    private static Project Load(string path)
    {
        var root = Yaml.Load(path);
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var name = root.Text("name") ?? throw new EngineException($"{path}: 'name' is missing.");
        var runtime =
            root.Get("runtime") ?? throw new EngineException($"{path}: 'runtime' is missing; for a C# program write 'runtime: dotnet'.");
        var options = (runtime as YamlMappingNode)?.Map("options");
        return new()
        {
            Name = name,
            Directory = directory,
            Runtime =
                (runtime as YamlScalarNode)?.Value
                ?? (runtime as YamlMappingNode)?.Text("name")
                ?? throw new EngineException($"{path}: 'runtime' has no 'name'; for a C# program write 'runtime: dotnet'."),
            RuntimeOptions = options?.Children.ToDictionary(Key, child => child.Value.ToString()) ?? [],
            ProgramDirectory = Path.GetFullPath(Path.Combine(directory, root.Text("main") ?? ".")),
            StackConfigDirectory = Path.GetFullPath(Path.Combine(directory, root.Text("stackConfigDir") ?? ".")),
            Plugins = [.. ReadPlugins(root, directory)],
            Config = ReadConfig(root, name),
            AlwaysRefresh = root.Map("options")?.Text("refresh") == "always",
        };

        static string Key(KeyValuePair<YamlNode, YamlNode> child) => child.Key.ToString();
    }

    private static IEnumerable<PluginPath> ReadPlugins(YamlMappingNode root, string directory) =>
        from node in (root.Map("plugins")?.Get("providers") as YamlSequenceNode)?.Children ?? []
        let plugin = node as YamlMappingNode
        let name = plugin?.Text("name")
        let folder = plugin?.Text("path")
        where name is not null && folder is not null
        select new PluginPath(name, Path.GetFullPath(Path.Combine(directory, folder)), plugin.Text("version"));

    private static Dictionary<string, ConfigValue> ReadConfig(YamlMappingNode root, string project)
    {
        var values = new Dictionary<string, ConfigValue>();
        foreach (var (key, node) in (root.Map("config") ?? []).Children)
        {
            // An entry that only declares a type sets nothing.
            var value = node is YamlMappingNode map ? map.Get("value") ?? map.Get("default") : node;
            if (value is not null)
            {
                var name = key.ToString();
                values[name.Contains(':', StringComparison.Ordinal) ? name : $"{project}:{name}"] = StackConfig.Plain(value);
            }
        }
        return values;
    }
}

/// <summary>A provider loaded from a folder.</summary>
/// <param name="Name">Package name.</param>
/// <param name="Directory">Folder that holds the executable <c>pulumi-resource-NAME</c>.</param>
/// <param name="Version">Version that this folder provides; null matches any.</param>
public sealed record PluginPath(string Name, string Directory, string? Version);
