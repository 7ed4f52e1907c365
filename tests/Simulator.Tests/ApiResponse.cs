using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace ZeroTrust.Simulator.Tests;

/// <summary>A parsed API response.</summary>
internal sealed record ApiResponse(int Status, JsonObject Body, HttpResponseHeaders Headers)
{
    public JsonNode? Result => Body["result"];

    public JsonObject Object => Result!.AsObject();

    public JsonArray List => Result!.AsArray();

    public JsonObject Info => Body["result_info"]!.AsObject();

    public int? Code => Body["errors"]!.AsArray() is [JsonObject error, ..] ? (int?)error["code"] : null;

    public string? Message => Body["errors"]!.AsArray() is [JsonObject error, ..] ? (string?)error["message"] : null;

    public string? Pointer => (string?)Body["errors"]![0]!["source"]?["pointer"];

    public string Text(string name) => (string)Object[name]!;

    /// <summary>The values of one field in all entries of a list.</summary>
    public string?[] All(string name) => [.. List.Select(item => (string?)item![name])];

    public static async Task<ApiResponse> OfAsync(HttpResponseMessage response) =>
        new((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject(), response.Headers);
}
