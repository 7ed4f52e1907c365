using ZeroTrust.Engine.Config;
using ZeroTrust.Engine.Plugins;
using ZeroTrust.Engine.Programs;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine;

/// <summary>A stack of a project on disk: its configuration, passphrase and state.</summary>
public sealed class ProjectStack
{
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly string _passphrase;

    private ProjectStack(
        Project project,
        StackName name,
        StackConfig config,
        StateStore store,
        PassphraseSecrets secrets,
        string passphrase,
        string stateDirectory,
        IReadOnlyDictionary<string, string> environment
    )
    {
        Project = project;
        Name = name;
        Config = config;
        Store = store;
        Secrets = secrets;
        _passphrase = passphrase;
        StateDirectory = stateDirectory;
        _environment = environment;
    }

    /// <summary>The contents of <c>Pulumi.yaml</c>.</summary>
    public Project Project { get; }

    /// <summary>The stack.</summary>
    public StackName Name { get; }

    /// <summary>The contents of <c>Pulumi.STACK.yaml</c>.</summary>
    public StackConfig Config { get; }

    /// <summary>The stack's state.</summary>
    public StateStore Store { get; }

    /// <summary>How the stack's secrets are encrypted.</summary>
    public PassphraseSecrets Secrets { get; }

    /// <summary>Folder that holds the state.</summary>
    public string StateDirectory { get; }

    /// <summary>Opens a stack. A stack that does not exist yet is empty.</summary>
    /// <param name="directory">The project's folder, or one below it.</param>
    /// <param name="stack">The stack's name.</param>
    /// <param name="stateDirectory">Folder that holds the state; default <c>.local/state</c> in the project.</param>
    /// <param name="environment">
    /// Environment variables of plugins and the program; <c>PULUMI_CONFIG_PASSPHRASE</c> and <c>PULUMI_CONFIG_PASSPHRASE_FILE</c> are read
    /// from them.
    /// </param>
    /// <param name="askPassphrase">Called when neither is set; if null, that is an error.</param>
    /// <param name="clock">Clock.</param>
    /// <param name="savesSalt">
    /// Whether the salt of the first secret is saved to the configuration file; otherwise only the state has it.
    /// </param>
    public static ProjectStack Open(
        string directory,
        string stack,
        string? stateDirectory,
        IReadOnlyDictionary<string, string> environment,
        Func<string>? askPassphrase,
        TimeProvider clock,
        bool savesSalt = true
    )
    {
        var project = Project.Find(directory);
        var name = new StackName(project.Name, stack);
        var config = StackConfig.Load(project, stack);
        var state = StateDirectoryOf(project, stateDirectory);
        var store = new StateStore(state, name, clock);
        var passphrase =
            PassphraseSecrets.PassphraseIn(name => environment.GetValueOrDefault(name))
            ?? askPassphrase?.Invoke()
            ?? throw new EngineException(
                "Set PULUMI_CONFIG_PASSPHRASE (it may be empty) or PULUMI_CONFIG_PASSPHRASE_FILE: it encrypts the stack's secrets."
            );
        return new(project, name, config, store, OpenSecrets(passphrase, config, store, savesSalt), passphrase, state, environment);
    }

    /// <summary>The stacks of a project that have a configuration file or a state.</summary>
    /// <param name="directory">The project's folder, or one below it.</param>
    /// <param name="stateDirectory">Folder that holds the state; default <c>.local/state</c> in the project.</param>
    public static IReadOnlyList<string> List(string directory, string? stateDirectory)
    {
        var project = Project.Find(directory);
        var configured = Directory
            .EnumerateFiles(project.StackConfigDirectory, "Pulumi.*.yaml")
            .Select(path => Path.GetFileNameWithoutExtension(path)["Pulumi.".Length..]);
        return
        [
            .. configured.Union(StateStore.Stacks(StateDirectoryOf(project, stateDirectory), project.Name)).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Removes the stack's state. Its configuration file stays.</summary>
    /// <exception cref="EngineException">It still has resources.</exception>
    public void Remove()
    {
        if (Store.Load(Secrets).Resources.Count > 0)
        {
            throw new EngineException($"Stack '{Name.Stack}' still has resources; destroy them first.");
        }
        Store.Delete();
    }

    /// <summary>Opens secrets of another stack with the same passphrase.</summary>
    public PassphraseSecrets OpenForeignSecrets(string salt) => PassphraseSecrets.Open(_passphrase, salt);

    /// <summary>The options of an engine that deploys the stack.</summary>
    /// <param name="environment">
    /// Environment variables of plugins and the program, which add to or override those that the stack was opened with.
    /// </param>
    public EngineOptions ToOptions(IReadOnlyDictionary<string, string>? environment = null)
    {
        var all = new Dictionary<string, string>(_environment);
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
        {
            all[key] = value;
        }
        var config = new Dictionary<string, ConfigValue>(Project.Config);
        foreach (var (key, value) in Config.Read(Secrets))
        {
            config[key] = value;
        }
        return new()
        {
            Stack = Name,
            ProjectDirectory = Project.Directory,
            StateDirectory = StateDirectory,
            Secrets = Secrets,
            OpenSecrets = OpenForeignSecrets,
            Program = ProgramFactory.Create(Project, all),
            Config = config,
            Plugins = Project.Plugins,
            AttachedProviders = PluginHost.ReadAttached(all.GetValueOrDefault("PULUMI_DEBUG_PROVIDERS")),
            Environment = all,
        };
    }

    private static string StateDirectoryOf(Project project, string? given) => given ?? Path.Combine(project.Directory, ".local", "state");

    private static PassphraseSecrets OpenSecrets(string passphrase, StackConfig config, StateStore store, bool savesSalt)
    {
        if ((config.EncryptionSalt ?? store.ReadSalt()) is { } salt)
        {
            return PassphraseSecrets.Open(passphrase, salt);
        }
        var secrets = PassphraseSecrets.Create(passphrase);
        if (savesSalt)
        {
            config.SaveSalt(secrets.Salt);
        }
        return secrets;
    }
}
