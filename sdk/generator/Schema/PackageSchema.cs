using System.Text.Json;
using System.Text.RegularExpressions;

namespace ZeroTrust.Sdk.Generator.Schema;

/// <summary>A package schema. All lists are sorted by token or name, except enum values, which keep their order.</summary>
internal sealed record PackageSchema
{
    public required string Name { get; init; }
    public string? Version { get; init; }
    public string? DisplayName { get; init; }
    public string? Description { get; init; }
    public string? Publisher { get; init; }
    public string? Homepage { get; init; }
    public string? Repository { get; init; }
    public string? License { get; init; }
    public string? PluginDownloadUrl { get; init; }
    public string? LogoUrl { get; init; }

    /// <summary>Extracts the module from the module part of a token, with its one group.</summary>
    public Regex? ModuleFormat { get; init; }

    public IReadOnlyList<string> Keywords { get; init; } = [];
    public IReadOnlyList<string> AllowedPackageNames { get; init; } = [];
    public IReadOnlyList<PropertySchema> Config { get; init; } = [];
    public IReadOnlyList<string> RequiredConfig { get; init; } = [];
    public ResourceSchema? Provider { get; init; }
    public IReadOnlyList<ResourceSchema> Resources { get; init; } = [];
    public IReadOnlyList<FunctionSchema> Functions { get; init; } = [];
    public IReadOnlyList<ObjectSchema> Objects { get; init; } = [];
    public IReadOnlyList<EnumSchema> Enums { get; init; } = [];
    public CSharpSettings CSharp { get; init; } = new();

    public ObjectSchema? FindObject(string token) => Objects.FirstOrDefault(o => o.Token == token);

    public EnumSchema? FindEnum(string token) => Enums.FirstOrDefault(e => e.Token == token);

    public ResourceSchema? FindResource(string token) => Resources.FirstOrDefault(r => r.Token == token);

    public FunctionSchema? FindFunction(string token) => Functions.FirstOrDefault(f => f.Token == token);

    /// <summary>The resources and the provider.</summary>
    public IEnumerable<ResourceSchema> AllResources() => Provider is null ? Resources : Resources.Append(Provider);

    /// <summary>Functions that are methods of a resource and therefore have no class.</summary>
    public IReadOnlySet<string> MethodTokens() => AllResources().SelectMany(r => r.Methods.Values).ToHashSet(StringComparer.Ordinal);

    /// <summary>Every set of properties.</summary>
    public IEnumerable<ObjectShape> Shapes() =>
        [
            new("$.config.variables", Config),
            .. AllResources()
                .SelectMany(r => (ObjectShape?[])[r.Inputs, r.Outputs, r.StateInputs, r.ListInputs])
                .Concat(Functions.SelectMany(f => (ObjectShape?[])[f.Inputs, f.Outputs]))
                .OfType<ObjectShape>(),
            .. Objects.Select(o => o.Shape),
        ];
}

/// <summary>The settings in <c>language.csharp</c> that the generator supports.</summary>
internal sealed record CSharpSettings
{
    public string RootNamespace { get; init; } = "Pulumi";

    /// <summary>Namespace segments by package or module name.</summary>
    public IReadOnlyDictionary<string, string> Namespaces { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether methods that return a single value return it unwrapped.</summary>
    public bool LiftSingleValueMethodReturns { get; init; }
}

/// <summary>A set of properties of a resource, function or object type, with its JSON path.</summary>
internal sealed record ObjectShape(string Path, IReadOnlyList<PropertySchema> Properties)
{
    public string? Description { get; init; }

    /// <summary>Required names without a property, each with its path.</summary>
    public IReadOnlyList<(string Path, string Name)> UnknownRequired { get; init; } = [];

    public PropertySchema? Find(string name) => Properties.FirstOrDefault(p => p.Name == name);
}

internal sealed record PropertySchema(string Path, string Name, TypeSchema Type)
{
    public bool IsRequired { get; init; }
    public string? Description { get; init; }
    public JsonElement? Const { get; init; }
    public JsonElement? Default { get; init; }

    /// <summary>Environment variables that supply the default; null when there is no <c>defaultInfo</c>.</summary>
    public IReadOnlyList<string>? Environment { get; init; }

    public string? DeprecationMessage { get; init; }
    public bool IsSecret { get; init; }
    public bool ReplaceOnChanges { get; init; }
    public bool WillReplaceOnChanges { get; init; }
    public string? CSharpName { get; init; }
}

internal sealed record ObjectSchema(string Token, ObjectShape Shape)
{
    public string Path => Shape.Path;
    public bool IsOverlay { get; init; }
}

internal sealed record EnumSchema(string Path, string Token, string Type, IReadOnlyList<EnumValueSchema> Values)
{
    public string? Description { get; init; }
    public bool IsOverlay { get; init; }
}

internal sealed record EnumValueSchema(string Path, JsonElement Value)
{
    public string? Name { get; init; }
    public string? Description { get; init; }
    public string? DeprecationMessage { get; init; }
}

internal sealed record ResourceSchema(string Path, string Token, ObjectShape Inputs, ObjectShape Outputs)
{
    public string? Description { get; init; }
    public ObjectShape? StateInputs { get; init; }

    /// <summary>Inputs of List; null when the resource cannot be listed.</summary>
    public ObjectShape? ListInputs { get; init; }

    public IReadOnlyList<string> Aliases { get; init; } = [];
    public string? DeprecationMessage { get; init; }
    public bool IsComponent { get; init; }
    public bool IsProvider { get; init; }
    public bool IsOverlay { get; init; }
    public string? CSharpName { get; init; }

    /// <summary>Function tokens by method name.</summary>
    public IReadOnlyDictionary<string, string> Methods { get; init; } = new Dictionary<string, string>();
}

internal sealed record FunctionSchema(string Path, string Token)
{
    /// <summary>The input through which a method receives its resource; callers never pass it.</summary>
    public const string SelfParameter = "__self__";

    public string? Description { get; init; }
    public ObjectShape? Inputs { get; init; }

    /// <summary>The result's properties, if the function itself defines them; null if it has a <see cref="ReturnType"/>.</summary>
    public ObjectShape? Outputs { get; init; }

    /// <summary>The result's type, if it is a scalar, a collection or a named type.</summary>
    public TypeSchema? ReturnType { get; init; }

    /// <summary>Whether a call returns anything; an object without properties is nothing.</summary>
    public bool HasResult => ReturnType is not null || Outputs is { Properties.Count: > 0 };

    /// <summary>Inputs in the order of positional parameters; empty when they are passed as one object.</summary>
    public IReadOnlyList<string> MultiArgumentInputs { get; init; } = [];

    public string? DeprecationMessage { get; init; }
    public bool IsOverlay { get; init; }

    /// <summary>Whether there is an <c>InvokeAsync</c> with plain arguments beside <c>Invoke</c>.</summary>
    public bool HasPlainForm { get; init; } = true;
}
