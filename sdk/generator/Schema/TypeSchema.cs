namespace ZeroTrust.Sdk.Generator.Schema;

internal abstract record TypeSchema(string Path)
{
    /// <summary>Whether inputs are not wrapped in <c>Input</c>, so they must be known when the resource is constructed.</summary>
    public bool IsPlain { get; init; }

    /// <summary>This type and the types it is composed of, without following references.</summary>
    public IEnumerable<TypeSchema> Parts() =>
        this switch
        {
            ArrayType array => array.Items.Parts().Prepend(this),
            MapType map => map.Values.Parts().Prepend(this),
            UnionType union => union.Elements.SelectMany(e => e.Parts()).Prepend(this),
            _ => [this],
        };
}

internal enum PrimitiveKind
{
    Boolean,
    Integer,
    Number,
    String,
}

internal enum BuiltInKind
{
    Any,
    Json,
    Asset,
    Archive,
}

internal sealed record PrimitiveType(string Path, PrimitiveKind Kind) : TypeSchema(Path);

internal sealed record ArrayType(string Path, TypeSchema Items) : TypeSchema(Path);

internal sealed record MapType(string Path, TypeSchema Values) : TypeSchema(Path);

internal sealed record BuiltInType(string Path, BuiltInKind Kind) : TypeSchema(Path);

/// <summary>Reference to an object or enum of the package.</summary>
/// <param name="Path">JSON path of the reference.</param>
/// <param name="Token">Token of the object or enum.</param>
internal sealed record NamedType(string Path, string Token) : TypeSchema(Path);

/// <summary>Reference to a resource of the package; the provider when <paramref name="Token"/> is null.</summary>
internal sealed record ResourceType(string Path, string? Token) : TypeSchema(Path);

internal sealed record UnionType(string Path, IReadOnlyList<TypeSchema> Elements) : TypeSchema(Path);
