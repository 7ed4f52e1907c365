namespace ZeroTrust.Matching;

/// <summary>A profile's match expression. Equal by content; <c>ToString</c> gives the canonical form.</summary>
internal abstract record MatchExpression
{
    public sealed override string ToString() => MatchPrinter.Print(this);
}

/// <summary>True when both sides are.</summary>
internal sealed record And(MatchExpression Left, MatchExpression Right) : MatchExpression
{
    /// <summary>The operands of the whole chain: people read <c>a and b and c</c> as one list.</summary>
    public IEnumerable<MatchExpression> Operands => Chain(Left).Concat(Chain(Right));

    private static IEnumerable<MatchExpression> Chain(MatchExpression side) => side is And and ? and.Operands : [side];
}

/// <summary>True when at least one side is.</summary>
internal sealed record Or(MatchExpression Left, MatchExpression Right) : MatchExpression
{
    /// <inheritdoc cref="And.Operands"/>
    public IEnumerable<MatchExpression> Operands => Chain(Left).Concat(Chain(Right));

    private static IEnumerable<MatchExpression> Chain(MatchExpression side) => side is Or or ? or.Operands : [side];
}

/// <summary>True when the operand is false.</summary>
internal sealed record Not(MatchExpression Operand) : MatchExpression;

/// <summary>A test of one field.</summary>
internal abstract record FieldTest(MatchField Field) : MatchExpression;

/// <summary>Compares the field with one value.</summary>
internal sealed record Compare(MatchField Field, MatchOperator Operator, string Value) : FieldTest(Field);

/// <summary>True when the field is one of the values.</summary>
internal sealed record In(MatchField Field, IReadOnlyList<string> Values) : FieldTest(Field)
{
    public bool Equals(In? other) => other is not null && Field == other.Field && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => HashCode.Combine(Field, Values.Count, Values.Count > 0 ? Values[0] : "");
}

/// <summary>True when the test is true for at least one element of its array field.</summary>
internal sealed record Any(FieldTest Element) : MatchExpression;

/// <summary>Comparison operators.</summary>
internal enum MatchOperator
{
    /// <summary><c>==</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>contains</c>: part of Cloudflare's rule language, but not documented for device profiles.</summary>
    Contains,

    /// <summary><c>matches</c>, with a regular expression: not documented for device profiles either.</summary>
    Matches,
}
