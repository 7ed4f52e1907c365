using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using ZeroTrust.Engine.Properties;

namespace ZeroTrust.Engine.State;

/// <summary>One stack's state on disk, laid out as Pulumi's file backend lays it out under <c>file://DIRECTORY</c>.</summary>
public sealed class StateStore
{
    private readonly StackName _stack;
    private readonly TimeProvider _clock;
    private readonly string _root;
    private readonly WrittenResources _written = new();

    /// <summary>State of a stack under a directory, which need not exist yet.</summary>
    public StateStore(string directory, StackName stack, TimeProvider clock)
    {
        _stack = stack;
        _clock = clock;
        _root = Path.Combine(Path.GetFullPath(directory), ".pulumi");
        FilePath = Path.Combine(_root, "stacks", stack.Project, $"{stack.Stack}.json");
    }

    /// <summary>The state file.</summary>
    public string FilePath { get; }

    /// <summary>The salt that the stored secrets were encrypted under; null when nothing is stored.</summary>
    public string? ReadSalt() => Read(StateJson.ReadSalt);

    /// <summary>What is stored; an empty snapshot when nothing is.</summary>
    public Snapshot Load(PassphraseSecrets secrets) => Read(deployment => StateJson.Read(deployment, secrets)) ?? Snapshot.Empty;

    /// <summary>Stores a snapshot, replacing the former as a whole.</summary>
    public void Save(Snapshot snapshot, PassphraseSecrets secrets) => AtomicFile.Write(FilePath, Serialize(snapshot, secrets));

    /// <summary>Keeps the present state beside it as <c>.bak</c>, as it was before a run.</summary>
    public void Backup()
    {
        if (File.Exists(FilePath))
        {
            AtomicFile.Write(FilePath + ".bak", File.ReadAllBytes(FilePath));
        }
        var meta = Path.Combine(_root, "meta.yaml");
        if (!File.Exists(meta))
        {
            AtomicFile.Write(meta, "version: 1\n"u8);
        }
    }

    /// <summary>Removes the stored state.</summary>
    public void Delete()
    {
        File.Delete(FilePath);
        File.Delete(FilePath + ".bak");
    }

    /// <summary>What <c>pulumi stack export</c> prints: secrets stay encrypted.</summary>
    public string Export(PassphraseSecrets secrets)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, StateJson.Indented))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", StateJson.Version);
            writer.WritePropertyName("deployment");
            StateJson.Write(writer, Load(secrets), secrets, _clock.GetUtcNow());
            writer.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n";
    }

    /// <summary>The stack's outputs as a JSON object; secrets are <c>[secret]</c> unless asked for.</summary>
    public string ReadOutputs(PassphraseSecrets secrets, bool showSecrets)
    {
        var outputs = Load(secrets).Stack?.Outputs ?? new();
        return PropertyJson.Write(Value.ForStruct(showSecrets ? outputs.RevealAll() : outputs.HideSecrets()));
    }

    /// <summary>Takes what <c>pulumi stack export</c> printed, re-encrypting its secrets for this stack.</summary>
    /// <param name="export">The exported JSON.</param>
    /// <param name="secrets">How this stack encrypts.</param>
    /// <param name="open">Opens the secrets of the exported stack, given their salt.</param>
    public void Import(string export, PassphraseSecrets secrets, Func<string, PassphraseSecrets> open)
    {
        using var document = JsonDocument.Parse(export);
        if (!document.RootElement.TryGetProperty("deployment", out var deployment) || deployment.ValueKind != JsonValueKind.Object)
        {
            throw new EngineException("Not an exported stack: there is no 'deployment' in it. Give the output of 'pulumi stack export'.");
        }
        var salt = StateJson.ReadSalt(deployment);
        Save(StateJson.Read(deployment, salt is null ? null : salt == secrets.Salt ? secrets : open(salt)), secrets);
    }

    /// <summary>Keeps other runs away from the stack until disposed.</summary>
    /// <exception cref="EngineException">Another run holds it.</exception>
    public IDisposable Lock() =>
        StackLock.Acquire(Path.Combine(_root, "locks", StackName.Organization, _stack.Project, $"{_stack.Stack}.lock"), _stack, _clock);

    private byte[] Serialize(Snapshot snapshot, PassphraseSecrets secrets)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, StateJson.Indented))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", StateJson.Version);
            writer.WriteStartObject("checkpoint");
            writer.WriteString("stack", _stack.Qualified);
            writer.WritePropertyName("latest");
            StateJson.Write(writer, snapshot, secrets, _clock.GetUtcNow(), (target, resource) => target.WriteRawValue(_written.Get(resource, secrets), skipInputValidation: true));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return buffer.ToArray();
    }

    private T? Read<T>(Func<JsonElement, T?> read)
        where T : class
    {
        if (!File.Exists(FilePath))
        {
            return null;
        }
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(FilePath));
            return document.RootElement.GetProperty("checkpoint").TryGetProperty("latest", out var latest) && latest.ValueKind == JsonValueKind.Object
                ? read(latest)
                : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException)
        {
            throw new EngineException($"The state file {FilePath} cannot be read: {e.Message} The state before the last run is in {FilePath}.bak.", e);
        }
    }
}
