using System.Text.Json;

namespace ZeroTrust.Cli;

/// <summary>Members of JSON that another tool wrote. A member that is missing, or has another type, reads as empty.</summary>
internal static class JsonMembers
{
    public static string String(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    public static bool Flag(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    public static JsonElement.ArrayEnumerator Items(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : default;
}
