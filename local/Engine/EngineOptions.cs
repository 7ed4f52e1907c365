using ZeroTrust.Engine.Config;
using ZeroTrust.Engine.Display;
using ZeroTrust.Engine.Programs;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine;

/// <summary>Options of the engine: the stack to deploy and its environment.</summary>
public sealed record EngineOptions
{
    /// <summary>The stack.</summary>
    public required StackName Stack { get; init; }

    /// <summary>Folder of the project, which is the working directory of plugins.</summary>
    public required string ProjectDirectory { get; init; }

    /// <summary>Folder that holds state, in the layout of Pulumi's file backend.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>How secrets are encrypted.</summary>
    public required PassphraseSecrets Secrets { get; init; }

    /// <summary>Opens the secrets of a stack that a stack reference names, given their salt.</summary>
    public Func<string, PassphraseSecrets> OpenSecrets { get; init; } =
        _ => throw new EngineException("The referenced stack encrypts its secrets with another key; set EngineOptions.OpenSecrets.");

    /// <summary>The program; only preview and up need it.</summary>
    public IProgram? Program { get; init; }

    /// <summary>The stack's configuration, by fully qualified key.</summary>
    public IReadOnlyDictionary<string, ConfigValue> Config { get; init; } = new Dictionary<string, ConfigValue>();

    /// <summary>Providers loaded from given folders.</summary>
    public IReadOnlyList<PluginPath> Plugins { get; init; } = [];

    /// <summary>Ports of the providers that already run, by package name.</summary>
    public IReadOnlyDictionary<string, int> AttachedProviders { get; init; } = new Dictionary<string, int>();

    /// <summary>Environment variables of plugins, including the PATH that they are searched on. Default: those of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = CurrentEnvironment();

    /// <summary>Maximum number of parallel operations; 0 or less means no limit. Default: four per processor.</summary>
    public int Parallel { get; init; } = 4 * System.Environment.ProcessorCount;

    /// <summary>Shows the deployment; null for none.</summary>
    public IEngineDisplay? Display { get; init; }

    /// <summary>Records every gRPC message; null for none.</summary>
    public GrpcLog? GrpcLog { get; init; }

    /// <summary>Clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The environment variables of this process.</summary>
    public static Dictionary<string, string> CurrentEnvironment() =>
        System
            .Environment.GetEnvironmentVariables()
            .Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
}
