using System.Text.RegularExpressions;

namespace ZeroTrust.Provider.Matching;

/// <summary>Decides as Cloudflare does whether a device meets an expression. Case counts; a field the device does not have is empty.</summary>
internal static class MatchEvaluator
{
    public static MatchExplanation Evaluate(MatchExpression expression, DeviceContext device)
    {
        switch (expression)
        {
            case And:
                var all = Operands<And>(expression, and => (and.Left, and.Right)).Select(operand => Evaluate(operand, device)).ToArray();
                return new(expression, Array.TrueForAll(all, part => part.IsMatch), null, all);
            case Or:
                var some = Operands<Or>(expression, or => (or.Left, or.Right)).Select(operand => Evaluate(operand, device)).ToArray();
                return new(expression, Array.Exists(some, part => part.IsMatch), null, some);
            case Not(var operand):
                var part = Evaluate(operand, device);
                return new(expression, !part.IsMatch, null, [part]);
            case Any(var test):
                var elements = test.Field.Values(device);
                return new(expression, elements.Any(element => Holds(test, element)), elements, []);
            case FieldTest test:
                var values = test.Field.Values(device);
                var isMatch = test is Compare { Operator: MatchOperator.NotEqual }
                    ? values.All(value => Holds(test, value))
                    : values.Any(value => Holds(test, value));
                return new(expression, isMatch, values, []);
            default:
                throw new ArgumentException($"'{expression}' is of an unknown kind; please report this.", nameof(expression));
        }
    }

    // a and b and c is one list to the reader, however it is nested.
    private static IEnumerable<MatchExpression> Operands<T>(MatchExpression expression, Func<T, (MatchExpression Left, MatchExpression Right)> sides)
        where T : MatchExpression
    {
        if (expression is not T joined)
        {
            return [expression];
        }

        var (left, right) = sides(joined);
        return Operands(left, sides).Concat(Operands(right, sides));
    }

    private static bool Holds(FieldTest test, string value) => test switch
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
            // The same kind of engine as Cloudflare's: linear time, no look-around.
            return Regex.IsMatch(value, pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
