using ZeroTrust.Engine.Config;

namespace ZeroTrust.Engine.Plugins;

/// <summary>The command that starts a plugin, and its working directory.</summary>
internal sealed record PluginCommand(string FileName, IReadOnlyList<string> Arguments, string Directory);

/// <summary>Finds a provider's executable in the places where the Pulumi CLI looks for it, then beside this program.</summary>
/// <param name="beside">This program's folder. As a NuGet package, it has the provider's assembly there.</param>
internal sealed class PluginLocator(
    IReadOnlyList<PluginPath> projectPlugins,
    IReadOnlyDictionary<string, string> environment,
    string beside
)
{
    /// <exception cref="EngineException">It was not found.</exception>
    public PluginCommand Find(string package, string? version)
    {
        var places = new List<string>();
        foreach (var plugin in projectPlugins.Where(plugin => plugin.Name == package && Serves(plugin, version)))
        {
            if (InFolder(plugin.Directory, package) is { } command)
            {
                return command;
            }
            throw new EngineException(
                $"Pulumi.yaml loads provider '{package}' from {plugin.Directory}, but that folder has no {Executable(package)}; build it."
            );
        }
        if (environment.GetValueOrDefault("PULUMI_IGNORE_AMBIENT_PLUGINS") is not ("true" or "1"))
        {
            places.AddRange(environment.GetValueOrDefault("PATH", "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));
        }
        places.AddRange(Installed(package, version));
        return places.Select(folder => InFolder(folder, package)).FirstOrDefault(command => command is not null)
            ?? Beside(package)
            ?? throw new EngineException(
                $"Provider plugin {Executable(package)}{(version is null ? "" : $" {version}")} was not found: "
                    + "not under plugins.providers in Pulumi.yaml, "
                    + "not on PATH, not among the installed plugins, not beside this program. "
                    + "Build it, or set its folder in Pulumi.yaml."
            );
    }

    private static bool Serves(PluginPath plugin, string? version) =>
        plugin.Version is null || version is null || plugin.Version == version;

    private static PluginCommand? InFolder(string folder, string package)
    {
        var executable = Path.Combine(folder, Executable(package));
        if (File.Exists(executable))
        {
            return new(Path.GetFullPath(executable), [], Path.GetFullPath(folder));
        }
        var manifest = Path.Combine(folder, "PulumiPlugin.yaml");
        if (!File.Exists(manifest) || !Path.GetFileName(folder.TrimEnd('/')).Contains(package, StringComparison.Ordinal))
        {
            return null;
        }
        var runtime = Yaml.Load(manifest).Map("runtime");
        var binary = runtime?.Text("name") == "dotnet" ? runtime.Map("options")?.Text("binary") : null;
        return binary is null ? null
            : binary.EndsWith(".dll", StringComparison.Ordinal)
                ? new("dotnet", [Path.GetFullPath(Path.Combine(folder, binary))], Path.GetFullPath(folder))
            : new(Path.GetFullPath(Path.Combine(folder, binary)), [], Path.GetFullPath(folder));
    }

    // NuGet unpacks files without the right to execute them, so dotnet executes the assembly.
    private PluginCommand? Beside(string package)
    {
        var assembly = Path.Combine(beside, $"pulumi-resource-{package}.dll");
        return File.Exists(assembly) && File.Exists(Path.ChangeExtension(assembly, ".runtimeconfig.json"))
            ? new("dotnet", ["exec", assembly], beside)
            : null;
    }

    private IEnumerable<string> Installed(string package, string? version)
    {
        var home =
            environment.GetValueOrDefault("PULUMI_HOME")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pulumi");
        var plugins = Path.Combine(home, "plugins");
        if (version is not null)
        {
            return [Path.Combine(plugins, $"resource-{package}-v{version}")];
        }
        return Directory.Exists(plugins)
            ? Directory
                .EnumerateDirectories(plugins, $"resource-{package}-v*")
                .Where(folder => !folder.EndsWith(".partial", StringComparison.Ordinal) && !File.Exists(folder + ".partial"))
                .OrderByDescending(folder =>
                    Version.TryParse(folder[(folder.LastIndexOf("-v", StringComparison.Ordinal) + 2)..], out var parsed) ? parsed : new()
                )
            : [];
    }

    private static string Executable(string package) => $"pulumi-resource-{package}{(OperatingSystem.IsWindows() ? ".exe" : "")}";
}
