namespace ZeroTrust.Matching;

/// <summary>
/// Parses conditions joined by <c>and</c>, <c>or</c> and <c>not</c>. It continues after an error, so that all errors are reported at once,
/// and returns null for the part that had one.
/// </summary>
internal sealed class ConditionReader(MatchCursor cursor)
{
    // Far deeper than real expressions; keeps hostile input from overflowing the stack.
    private const int MaxDepth = 50;

    private const string Example = "any(identity.groups.name[*] == \"developers\")";

    private readonly FieldTestReader _tests = new(cursor);
    private int _depth;

    public MatchExpression? ReadAll()
    {
        if (cursor.Current.Kind == MatchTokenKind.End)
        {
            cursor.Error(cursor.Current, "The expression is empty; write a condition, such as identity.email == \"user@example.com\".");
            return null;
        }

        var expression = ReadConditions();
        while (cursor.Current.Kind != MatchTokenKind.End)
        {
            cursor.Error(cursor.Take(), "This ')' has no matching '('; remove it.");
            ReadRest();
        }

        return expression;
    }

    // Up to ')' or the end.
    private MatchExpression? ReadConditions()
    {
        var conditions = ReadOr();
        while (!cursor.AtEnd)
        {
            ReportMissingOperator();
            ReadOr();
        }

        return conditions;
    }

    // Parses what follows the place where the conditions should have ended, to report its errors too.
    private void ReadRest()
    {
        if (TakeOr() || TakeAnd() || !cursor.AtEnd)
        {
            ReadConditions();
        }
    }

    private MatchExpression? ReadOr()
    {
        var left = ReadAnd(out var and);
        MatchToken? or = null;
        while (TakeOr())
        {
            or ??= cursor.Previous;
            var right = ReadAnd(out var next);
            and ??= next;
            left = left is null || right is null ? null : new Or(left, right);
        }

        if (and is { } mixed && or is not null)
        {
            cursor.Note(mixed, "'and' binds tighter than 'or'; add parentheses to make the grouping explicit.");
        }

        return left;
    }

    /// <param name="and">The first <c>and</c> outside of parentheses.</param>
    private MatchExpression? ReadAnd(out MatchToken? and)
    {
        and = null;
        var left = ReadTerm();
        while (TakeAnd())
        {
            and ??= cursor.Previous;
            var right = ReadTerm();
            left = left is null || right is null ? null : new And(left, right);
        }

        return left;
    }

    private MatchExpression? ReadTerm()
    {
        if (_depth == MaxDepth)
        {
            cursor.GiveUp(cursor.Current, "The expression is nested too deeply; remove parentheses.");
            return null;
        }

        _depth++;
        var term = ReadTermHere();
        _depth--;
        return term;
    }

    private MatchExpression? ReadTermHere()
    {
        if (cursor.AtEndOfCondition)
        {
            cursor.Error(
                cursor.Current,
                cursor.Previous is { } previous
                    ? $"A condition is missing after '{previous.Text}'."
                    : $"A condition is missing before '{cursor.Current.Text}'."
            );
            return null;
        }

        if (cursor.TakeKeyword("not", "!"))
        {
            return ReadTerm() is { } operand ? new Not(operand) : null;
        }

        if (cursor.TakeIf(MatchTokenKind.LeftParenthesis) is { } opening)
        {
            var content = ReadConditions();
            return Close(opening) ? content : null;
        }

        if (cursor.Current.Kind == MatchTokenKind.Word)
        {
            return cursor.Next.Kind == MatchTokenKind.LeftParenthesis ? ReadCall() : _tests.Read(isElement: false);
        }

        var token = cursor.Current;
        cursor.Error(
            token,
            token.Kind == MatchTokenKind.String
                ? $"A condition starts with a field; write, for example, identity.email == {MatchPrinter.Quote(token.Text)}."
                : $"'{token.Text}' does not start a condition; write a field, such as identity.email or os.name."
        );
        cursor.SkipCondition();
        return null;
    }

    private Any? ReadCall()
    {
        var function = cursor.Take();
        var opening = cursor.Take();
        if (!function.Text.Equals("any", StringComparison.OrdinalIgnoreCase))
        {
            cursor.Error(
                function,
                $"'{function.Text}' is not a function that device profiles support; the only one is any, as in {Example}."
            );
        }
        else if (function.Text != "any")
        {
            cursor.Error(function, "Keywords must be lower case; write 'any'.");
        }

        if (cursor.AtEnd)
        {
            cursor.Error(cursor.Current, $"A comparison is missing; write, for example, {Example}.");
            Close(opening);
            return null;
        }

        var test = _tests.Read(isElement: true);
        if (!cursor.AtEnd)
        {
            var excess = cursor.Current;
            ReadRest();
            if (cursor.AtEnd && cursor.Current.Kind == MatchTokenKind.RightParenthesis)
            {
                cursor.Error(excess, "any(…) takes one comparison; close it with ')' before this, and add another any(…) if needed.");
            }
        }

        Close(opening);
        return test is null ? null : new Any(test);
    }

    private bool Close(MatchToken opening)
    {
        if (cursor.TakeIf(MatchTokenKind.RightParenthesis) is not null)
        {
            return true;
        }

        cursor.Error(opening, "This '(' is never closed; add the matching ')'.");
        return false;
    }

    private void ReportMissingOperator()
    {
        var token = cursor.Current;
        cursor.Error(
            token,
            cursor.Previous is { Kind: MatchTokenKind.String } value && token.Kind == MatchTokenKind.String
                ? $"Several values form a set; write in {{{MatchPrinter.Quote(value.Text)} {MatchPrinter.Quote(token.Text)}}}."
                : "Write 'and' or 'or' between two conditions."
        );

        // Skip a misspelled 'and', which would otherwise be reported again as a condition.
        if (!StartsCondition(token) && StartsCondition(cursor.Next))
        {
            cursor.Take();
        }
    }

    private bool TakeAnd() => cursor.TakeKeyword("and", "&&");

    private bool TakeOr() => cursor.TakeKeyword("or", "||");

    private static bool StartsCondition(MatchToken token) =>
        token.Kind switch
        {
            MatchTokenKind.LeftParenthesis => true,
            MatchTokenKind.Word => token.Text is "any" or "not" || MatchField.Find(token.Text) is not null,
            _ => false,
        };
}
