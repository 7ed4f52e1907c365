using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ZeroTrust.Provider.Account;
using ZeroTrust.Provider.Cloudflare;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Networks;
using ZeroTrust.Provider.Profiles;

namespace ZeroTrust.Provider;

/// <summary>The records of resources as Cloudflare writes them: the same properties, in snake_case.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeviceProfileArgs))]
[JsonSerializable(typeof(DeviceProfileState))]
[JsonSerializable(typeof(DefaultDeviceProfileArgs))]
[JsonSerializable(typeof(DefaultDeviceProfileState))]
[JsonSerializable(typeof(DeviceSettingsArgs))]
[JsonSerializable(typeof(TunnelRouteArgs))]
[JsonSerializable(typeof(VirtualNetworkArgs))]
[JsonSerializable(typeof(ManagedNetworkArgs))]
[JsonSerializable(typeof(GetDefaultDeviceProfileResult))]
[JsonSerializable(typeof(DevicePolicyWire))]
[JsonSerializable(typeof(IReadOnlyList<SplitTunnelEntryWire>))]
internal sealed partial class BodyJson : JsonSerializerContext;

/// <summary>Request bodies made from the records of resources, and records made from answers.</summary>
internal static class Body
{
    /// <summary>Everything that is set.</summary>
    public static JsonObject Of<T>(T args, JsonTypeInfo<T> type, params ReadOnlySpan<string> without)
    {
        var body = JsonSerializer.SerializeToNode(args, type)!.AsObject();
        body.Remove("account_id");
        foreach (var name in without)
        {
            body.Remove(name);
        }

        return body;
    }

    /// <summary>Only what changes; a property taken out of the program is sent as null, which clears it.</summary>
    public static JsonObject Of<T>(T args, JsonTypeInfo<T> type, ChangeSet changes, params ReadOnlySpan<string> without)
    {
        var full = Of(args, type, without);
        var excluded = without.ToArray();
        return new(changes.Names
            .Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)
            .Where(name => !excluded.Contains(name))
            .Select(name => KeyValuePair.Create(name, full[name]?.DeepClone())));
    }

    /// <summary>Whether an object is what a body asks for: everything that the body sets, it has. What means nothing may be missing on either side.</summary>
    public static bool IsPartOf(JsonNode? body, JsonNode? stored) => (body, stored) switch
    {
        _ when IsEmpty(body) => IsEmpty(stored),
        (JsonObject wanted, JsonObject actual) => wanted.All(property => IsPartOf(property.Value, actual[property.Key])),
        (JsonArray wanted, JsonArray actual) => wanted.Count == actual.Count && wanted.Zip(actual).All(pair => IsPartOf(pair.First, pair.Second)),
        _ => JsonNode.DeepEquals(body, stored),
    };

    /// <summary>The same properties in another record.</summary>
    public static TTo Convert<TFrom, TTo>(TFrom value, JsonTypeInfo<TFrom> from, JsonTypeInfo<TTo> to) =>
        JsonSerializer.SerializeToElement(value, from).Deserialize(to)!;

    private static bool IsEmpty(JsonNode? node) => node switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        JsonValue value => value.TryGetValue(out string? text) && text.Length == 0,
        _ => false,
    };
}
