using ZeroTrust.Engine.Config;
using ZeroTrust.Engine.Display;
using ZeroTrust.Engine.Programs;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine;

/// <summary>Which stack to work on, and with what.</summary>
public sealed record EngineOptions
{
    /// <summary>The stack.</summary>
    public required StackName Stack { get; init; }

    /// <summary>Folder of the project: working directory of plugins.</summary>
    public required string ProjectDirectory { get; init; }

    /// <summary>Folder that holds state, laid out as Pulumi's file backend does it.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>How secrets are encrypted.</summary>
    public required PassphraseSecrets Secrets { get; init; }

    /// <summary>Opens the secrets of another stack that this one refers to, given their salt.</summary>
    public Func<string, PassphraseSecrets> OpenSecrets { get; init; } =
        _ => throw new EngineException("The stack that is referred to has secrets of its own; EngineOptions.OpenSecrets opens them.");

    /// <summary>The program; needed by preview and up only.</summary>
    public IProgram? Program { get; init; }

    /// <summary>The stack's configuration, keys with their namespace.</summary>
    public IReadOnlyDictionary<string, ConfigValue> Config { get; init; } = new Dictionary<string, ConfigValue>();

    /// <summary>Providers to take from folders.</summary>
    public IReadOnlyList<PluginPath> Plugins { get; init; } = [];

    /// <summary>Providers that already run, by package name: their ports.</summary>
    public IReadOnlyDictionary<string, int> AttachedProviders { get; init; } = new Dictionary<string, int>();

    /// <summary>Environment of plugins; also where they are looked for. Default: that of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = CurrentEnvironment();

    /// <summary>Operations at a time; 0 or less: no limit. Default: four for each processor.</summary>
    public int Parallel { get; init; } = 4 * System.Environment.ProcessorCount;

    /// <summary>Shows what happens; nothing when null.</summary>
    public IEngineDisplay? Display { get; init; }

    /// <summary>Records every message; nothing when null.</summary>
    public GrpcLog? GrpcLog { get; init; }

    /// <summary>Time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    private static Dictionary<string, string> CurrentEnvironment() =>
        System
            .Environment.GetEnvironmentVariables()
            .Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
}
