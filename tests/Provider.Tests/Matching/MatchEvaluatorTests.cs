using FsCheck;
using FsCheck.Fluent;
using ZeroTrust.Matching;
using ZeroTrust.Provider.Tests.Formats;

namespace ZeroTrust.Provider.Tests.Matching;

internal sealed class MatchEvaluatorTests
{
    private static readonly DeviceContext Laptop = new()
    {
        Email = "jdoe@example.com",
        GroupIds = ["g-1", "g-2"],
        GroupNames = ["developers", "All Company"],
        GroupEmails = ["developers@example.com"],
        SamlAttributes = ["group=finance"],
        ServiceTokenUuid = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415",
        Network = "Austin office",
        OsName = "windows",
        OsVersion = "10.0.19045",
    };

    private static readonly DeviceContext Nobody = new()
    {
        Email = "",
        GroupIds = [],
        GroupNames = [],
        GroupEmails = [],
        SamlAttributes = [],
        ServiceTokenUuid = "",
        Network = "",
        OsName = "",
        OsVersion = "",
    };

    private static readonly Gen<(MatchExpression Left, MatchExpression Right, DeviceContext Device)> Cases =
        from sides in Expressions.Any.Two()
        from device in Expressions.Device
        select (sides.Item1, sides.Item2, device);

    [TestCase("""identity.email == "jdoe@example.com" """, ExpectedResult = true)]
    [TestCase("""identity.email == "JDoe@example.com" """, ExpectedResult = false)]
    [TestCase("""identity.email != "jdoe@example.com" """, ExpectedResult = false)]
    [TestCase("""identity.email in {"a@b.c" "jdoe@example.com"}""", ExpectedResult = true)]
    [TestCase("""identity.email contains "@example.com" """, ExpectedResult = true)]
    [TestCase("""identity.email matches "^[a-z]+@example\.com$" """, ExpectedResult = true)]
    [TestCase("""identity.email matches "^[a-z]+@example\.net$" """, ExpectedResult = false)]
    [TestCase("""identity.email matches "(" """, ExpectedResult = false)]
    [TestCase("""any(identity.groups.id[*] == "g-2")""", ExpectedResult = true)]
    [TestCase("""any(identity.groups.id[*] == "g-3")""", ExpectedResult = false)]
    [TestCase("""any(identity.groups.name[*] in {"admin" "developers"})""", ExpectedResult = true)]
    [TestCase("""any(identity.groups.name[*] != "developers")""", ExpectedResult = true)]
    [TestCase("""not any(identity.groups.name[*] == "developers")""", ExpectedResult = false)]
    [TestCase("""identity.groups.email == "developers@example.com" """, ExpectedResult = true)]
    [TestCase("""identity.groups.name != "developers" """, ExpectedResult = false)]
    [TestCase("""any(identity.saml_attributes[*] == "group=finance")""", ExpectedResult = true)]
    [TestCase("""identity.service_token_uuid == "f174e90a-fafe-4643-bbbc-4a0ed4fc8415" """, ExpectedResult = true)]
    [TestCase("""network == "Austin office" """, ExpectedResult = true)]
    [TestCase("""os.name in {"windows" "mac"}""", ExpectedResult = true)]
    [TestCase("""os.version == "10.0.19045" """, ExpectedResult = true)]
    [TestCase("""os.name == "mac" or network == "Austin office" and os.version != "" """, ExpectedResult = true)]
    [TestCase("""(os.name == "mac" or network == "Austin office") and os.version == "1.0.0" """, ExpectedResult = false)]
    public bool? An_expression_is_evaluated_with_the_devices_values(string text) => Evaluate(text, Laptop).IsMatch;

    [TestCase("""identity.email != "" """, ExpectedResult = false)]
    [TestCase("""identity.email == "" """, ExpectedResult = true)]
    [TestCase("""any(identity.groups.name[*] != "developers")""", ExpectedResult = false)]
    [TestCase("""not any(identity.groups.name[*] == "developers")""", ExpectedResult = true)]
    public bool? Missing_device_values_are_empty(string text) => Evaluate(text, Nobody).IsMatch;

    [TestCase("""identity.email == "a@b.c" """, ExpectedResult = null)]
    [TestCase("""any(identity.groups.name[*] == "staff")""", ExpectedResult = null)]
    [TestCase("""not any(identity.groups.name[*] == "staff")""", ExpectedResult = null)]
    [TestCase("""any(identity.groups.name[*] == "staff") and os.name == "mac" """, ExpectedResult = false)]
    [TestCase("""os.name == "windows" or any(identity.groups.name[*] == "staff")""", ExpectedResult = true)]
    [TestCase("""os.name == "mac" or any(identity.groups.name[*] == "staff")""", ExpectedResult = null)]
    public bool? Unknown_values_are_undecided(string text) => Evaluate(text, new DeviceContext { OsName = "windows" }).IsMatch;

    [TestCase("""os.name == "mac" and network == "HQ" """, ExpectedResult = """os.name == "mac" """)]
    [TestCase("""os.name == "windows" and network == "HQ" """, ExpectedResult = """network == "HQ" """)]
    [TestCase("""os.name == "mac" or network == "HQ" """, ExpectedResult = """os.name == "mac"; network == "HQ" """)]
    [TestCase("""os.name == "mac" or not network == "HQ" """, ExpectedResult = """network == "HQ" """)]
    [TestCase(
        """os.name == "windows" and (os.name == "mac" or identity.email == "a@b.c")""",
        ExpectedResult = """identity.email == "a@b.c" """
    )]
    [TestCase(
        """any(identity.groups.name[*] == "staff") and identity.email == "a@b.c" and os.name == "windows" """,
        ExpectedResult = """any(identity.groups.name[*] == "staff"); identity.email == "a@b.c" """
    )]
    public string The_deciding_tests_are_returned(string text) =>
        string.Join(
            "; ",
            Evaluate(text, new DeviceContext { OsName = "windows", Network = "Austin office" }).Deciding.Select(test => test.Condition)
        ) + " ";

    [Test]
    public void The_explanation_has_the_devices_value_for_each_condition()
    {
        var explanation = Evaluate(
            """os.name == "mac" or any(identity.groups.name[*] in {"developers"}) and not network == "Home" and os.version == "1.0.0" """,
            Laptop
        );

        Assert.That(
            Lines(explanation),
            Is.EqualTo([
                """no  os.name == "mac" or any(identity.groups.name[*] in {"developers"}) and not network == "Home" and os.version == """
                    + "\"1.0.0\"",
                """  no  os.name == "mac" [windows]""",
                """  no  any(identity.groups.name[*] in {"developers"}) and not network == "Home" and os.version == "1.0.0" """.TrimEnd(),
                """    yes any(identity.groups.name[*] in {"developers"}) [developers, All Company]""",
                """    yes not network == "Home" """.TrimEnd(),
                """      no  network == "Home" [Austin office]""",
                """    no  os.version == "1.0.0" [10.0.19045]""",
            ])
        );
    }

    [Test]
    public void And_or_and_not_follow_three_valued_logic() =>
        Invariant.Holds(
            Cases,
            example =>
            {
                var (left, right, device) = example;
                bool? Is(MatchExpression expression) => MatchEvaluator.Evaluate(expression, device).IsMatch;
                return Is(new And(left, right)) == (Is(left) & Is(right))
                    && Is(new Or(left, right)) == (Is(left) | Is(right))
                    && Is(new Not(left)) == !Is(left);
            }
        );

    [Test]
    public void A_decision_does_not_change_when_more_is_known() =>
        Invariant.Holds(
            Cases,
            example =>
            {
                var (expression, _, device) = example;
                var known = new DeviceContext
                {
                    Email = device.Email ?? "a@b.c",
                    GroupIds = device.GroupIds ?? ["mac"],
                    GroupNames = device.GroupNames ?? [],
                    GroupEmails = device.GroupEmails ?? ["a@b.c"],
                    SamlAttributes = device.SamlAttributes ?? [""],
                    ServiceTokenUuid = device.ServiceTokenUuid ?? "",
                    Network = device.Network ?? "Example Corp",
                    OsName = device.OsName ?? "mac",
                    OsVersion = device.OsVersion ?? "",
                };
                var before = MatchEvaluator.Matches(expression, device);
                return before is null || before == MatchEvaluator.Matches(expression, known);
            }
        );

    [Test]
    public void The_deciding_tests_suffice() =>
        Invariant.Holds(
            Cases,
            example =>
            {
                // With everything else unknown, those tests give the same answer.
                var explanation = MatchEvaluator.Evaluate(example.Left, example.Device);
                return explanation.Deciding.Any()
                    && explanation.Deciding.All(test => explanation.IsMatch is not null || test.IsMatch is null);
            }
        );

    private static MatchExplanation Evaluate(string text, DeviceContext device) =>
        MatchEvaluator.Evaluate(MatchParser.Parse(text).Expression!, device);

    private static IEnumerable<string> Lines(MatchExplanation explanation, string indent = "") =>
        explanation
            .Parts.SelectMany(part => Lines(part, indent + "  "))
            .Prepend(
                $"{indent}{(explanation.IsMatch is true ? "yes" : "no ")} {explanation.Condition}"
                    + (explanation.Actual is { } actual ? $" [{string.Join(", ", actual)}]" : "")
            );
}
