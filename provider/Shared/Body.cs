using System.Text.Json;
using System.Text.Json.Nodes;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Shared;

/// <summary>Request bodies made from records of the wire.</summary>
internal static class Body
{
    /// <summary>Everything that is set.</summary>
    public static JsonObject Of<T>(T wire) => Set(CloudflareJson.Fields(wire));

    /// <summary>Only what changes; a property taken out of the program is sent as null, which clears it.</summary>
    /// <param name="wire">What the program wants, as the API writes it.</param>
    /// <param name="changes">
    /// The properties that change. Each is a field of the record, in the API's spelling, or named in <paramref name="notSent"/>.
    /// </param>
    /// <param name="notSent">Properties that are not sent here.</param>
    public static JsonObject Of<T>(T wire, ChangeSet changes, params ReadOnlySpan<string> notSent) =>
        Changed(CloudflareJson.Fields(wire), changes, notSent);

    /// <inheritdoc cref="Of{T}(T)"/>
    public static JsonObject Set(JsonObject fields) => new(fields.Where(field => field.Value is not null).Select(Copy));

    /// <inheritdoc cref="Of{T}(T, ChangeSet, ReadOnlySpan{string})"/>
    public static JsonObject Changed(JsonObject fields, ChangeSet changes, params ReadOnlySpan<string> notSent)
    {
        var body = new JsonObject();
        foreach (var property in changes.Names)
        {
            if (!notSent.Contains(property))
            {
                var field = JsonNamingPolicy.SnakeCaseLower.ConvertName(property);
                body.Add(
                    field,
                    fields.TryGetPropertyValue(field, out var value)
                        ? value?.DeepClone()
                        : throw new ArgumentException($"The property '{property}' has no field '{field}' in the API.", nameof(changes))
                );
            }
        }

        return body;
    }

    /// <summary>
    /// Whether an object has every value that a body sets. Empty values may be missing on either side.
    /// </summary>
    public static bool IsPartOf(JsonNode? body, JsonNode? stored) =>
        (body, stored) switch
        {
            _ when IsEmpty(body) => IsEmpty(stored),
            (JsonObject wanted, JsonObject actual) => wanted.All(property => IsPartOf(property.Value, actual[property.Key])),
            (JsonArray wanted, JsonArray actual) => wanted.Count == actual.Count
                && wanted.Zip(actual).All(pair => IsPartOf(pair.First, pair.Second)),
            _ => JsonNode.DeepEquals(body, stored),
        };

    private static KeyValuePair<string, JsonNode?> Copy(KeyValuePair<string, JsonNode?> field) =>
        KeyValuePair.Create(field.Key, field.Value?.DeepClone());

    private static bool IsEmpty(JsonNode? node) =>
        node switch
        {
            null => true,
            JsonArray list => list.Count == 0,
            JsonValue value => value.TryGetValue(out string? text) && text.Length == 0,
            _ => false,
        };
}
