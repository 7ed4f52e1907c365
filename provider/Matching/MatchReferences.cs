namespace ZeroTrust.Matching;

/// <summary>What an expression tests and refers to.</summary>
internal static class MatchReferences
{
    /// <summary>
    /// Names of the managed networks in the expression, without duplicates. Renaming such a network breaks the expression.
    /// </summary>
    public static IReadOnlyList<string> NetworkNames(MatchExpression expression) =>
        [.. Tests(expression).Where(test => test.Field == MatchField.Network).SelectMany(Values).Distinct(StringComparer.Ordinal)];

    /// <summary>All tests of fields, in the order of the expression.</summary>
    public static IEnumerable<FieldTest> Tests(MatchExpression expression) =>
        expression switch
        {
            And(var left, var right) => Tests(left).Concat(Tests(right)),
            Or(var left, var right) => Tests(left).Concat(Tests(right)),
            Not(var operand) => Tests(operand),
            Any(var test) => [test],
            FieldTest test => [test],
            _ => [],
        };

    /// <summary>The values that a test compares for equality.</summary>
    public static IReadOnlyList<string> Values(FieldTest test) =>
        test switch
        {
            In(_, var values) => values,
            Compare { Operator: MatchOperator.Equal or MatchOperator.NotEqual } compare => [compare.Value],
            _ => [],
        };
}
