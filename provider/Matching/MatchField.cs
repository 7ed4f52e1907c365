using ZeroTrust.Syntax;

namespace ZeroTrust.Matching;

/// <summary>A field that a profile's match expression can test.</summary>
internal sealed class MatchField
{
    public static readonly MatchField Email = new("identity.email", device => One(device.Email));
    public static readonly MatchField GroupIds = new("identity.groups.id", device => device.GroupIds, isArray: true);
    public static readonly MatchField GroupNames = new("identity.groups.name", device => device.GroupNames, isArray: true);
    public static readonly MatchField GroupEmails = new("identity.groups.email", device => device.GroupEmails, isArray: true);
    public static readonly MatchField SamlAttributes = new("identity.saml_attributes", device => device.SamlAttributes, isArray: true);
    public static readonly MatchField ServiceTokenUuid = new("identity.service_token_uuid", device => One(device.ServiceTokenUuid));
    public static readonly MatchField Network = new("network", device => One(device.Network));
    public static readonly MatchField OsName = new("os.name", device => One(device.OsName));
    public static readonly MatchField OsVersion = new("os.version", device => One(device.OsVersion));

    public static readonly IReadOnlyList<MatchField> All =
    [
        Email,
        GroupIds,
        GroupNames,
        GroupEmails,
        SamlAttributes,
        ServiceTokenUuid,
        Network,
        OsName,
        OsVersion,
    ];

    private MatchField(string name, Func<DeviceContext, IReadOnlyList<string>?> values, bool isArray = false)
    {
        Name = name;
        Values = values;
        IsArray = isArray;
    }

    /// <summary>The field's name in expressions.</summary>
    public string Name { get; }

    /// <summary>Whether the field has several values, which <c>any(field[*] …)</c> tests one by one.</summary>
    public bool IsArray { get; }

    /// <summary>A device's values of the field; a scalar field has exactly one, possibly empty. Null when unknown.</summary>
    public Func<DeviceContext, IReadOnlyList<string>?> Values { get; }

    public static MatchField? Find(string name) => All.FirstOrDefault(field => field.Name == name);

    /// <summary>Placeholder for a field that does not exist, so that the rest of its condition can be parsed.</summary>
    public static MatchField Unknown(string name) => new(name, _ => []);

    /// <summary>The field that was most likely meant by an unknown name, or null.</summary>
    public static MatchField? Meant(string name)
    {
        // Names from old documentation, from Access and from Gateway.
        var known = name.ToLowerInvariant() switch
        {
            "user.identity" or "user.email" or "identity.user" or "email" => Email,
            "identity.groups" or "identity.group" or "user.groups" or "groups" => GroupNames,
            "identity.saml" or "saml_attributes" => SamlAttributes,
            "identity.service_token" or "service_token_uuid" => ServiceTokenUuid,
            "os" or "device.os" or "platform" => OsName,
            _ => null,
        };

        return known ?? (Suggestion.For(name, All.Select(field => field.Name)) is { } near ? Find(near) : null);
    }

    public override string ToString() => Name;

    private static string[]? One(string? value) => value is null ? null : [value];
}
