using System.Security.Cryptography;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using ZeroTrust.Engine.Properties;

namespace ZeroTrust.Engine.State;

/// <summary>The state of a stack on disk, in the layout of Pulumi's <c>file://DIRECTORY</c> backend.</summary>
public sealed class StateStore
{
    private readonly StackName _stack;
    private readonly TimeProvider _clock;
    private readonly string _root;

    /// <summary>Creates the store of a stack in a directory, which need not exist yet.</summary>
    public StateStore(string directory, StackName stack, TimeProvider clock)
    {
        _stack = stack;
        _clock = clock;
        _root = Path.Combine(Path.GetFullPath(directory), ".pulumi");
        FilePath = Path.Combine(_root, "stacks", stack.Project, $"{stack.Stack}.json");
    }

    /// <summary>The state file.</summary>
    public string FilePath { get; }

    /// <summary>The stacks of a project that have a state in a directory.</summary>
    public static IEnumerable<string> Stacks(string directory, string project)
    {
        var folder = Path.Combine(Path.GetFullPath(directory), ".pulumi", "stacks", project);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path))
            : [];
    }

    /// <summary>The salt of the stored secrets' key; null when nothing is stored.</summary>
    public string? ReadSalt() => Read((_, deployment) => StateJson.ReadSalt(deployment));

    /// <summary>The journal of a run's changes since the state file was written; deleted at the end of a successful run.</summary>
    public string JournalPath => FilePath + ".journal";

    /// <summary>Loads the stored state and the journal of an interrupted run; an empty snapshot when nothing is stored.</summary>
    public Snapshot Load(PassphraseSecrets secrets)
    {
        // Read before the state file: if a run ends in between, the state file has its changes.
        var journal = ReadFile(JournalPath);
        return Read(
                (file, deployment) =>
                {
                    var snapshot = StateJson.Read(deployment, secrets);
                    return journal is null ? snapshot : Apply(journal, file, snapshot, secrets);
                }
            ) ?? Snapshot.Empty;
    }

    /// <summary>Stores a snapshot, replacing the previous one.</summary>
    /// <exception cref="EngineException">It cannot be written; the stored state is intact.</exception>
    public void Save(Snapshot snapshot, PassphraseSecrets secrets) => Save(Serialize(snapshot, secrets));

    /// <summary>Opens a writer for a run's changes. The caller must hold the lock.</summary>
    internal StateWriter OpenWriter(PassphraseSecrets secrets) => new(this, secrets);

    /// <summary>
    /// Copies the state before a run to <c>.bak</c>, after merging the journal of an interrupted run into it.
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

    /// <summary>The state in the format of <c>pulumi stack export</c>; secrets stay encrypted.</summary>
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

    /// <summary>The stack's outputs as a JSON object; secrets are <c>[secret]</c> unless <paramref name="showSecrets"/> is set.</summary>
    public string ReadOutputs(PassphraseSecrets secrets, bool showSecrets)
    {
        var outputs = Load(secrets).Stack?.Outputs ?? new();
        return PropertyJson.Write(Value.ForStruct(showSecrets ? outputs.RevealAll() : outputs.HideSecrets()));
    }

    /// <summary>Imports the output of <c>pulumi stack export</c>, re-encrypting its secrets for this stack.</summary>
    /// <param name="export">The exported JSON.</param>
    /// <param name="secrets">How this stack encrypts.</param>
    /// <param name="open">Opens the secrets of the exported stack, given their salt.</param>
    public void Import(string export, PassphraseSecrets secrets, Func<string, PassphraseSecrets> open)
    {
        using var document = JsonDocument.Parse(export);
        if (!document.RootElement.TryGetProperty("deployment", out var deployment) || deployment.ValueKind != JsonValueKind.Object)
        {
            throw new EngineException(
                "The file is not an exported stack: it has no 'deployment'. Provide the output of 'pulumi stack export'."
            );
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

    /// <summary>Locks the stack until disposed.</summary>
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

        // The journal belongs to the previous content. If it cannot be removed, its fingerprint makes Load ignore it.
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
                $"{JournalPath}, the journal of an interrupted run, cannot be read: "
                    + $"{e.Message} To continue from the state before that run, remove the journal and refresh.",
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

    /// <summary>Writes whole states to the state file and changes to the journal.</summary>
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
