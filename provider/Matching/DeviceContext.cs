namespace ZeroTrust.Matching;

/// <summary>What match expressions can test of a device and its user. Null means unknown; empty means that the device has none.</summary>
internal sealed record DeviceContext
{
    /// <summary>The user's email address, or the reserved address of connectors and service tokens.</summary>
    public string? Email { get; init; }

    public IReadOnlyList<string>? GroupIds { get; init; }

    public IReadOnlyList<string>? GroupNames { get; init; }

    public IReadOnlyList<string>? GroupEmails { get; init; }

    /// <summary>Each as <c>name=value</c>.</summary>
    public IReadOnlyList<string>? SamlAttributes { get; init; }

    /// <summary>UUID of the service token that the device enrolled with.</summary>
    public string? ServiceTokenUuid { get; init; }

    /// <summary>Name of the managed network that the device is in.</summary>
    public string? Network { get; init; }

    /// <summary>windows, mac, linux, ios, android or chromeos.</summary>
    public string? OsName { get; init; }

    /// <summary>Semantic version.</summary>
    public string? OsVersion { get; init; }
}
