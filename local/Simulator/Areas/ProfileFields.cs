using System.Text.Json.Nodes;
using ZeroTrust.Simulator.Checks;
using ZeroTrust.Simulator.Http;
using ZeroTrust.Simulator.State;

namespace ZeroTrust.Simulator.Areas;

/// <summary>The fields of device profiles, with their defaults and cross-field rules.</summary>
internal static class ProfileFields
{
    private static readonly FieldTable ServiceMode = new(
        new Field("mode", Types.OneOf("warp", "1dot1", "proxy", "posture_only", "warp_tunnel_only")) { Required = true },
        new Field("port", Types.Number(1, 65535))
    );

    private static readonly FieldTable DnsSearchSuffix = new(
        new Field("suffix", Types.Domain()) { Required = true },
        new Field("description", Types.Text(100))
    );

    private static readonly FieldTable VirtualNetworks = new(
        new Field("allowed", Types.List(Types.Uuid, min: 1)) { Required = true },
        new Field("default", Types.Uuid) { Required = true }
    );

    private static readonly FieldTable GlobalAcceleration = new(
        new Field("enabled", Types.Boolean) { Required = true },
        new Field("api_endpoints", Types.List(Types.Text(), max: 5)),
        new Field("masque_endpoints", Types.List(Types.Text(), max: 5)),
        new Field("wireguard_endpoints", Types.List(Types.Text(), max: 5)),
        new Field("autoswitch", Types.Boolean)
    );

    private static readonly FieldTable BrowserExtension = new(
        new Field("proxy_control", Types.OneOf("unlocked", "locked")) { Required = true },
        new Field("proxy_enabled", Types.Boolean) { Required = true }
    );

    /// <summary>Fields of the default profile.</summary>
    public static readonly FieldTable Shared = new(
        new Field("allow_mode_switch", Types.Boolean, false),
        new Field("allow_updates", Types.Boolean, false),
        new Field("allowed_to_leave", Types.Boolean, true),
        new Field("auto_connect", Types.Number(), 0),
        new Field("captive_portal", Types.Number(), 180),
        new Field("disable_auto_fallback", Types.Boolean, false),
        new Field("exclude_office_ips", Types.Boolean, false),
        new Field("switch_locked", Types.Boolean, false),
        new Field("support_url", Types.Text(), ""),
        new Field("tunnel_protocol", Types.OneOf("", "wireguard", "masque"), ""),
        new Field("register_interface_ip_with_dns", Types.Boolean, true),
        new Field("sccm_vpn_boundary_support", Types.Boolean, false),
        new Field("uninstall_protection", Types.Boolean, false),
        new Field("lan_allow_minutes", Types.Number()) { Nullable = true },
        new Field("lan_allow_subnet_size", Types.Number(24, 32)) { Nullable = true },
        new Field("service_mode_v2", ServiceMode.AsType, new JsonObject { ["mode"] = "warp" }),
        new Field("dns_search_suffixes", Types.List(DnsSearchSuffix.AsType, max: 25), new JsonArray()),
        new Field("virtual_networks", VirtualNetworks.AsType) { Nullable = true },
        new Field("global_acceleration", GlobalAcceleration.AsType) { Nullable = true }
    );

    /// <summary>Fields of a custom profile.</summary>
    public static readonly FieldTable Custom =
        new FieldTable(
            new Field("name", Types.Text(100, min: 1)) { Required = true },
            new Field("match", Types.Text()),
            new Field("precedence", Types.Number()),
            new Field("enabled", Types.Boolean, true),
            new Field("description", Types.Text(500), ""),
            new Field("default", Types.Boolean, false),
            new Field("profile_type", Types.OneOf("warp", "browser_extension"), "warp"),
            new Field("browser_extension_config", BrowserExtension.AsType) { Nullable = true }
        ) + Shared;

    /// <summary>Checks the cross-field rules of any profile after a change.</summary>
    public static void CheckShared(JsonObject profile)
    {
        if (profile["virtual_networks"] is JsonObject networks)
        {
            var allowed = networks["allowed"]!.AsArray().Select(id => id.AsText()).ToArray();
            Require(allowed.Distinct().Count() == allowed.Length, "/virtual_networks/allowed", "entries must be unique");
            Require(allowed.Contains(networks.Text("default")), "/virtual_networks/default", "must be one of the allowed networks");
        }

        if (profile["global_acceleration"] is JsonObject acceleration)
        {
            Require(
                acceleration["masque_endpoints"].Copy().Count + acceleration["wireguard_endpoints"].Copy().Count > 0,
                "/global_acceleration",
                "needs masque_endpoints or wireguard_endpoints"
            );
        }

        SplitTunnels.CheckMode(profile);
    }

    /// <summary>Checks the cross-field rules of a custom profile after a change.</summary>
    public static void CheckCustom(JsonObject profile, int matchLimit)
    {
        CheckShared(profile);
        var isWarp = profile.Text("profile_type") == "warp";
        var hasBrowserConfig = profile["browser_extension_config"] is not null;
        Require(!isWarp || !hasBrowserConfig, "/browser_extension_config", "is invalid for WARP profiles");
        Require(isWarp || hasBrowserConfig, "/browser_extension_config", "is required for browser extension profiles");
        Require(!isWarp || !profile.Flag("default"), "/default", "WARP profiles cannot set this field");

        var match = profile.Text("match") ?? "";
        Require(!isWarp || match.Length > 0, "/match", "is required for WARP profiles");
        Require(match.Length <= matchLimit, "/match", $"must not be longer than {matchLimit} characters");
        if (match.Length > 0)
        {
            MatchExpression.Check(match);
        }
    }

    private static void Require(bool condition, string pointer, string message)
    {
        if (!condition)
        {
            throw ApiErrors.Invalid(pointer, message);
        }
    }
}
