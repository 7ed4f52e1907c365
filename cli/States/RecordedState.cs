using System.Text.Json;
using ZeroTrust.Engine.State;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Shared;

namespace ZeroTrust.Cli.States;

/// <summary>A resource of this package in a state. Encrypted values are unknown secrets until they are decrypted.</summary>
/// <param name="Provider">URN and id of the provider that manages it.</param>
/// <param name="Source">Where in the program it is declared, such as <c>project:///Program.cs#12,5</c>; empty when not recorded.</param>
/// <param name="HoldsSecrets">Whether one of the inputs is encrypted.</param>
internal sealed record RecordedResource(
    Urn Urn,
    string Id,
    string Provider,
    PropertyMap Inputs,
    PropertyMap Outputs,
    IReadOnlyList<string> IgnoreChanges,
    string Source,
    bool HoldsSecrets
)
{
    /// <summary>The type without its package, such as <c>DeviceProfile</c>.</summary>
    public string Type => Urn.Type.Split(':')[^1];

    /// <summary>Its name in messages and acceptance files: <c>DeviceProfile/engineers</c>.</summary>
    public string Label => $"{Type}/{Urn.Name}";
}

/// <summary>The resources of this package in a state, as <c>pulumi stack export</c> and the local engine write it.</summary>
internal sealed class RecordedState
{
    private const string ProviderType = Package.ProviderToken;
    private const string TypePrefix = Package.Name + ":";

    private readonly JsonElement _deployment;
    private readonly Lazy<Task<RecordedState>>? _opened;
    private readonly Dictionary<string, PropertyMap> _providers = new(StringComparer.Ordinal);

    private RecordedState(JsonElement deployment, string origin, Func<string, string>? decrypt, Func<Task<RecordedState>>? open)
    {
        _opened = open is null ? null : new(open);
        _deployment = deployment;
        Origin = origin;
        var resources = new List<RecordedResource>();
        foreach (var json in deployment.Items("resources"))
        {
            var type = json.String("type");
            if (type == ProviderType)
            {
                _providers[$"{json.String("urn")}::{json.String("id")}"] = Properties(json, "inputs", decrypt).Map;
            }
            else if (type.StartsWith(TypePrefix, StringComparison.Ordinal) && IsManaged(json))
            {
                resources.Add(Resource(json, decrypt));
            }
        }

        Resources = resources;
    }

    /// <summary>The origin of the state, for messages.</summary>
    public string Origin { get; }

    public IReadOnlyList<RecordedResource> Resources { get; }

    /// <summary>The stack's name.</summary>
    public string Stack => _deployment.Items("resources").Select(json => Urn.Parse(json.String("urn")).Stack).FirstOrDefault() ?? Origin;

    /// <summary>Reads a state from a file, or from standard input for <c>-</c>.</summary>
    /// <param name="input">Standard input.</param>
    /// <param name="environment">Supplies the passphrase.</param>
    /// <exception cref="CommandException">The file cannot be read, or is not a state.</exception>
    public static async Task<RecordedState> ReadAsync(
        string file,
        TextReader input,
        Func<string, string?> environment,
        CancellationToken ct
    ) => Parse(await StateFile.ReadAsync(file, "state", input, ct), StateFile.Origin(file), environment);

    /// <summary>Reads a state whose secrets stay encrypted until <see cref="OpenedAsync"/>.</summary>
    /// <param name="environment">Supplies the passphrase.</param>
    /// <param name="open">Decrypts the secrets without the passphrase.</param>
    /// <exception cref="CommandException">The text is not a state.</exception>
    public static RecordedState Parse(string json, string origin, Func<string, string?> environment, Func<Task<RecordedState>>? open = null)
    {
        var deployment = Deployment(json, origin);
        return new(deployment, origin, decrypt: null, open ?? Open);

        Task<RecordedState> Open() =>
            Task.FromResult(new RecordedState(deployment, origin, Decrypter(deployment, origin, environment), open: null));
    }

    /// <summary>The inputs of the providers of this package, by URN and id.</summary>
    public IReadOnlyDictionary<string, PropertyMap> Providers => _providers;

    /// <summary>The inputs of the provider that manages a resource.</summary>
    public PropertyMap ProviderOf(RecordedResource resource) => _providers.GetValueOrDefault(resource.Provider, PropertyMap.Empty);

    /// <summary>The state with its secrets decrypted.</summary>
    public Task<RecordedState> OpenedAsync() => _opened?.Value ?? Task.FromResult(this);

    private static JsonElement Deployment(string json, string origin)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (
                root.ValueKind == JsonValueKind.Object
                && (
                    root.TryGetProperty("deployment", out var deployment)
                    || (root.TryGetProperty("checkpoint", out var checkpoint) && checkpoint.TryGetProperty("latest", out deployment))
                )
            )
            {
                return deployment.Clone();
            }
        }
        catch (JsonException e)
        {
            throw new CommandException($"{origin} is not valid JSON ({e.Message}); pass the output of 'pulumi stack export'.", e);
        }

        throw new CommandException($"{origin} is not a stack state; pass the output of 'pulumi stack export'.");
    }

    // A resource marked for deletion was replaced; an external one is only read.
    private static bool IsManaged(JsonElement json) => json.Flag("custom") && !json.Flag("delete") && !json.Flag("external");

    private static RecordedResource Resource(JsonElement json, Func<string, string>? decrypt)
    {
        var (inputs, holdsSecrets) = Properties(json, "inputs", decrypt);
        return new(
            Urn.Parse(json.String("urn")),
            json.String("id"),
            json.String("provider"),
            inputs,
            Properties(json, "outputs", decrypt).Map,
            [.. json.Items("ignoreChanges").Select(path => path.GetString()!)],
            json.String("sourcePosition"),
            holdsSecrets
        );
    }

    private static (PropertyMap Map, bool HoldsSecrets) Properties(JsonElement json, string name, Func<string, string>? decrypt)
    {
        var closed = false;
        var map = json.TryGetProperty(name, out var value) ? Value(value, decrypt, ref closed) as PropertyMap : null;
        return (map ?? PropertyMap.Empty, closed);
    }

    private static PropertyValue Value(JsonElement json, Func<string, string>? decrypt, ref bool closed)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False:
                return json.GetBoolean();
            case JsonValueKind.Number:
                return json.GetDouble();
            case JsonValueKind.String:
                return json.GetString()!;
            case JsonValueKind.Array:
                var items = new List<PropertyValue>();
                foreach (var item in json.EnumerateArray())
                {
                    items.Add(Value(item, decrypt, ref closed));
                }

                return new PropertyArray(items);
            case JsonValueKind.Object when json.String(PropertySignatures.Key) == PropertySignatures.Secret:
                return Secret(json, decrypt, ref closed);
            case JsonValueKind.Object:
                var entries = new List<KeyValuePair<string, PropertyValue>>();
                foreach (var property in json.EnumerateObject())
                {
                    entries.Add(new(property.Name, Value(property.Value, decrypt, ref closed)));
                }

                return new PropertyMap(entries);
            default:
                return PropertyValue.Null;
        }
    }

    private static PropertySecret Secret(JsonElement json, Func<string, string>? decrypt, ref bool closed)
    {
        var text = json.String("plaintext") is { Length: > 0 } plain ? plain : decrypt?.Invoke(json.String("ciphertext"));
        if (text is null)
        {
            closed = true;
            return new(PropertyValue.Unknown);
        }

        using var inner = JsonDocument.Parse(text);
        return new(Value(inner.RootElement, decrypt, ref closed));
    }

    private static Func<string, string> Decrypter(JsonElement deployment, string origin, Func<string, string?> environment)
    {
        try
        {
            var salt =
                StateJson.ReadSalt(deployment)
                ?? throw new CommandException(
                    $"{origin} contains encrypted values but no secrets provider; export it with --show-secrets."
                );
            var secrets = PassphraseSecrets.Open(Passphrase(environment, origin), salt);
            return secrets.Decrypt;
        }
        catch (Engine.EngineException e)
        {
            throw new CommandException($"Cannot decrypt a secret of {origin} that differs: {e.Message}", e);
        }
    }

    private static string Passphrase(Func<string, string?> environment, string origin) =>
        PassphraseSecrets.PassphraseIn(environment)
        ?? throw new CommandException(
            $"Cannot decrypt a secret of {origin} that may differ; set PULUMI_CONFIG_PASSPHRASE, or export the state with --show-secrets."
        );
}
