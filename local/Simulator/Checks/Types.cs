using System.Text.Json;
using System.Text.Json.Nodes;
using ZeroTrust.Simulator.Http;
using ZeroTrust.Simulator.State;

namespace ZeroTrust.Simulator.Checks;

/// <summary>Field types.</summary>
internal static class Types
{
    public static JsonNode Boolean(JsonNode value, string pointer) =>
        value.GetValueKind() is JsonValueKind.True or JsonValueKind.False
            ? value.DeepClone()
            : throw ApiErrors.Invalid(pointer, "must be true or false");

    public static JsonNode Uuid(JsonNode value, string pointer) =>
        Guid.TryParseExact(value.AsText(), "D", out var id) ? id.ToString() : throw ApiErrors.Invalid(pointer, "must be a uuid");

    public static JsonNode IpAddress(JsonNode value, string pointer) =>
        Cidr.TryParseAddress(value.AsText(), out var address)
            ? address.ToString()
            : throw ApiErrors.Invalid(pointer, "must be an IP address");

    /// <summary>A CIDR or an IP address, stored as a canonical CIDR.</summary>
    public static JsonNode Network(JsonNode value, string pointer) =>
        Cidr.TryParse(value.AsText(), out var cidr)
            ? cidr.ToString()
            : throw ApiErrors.Invalid(pointer, $"'{value.AsText()}' is not a valid CIDR");

    /// <summary>A domain name, stored in lower case without a trailing dot.</summary>
    public static FieldType Domain(bool wildcard = false) =>
        (value, pointer) =>
        {
            var name = value.AsText()?.TrimEnd('.').ToLowerInvariant() ?? "";
            var bare = wildcard && name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name;
            var valid =
                bare.Length is > 0 and <= 253
                && bare.Split('.')
                    .All(label => label.Length is > 0 and <= 63 && label.All(c => c is '-' or '_' || char.IsLetterOrDigit(c)));
            return valid ? name : throw ApiErrors.InvalidDomain(pointer, value.AsText());
        };

    public static FieldType Text(int max = int.MaxValue, int min = 0) =>
        (value, pointer) =>
            value.AsText() is not { } text ? throw ApiErrors.Invalid(pointer, "must be a string")
            : text.Length < min ? throw ApiErrors.Invalid(pointer, "must not be empty")
            : text.Length > max && text.EnumerateRunes().Count() > max
                ? throw ApiErrors.Invalid(pointer, $"must not be longer than {max} characters")
            : text;

    public static FieldType Number(int min = 0, int max = int.MaxValue) =>
        (value, pointer) =>
            value.AsNumber() is { } number && number >= min && number <= max
                ? number
                : throw ApiErrors.Invalid(pointer, $"must be a whole number from {min}{(max == int.MaxValue ? "" : $" to {max}")}");

    public static FieldType OneOf(params string[] allowed) =>
        (value, pointer) =>
            value.AsText() is { } text && allowed.Contains(text)
                ? text
                : throw ApiErrors.Invalid(pointer, $"must be one of {string.Join(", ", allowed.Select(a => $"'{a}'"))}");

    public static FieldType List(FieldType item, int min = 0, int max = int.MaxValue) =>
        (value, pointer) =>
        {
            if (value is not JsonArray items)
            {
                throw ApiErrors.Invalid(pointer, "must be a list");
            }

            if (items.Count < min || items.Count > max)
            {
                throw ApiErrors.Invalid(pointer, max == int.MaxValue ? $"needs at least {min} entries" : $"takes {min} to {max} entries");
            }

            return new JsonArray([
                .. items.Select(
                    (node, i) => node is null ? throw ApiErrors.Invalid($"{pointer}/{i}", "must not be null") : item(node, $"{pointer}/{i}")
                ),
            ]);
        };
}
