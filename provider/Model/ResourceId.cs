namespace ZeroTrust.Provider.Model;

/// <summary>A Pulumi id: the account (or zone), and what identifies the object in it.</summary>
internal sealed record ResourceId(string Account, string Object)
{
    /// <summary>Id of something that an account has only one of.</summary>
    public ResourceId(string account)
        : this(account, "")
    {
    }

    public override string ToString() => Object.Length == 0 ? Account : $"{Account}/{Object}";

    /// <summary>Reads an id. The account may be left out when the provider has one.</summary>
    /// <param name="format">How the id is documented, such as <c>accountId/policyId</c>.</param>
    /// <exception cref="FormatException">The id has another shape; the message names the one expected.</exception>
    public static ResourceId Parse(string text, string format, string? defaultAccount)
    {
        var parts = Uri.UnescapeDataString(text.Trim()).Split('/');
        var expected = format.Split('/');
        var id = parts switch
        {
            [var account] when expected.Length == 1 => new ResourceId(account.ToLowerInvariant()),
            [var own] when defaultAccount is not null => new(defaultAccount, own),
            [var account, var own] when expected.Length == 2 => new(account.ToLowerInvariant(), own),
            _ => null,
        };

        return id is not null && IsCloudflareId(id.Account) && (expected.Length == 1 || id.Object.Length > 0)
            ? id
            : throw new FormatException($"'{text}' is not an id of this resource: write {format}, where {expected[0]} has 32 hexadecimal digits.");
    }

    private static bool IsCloudflareId(string text) => text.Length == 32 && text.All(char.IsAsciiHexDigit);
}
