namespace ZeroTrust.Provider.Kernel;

/// <summary>The form of a kind of resource's IDs: the scope that its objects are in, and what identifies an object in it.</summary>
/// <param name="text">Names of outputs, as documented: <c>scopeId/objectId</c>. Their formats are the rules for the parts.</param>
/// <param name="outputs">Read on first use.</param>
internal sealed class IdForm(string text, Func<ObjectSpec> outputs)
{
    /// <summary>The parts' names, the scope first.</summary>
    public IReadOnlyList<string> Parts { get; } = text.Split('/');

    /// <summary>The property that names the scope.</summary>
    public string Scope => Parts[0];

    /// <summary>The canonical spelling of a scope.</summary>
    public string Canonical(string scope) => FormatOf(Scope)?.Canonical(scope) ?? scope;

    /// <summary>Reads an ID. Of an object in a scope, the scope may be left out when the provider has one.</summary>
    /// <exception cref="FormatException">The ID has another form; the message describes this one.</exception>
    public ResourceId Parse(string id, string? defaultScope)
    {
        var trimmed = Uri.UnescapeDataString(id.Trim());
        var (first, rest) = trimmed.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash
            ? (trimmed[..slash], trimmed[(slash + 1)..])
            : (trimmed, "");
        var parsed =
            Parts.Count == 1 || (IsScope(first) && rest.Length > 0)
                ? new ResourceId(Canonical(first), rest)
                : new(defaultScope ?? "", trimmed);

        // The last part may contain slashes, as prefixes do.
        var parts = parsed.Object.Length == 0 ? [] : parsed.Object.Split('/', Math.Max(1, Parts.Count - 1));
        var takesSlashes = Parts.Count > 2;
        return
            IsScope(parsed.Scope)
            && parts.Length == Parts.Count - 1
            && parts.All(IsName)
            && (takesSlashes || !parsed.Object.Contains('/', StringComparison.Ordinal))
            ? parsed
            : throw Refusal(id);
    }

    /// <summary>Whether an object can have the ID; whether one has, only the server knows.</summary>
    public bool Fits(ResourceId id) => Parts is not [_, var part] || IsWellFormed(part, id.Object);

    /// <summary>The ID has another form.</summary>
    public FormatException Refusal(string id)
    {
        var rules = Parts.Where(part => FormatOf(part) is not null).Select(part => $"{part} is {FormatOf(part)!.Rule}");
        return new($"'{id}' is not an id of this resource: write {text}, where {string.Join(" and ", rules)}.");
    }

    public override string ToString() => text;

    // A path segment of dots alone would make the request address something else.
    private static bool IsName(string part) => part.Trim().Length > 0 && part is not ("." or "..") && !part.Any(char.IsControl);

    private bool IsScope(string scope) => scope.Length > 0 && IsWellFormed(Scope, scope);

    private bool IsWellFormed(string part, string value) => FormatOf(part)?.Check(value).Error is null;

    private IStringFormat? FormatOf(string part) => outputs().Find(part)?.Value.Format;
}
