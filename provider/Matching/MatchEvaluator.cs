using System.Text.RegularExpressions;

namespace ZeroTrust.Matching;

/// <summary>
/// Evaluates an expression for a device as Cloudflare does. Comparisons are case-sensitive, and a field that the device lacks is empty. The
/// result is null when it depends on an unknown field.
/// </summary>
internal static class MatchEvaluator
{
    /// <summary>Whether the expression matches the device.</summary>
    public static bool? Matches(MatchExpression expression, DeviceContext device) =>
        expression switch
        {
            And(var left, var right) => Matches(left, device) is var first && first is false ? false : first & Matches(right, device),
            Or(var left, var right) => Matches(left, device) is var first && first is true ? true : first | Matches(right, device),
            Not(var operand) => !Matches(operand, device),
            Any(var test) => test.Field.Values(device) is { } elements ? elements.Any(element => Holds(test, element)) : null,
            FieldTest test => test.Field.Values(device) is not { } values ? null
            : test is Compare { Operator: MatchOperator.NotEqual } ? values.All(value => Holds(test, value))
            : values.Any(value => Holds(test, value)),
            _ => throw new ArgumentException($"'{expression}' is of an unknown kind; please report this.", nameof(expression)),
        };

    /// <summary>Whether the expression and each of its parts match the device.</summary>
    public static MatchExplanation Evaluate(MatchExpression expression, DeviceContext device)
    {
        MatchExplanation[] parts = expression switch
        {
            And and => [.. and.Operands.Select(operand => Evaluate(operand, device))],
            Or or => [.. or.Operands.Select(operand => Evaluate(operand, device))],
            Not(var operand) => [Evaluate(operand, device)],
            _ => [],
        };
        var field = expression switch
        {
            Any(var test) => test.Field,
            FieldTest test => test.Field,
            _ => null,
        };
        return new(expression, Matches(expression, device), field?.Values(device), parts);
    }

    /// <summary>Whether the test is true for the value.</summary>
    public static bool Holds(FieldTest test, string value) =>
        test switch
        {
            In(_, var values) => values.Contains(value),
            Compare { Operator: MatchOperator.Equal } compare => value == compare.Value,
            Compare { Operator: MatchOperator.NotEqual } compare => value != compare.Value,
            Compare { Operator: MatchOperator.Contains } compare => value.Contains(compare.Value, StringComparison.Ordinal),
            Compare { Operator: MatchOperator.Matches } compare => IsMatch(value, compare.Value),
            _ => false,
        };

    private static bool IsMatch(string value, string pattern)
    {
        try
        {
            // Like Cloudflare's regex engine: linear time, no look-around.
            return Regex.IsMatch(value, pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
