namespace ZeroTrust.Matching;

/// <summary>Parses a comparison of a field: <c>os.name == "mac"</c>, <c>network in {"a" "b"}</c>.</summary>
internal sealed class FieldTestReader(MatchCursor cursor)
{
    private const string Documented = "==, != and in";

    /// <summary>Parses the test that starts at the current word; null when an error leaves nothing to check.</summary>
    /// <param name="isElement">Whether the test is inside <c>any(…)</c>.</param>
    public FieldTest? Read(bool isElement)
    {
        var name = cursor.Take();
        var index = cursor.TakeIf(MatchTokenKind.Index);
        if (cursor.AtEndOfCondition || name.Kind != MatchTokenKind.Word)
        {
            cursor.Error(name, NotATest(name));
            cursor.SkipCondition();
            return null;
        }

        var field = MatchField.Find(name.Text);
        if (field is null)
        {
            cursor.Error(
                name,
                MatchField.Meant(name.Text) is { } meant
                    ? $"'{name.Text}' is not a field that device profiles can test; did you mean '{meant}'?"
                    : $"'{name.Text}' is not a field that device profiles can test; the fields are {string.Join(", ", MatchField.All)}."
            );
        }

        var test = ReadComparison(field ?? MatchField.Unknown(name.Text));
        if (test is not null && field is not null)
        {
            CheckShape(test, name, index, isElement);
        }

        return field is null ? null : test;
    }

    private static string NotATest(MatchToken name)
    {
        if (name.Kind != MatchTokenKind.Word)
        {
            return "A field is missing here; write one, such as identity.groups.name[*].";
        }

        if (MatchField.Find(name.Text) is not null)
        {
            return $"{name.Text} is compared with nothing; write {name.Text} == and a value in double quotes.";
        }

        return name.Text.Contains('@', StringComparison.Ordinal)
            ? $"'{name.Text}' is a value, not a condition; write identity.email == {MatchPrinter.Quote(name.Text)}."
            : $"'{name.Text}' is not a condition; write a field, an operator and a value, such as os.name == \"windows\".";
    }

    private FieldTest? ReadComparison(MatchField field)
    {
        var token = cursor.Current;
        if (cursor.Next.Text == "in" && cursor.TakeKeyword("not") && cursor.TakeKeyword("in"))
        {
            cursor.Error(token, $"'not' goes before the field; write not {field} in {{…}}.");
            return ReadSet(field);
        }

        if (cursor.TakeKeyword("in"))
        {
            return ReadSet(field);
        }

        var comparison = ReadOperator(field);
        if (cursor.Current.Kind == MatchTokenKind.LeftBrace)
        {
            cursor.Error(cursor.Current, $"Sets are compared with 'in'; write {field} in {{…}}.");
            return ReadSet(field);
        }

        return ReadValue() is { } value ? Checked(new Compare(field, comparison, value.Text), value) : null;
    }

    private MatchOperator ReadOperator(MatchField field)
    {
        var token = cursor.Current;
        if (token.Kind is MatchTokenKind.Word or MatchTokenKind.Operator)
        {
            cursor.Take();
        }

        switch (token.Text)
        {
            case "==" when token.Kind == MatchTokenKind.Operator:
                return MatchOperator.Equal;
            case "!=" when token.Kind == MatchTokenKind.Operator:
                return MatchOperator.NotEqual;
            case "contains" or "matches" when token.Kind == MatchTokenKind.Word:
                cursor.Warn(
                    token,
                    $"'{token.Text}' is not documented for device profiles, and Cloudflare may refuse it; "
                        + $"the documented operators are {Documented}."
                );
                return token.Text == "contains" ? MatchOperator.Contains : MatchOperator.Matches;
        }

        cursor.Error(token, WrongOperator(token, field));
        return MatchOperator.Equal;
    }

    private static string WrongOperator(MatchToken token, MatchField field) =>
        token.Kind switch
        {
            MatchTokenKind.Word or MatchTokenKind.Operator => token.Text.ToLowerInvariant() switch
            {
                "=" or "===" or "eq" or "is" or "equals" => $"'{token.Text}' is not an operator; write '=='.",
                "<>" or "ne" => $"'{token.Text}' is not an operator; write '!='.",
                _ => $"'{token.Text}' is not an operator; the operators are {Documented}.",
            },
            _ => $"An operator is missing after {field}; write '==' before a value, 'in' before a set.",
        };

    private MatchToken? ReadValue()
    {
        var token = cursor.Current;
        if (token.Kind == MatchTokenKind.String)
        {
            return cursor.Take();
        }

        if (token.Kind == MatchTokenKind.Word && !cursor.AtEndOfCondition)
        {
            cursor.Error(token, $"Values must be in double quotes; write {MatchPrinter.Quote(token.Text)}.");
            return cursor.Take();
        }

        cursor.Error(token, "A value in double quotes is missing here.");
        cursor.SkipCondition();
        return null;
    }

    private In? ReadSet(MatchField field)
    {
        var opening = cursor.Current;
        if (opening.Kind == MatchTokenKind.String)
        {
            cursor.Error(opening, $"'in' takes a set; write {{{MatchPrinter.Quote(opening.Text)}}}.");
            return new In(field, [cursor.Take().Text]);
        }

        if (opening.Kind is not (MatchTokenKind.LeftBrace or MatchTokenKind.LeftParenthesis))
        {
            cursor.Error(opening, "'in' takes a set in braces, such as {\"windows\" \"mac\"}.");
            cursor.SkipCondition();
            return null;
        }

        cursor.Take();
        var closing = opening.Kind == MatchTokenKind.LeftBrace ? MatchTokenKind.RightBrace : MatchTokenKind.RightParenthesis;
        MatchToken? comma = null;
        var values = new List<MatchToken>();
        while (cursor.Current.Kind is MatchTokenKind.String or MatchTokenKind.Word or MatchTokenKind.Comma && !cursor.AtEndOfCondition)
        {
            if (cursor.TakeIf(MatchTokenKind.Comma) is { } found)
            {
                comma ??= found;
            }
            else if (ReadValue() is { } value)
            {
                values.Add(value);
            }
        }

        var set = new In(field, [.. values.Select(value => value.Text)]);
        Close(set, opening, closing, comma);
        return Checked(set, [.. values]);
    }

    private void Close(In set, MatchToken opening, MatchTokenKind closing, MatchToken? comma)
    {
        var shown = $"{{{string.Join(' ', set.Values.Select(MatchPrinter.Quote))}}}";
        if (cursor.TakeIf(closing) is not { } end)
        {
            cursor.Error(opening, $"This '{opening.Text}' is never closed; write '}}' after the last value.");
        }
        else if (opening.Kind == MatchTokenKind.LeftParenthesis)
        {
            cursor.Error(opening, $"Sets must be in braces; write {shown}.");
        }
        else if (comma is { } first)
        {
            cursor.Error(first, $"Values of a set are separated by spaces; write {shown}.");
        }
        else if (set.Values.Count == 0)
        {
            cursor.Error(opening with { Length = end.End - opening.Start }, "The set is empty; write at least one value in double quotes.");
        }
    }

    private T Checked<T>(T test, params IEnumerable<MatchToken> values)
        where T : FieldTest
    {
        // 'contains' and 'matches' take parts of values, which need not look like values.
        if (test is not Compare { Operator: MatchOperator.Contains or MatchOperator.Matches })
        {
            foreach (var value in values)
            {
                if (MatchLint.Warning(test.Field, value.Text) is { } doubt)
                {
                    cursor.Warn(value, doubt);
                }
            }
        }

        return test;
    }

    private void CheckShape(FieldTest test, MatchToken name, MatchToken? index, bool isElement)
    {
        var field = test.Field;
        if (!field.IsArray)
        {
            if (isElement || index is not null)
            {
                cursor.Error(name, $"{field} has one value; write {test}{(isElement ? " without any(…)" : "")}.");
            }
        }
        else if (index is { Text: not "[*]" } other)
        {
            cursor.Error(other, "Only [*] (each of the values) is possible here.");
        }
        else if (isElement && index is null)
        {
            cursor.Error(name, $"any(…) tests each of the values; write any({field}[*] …).");
        }
        else if (!isElement && index is not null)
        {
            cursor.Error(name, $"{field}[*] is possible only inside any(…); write {InAny(test)}.");
        }
        else if (!isElement)
        {
            // Cloudflare's tables show this form; its working examples use any(…).
            cursor.Warn(name, $"{field} has several values, and Cloudflare may refuse this comparison; write {InAny(test)}.");
        }
        else if (test is Compare { Operator: MatchOperator.NotEqual })
        {
            cursor.Warn(name, $"This is true as soon as one of the values differs; for 'none of them', write {InAny(test)}.");
        }
    }

    private static MatchExpression InAny(FieldTest test) =>
        test is Compare { Operator: MatchOperator.NotEqual } compare
            ? new Not(new Any(compare with { Operator = MatchOperator.Equal }))
            : new Any(test);
}
