namespace ZeroTrust.Engine.State;

/// <summary>A resource's name within a stack: <c>urn:pulumi:stack::project::parentType$type::name</c>.</summary>
public readonly record struct Urn
{
    private const string Prefix = "urn:pulumi:";
    private const string Separator = "::";

    /// <summary>Takes the text as it is; <see cref="Parse"/> checks it.</summary>
    public Urn(string value) => Value = value;

    /// <summary>The whole text; empty for "no resource".</summary>
    public string Value { get; }

    /// <summary>Whether this is no resource at all.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(Value);

    /// <summary>Stack the resource lives in.</summary>
    public string Stack => Part(0)[Prefix.Length..];

    /// <summary>Project the resource lives in.</summary>
    public string Project => Part(1);

    /// <summary>Types from the outermost parent to the resource, separated by <c>$</c>.</summary>
    public string QualifiedType => Part(2);

    /// <summary>The resource's own type token.</summary>
    public string Type => QualifiedType[(QualifiedType.LastIndexOf('$') + 1)..];

    /// <summary>The name given in the program.</summary>
    public string Name => Part(3);

    /// <summary>Whether this names the stack itself.</summary>
    public bool IsStack => !IsEmpty && QualifiedType == ResourceTypes.Stack;

    /// <summary>Reads a URN, refusing text that is none.</summary>
    /// <exception cref="FormatException">Not a URN.</exception>
    public static Urn Parse(string value) =>
        value.StartsWith(Prefix, StringComparison.Ordinal) && value.Split(Separator, 4).Length == 4
            ? new Urn(value)
            : throw new FormatException($"'{value}' is not a URN; expected urn:pulumi:STACK::PROJECT::TYPE::NAME.");

    /// <summary>Reads a URN that may be left out.</summary>
    public static Urn ParseOptional(string? value) => string.IsNullOrEmpty(value) ? default : Parse(value);

    /// <summary>The URN of a resource; parents show in the type, except for the stack itself.</summary>
    public static Urn Create(string stack, string project, Urn parent, string type, string name)
    {
        var qualified = parent.IsEmpty || parent.IsStack ? type : $"{parent.QualifiedType}${type}";
        return WithQualifiedType(stack, project, qualified, name);
    }

    /// <summary>The URN made of a type that already names its parents.</summary>
    public static Urn WithQualifiedType(string stack, string project, string qualifiedType, string name) =>
        new($"{Prefix}{stack}{Separator}{project}{Separator}{qualifiedType}{Separator}{name}");

    /// <inheritdoc/>
    public override string ToString() => Value ?? "";

    // A name may itself hold the separator, so only the first three count.
    private string Part(int index) => Value.Split(Separator, 4)[index];
}
