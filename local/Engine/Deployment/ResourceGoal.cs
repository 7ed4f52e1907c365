using Google.Protobuf.WellKnownTypes;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>The desired state of a resource.</summary>
internal sealed record ResourceGoal
{
    public required string Type { get; init; }

    public required string Name { get; init; }

    public required bool Custom { get; init; }

    public Struct Properties { get; init; } = new();

    public Urn Parent { get; init; }

    public bool? Protect { get; init; }

    public IReadOnlyList<Urn> Dependencies { get; init; } = [];

    public string Provider { get; init; } = "";

    public IReadOnlyDictionary<string, IReadOnlyList<Urn>> PropertyDependencies { get; init; } =
        new Dictionary<string, IReadOnlyList<Urn>>();

    public bool? DeleteBeforeReplace { get; init; }

    public IReadOnlyList<string> IgnoreChanges { get; init; } = [];

    public IReadOnlyList<string> AdditionalSecretOutputs { get; init; } = [];

    public IReadOnlyList<Alias> Aliases { get; init; } = [];

    public string ImportId { get; init; } = "";

    public CustomTimeouts CustomTimeouts { get; init; } = CustomTimeouts.None;

    public IReadOnlyList<string> ReplaceOnChanges { get; init; } = [];

    public bool? RetainOnDelete { get; init; }

    public Urn DeletedWith { get; init; }

    public IReadOnlyList<Urn> ReplaceWith { get; init; } = [];

    public string SourcePosition { get; init; } = "";
}

/// <summary>A former name of a resource: a full URN, or the parts that differ.</summary>
internal sealed record Alias
{
    public Urn Urn { get; init; }

    public string Name { get; init; } = "";

    public string Type { get; init; } = "";

    public string Stack { get; init; } = "";

    public string Project { get; init; } = "";

    public Urn Parent { get; init; }

    public bool NoParent { get; init; }
}
