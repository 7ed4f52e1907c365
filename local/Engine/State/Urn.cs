namespace ZeroTrust.Engine.State;

/// <summary>A resource's name within a stack: <c>urn:pulumi:stack::project::parentType$type::name</c>.</summary>
public readonly record struct Urn
{
    private const string Prefix = "urn:pulumi:";
    private const string Separator = "::";

    /// <summary>Wraps a string without validation; <see cref="Parse"/> validates.</summary>
    public Urn(string value) => Value = value;

    /// <summary>The full URN; empty for no resource.</summary>
    public string Value { get; }

    /// <summary>Whether there is no resource.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(Value);

    /// <summary>The resource's stack.</summary>
    public string Stack => Part(0)[Prefix.Length..];

    /// <summary>The resource's project.</summary>
    public string Project => Part(1);

    /// <summary>Types from the outermost parent to the resource, separated by <c>$</c>.</summary>
    public string QualifiedType => Part(2);

    /// <summary>The resource's own type token.</summary>
    public string Type => QualifiedType[(QualifiedType.LastIndexOf('$') + 1)..];

    /// <summary>The resource's name in the program.</summary>
    public string Name => Part(3);

    /// <summary>Whether this is the stack's root resource.</summary>
    public bool IsStack => !IsEmpty && QualifiedType == ResourceTypes.Stack;

    /// <summary>Parses a URN.</summary>
    /// <exception cref="FormatException">Not a URN.</exception>
    public static Urn Parse(string value) =>
        value.StartsWith(Prefix, StringComparison.Ordinal) && value.Split(Separator, 4).Length == 4
            ? new Urn(value)
            : throw new FormatException($"'{value}' is not a URN; expected urn:pulumi:STACK::PROJECT::TYPE::NAME.");

    /// <summary>Parses a URN; null and empty mean no resource.</summary>
    public static Urn ParseOptional(string? value) => string.IsNullOrEmpty(value) ? default : Parse(value);

    /// <summary>Creates a resource's URN. The type includes the parents' types, except the stack's.</summary>
    public static Urn Create(string stack, string project, Urn parent, string type, string name)
    {
        var qualified = parent.IsEmpty || parent.IsStack ? type : $"{parent.QualifiedType}${type}";
        return WithQualifiedType(stack, project, qualified, name);
    }

    /// <summary>Creates a URN from a type that already includes the parents' types.</summary>
    public static Urn WithQualifiedType(string stack, string project, string qualifiedType, string name) =>
        new($"{Prefix}{stack}{Separator}{project}{Separator}{qualifiedType}{Separator}{name}");

    /// <inheritdoc/>
    public override string ToString() => Value ?? "";

    // A name may contain the separator, so only the first three separate parts.
    private string Part(int index) => Value.Split(Separator, 4)[index];
}
