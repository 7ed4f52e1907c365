using System.Text.Json;

namespace ZeroTrust.Engine.State;

/// <summary>
/// The changes of a run since the state file was written, one JSON object per line. The first line has the fingerprint of the state file
/// that the changes apply to. The cost of a step depends on its change only, not on the size of the stack.
/// </summary>
internal sealed class StateJournal : IDisposable
{
    private const string Base = "base";
    private const string Put = "put";
    private const string Moved = "moved";
    private const string Removed = "removed";
    private const string Begun = "begun";
    private const string Settled = "settled";

    private readonly Lock _writing = new();
    private readonly Lock _appending = new();
    private readonly Stream _stream;
    private readonly string _path;
    private readonly PassphraseSecrets _secrets;
    private readonly MemoryStream _appended = new();
    private readonly MemoryStream _writtenNext = new();
    private long _durable;

    /// <param name="stream">An empty file, which the journal disposes.</param>
    /// <param name="path">Its path, for error messages.</param>
    /// <param name="fingerprint">Fingerprint of the state file that the changes apply to.</param>
    /// <param name="secrets">How secrets are encrypted.</param>
    public StateJournal(Stream stream, string path, string fingerprint, PassphraseSecrets secrets)
    {
        (_stream, _path, _secrets) = (stream, path, secrets);
        Append(writer => writer.WriteString(Base, fingerprint));
    }

    public void Append(StateChange change) =>
        Append(writer =>
        {
            WriteAll(writer, Put, change.Put, put => (put.Number, put.Resource, null));
            WriteNumbers(writer, Moved, change.Moved);
            WriteNumbers(writer, Removed, change.Removed);
            WriteAll(writer, Begun, change.Begun, begun => (begun.Number, begun.Operation.Resource, begun.Operation.Kind));
            WriteNumbers(writer, Settled, change.Settled);
        });

    /// <summary>Writes the appended changes to disk. After a failed write, the next call retries.</summary>
    public void Flush()
    {
        lock (_writing)
        {
            lock (_appending)
            {
                // Parallel steps share writes: the previous call may have written this step's lines.
                _appended.WriteTo(_writtenNext);
                _appended.SetLength(0);
            }
            if (_writtenNext.Length == 0)
            {
                return;
            }
            try
            {
                // Overwrites a line that a failed write left incomplete.
                _stream.Position = _durable;
                _writtenNext.WriteTo(_stream);
                (_stream as FileStream)?.Flush(flushToDisk: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw OwnersFile.NotWritten(_path, e);
            }
            _durable += _writtenNext.Length;
            _writtenNext.SetLength(0);
        }
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>Applies a journal to a snapshot. Returns the snapshot unchanged if the journal belongs to another one.</summary>
    /// <param name="journal">The journal's content.</param>
    /// <param name="fingerprint">Fingerprint of the state file that the snapshot was read from.</param>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="secrets">Opens secrets.</param>
    public static Snapshot Apply(ReadOnlySpan<byte> journal, string fingerprint, Snapshot snapshot, PassphraseSecrets secrets)
    {
        var replay = new Replay(snapshot);
        var first = true;

        // An incomplete last line was being written when the run was killed; no step had started after it.
        while (journal.IndexOf((byte)'\n') is var end and >= 0)
        {
            using var line = JsonDocument.Parse(journal[..end].ToArray());
            journal = journal[(end + 1)..];
            if (!first)
            {
                replay.Apply(line.RootElement, secrets);
            }
            else if (line.RootElement.GetProperty(Base).GetString() != fingerprint)
            {
                return snapshot;
            }
            first = false;
        }
        return replay.Snapshot;
    }

    private void Append(Action<Utf8JsonWriter> write)
    {
        using var line = new MemoryStream();
        using (var writer = new Utf8JsonWriter(line, StateJson.Compact))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }
        line.WriteByte((byte)'\n');
        lock (_appending)
        {
            line.WriteTo(_appended);
        }
    }

    private void WriteAll<T>(
        Utf8JsonWriter writer,
        string name,
        IReadOnlyList<T> items,
        Func<T, (int Number, ResourceState Resource, OperationKind? Kind)> read
    )
    {
        if (items.Count == 0)
        {
            return;
        }
        writer.WriteStartArray(name);
        foreach (var (number, resource, kind) in items.Select(read))
        {
            writer.WriteStartObject();
            writer.WriteNumber("number", number);
            if (kind is { } operation)
            {
                writer.WriteString("type", operation.ToString());
            }
            writer.WritePropertyName("resource");
            StateJson.WriteResource(writer, resource, _secrets);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, IReadOnlyList<int> numbers)
    {
        if (numbers.Count == 0)
        {
            return;
        }
        writer.WriteStartArray(name);
        foreach (var number in numbers)
        {
            writer.WriteNumberValue(number);
        }
        writer.WriteEndArray();
    }

    private sealed class Replay(Snapshot start)
    {
        private readonly Dictionary<int, ResourceState> _resources = start
            .Resources.Index()
            .ToDictionary(item => item.Index, item => item.Item);
        private readonly SortedDictionary<int, PendingOperation> _operations = new(
            start.PendingOperations.Index().ToDictionary(item => item.Index, item => item.Item)
        );
        private readonly List<int> _order = [];
        private readonly HashSet<int> _placed = [];

        public Snapshot Snapshot =>
            new()
            {
                Resources =
                [
                    .. _order
                        .Concat(Enumerable.Range(0, start.Resources.Count).Where(number => !_placed.Contains(number)))
                        .Where(_resources.ContainsKey)
                        .Select(number => _resources[number]),
                ],
                PendingOperations = [.. _operations.Values],
            };

        public void Apply(JsonElement line, PassphraseSecrets secrets)
        {
            foreach (var item in Items(line, Put))
            {
                var number = item.GetProperty("number").GetInt32();
                if (number >= start.Resources.Count)
                {
                    Place(number);
                }
                _resources[number] = StateJson.ReadResource(item.GetProperty("resource"), secrets);
            }
            foreach (var number in Items(line, Moved))
            {
                Place(number.GetInt32());
            }
            foreach (var number in Items(line, Removed))
            {
                _resources.Remove(number.GetInt32());
            }
            foreach (var item in Items(line, Begun))
            {
                _operations[item.GetProperty("number").GetInt32()] = new(
                    StateJson.ReadResource(item.GetProperty("resource"), secrets),
                    Enum.Parse<OperationKind>(item.GetProperty("type").GetString()!)
                );
            }
            foreach (var number in Items(line, Settled))
            {
                _operations.Remove(number.GetInt32());
            }
        }

        private void Place(int number)
        {
            if (_placed.Add(number))
            {
                _order.Add(number);
            }
        }

        private static JsonElement.ArrayEnumerator Items(JsonElement line, string name) =>
            line.TryGetProperty(name, out var items) ? items.EnumerateArray() : default;
    }
}
