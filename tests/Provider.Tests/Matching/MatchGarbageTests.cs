using FsCheck;
using FsCheck.Fluent;
using ZeroTrust.Matching;
using ZeroTrust.Provider.Tests.Formats;

namespace ZeroTrust.Provider.Tests.Matching;

/// <summary>Expressions made of valid tokens in any order, and their meaning.</summary>
internal sealed class MatchGarbageTests
{
    private static readonly Gen<string> Garbage = Gen.Elements(
            "any",
            "(",
            ")",
            "{",
            "}",
            "[*]",
            "[",
            "\"",
            "\\",
            "\"a\"",
            "identity.email",
            "identity.groups.name",
            "os.name",
            "network",
            "and",
            "or",
            "not",
            "!",
            "==",
            "!=",
            "in",
            "matches",
            "&&",
            "||",
            " ",
            "\n",
            "\0",
            "\u00a0",
            "\ud800",
            "👩‍🚀",
            "123",
            ".",
            "unknown.field",
            "#"
        )
        .ArrayOf()
        .Select(string.Concat);

    private static readonly Gen<(MatchExpression Expression, DeviceContext Device)> Cases =
        from expression in Expressions.Any
        from device in Expressions.Device
        select (expression, device);

    [Test]
    public void Tokens_in_any_order_are_parsed_or_refused_with_a_position() =>
        Invariant.Holds(
            Garbage,
            text =>
            {
                var parsed = MatchParser.Parse(text);
                return (parsed.Expression is not null || parsed.Problems.Any(problem => problem.Severity == MatchSeverity.Error))
                    && parsed.Problems.All(problem =>
                        problem.Start >= 0
                        && problem.Length >= 0
                        && problem.Start + problem.Length <= text.Length
                        && problem.Render(text).Length > 0
                    );
            }
        );

    [Test]
    public void White_space_outside_strings_is_insignificant() =>
        Invariant.Holds(
            Garbage,
            text =>
                WhiteSpace.Collapse(WhiteSpace.Collapse(text)) == WhiteSpace.Collapse(text)
                && MatchParser.Parse(WhiteSpace.Collapse(text)).Expression == MatchParser.Parse(text).Expression
        );

    [Test]
    public void The_evaluator_agrees_with_a_simple_one() =>
        Invariant.Holds(
            Cases,
            example => MatchEvaluator.Evaluate(example.Expression, example.Device).IsMatch == Reads(example.Expression, example.Device)
        );

    private static bool? Reads(MatchExpression expression, DeviceContext device) =>
        expression switch
        {
            And(var left, var right) => Reads(left, device) & Reads(right, device),
            Or(var left, var right) => Reads(left, device) | Reads(right, device),
            Not(var operand) => !Reads(operand, device),
            Any(var test) => Of(test.Field, device)?.Any(value => Is(test, value)),
            Compare { Operator: MatchOperator.NotEqual } test => !Of(test.Field, device)?.Contains(test.Value),
            FieldTest test => Of(test.Field, device)?.Any(value => Is(test, value)),
            _ => throw new ArgumentException("There is no other kind.", nameof(expression)),
        };

    private static bool Is(FieldTest test, string value) =>
        test switch
        {
            In { Values: var values } => values.Any(one => one.AsSpan().SequenceEqual(value)),
            Compare { Operator: MatchOperator.Equal } compare => compare.Value.AsSpan().SequenceEqual(value),
            Compare { Operator: MatchOperator.NotEqual } compare => !compare.Value.AsSpan().SequenceEqual(value),
            Compare { Operator: MatchOperator.Contains } compare => value.Split(compare.Value).Length > 1 || compare.Value.Length == 0,
            Compare compare => System.Text.RegularExpressions.Regex.IsMatch(value, compare.Value),
            _ => false,
        };

    // By name, as in the documentation.
    private static IReadOnlyList<string>? Of(MatchField field, DeviceContext device) =>
        field.Name switch
        {
            "identity.email" => One(device.Email),
            "identity.groups.id" => device.GroupIds,
            "identity.groups.name" => device.GroupNames,
            "identity.groups.email" => device.GroupEmails,
            "identity.saml_attributes" => device.SamlAttributes,
            "identity.service_token_uuid" => One(device.ServiceTokenUuid),
            "network" => One(device.Network),
            "os.name" => One(device.OsName),
            _ => One(device.OsVersion),
        };

    private static string[]? One(string? value) => value is null ? null : [value];
}
