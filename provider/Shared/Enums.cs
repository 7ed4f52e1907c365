using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Shared;

/// <summary>Every enumeration of the package, once: checks, schema and SDK read them here.</summary>
internal static class Enums
{
    public const string Restore = "restore";

    public const string Retain = "retain";

    /// <summary>The kind of profiles for the device client.</summary>
    public const string Warp = "warp";

    /// <summary>The kind of profiles for the browser extension.</summary>
    public const string BrowserExtension = "browser_extension";

    public static readonly EnumType ServiceMode = new(
        "ServiceMode",
        "What the client does with the device's traffic.",
        new EnumValue("warp", "Warp", "DNS and network traffic go through Cloudflare."),
        new EnumValue("1dot1", "DnsOnly", "Only DNS goes through Cloudflare."),
        new EnumValue("proxy", "Proxy", "A local proxy that applications are pointed at; needs the MASQUE protocol."),
        new EnumValue("posture_only", "PostureOnly", "Only device information is collected."),
        new EnumValue("warp_tunnel_only", "TunnelOnly", "Network traffic without DNS; hosts cannot be in split tunnels.")
    );

    public static readonly EnumType TunnelProtocol = new(
        "TunnelProtocol",
        "Protocol of the client's tunnel.",
        new EnumValue("", "Automatic", "Cloudflare chooses."),
        new EnumValue("wireguard", "WireGuard", "WireGuard."),
        new EnumValue("masque", "Masque", "MASQUE; needed by local proxy mode and by high availability of WARP connectors.")
    );

    public static readonly EnumType ProfileType = new(
        "ProfileType",
        "Kind of client that a profile is for.",
        new EnumValue(Warp, "Warp", "The device client."),
        new EnumValue(BrowserExtension, "BrowserExtension", "The browser extension.")
    );

    public static readonly EnumType ProxyControl = new(
        "ProxyControl",
        "Whether users of the browser extension may switch its proxy.",
        new EnumValue("unlocked", "Unlocked", "Users may switch it."),
        new EnumValue("locked", "Locked", "Users may not switch it.")
    );

    public static readonly EnumType SplitTunnelMode = new(
        "SplitTunnelMode",
        "Which traffic the list of a split tunnel names.",
        new EnumValue("exclude", "Exclude", "Everything goes through the tunnel except the routes listed."),
        new EnumValue("include", "Include", "Only the routes listed go through the tunnel.")
    );

    public static readonly EnumType OnDelete = new(
        "OnDelete",
        "What deleting the resource does to an object that Cloudflare cannot delete.",
        new EnumValue(Restore, "Restore", "It is reset to its default."),
        new EnumValue(Retain, "Retain", "It stays as it is.")
    );

    public static readonly EnumType HaMode = new(
        "HaMode",
        "How the hosts of a WARP connector fail over.",
        new EnumValue("none", "None", "High availability without a provider configured yet."),
        new EnumValue("disabled", "Disabled", "No high availability."),
        new EnumValue("aws", "Aws", "An AWS network interface moves to the active host."),
        new EnumValue("local", "Local", "Virtual IP addresses move to the active host.")
    );

    public static readonly EnumType TunnelStatus = new(
        "TunnelStatus",
        "How a tunnel is doing.",
        new EnumValue("inactive", "Inactive", "It has never been run."),
        new EnumValue("degraded", "Degraded", "It serves traffic, but not all its connections are up."),
        new EnumValue("healthy", "Healthy", "It serves traffic."),
        new EnumValue("down", "Down", "It has no connection.")
    );

    public static readonly EnumType ManagedNetworkType = new(
        "ManagedNetworkType",
        "How devices recognize a managed network.",
        new EnumValue("tls", "Tls", "By the certificate of a TLS endpoint.")
    );

    public static readonly EnumType ActiveRegistrations = new(
        "ActiveRegistrations",
        "Which devices to list, by whether they have active registrations.",
        new EnumValue("include", "Include", "Devices with and without."),
        new EnumValue("only", "Only", "Devices with at least one."),
        new EnumValue("exclude", "Exclude", "Devices without any.")
    );

    public static readonly EnumType RegistrationStatus = new(
        "RegistrationStatus",
        "Which registrations to list.",
        new EnumValue("active", "Active", "Those that are not revoked."),
        new EnumValue("revoked", "Revoked", "Those that are revoked."),
        new EnumValue("all", "All", "All of them.")
    );

    public static readonly EnumType DeviceSort = new(
        "DeviceSort",
        "What devices are sorted by.",
        new EnumValue("name", "Name", "Name."),
        new EnumValue("id", "Id", "ID."),
        new EnumValue("client_version", "ClientVersion", "Version of the client."),
        new EnumValue("last_seen_user.email", "LastSeenUserEmail", "Email address of the user last seen."),
        new EnumValue("last_seen_at", "LastSeenAt", "When it was last seen."),
        new EnumValue("active_registrations", "ActiveRegistrations", "Number of active registrations."),
        new EnumValue("created_at", "CreatedAt", "When it was created.")
    );

    public static readonly EnumType RegistrationSort = new(
        "RegistrationSort",
        "What registrations are sorted by.",
        new EnumValue("id", "Id", "ID."),
        new EnumValue("user.name", "UserName", "Name of the user."),
        new EnumValue("user.email", "UserEmail", "Email address of the user."),
        new EnumValue("last_seen_at", "LastSeenAt", "When it was last seen."),
        new EnumValue("created_at", "CreatedAt", "When it was created.")
    );

    public static readonly EnumType SortOrder = new(
        "SortOrder",
        "Direction of a sort.",
        new EnumValue("asc", "Ascending", "Smallest first."),
        new EnumValue("desc", "Descending", "Largest first.")
    );

    /// <summary>Every enumeration by its name.</summary>
    public static readonly IReadOnlyDictionary<string, EnumType> All = new[]
    {
        ServiceMode,
        TunnelProtocol,
        ProfileType,
        ProxyControl,
        SplitTunnelMode,
        OnDelete,
        HaMode,
        TunnelStatus,
        ManagedNetworkType,
        ActiveRegistrations,
        RegistrationStatus,
        DeviceSort,
        RegistrationSort,
        SortOrder,
    }.ToDictionary(type => type.Name, StringComparer.Ordinal);
}

/// <summary>The string is one of the values of an enumeration of <see cref="Enums"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOfAttribute(string name) : EnumAttribute
{
    public override EnumType Type => Enums.All[name];
}
