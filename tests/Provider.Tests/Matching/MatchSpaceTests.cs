using FsCheck;
using FsCheck.Fluent;
using ZeroTrust.Matching;
using ZeroTrust.Provider.Tests.Formats;

namespace ZeroTrust.Provider.Tests.Matching;

internal sealed class MatchSpaceTests
{
    private static readonly string[] Names = ["a", "b", "c"];

    // Every device that expressions with these values can distinguish: each field has one of them or another value, and each group is
    // present or not.
    private static readonly DeviceContext[] Devices =
    [
        .. from os in Names.Append("other")
        from network in Names.Append("")
        from groups in Enumerable.Range(0, 16)
        select new DeviceContext
        {
            OsName = os,
            Network = network,
            GroupNames = [.. Names.Append("other").Where((_, index) => (groups & (1 << index)) != 0)],
        },
    ];

    private static readonly Gen<string> Name = Gen.Elements(Names);

    private static readonly Gen<MatchExpression> Leaf = Gen.OneOf(
        from field in Gen.Elements(MatchField.OsName, MatchField.Network)
        from test in Equality(field)
        select (MatchExpression)test,
        from test in Equality(MatchField.GroupNames)
        select (MatchExpression)new Any(test)
    );

    private static readonly Gen<MatchExpression[]> Four = Gen.Sized(size => Tree(Math.Min(size, 8)).ArrayOf(4));

    [TestCase("""os.name in {"windows"}""", """os.name == "windows" """, ExpectedResult = "0")]
    [TestCase("""os.name == "windows" """, """os.name in {"windows" "mac"}""", """os.name == "mac" """, ExpectedResult = "0")]
    [TestCase("""os.name == "windows" """, """network == "HQ" """, """os.name == "windows" """, ExpectedResult = "1")]
    [TestCase("""os.name in {"windows" "mac"}""", """os.name == "windows" """, """os.name == "mac" """, ExpectedResult = "0, 1")]
    [TestCase("""os.name == "windows" and network == "HQ" """, """os.name == "windows" """, ExpectedResult = "0")]
    [TestCase("""os.name == "windows" """, """os.name == "windows" and network == "HQ" """, ExpectedResult = null)]
    [TestCase(
        """any(identity.groups.name[*] == "staff")""",
        """any(identity.groups.name[*] in {"staff" "guests"})""",
        ExpectedResult = "0"
    )]
    [TestCase(
        """any(identity.groups.name[*] in {"staff" "guests"})""",
        """any(identity.groups.name[*] == "staff")""",
        ExpectedResult = null
    )]
    [TestCase(
        """any(identity.groups.name[*] == "staff") and any(identity.groups.name[*] == "guests")""",
        """any(identity.groups.name[*] == "guests")""",
        ExpectedResult = "0"
    )]
    [TestCase("""any(identity.groups.name[*] == "staff")""", """any(identity.groups.name[*] != "guests")""", ExpectedResult = "0")]
    [TestCase("""identity.email == "a@corp.example" """, """identity.email contains "@corp.example" """, ExpectedResult = "0")]
    [TestCase("""identity.email == "a@corp.example" """, """identity.email matches "@corp\.example$" """, ExpectedResult = "0")]
    [TestCase("""identity.email contains "@corp" """, """identity.email contains "@corp" """, ExpectedResult = "0")]
    [TestCase("""identity.email contains "@corp.example" """, """identity.email contains "@corp" """, ExpectedResult = null)]
    [TestCase("""identity.email == "a@b.c" """, """identity.email != "" """, ExpectedResult = "0")]
    [TestCase("""os.name == "windows" """, """os.name == "Windows" """, ExpectedResult = null)]
    [TestCase("""os.name == "windows" and os.name == "mac" """, ExpectedResult = "")]
    [TestCase("""network == "HQ" or not network == "HQ" """, """os.name == "mac" """, """not os.name == "mac" """, ExpectedResult = "0, 1")]
    public string? A_covered_expression_is_covered_by_the_fewest_others(string text, params string[] before)
    {
        var space = new MatchSpace([.. before.Append(text).Select(one => MatchParser.Parse(one).Expression!)]);
        var covering = space.Covering(before.Length, [.. Enumerable.Range(0, before.Length)]);
        return covering is null ? null : string.Join(", ", covering);
    }

    [Test]
    public void An_expression_is_covered_exactly_when_no_device_is_left() =>
        Invariant.Holds(
            Four,
            expressions =>
            {
                var left = Devices.Where(device =>
                    Matches(expressions[3], device) && !expressions[..3].Any(before => Matches(before, device))
                );
                return (new MatchSpace(expressions).Covering(3, [0, 1, 2]) is not null) == !left.Any();
            }
        );

    [Test]
    public void The_covering_expressions_suffice_and_all_are_needed() =>
        Invariant.Holds(
            Four,
            expressions =>
            {
                if (new MatchSpace(expressions).Covering(3, [0, 1, 2]) is not { } covering)
                {
                    return true;
                }

                bool Cover(IEnumerable<int> some) =>
                    Devices
                        .Where(device => Matches(expressions[3], device))
                        .All(device => some.Any(index => Matches(expressions[index], device)));
                return Cover(covering) && covering.All(one => !Cover(covering.Where(index => index != one)));
            }
        );

    [Test]
    public void A_covered_expression_matches_no_remaining_device() =>
        Invariant.Holds(
            from expressions in Expressions.Any.ArrayOf(3)
            from device in Expressions.Device
            select (expressions, device),
            example =>
                new MatchSpace(example.expressions).Covering(2, [0, 1]) is null
                || MatchEvaluator.Matches(example.expressions[2], example.device) is not true
                || example.expressions[..2].Any(before => MatchEvaluator.Matches(before, example.device) is not false)
        );

    [Test]
    public void The_cost_grows_with_the_number_of_pairs()
    {
        long Steps(int count)
        {
            var space = new MatchSpace([
                .. Enumerable
                    .Range(0, count)
                    .Select(index =>
                        MatchParser
                            .Parse($$"""any(identity.groups.name[*] in {"g{{index}}" "g{{index + 1}}"}) and os.name in {"windows" "mac"}""")
                            .Expression!
                    ),
            ]);
            for (var i = 0; i < count; i++)
            {
                Assert.That(space.Covering(i, [.. Enumerable.Range(0, i)]), Is.Null);
            }

            return space.Steps;
        }

        Assert.That(Steps(400), Is.LessThan(5 * Steps(200)));
    }

    [Test]
    public void A_check_that_takes_too_long_reports_not_covered()
    {
        // The pigeonhole principle: no device matches this, but proving it exceeds the step limit.
        const int Holes = 8;
        string Sits(int pigeon, int hole) => $"""any(identity.groups.name[*] == "{pigeon}.{hole}")""";
        var everyPigeonSits = Enumerable
            .Range(0, Holes + 1)
            .Select(pigeon => $"({string.Join(" or ", Enumerable.Range(0, Holes).Select(hole => Sits(pigeon, hole)))})");
        var noneShare =
            from hole in Enumerable.Range(0, Holes)
            from pigeon in Enumerable.Range(0, Holes + 1)
            from other in Enumerable.Range(0, pigeon)
            select $"not ({Sits(pigeon, hole)} and {Sits(other, hole)})";
        var expression = everyPigeonSits
            .Concat(noneShare)
            .Select(text => MatchParser.Parse(text).Expression!)
            .Aggregate((left, right) => new And(left, right));

        Assert.That(new MatchSpace([expression]).Covering(0, []), Is.Null);
    }

    private static bool Matches(MatchExpression expression, DeviceContext device) => MatchEvaluator.Matches(expression, device) is true;

    private static Gen<FieldTest> Equality(MatchField field) =>
        Gen.OneOf(
            from comparison in Gen.Elements(MatchOperator.Equal, MatchOperator.NotEqual)
            from name in Name
            select (FieldTest)new Compare(field, comparison, name),
            from names in Gen.NonEmptyListOf(Name)
            select (FieldTest)new In(field, [.. names.Distinct()])
        );

    private static Gen<MatchExpression> Tree(int size) =>
        from kind in size <= 1 ? Gen.Constant(0) : Gen.Choose(0, 4)
        from expression in kind switch
        {
            0 => Leaf,
            1 => Tree(size - 1).Select(operand => (MatchExpression)new Not(operand)),
            2 or 3 => Tree(size / 2).Two().Select(sides => (MatchExpression)new And(sides.Item1, sides.Item2)),
            _ => Tree(size / 2).Two().Select(sides => (MatchExpression)new Or(sides.Item1, sides.Item2)),
        }
        select expression;
}
