using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ZeroTrust.Engine.State;

/// <summary>
/// The JSON of resources already written. The file is written with every step, and most resources are then what they were the time
/// before; writing, and above all encrypting, them anew would make long runs slow.
/// </summary>
internal sealed class WrittenResources
{
    private readonly ConditionalWeakTable<ResourceState, Entry> _entries = [];

    public ReadOnlySpan<byte> Get(ResourceState resource, PassphraseSecrets secrets)
    {
        if (!_entries.TryGetValue(resource, out var entry) || entry.Secrets != secrets || !resource.IsUnchangedSince(entry.Copy))
        {
            entry = new(resource.Copy(), secrets, Serialize(resource, secrets));
            _entries.AddOrUpdate(resource, entry);
        }
        return entry.Json;
    }

    private static byte[] Serialize(ResourceState resource, PassphraseSecrets secrets)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, StateJson.Compact))
        {
            StateJson.WriteResource(writer, resource, secrets);
        }
        return buffer.ToArray();
    }

    private sealed record Entry(ResourceState Copy, PassphraseSecrets Secrets, byte[] Json);
}
