namespace ZeroTrust.Matching;

/// <summary>A profile's match expression; equal by content, and its text is its canonical spelling.</summary>
internal abstract record MatchExpression
{
    public sealed override string ToString() => MatchPrinter.Print(this);
}

/// <summary>Both sides hold.</summary>
internal sealed record And(MatchExpression Left, MatchExpression Right) : MatchExpression;

/// <summary>One side holds.</summary>
internal sealed record Or(MatchExpression Left, MatchExpression Right) : MatchExpression;

/// <summary>The operand does not hold.</summary>
internal sealed record Not(MatchExpression Operand) : MatchExpression;

/// <summary>A test of one field.</summary>
internal abstract record FieldTest(MatchField Field) : MatchExpression;

/// <summary>The field compared with one value.</summary>
internal sealed record Compare(MatchField Field, MatchOperator Operator, string Value) : FieldTest(Field);

/// <summary>The field is one of the values.</summary>
internal sealed record In(MatchField Field, IReadOnlyList<string> Values) : FieldTest(Field)
{
    public bool Equals(In? other) => other is not null && Field == other.Field && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => HashCode.Combine(Field, Values.Count, Values.Count > 0 ? Values[0] : "");
}

/// <summary>The test holds for at least one element of the array field that it names.</summary>
internal sealed record Any(FieldTest Element) : MatchExpression;

/// <summary>How a field is compared with a value.</summary>
internal enum MatchOperator
{
    /// <summary><c>==</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>contains</c>: Cloudflare's rule language has it, but it is not documented for device profiles.</summary>
    Contains,

    /// <summary><c>matches</c>, a regular expression: not documented for device profiles either.</summary>
    Matches,
}
