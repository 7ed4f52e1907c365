using System.Security.Cryptography;
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

    /// <summary>The stacks of a project that have a state under a directory.</summary>
    public static IEnumerable<string> Stacks(string directory, string project)
    {
        var folder = Path.Combine(Path.GetFullPath(directory), ".pulumi", "stacks", project);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path))
            : [];
    }

    /// <summary>The salt that the stored secrets were encrypted under; null when nothing is stored.</summary>
    public string? ReadSalt() => Read((_, deployment) => StateJson.ReadSalt(deployment));

    /// <summary>Where a run keeps what it has changed since the file was written; gone when the run has ended well.</summary>
    public string JournalPath => FilePath + ".journal";

    /// <summary>What is stored, with what an interrupted run left in its journal; an empty snapshot when nothing is.</summary>
    public Snapshot Load(PassphraseSecrets secrets)
    {
        // Read before the file: should a run end between the two, the file has it all.
        var journal = ReadFile(JournalPath);
        return Read(
                (file, deployment) =>
                {
                    var snapshot = StateJson.Read(deployment, secrets);
                    return journal is null ? snapshot : Apply(journal, file, snapshot, secrets);
                }
            ) ?? Snapshot.Empty;
    }

    /// <summary>Stores a snapshot, replacing the former as a whole.</summary>
    /// <exception cref="EngineException">It cannot be written; what was stored stays.</exception>
    public void Save(Snapshot snapshot, PassphraseSecrets secrets) => Save(Serialize(snapshot, secrets));

    /// <summary>Writes a run's changes as they come. A run holds the lock.</summary>
    internal StateWriter OpenWriter(PassphraseSecrets secrets) => new(this, secrets);

    /// <summary>
    /// Keeps the present state beside it as <c>.bak</c>, as it was before a run; what an interrupted run left in its journal becomes part
    /// of it.
    /// </summary>
    public void Backup(PassphraseSecrets secrets)
    {
        if (File.Exists(JournalPath))
        {
            Save(Load(secrets), secrets);
        }
        if (ReadFile(FilePath) is { } state)
        {
            AtomicFile.Write(FilePath + ".bak", state);
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
        File.Delete(JournalPath);
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
        Save(
            StateJson.Read(
                deployment,
                salt is null ? null
                    : salt == secrets.Salt ? secrets
                    : open(salt)
            ),
            secrets
        );
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
            StateJson.Write(writer, snapshot, secrets, _clock.GetUtcNow());
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return buffer.ToArray();
    }

    private void Save(ReadOnlySpan<byte> content)
    {
        AtomicFile.Write(FilePath, content);

        // It goes on from another content; what cannot be removed is left out.
        OwnersFile.TryDelete(JournalPath);
    }

    private T? Read<T>(Func<byte[], JsonElement, T?> read)
        where T : class
    {
        try
        {
            if (ReadFile(FilePath) is not { } file)
            {
                return null;
            }
            using var document = JsonDocument.Parse(file);
            return
                document.RootElement.GetProperty("checkpoint").TryGetProperty("latest", out var latest)
                && latest.ValueKind == JsonValueKind.Object
                ? read(file, latest)
                : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException)
        {
            throw new EngineException(
                $"The state file {FilePath} cannot be read: {e.Message} The state before the last run is in {FilePath}.bak.",
                e
            );
        }
    }

    private Snapshot Apply(byte[] journal, byte[] file, Snapshot snapshot, PassphraseSecrets secrets)
    {
        try
        {
            return StateJournal.Apply(journal, Fingerprint(file), snapshot, secrets);
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new EngineException(
                $"{JournalPath}, which holds what an interrupted run did, cannot be read: {e.Message} Without it the state is that from before the run; remove it to go on from there, and refresh.",
                e
            );
        }
    }

    private static byte[]? ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"{path} cannot be read: {e.Message}", e);
        }
    }

    private static string Fingerprint(ReadOnlySpan<byte> file) => Convert.ToHexStringLower(SHA256.HashData(file));

    /// <summary>A run's changes: whole states into the file, what follows into the journal.</summary>
    internal sealed class StateWriter(StateStore store, PassphraseSecrets secrets) : IStateWriter, IDisposable
    {
        private StateJournal? _journal;
        private string _fingerprint = "";

        public void Save(Snapshot snapshot)
        {
            var content = store.Serialize(snapshot, secrets);
            store.Save(content);
            Dispose();
            _journal = null;
            _fingerprint = Fingerprint(content);
        }

        public void Append(StateChange change) => (_journal ??= Open()).Append(change);

        public void Flush() => _journal?.Flush();

        public void Dispose() => _journal?.Dispose();

        private StateJournal Open()
        {
            try
            {
                return new(OwnersFile.Open(store.JournalPath, FileMode.Create, FileShare.Read), store.JournalPath, _fingerprint, secrets);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw OwnersFile.NotWritten(store.JournalPath, e);
            }
        }
    }
}
