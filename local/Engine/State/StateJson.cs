using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;

namespace ZeroTrust.Engine.State;

/// <summary>Reads and writes snapshots in Pulumi's deployment format, version 3.</summary>
internal static class StateJson
{
    public const int Version = 3;

    // The Pulumi CLI version whose format this is; the manifest's magic is its hash.
    private const string EngineVersion = "v3.259.0";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    private static readonly HashSet<string> KnownFields =
    [
        "urn",
        "custom",
        "delete",
        "id",
        "type",
        "inputs",
        "outputs",
        "parent",
        "protect",
        "taint",
        "external",
        "dependencies",
        "initErrors",
        "provider",
        "propertyDependencies",
        "pendingReplacement",
        "additionalSecretOutputs",
        "aliases",
        "customTimeouts",
        "importID",
        "retainOnDelete",
        "deletedWith",
        "replaceWith",
        "created",
        "modified",
        "sourcePosition",
        "ignoreChanges",
        "replaceOnChanges",
        "refreshBeforeUpdate",
    ];

    public static JsonWriterOptions Compact { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonWriterOptions Indented { get; } = Compact with { Indented = true, IndentSize = 4 };

    /// <summary>Writes the <c>deployment</c> object of <c>pulumi stack export</c>.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="secrets">How secrets are encrypted.</param>
    /// <param name="now">The time in the manifest.</param>
    public static void Write(Utf8JsonWriter writer, Snapshot snapshot, PassphraseSecrets secrets, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("manifest");
        writer.WriteString("time", Time(now));
        writer.WriteString("magic", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(EngineVersion))));
        writer.WriteString("version", EngineVersion);
        writer.WriteEndObject();
        writer.WriteStartObject("secrets_providers");
        writer.WriteString("type", "passphrase");
        writer.WriteStartObject("state");
        writer.WriteString("salt", secrets.Salt);
        writer.WriteEndObject();
        writer.WriteEndObject();
        if (snapshot.Resources.Count > 0)
        {
            writer.WriteStartArray("resources");
            foreach (var resource in snapshot.Resources)
            {
                WriteResource(writer, resource, secrets);
            }
            writer.WriteEndArray();
        }
        if (snapshot.PendingOperations.Count > 0)
        {
            writer.WriteStartArray("pending_operations");
            foreach (var operation in snapshot.PendingOperations)
            {
                writer.WriteStartObject();
                writer.WritePropertyName("resource");
                WriteResource(writer, operation.Resource, secrets);
                writer.WriteString("type", operation.Kind.ToString().ToLowerInvariant());
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        writer.WriteStartObject("metadata");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>The passphrase salt of a deployment; null when its secrets are not encrypted.</summary>
    public static string? ReadSalt(JsonElement deployment)
    {
        if (!deployment.TryGetProperty("secrets_providers", out var provider) || provider.ValueKind != JsonValueKind.Object)
        {
            return null;
        }
        var type = provider.GetProperty("type").GetString();
        return type == "passphrase" ? provider.GetProperty("state").GetProperty("salt").GetString()
            : string.IsNullOrEmpty(type) ? null
            : throw new EngineException($"The state uses the secrets provider '{type}'; the local engine supports only 'passphrase'.");
    }

    public static Snapshot Read(JsonElement deployment, PassphraseSecrets? secrets) =>
        new()
        {
            Resources = [.. Items(deployment, "resources").Select(resource => ReadResource(resource, secrets))],
            PendingOperations =
            [
                .. Items(deployment, "pending_operations")
                    .Select(operation => new PendingOperation(
                        ReadResource(operation.GetProperty("resource"), secrets),
                        System.Enum.Parse<OperationKind>(operation.GetProperty("type").GetString()!, ignoreCase: true)
                    )),
            ],
        };

    /// <param name="writer">The writer.</param>
    /// <param name="state">The resource.</param>
    /// <param name="secrets">How secrets are encrypted; null when there are none.</param>
    public static void WriteResource(Utf8JsonWriter writer, ResourceState state, PassphraseSecrets? secrets)
    {
        writer.WriteStartObject();
        writer.WriteString("urn", state.Urn.Value);
        writer.WriteBoolean("custom", state.Custom);
        WriteFlag(writer, "delete", state.Delete);
        WriteText(writer, "id", state.Id);
        writer.WriteString("type", state.Type);
        WriteProperties(writer, "inputs", state.Inputs, secrets);
        WriteProperties(writer, "outputs", state.Outputs, secrets);
        WriteText(writer, "parent", state.Parent.Value);
        WriteFlag(writer, "protect", state.Protect);
        WriteFlag(writer, "taint", state.Taint);
        WriteFlag(writer, "external", state.External);
        WriteList(writer, "dependencies", state.Dependencies.Select(urn => urn.Value));
        WriteList(writer, "initErrors", state.InitErrors);
        WriteText(writer, "provider", state.Provider);
        if (state.PropertyDependencies.Count > 0)
        {
            writer.WriteStartObject("propertyDependencies");
            foreach (var (key, urns) in state.PropertyDependencies.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                WriteArray(writer, key, urns.Select(urn => urn.Value));
            }
            writer.WriteEndObject();
        }
        WriteFlag(writer, "pendingReplacement", state.PendingReplacement);
        WriteList(writer, "additionalSecretOutputs", state.AdditionalSecretOutputs);
        WriteList(writer, "aliases", state.Aliases.Select(urn => urn.Value));
        WriteTimeouts(writer, state.CustomTimeouts);
        WriteText(writer, "importID", state.ImportId);
        WriteFlag(writer, "retainOnDelete", state.RetainOnDelete);
        WriteText(writer, "deletedWith", state.DeletedWith.Value);
        WriteList(writer, "replaceWith", state.ReplaceWith.Select(urn => urn.Value));
        WriteTime(writer, "created", state.Created);
        WriteTime(writer, "modified", state.Modified);
        WriteText(writer, "sourcePosition", state.SourcePosition);
        WriteList(writer, "ignoreChanges", state.IgnoreChanges);
        WriteList(writer, "replaceOnChanges", state.ReplaceOnChanges);
        WriteFlag(writer, "refreshBeforeUpdate", state.RefreshBeforeUpdate);
        foreach (var (key, json) in state.Unrecognized)
        {
            writer.WritePropertyName(key);
            json.WriteTo(writer);
        }
        writer.WriteEndObject();
    }

    public static ResourceState ReadResource(JsonElement json, PassphraseSecrets? secrets) =>
        new()
        {
            Urn = Urn.Parse(String(json, "urn")),
            Custom = Flag(json, "custom"),
            Delete = Flag(json, "delete"),
            Id = String(json, "id"),
            Type = String(json, "type"),
            Inputs = Properties(json, "inputs", secrets),
            Outputs = Properties(json, "outputs", secrets),
            Parent = Urn.ParseOptional(String(json, "parent")),
            Protect = Flag(json, "protect"),
            Taint = Flag(json, "taint"),
            External = Flag(json, "external"),
            Dependencies = Urns(json, "dependencies"),
            InitErrors = Strings(json, "initErrors"),
            Provider = String(json, "provider"),
            PropertyDependencies = json.TryGetProperty("propertyDependencies", out var dependencies)
                ? dependencies
                    .EnumerateObject()
                    .ToDictionary(
                        property => property.Name,
                        property => (IReadOnlyList<Urn>)[.. property.Value.EnumerateArray().Select(urn => Urn.Parse(urn.GetString()!))]
                    )
                : [],
            PendingReplacement = Flag(json, "pendingReplacement"),
            AdditionalSecretOutputs = Strings(json, "additionalSecretOutputs"),
            Aliases = Urns(json, "aliases"),
            CustomTimeouts = json.TryGetProperty("customTimeouts", out var timeouts)
                ? new(Number(timeouts, "create"), Number(timeouts, "update"), Number(timeouts, "delete"), Number(timeouts, "read"))
                : CustomTimeouts.None,
            ImportId = String(json, "importID"),
            RetainOnDelete = Flag(json, "retainOnDelete"),
            DeletedWith = Urn.ParseOptional(String(json, "deletedWith")),
            ReplaceWith = Urns(json, "replaceWith"),
            Created = ReadTime(json, "created"),
            Modified = ReadTime(json, "modified"),
            SourcePosition = String(json, "sourcePosition"),
            IgnoreChanges = Strings(json, "ignoreChanges"),
            ReplaceOnChanges = Strings(json, "replaceOnChanges"),
            RefreshBeforeUpdate = Flag(json, "refreshBeforeUpdate"),
            Unrecognized = json.EnumerateObject()
                .Where(property => !KnownFields.Contains(property.Name))
                .ToDictionary(property => property.Name, property => property.Value.Clone()),
        };

    private static void WriteProperties(Utf8JsonWriter writer, string name, Struct properties, PassphraseSecrets? secrets)
    {
        if (properties.Fields.Count > 0)
        {
            writer.WritePropertyName(name);
            PropertyJson.Write(writer, properties, secrets);
        }
    }

    private static void WriteFlag(Utf8JsonWriter writer, string name, bool value)
    {
        if (value)
        {
            writer.WriteBoolean(name, value);
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value);
        }
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IEnumerable<string> items)
    {
        var list = items.ToList();
        if (list.Count > 0)
        {
            WriteArray(writer, name, list);
        }
    }

    private static void WriteArray(Utf8JsonWriter writer, string name, IEnumerable<string> items)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStringValue(item);
        }
        writer.WriteEndArray();
    }

    private static void WriteTimeouts(Utf8JsonWriter writer, CustomTimeouts timeouts)
    {
        if (timeouts == CustomTimeouts.None)
        {
            return;
        }
        writer.WriteStartObject("customTimeouts");
        WriteSeconds(writer, "create", timeouts.Create);
        WriteSeconds(writer, "update", timeouts.Update);
        WriteSeconds(writer, "delete", timeouts.Delete);
        WriteSeconds(writer, "read", timeouts.Read);
        writer.WriteEndObject();
    }

    private static void WriteSeconds(Utf8JsonWriter writer, string name, double seconds)
    {
        if (seconds > 0)
        {
            writer.WriteNumber(name, seconds);
        }
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } value)
        {
            writer.WriteString(name, Time(value));
        }
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static DateTimeOffset? ReadTime(JsonElement json, string name) =>
        String(json, name) is { Length: > 0 } text
            ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            : null;

    private static JsonElement.ArrayEnumerator Items(JsonElement json, string name) =>
        json.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : default;

    private static string String(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static bool Flag(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.GetBoolean();

    private static double Number(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetDouble() : 0;

    private static IReadOnlyList<string> Strings(JsonElement json, string name) => [.. Items(json, name).Select(item => item.GetString()!)];

    private static IReadOnlyList<Urn> Urns(JsonElement json, string name) => [.. Strings(json, name).Select(Urn.Parse)];

    private static Struct Properties(JsonElement json, string name, PassphraseSecrets? secrets) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object
            ? PropertyJson.ReadStruct(value, secrets)
            : new();
}
