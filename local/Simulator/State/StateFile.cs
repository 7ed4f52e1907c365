using System.Text.Json;
using System.Text.Json.Nodes;

namespace ZeroTrust.Simulator.State;

/// <summary>
/// The file that keeps the state. It is replaced as a whole, so a crash leaves the old or the new state, never half of one.
/// </summary>
internal sealed class StateFile(string path)
{
    private readonly string _path = Path.GetFullPath(path);

    /// <summary>The stored document; null when there is no file yet.</summary>
    /// <exception cref="InvalidDataException">The file is not what this class wrote.</exception>
    public AccountData? Load(SimulatorOptions options)
    {
        if (!File.Exists(_path))
        {
            return null;
        }

        try
        {
            var document = JsonNode.Parse(File.ReadAllBytes(_path)) as JsonObject ?? throw new InvalidDataException("it is no JSON object");
            return AccountData.Stored(document, options);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            throw new InvalidDataException(
                $"Cannot use the data file '{_path}': {e.Message.TrimEnd('.')}. Delete it to start afresh, or name another file.",
                e
            );
        }
    }

    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(JsonObject document)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            var temporary = _path + ".tmp";
            using (var stream = File.Create(temporary))
            {
                using (var writer = new Utf8JsonWriter(stream))
                {
                    document.WriteTo(writer);
                }

                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Cannot write the data file '{_path}': {e.Message}", e);
        }
    }
}
