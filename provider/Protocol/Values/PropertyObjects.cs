namespace ZeroTrust.Protocol.Values;

/// <summary>The content of a file. Stored state contains only its hash.</summary>
public sealed record PropertyAsset : PropertyValue
{
    /// <summary>SHA-256 of the content in hexadecimal.</summary>
    public string? Hash { get; init; }

    /// <summary>The content itself.</summary>
    public string? Text { get; init; }

    /// <summary>Path of a file, relative to the program's working directory.</summary>
    public string? Path { get; init; }

    /// <summary>URI of the content.</summary>
    public string? Uri { get; init; }
}

/// <summary>The content of a folder. Stored state contains only its hash.</summary>
public sealed record PropertyArchive : PropertyValue
{
    /// <summary>Hash of the content, as the engine computes it.</summary>
    public string? Hash { get; init; }

    /// <summary>Assets and archives by name.</summary>
    public PropertyMap? Assets { get; init; }

    /// <summary>Path of a folder or archive file, relative to the program's working directory.</summary>
    public string? Path { get; init; }

    /// <summary>URI of the archive.</summary>
    public string? Uri { get; init; }

    private protected override bool AnyChild(Predicate<PropertyValue> condition) =>
        Assets is not null && Assets.Values.Any(asset => condition(asset));

    private protected override PropertyValue MapChildren(Func<PropertyValue, PropertyValue> map) =>
        Assets is null ? this : this with { Assets = Assets.Map(map) };
}

/// <summary>A reference to another resource in the stack.</summary>
/// <param name="Urn">Its URN.</param>
public sealed record PropertyResource(string Urn) : PropertyValue
{
    /// <summary>Its ID; empty while unknown; <see langword="null"/> for a component, which has none.</summary>
    public string? Id { get; init; }

    /// <summary>Version of the package that defines its type.</summary>
    public string? PackageVersion { get; init; }

    /// <summary>Its name, if the engine sent it.</summary>
    public string? Name { get; init; }

    /// <summary>Its type token, if the engine sent it.</summary>
    public string? Type { get; init; }

    /// <summary>The plain value of the reference: the ID, which may be unknown, or a component's URN.</summary>
    public PropertyValue Lower() =>
        Id switch
        {
            null => Urn,
            "" => Unknown,
            _ => Id,
        };
}
