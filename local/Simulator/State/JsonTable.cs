using System.Collections;
using System.Text.Json.Nodes;

namespace ZeroTrust.Simulator.State;

/// <summary>Stored objects of one kind, in order of creation, each with its id in the field <paramref name="key"/>.</summary>
public sealed class JsonTable(JsonArray rows, string key) : IEnumerable<JsonObject>
{
    /// <summary>Number of rows, including deleted ones that are kept.</summary>
    public int Count => rows.Count;

    /// <summary>The row with this ID, or null.</summary>
    public JsonObject? Find(string id) => this.FirstOrDefault(row => row.Text(key) == id);

    /// <summary>The row with this ID.</summary>
    /// <exception cref="KeyNotFoundException">There is no such row.</exception>
    public JsonObject Get(string id) => Find(id) ?? throw new KeyNotFoundException($"The simulator has no '{key}' with the value '{id}'.");

    /// <summary>Adds a row; its ID must be new.</summary>
    public JsonObject Add(JsonObject row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.Text(key) is not { } id || Find(id) is not null)
        {
            throw new ArgumentException($"A row needs a '{key}' that no other row has.", nameof(row));
        }

        rows.Add((JsonNode)row);
        return row;
    }

    /// <summary>Removes the row with this ID, if any.</summary>
    public bool Remove(string id) => Find(id) is { } row && rows.Remove(row);

    /// <inheritdoc/>
    public IEnumerator<JsonObject> GetEnumerator() => rows.OfType<JsonObject>().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
