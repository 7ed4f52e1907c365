using System.Text.Json.Nodes;
using ZeroTrust.Simulator.Checks;
using ZeroTrust.Simulator.Http;
using ZeroTrust.Simulator.State;
using static ZeroTrust.Simulator.Http.ApiRoute;

namespace ZeroTrust.Simulator.Areas;

/// <summary>Local Domain Fallback lists, always returned sorted by suffix.</summary>
internal sealed class FallbackDomains : IApiArea
{
    private static readonly string[] DefaultSuffixes =
    [
        "corp",
        "domain",
        "home",
        "home.arpa",
        "host",
        "internal",
        "intranet",
        "invalid",
        "lan",
        "local",
        "localdomain",
        "localhost",
        "private",
        "test",
    ];

    private static readonly string[] OmittedWhenEmpty = ["description", "dns_server"];

    private static readonly FieldTable Entry = new(
        new Field("suffix", Types.Domain()) { Required = true },
        new Field("description", Types.Text(100)),
        new Field("dns_server", Types.List(Types.IpAddress))
    );

    private static readonly FieldType Entries = Types.List(ReadEntry);

    public IEnumerable<ApiRoute> Routes => [.. RoutesOf(DevicePolicies.Default), .. RoutesOf(DevicePolicies.Custom)];

    public static JsonArray View(JsonObject profile) =>
        new([.. profile["fallback_domains"].Copy().Select(d => d!.DeepClone().AsObject()).OrderBy(Suffix, StringComparer.Ordinal)]);

    public static JsonArray Defaults() => new([.. DefaultSuffixes.Select(suffix => new JsonObject { ["suffix"] = suffix })]);

    private static IEnumerable<ApiRoute> RoutesOf(string profile) =>
        [
            Get(profile + "/fallback_domains", Permissions.ReadsZeroTrust, Show),
            Put(profile + "/fallback_domains", Permissions.WritesZeroTrust, call => Store(call, Read(call.Array()))),
            Delete(profile + "/fallback_domains", Permissions.WritesZeroTrust, call => Store(call, Defaults())),
        ];

    private static ApiResult Show(ApiCall call) => DevicePolicies.ListResult(call, View(DevicePolicies.OfPath(call)));

    private static ApiResult Store(ApiCall call, JsonArray domains)
    {
        var profile = DevicePolicies.OfPath(call);
        SplitTunnels.CheckCount(domains.Count, profile[SplitTunnels.ModeOf(profile)].Copy().Count);
        profile["fallback_domains"] = domains;
        return Show(call);
    }

    private static JsonArray Read(JsonArray body)
    {
        var domains = (JsonArray)Entries(body, "");
        var duplicate = domains.OfType<JsonObject>().GroupBy(Suffix).FirstOrDefault(g => g.Count() > 1);
        return duplicate is null ? domains : throw ApiErrors.Invalid("", $"'{duplicate.Key}' is listed more than once");
    }

    private static JsonNode ReadEntry(JsonNode value, string pointer)
    {
        var domain = (JsonObject)Entry.AsType(value, pointer);
        return domain.Without([.. OmittedWhenEmpty.Where(name => domain[name] is JsonArray { Count: 0 } || domain.Text(name) == "")]);
    }

    private static string Suffix(JsonObject domain) => domain.Text("suffix")!;
}
