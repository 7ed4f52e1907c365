namespace ZeroTrust.Provider.Kernel;

/// <summary>A Pulumi id: the account (or zone), and what identifies the object in it.</summary>
internal sealed record ResourceId(string Account, string Object)
{
    /// <summary>Id of something that an account has only one of.</summary>
    public ResourceId(string account)
        : this(account, "") { }

    public override string ToString() => Object.Length == 0 ? Account : $"{Account}/{Object}";

    /// <summary>Reads an id. The account may be left out when the provider has one.</summary>
    /// <param name="format">How the id is documented, such as <c>accountId/policyId</c>.</param>
    /// <exception cref="FormatException">The id has another shape; the message names the one expected.</exception>
    public static ResourceId Parse(string text, string format, string? defaultAccount)
    {
        var expected = format.Split('/');
        var trimmed = Uri.UnescapeDataString(text.Trim());
        var (first, rest) = trimmed.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash
            ? (trimmed[..slash], trimmed[(slash + 1)..])
            : (trimmed, "");
        var id =
            expected.Length == 1 ? new ResourceId(first.ToLowerInvariant(), rest)
            : IsAccountId(first) && rest.Length > 0 ? new(first.ToLowerInvariant(), rest)
            : new(defaultAccount ?? "", trimmed);

        // The last part may have slashes of its own, as prefixes do.
        var parts = id.Object.Length == 0 ? [] : id.Object.Split('/', Math.Max(1, expected.Length - 1));
        var takesSlashes = expected.Length > 2;
        return
            IsAccountId(id.Account)
            && parts.Length == expected.Length - 1
            && parts.All(IsName)
            && (takesSlashes || !id.Object.Contains('/', StringComparison.Ordinal))
            ? id
            : throw WrongForm(text, format);
    }

    /// <summary>Whether the object's id has the form that the API gives.</summary>
    /// <param name="format">How the id is documented.</param>
    public bool HasForm(string format) =>
        format.Split('/') is not [_, var part] || !part.EndsWith("Id", StringComparison.Ordinal) || Guid.TryParseExact(Object, "D", out _);

    /// <summary>An id of another form.</summary>
    public static FormatException WrongForm(string text, string format)
    {
        var parts = format.Split('/');
        var uuid = parts is [_, var part] && part.EndsWith("Id", StringComparison.Ordinal) ? $" and {part} is a UUID" : "";
        return new($"'{text}' is not an id of this resource: write {format}, where {parts[0]} has 32 hexadecimal digits{uuid}.");
    }

    // A path segment of dots alone would make the request address something else.
    private static bool IsName(string part) => part.Trim().Length > 0 && part is not ("." or "..") && !part.Any(char.IsControl);

    private static bool IsAccountId(string text) => text.Length == 32 && text.All(char.IsAsciiHexDigit);
}
