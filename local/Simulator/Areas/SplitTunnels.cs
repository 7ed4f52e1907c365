using System.Text.Json.Nodes;
using ZeroTrust.Simulator.Checks;
using ZeroTrust.Simulator.Http;
using ZeroTrust.Simulator.State;
using static ZeroTrust.Simulator.Http.ApiRoute;

namespace ZeroTrust.Simulator.Areas;

/// <summary>
/// Split Tunnel lists. A profile is in exclude or include mode; it stores the list of that mode, and null for the other.
/// Writing a non-empty list of the other mode switches the mode.
/// </summary>
internal sealed class SplitTunnels : IApiArea
{
    private const int MaxEntries = 1000;

    private static readonly string[] Lists = ["exclude", "include"];

    private static readonly FieldTable Entry = new(
        new Field("address", Types.Network),
        new Field("host", Types.Domain(wildcard: true)),
        new Field("description", Types.Text(100))
    );

    private static readonly FieldType Entries = Types.List(ReadEntry);

    public IEnumerable<ApiRoute> Routes => [.. RoutesOf(DevicePolicies.Default), .. RoutesOf(DevicePolicies.Custom)];

    public static string ModeOf(JsonObject profile) => profile["include"] is null ? "exclude" : "include";

    /// <summary>The stored entries of one list, in the order in which they were sent.</summary>
    public static JsonArray View(JsonObject profile, string list) => profile[list].Copy();

    /// <summary>Stores the list in the body of a profile, if it has one.</summary>
    public static void Apply(JsonObject profile, JsonObject body)
    {
        if (body["exclude"] is not null && body["include"] is not null)
        {
            throw ApiErrors.Invalid("/include", "exclude and include cannot both be set");
        }

        foreach (var list in Lists)
        {
            if (body[list] is { } entries)
            {
                Store(profile, list, Read(entries, $"/{list}"));
            }
        }
    }

    /// <summary>Rejects entries that the profile's service mode does not support.</summary>
    public static void CheckMode(JsonObject profile)
    {
        var list = ModeOf(profile);
        if (
            profile["service_mode_v2"] is JsonObject mode
            && mode.Text("mode") == "warp_tunnel_only"
            && profile[list].Copy().Any(e => e!["host"] is not null)
        )
        {
            throw ApiErrors.Invalid($"/{list}", "hosts cannot be used in Traffic only mode");
        }
    }

    /// <summary>Rejects more entries, including fallback domains, than a profile can have.</summary>
    public static void CheckCount(int entries, int others)
    {
        if (entries + others > MaxEntries)
        {
            throw ApiErrors.LimitReached(
                $"a profile holds at most {MaxEntries} split tunnel and fallback domain entries together, got {entries + others}"
            );
        }
    }

    public static JsonArray DefaultExclude() =>
        new(
            Address("10.0.0.0/8"),
            Address("100.64.0.0/10"),
            Address("169.254.0.0/16", "DHCP Unspecified"),
            Address("172.16.0.0/12"),
            Address("192.0.0.0/24"),
            Address("192.168.0.0/16"),
            Address("224.0.0.0/24"),
            Address("240.0.0.0/4"),
            Address("255.255.255.255/32", "DHCP Broadcast"),
            Address("fe80::/10", "IPv6 Link Local"),
            Address("fd00::/8"),
            Address("ff01::/16"),
            Address("ff02::/16"),
            Address("ff03::/16"),
            Address("ff04::/16"),
            Address("ff05::/16")
        );

    private static IEnumerable<ApiRoute> RoutesOf(string profile) =>
        [
            Get(profile + "/exclude", Permissions.ReadsZeroTrust, call => Show(call, "exclude")),
            Put(profile + "/exclude", Permissions.WritesZeroTrust, call => Replace(call, "exclude")),
            Delete(profile + "/exclude", Permissions.WritesZeroTrust, Restore),
            Get(profile + "/include", Permissions.ReadsZeroTrust, call => Show(call, "include")),
            Put(profile + "/include", Permissions.WritesZeroTrust, call => Replace(call, "include")),
        ];

    private static ApiResult Show(ApiCall call, string list) => DevicePolicies.ListResult(call, View(DevicePolicies.OfPath(call), list));

    private static ApiResult Replace(ApiCall call, string list)
    {
        var profile = DevicePolicies.OfPath(call);
        var changed = (JsonObject)profile.DeepClone();
        Store(changed, list, Read(call.Array(), ""));
        CheckMode(changed);
        profile.Merge(changed);
        return Show(call, list);
    }

    // The default entries belong to exclude mode, so this also ends include mode.
    private static ApiResult Restore(ApiCall call)
    {
        Store(DevicePolicies.OfPath(call), "exclude", DefaultExclude());
        return Show(call, "exclude");
    }

    private static void Store(JsonObject profile, string list, JsonArray entries)
    {
        if (entries.Count == 0 && ModeOf(profile) != list)
        {
            return;
        }

        CheckCount(entries.Count, profile["fallback_domains"].Copy().Count);
        profile["exclude"] = null;
        profile["include"] = null;
        profile[list] = entries;
    }

    private static JsonArray Read(JsonNode entries, string pointer)
    {
        var read = (JsonArray)Entries(entries, pointer);
        var duplicate = read.OfType<JsonObject>().GroupBy(Key).FirstOrDefault(g => g.Count() > 1);
        return duplicate is null ? read : throw ApiErrors.Invalid(pointer, $"'{duplicate.Key}' is listed more than once");
    }

    private static JsonNode ReadEntry(JsonNode value, string pointer)
    {
        var entry = (JsonObject)Entry.AsType(value, pointer);
        if (entry["address"] is null == entry["host"] is null)
        {
            throw ApiErrors.Invalid(pointer, "an entry has either an address or a host");
        }

        return entry.Text("description") == "" ? entry.Without("description") : entry;
    }

    private static string Key(JsonObject entry) => entry.Text("address") ?? entry.Text("host")!;

    private static JsonObject Address(string address, string? description = null) =>
        description is null ? new() { ["address"] = address } : new() { ["address"] = address, ["description"] = description };
}
