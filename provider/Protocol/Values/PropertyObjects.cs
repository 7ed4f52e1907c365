namespace ZeroTrust.Protocol.Values;

/// <summary>A file's worth of text or bytes. In old state only the hash is left.</summary>
public sealed record PropertyAsset : PropertyValue
{
    /// <summary>SHA-256 of the content, in hex.</summary>
    public string? Hash { get; init; }

    /// <summary>The content itself.</summary>
    public string? Text { get; init; }

    /// <summary>A file, relative to the program's working directory.</summary>
    public string? Path { get; init; }

    /// <summary>Where the content can be fetched.</summary>
    public string? Uri { get; init; }
}

/// <summary>A folder's worth of assets. In old state only the hash is left.</summary>
public sealed record PropertyArchive : PropertyValue
{
    /// <summary>Hash of the content, as the engine computes it.</summary>
    public string? Hash { get; init; }

    /// <summary>Assets and archives by name.</summary>
    public PropertyMap? Assets { get; init; }

    /// <summary>A folder or packed archive, relative to the program's working directory.</summary>
    public string? Path { get; init; }

    /// <summary>Where the archive can be fetched.</summary>
    public string? Uri { get; init; }

    private protected override IEnumerable<PropertyValue> Children => Assets?.Values ?? [];

    private protected override PropertyValue MapChildren(Func<PropertyValue, PropertyValue> map) =>
        Assets is null ? this : this with { Assets = Assets.Map(map) };
}

/// <summary>Another resource of the stack.</summary>
/// <param name="Urn">Its URN.</param>
public sealed record PropertyResource(string Urn) : PropertyValue
{
    /// <summary>Its id. Empty: not known yet. <see langword="null"/>: a component, which has none.</summary>
    public string? Id { get; init; }

    /// <summary>Version of the package that defines its type.</summary>
    public string? PackageVersion { get; init; }

    /// <summary>Its name, where the engine gives it.</summary>
    public string? Name { get; init; }

    /// <summary>Its type token, where the engine gives it.</summary>
    public string? Type { get; init; }

    /// <summary>What stands for the resource where a plain value is needed: the id, perhaps unknown, or a component's URN.</summary>
    public PropertyValue Lower() =>
        Id switch
        {
            null => Urn,
            "" => Unknown,
            _ => Id,
        };
}
