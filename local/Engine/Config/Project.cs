using YamlDotNet.RepresentationModel;

namespace ZeroTrust.Engine.Config;

/// <summary>What <c>Pulumi.yaml</c> says.</summary>
public sealed record Project
{
    private const string FileName = "Pulumi.yaml";

    /// <summary>The project's name.</summary>
    public required string Name { get; init; }

    /// <summary>Folder that holds <c>Pulumi.yaml</c>.</summary>
    public required string Directory { get; init; }

    /// <summary>Language the program is written in, such as <c>dotnet</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>Options of that language's runtime, such as <c>binary</c>.</summary>
    public IReadOnlyDictionary<string, string> RuntimeOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>Folder of the program; the project's own unless <c>main</c> says otherwise.</summary>
    public required string ProgramDirectory { get; init; }

    /// <summary>Folder of the stacks' configuration files.</summary>
    public required string StackConfigDirectory { get; init; }

    /// <summary>Providers to take from a folder instead of looking for them.</summary>
    public IReadOnlyList<PluginPath> Plugins { get; init; } = [];

    /// <summary>Configuration all stacks share.</summary>
    public IReadOnlyDictionary<string, ConfigValue> Config { get; init; } = new Dictionary<string, ConfigValue>();

    /// <summary>Whether every preview and update refreshes first.</summary>
    public bool AlwaysRefresh { get; init; }

    /// <summary>Reads the project of a folder, or of the nearest folder above that has one.</summary>
    /// <exception cref="EngineException">There is none, or it cannot be read.</exception>
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
            $"No {FileName} in {Path.GetFullPath(directory)} or any folder above; run from a project, or name it with --cwd."
        );
    }

    /// <summary>The full configuration key: one without a namespace belongs to the project.</summary>
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
                ?? throw new EngineException($"{path}: 'runtime' names no language."),
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
            // A schema entry counts only when it gives a value.
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

/// <summary>A provider taken from a folder.</summary>
/// <param name="Name">Package name.</param>
/// <param name="Directory">Folder that holds the executable <c>pulumi-resource-NAME</c>.</param>
/// <param name="Version">The only version it serves; any when left out.</param>
public sealed record PluginPath(string Name, string Directory, string? Version);
