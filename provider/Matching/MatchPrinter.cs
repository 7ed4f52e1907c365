using System.Text;

namespace ZeroTrust.Matching;

/// <summary>Prints an expression in canonical form, with only the parentheses it needs.</summary>
internal static class MatchPrinter
{
    public static string Print(MatchExpression expression)
    {
        var text = new StringBuilder();
        Write(text, expression, element: false);
        return text.ToString();
    }

    public static string Print(MatchOperator comparison) =>
        comparison switch
        {
            MatchOperator.Equal => "==",
            MatchOperator.NotEqual => "!=",
            MatchOperator.Contains => "contains",
            _ => "matches",
        };

    /// <summary>The value in double quotes.</summary>
    public static string Quote(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    // Backslashes of a regular expression are not escaped.
    private static string QuotePattern(string pattern) => $"\"{pattern.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static void Write(StringBuilder text, MatchExpression expression, bool element)
    {
        switch (expression)
        {
            case And(var left, var right):
                WriteOperand(text, left, inParentheses: left is Or);
                text.Append(" and ");
                WriteOperand(text, right, inParentheses: right is And or Or);
                break;
            case Or(var left, var right):
                WriteOperand(text, left, inParentheses: false);
                text.Append(" or ");
                WriteOperand(text, right, inParentheses: right is Or);
                break;
            case Not(var operand):
                text.Append("not ");
                WriteOperand(text, operand, inParentheses: operand is And or Or);
                break;
            case Any(var test):
                text.Append("any(");
                Write(text, test, element: true);
                text.Append(')');
                break;
            case Compare compare:
                text.Append(compare.Field.Name).Append(element ? "[*] " : " ");
                text.Append(Print(compare.Operator))
                    .Append(' ')
                    .Append(compare.Operator == MatchOperator.Matches ? QuotePattern(compare.Value) : Quote(compare.Value));
                break;
            case In(var field, var values):
                text.Append(field.Name).Append(element ? "[*] in {" : " in {");
                text.AppendJoin(' ', values.Select(Quote)).Append('}');
                break;
        }
    }

    private static void WriteOperand(StringBuilder text, MatchExpression operand, bool inParentheses)
    {
        text.Append(inParentheses ? "(" : "");
        Write(text, operand, element: false);
        text.Append(inParentheses ? ")" : "");
    }
}
