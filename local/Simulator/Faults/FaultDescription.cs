using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ZeroTrust.Simulator.State;

namespace ZeroTrust.Simulator.Faults;

/// <summary>Parses faults: JSON from the control API, or one word from a command line.</summary>
internal static class FaultDescription
{
    private const string Throttled = "throttled";

    private static readonly Dictionary<string, FaultKind> Kinds = Enum.GetValues<FaultKind>().ToDictionary(NameOf);

    private static readonly string[] Names =
    [
        "kind",
        "method",
        "path",
        "times",
        "skip",
        "applied",
        "status",
        "code",
        "retry_after_seconds",
        "delay_ms",
        "fields",
        "size",
    ];

    public static string NameOf(FaultKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    /// <summary>Parses <c>kind[,name=value]…</c>; <c>+</c> separates the values of a list.</summary>
    /// <exception cref="ArgumentException">A part is not <c>name=value</c>.</exception>
    public static JsonObject Parse(string text)
    {
        var parts = text.Split(',');
        var description = new JsonObject { ["kind"] = parts[0] };
        foreach (var part in parts.Skip(1))
        {
            if (part.Split('=', 2) is not [var name, var value])
            {
                throw new ArgumentException($"'{part}' must be name=value, such as times=2.");
            }

            description[name] = ValueOf(name, value);
        }

        return description;
    }

    /// <exception cref="ArgumentException">The kind or a name is unknown.</exception>
    public static Fault Read(JsonObject description)
    {
        if (description.Select(field => field.Key).FirstOrDefault(name => !Names.Contains(name)) is { } unknown)
        {
            throw new ArgumentException($"A fault has no field '{unknown}'; the fields are {string.Join(", ", Names)}.");
        }

        var fault = FaultOf(description.Text("kind"), description["status"].AsNumber());
        return fault with
        {
            Applied = description["applied"] is null ? fault.Applied : description.Flag("applied"),
            Code = description["code"].AsNumber(),
            RetryAfter = description["retry_after_seconds"].AsNumber() is { } wait ? TimeSpan.FromSeconds(wait) : fault.RetryAfter,
            Delay = description["delay_ms"].AsNumber() is { } delay ? TimeSpan.FromMilliseconds(delay) : fault.Delay,
            Fields = description["fields"] is JsonArray fields ? [.. fields.Select(field => field.AsText()!)] : fault.Fields,
            Size = description["size"].AsNumber(),
        };
    }

    private static Fault FaultOf(string? kind, int? status)
    {
        if (kind == Throttled)
        {
            return Fault.Throttled(TimeSpan.FromSeconds(1));
        }

        var fault =
            kind is not null && Kinds.TryGetValue(kind, out var known)
                ? Fault.Of(known)
                : throw new ArgumentException(
                    $"Unknown fault kind '{kind}'; the kinds are {string.Join(", ", Kinds.Keys.Append(Throttled))}."
                );
        return status is { } sent ? fault with { HttpStatus = sent } : fault;
    }

    private static JsonNode ValueOf(string name, string value) =>
        name == "fields" ? new JsonArray([.. value.Split('+').Select(field => (JsonNode)field)])
        : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : bool.TryParse(value, out var flag) ? flag
        : value;
}
