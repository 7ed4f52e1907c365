using System.Text.Json;
using System.Text.Json.Nodes;

namespace ZeroTrust.Simulator.State;

/// <summary>
/// The file that persists the state. It is replaced atomically, so a crash leaves either the old or the new state.
/// </summary>
internal sealed class StateFile(string path)
{
    private readonly string _path = Path.GetFullPath(path);

    /// <summary>The stored account; null if the file does not exist yet.</summary>
    /// <exception cref="InvalidDataException">The file is not a valid data file.</exception>
    public AccountData? Load(SimulatorOptions options)
    {
        if (!File.Exists(_path))
        {
            return null;
        }

        try
        {
            var document =
                JsonNode.Parse(File.ReadAllBytes(_path)) as JsonObject ?? throw new InvalidDataException("it is not a JSON object");
            return AccountData.Stored(document, options);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            throw new InvalidDataException(
                $"Cannot use the data file '{_path}': {e.Message.TrimEnd('.')}. Delete it to start over, or choose another file.",
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
