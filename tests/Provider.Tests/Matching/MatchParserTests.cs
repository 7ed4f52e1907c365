using ZeroTrust.Matching;
using static ZeroTrust.Provider.Tests.Formats.FormatTable;

namespace ZeroTrust.Provider.Tests.Matching;

internal sealed class MatchParserTests
{
    // Expressions from documentation, tests and public configurations, in canonical form.
    internal static readonly TestCaseData[] RealExpressions =
    [
        Row("1", """identity.email == "test@cloudflare.com" """),
        Row("2", """identity.email == "foo@example.com" """),
        Row("3", """identity.email == "user-name@company.com" """),
        Row(
            "4",
            """identity.email in {"jdoe@example.com"} or any(identity.groups.name[*] in {"developers" "admin"}) and os.name == "windows" """
        ),
        Row("5", """any(identity.groups.name[*] in {"Developers"})"""),
        Row("6", """any(identity.groups.name[*] in {"Example Corp"})"""),
        Row("7", """any(identity.groups.name[*] in {"All Company"}) or identity.email == "non_identity@<team>.cloudflareaccess.com" """),
        Row("8", """os.name in {"windows" "mac"}"""),
        Row("10", """os.version == "1.2.0" """),
        Row("12", """network == "Austin office" """),
        Row("13", """network == "Office managed network" """),
        Row("14", """identity.service_token_uuid == "f174e90a-fafe-4643-bbbc-4a0ed4fc8415" """),
        Row("19", """identity.email == "warp_connector@myteam.cloudflareaccess.com" """),
        Row("20", """identity.email == "warp_connector@$TEAM_NAME.cloudflareaccess.com" """),
        Row("21", """identity.email in {"a@gmail.com" "b@gmail.com"}"""),
        Row("22", """identity.email != "" """),
        Row("23", """identity.email == "split-tunnel-e2e@example.com" """),
        Row("24", """identity.email == "nobody@example.com" """),
        Row("25", """any(identity.groups.name[*] in {"finance"})"""),
        Row("26", """any(identity.groups.name[*] in {"CF-Team" "XY1A_GG_IAM_774"})"""),
        Row("not", """not os.name == "ios" """),
        Row("not of a group", """not (os.name == "ios" or os.name == "android") and network in {"HQ"}"""),
        Row("escapes", """network == "The \"big\" office \\ 1" """),
    ];

    internal static readonly TestCaseData[] DoubtfulExpressions =
    [
        Row("9", """os.name == "Windows" """, "os.name is \"windows\" in lower case; other spellings may never match."),
        Row("11", """os.version == "10.15" """, "os.version is a semantic version; write \"10.15.0\"."),
        Row(
            "15",
            """identity.groups.email == "contractors@company.com" """,
            "identity.groups.email has several values, and Cloudflare may refuse this comparison; write any(identity.groups.email[*] == "
                + "\"contractors@company.com\")."
        ),
        Row(
            "16",
            """identity.groups.id == "12jf495bhjd7893ml09o" """,
            "identity.groups.id has several values, and Cloudflare may refuse this comparison; write any(identity.groups.id[*] == "
                + "\"12jf495bhjd7893ml09o\")."
        ),
        Row(
            "17",
            """identity.groups.name == "\"finance\"" """,
            "identity.groups.name has several values, and Cloudflare may refuse this comparison; write any(identity.groups.name[*] == "
                + "\"\\\"finance\\\"\")."
                + " | The value itself contains quotation marks; write \"finance\" unless they are part of it."
        ),
        Row(
            "18",
            """identity.saml_attributes == "\"group=finance\"" """,
            "identity.saml_attributes has several values, and Cloudflare may refuse this comparison; write "
                + "any(identity.saml_attributes[*] == \"\\\"group=finance\\\"\")."
                + " | The value itself contains quotation marks; write \"group=finance\" unless they are part of it."
        ),
        Row(
            "array compared with scalar",
            """identity.groups.name == "contractors" """,
            "identity.groups.name has several values, and Cloudflare may refuse this comparison; write any(identity.groups.name[*] == "
                + "\"contractors\")."
        ),
        Row(
            "array unequal to scalar",
            """identity.groups.name != "contractors" """,
            "identity.groups.name has several values, and Cloudflare may refuse this comparison; write not any(identity.groups.name[*] "
                + "== \"contractors\")."
        ),
        Row(
            "any unequal",
            """any(identity.groups.name[*] != "contractors")""",
            "This is true as soon as one of the values differs; for 'none of them', write not any(identity.groups.name[*] == "
                + "\"contractors\")."
        ),
        Row(
            "regular expression",
            """identity.email matches ".*@corp\.example\.com" """,
            "'matches' is not documented for device profiles, and Cloudflare may refuse it; the documented operators are ==, != and in."
        ),
        Row(
            "contains",
            """identity.email contains "@corp.example.com" """,
            "'contains' is not documented for device profiles, and Cloudflare may refuse it; the documented operators are ==, != and in."
        ),
        Row("unknown os", """os.name == "beos" """, "os.name is one of windows, mac, linux, ios, android, chromeos."),
        Row(
            "another name of an os",
            """os.name in {"linux" "macOS"}""",
            "os.name is \"mac\" in lower case; other spellings may never match."
        ),
        Row("version in words", """os.version == "Ventura" """, "os.version is a semantic version, such as \"1.2.0\"."),
        Row("email without a domain", """identity.email == "alice" """, "identity.email is a full email address."),
        Row(
            "connector without a team",
            """identity.email == "warp_connector@cloudflareaccess.com" """,
            "The team is missing; write \"warp_connector@<team>.cloudflareaccess.com\" with your team name."
        ),
        Row(
            "service token by name",
            """identity.service_token_uuid == "ci" """,
            "A service token is identified by its UUID, such as \"f174e90a-fafe-4643-bbbc-4a0ed4fc8415\"."
        ),
        Row(
            "attribute without a value",
            """any(identity.saml_attributes[*] == "finance")""",
            "A SAML attribute is written as \"name=value\"."
        ),
    ];

    // The expression, and the marked part and message of each error.
    internal static readonly TestCaseData[] InvalidExpressions =
    [
        Row("empty", "", "[] The expression is empty; write a condition, such as identity.email == \"user@example.com\"."),
        Row("white space", " \n ", "[] The expression is empty; write a condition, such as identity.email == \"user@example.com\"."),
        Row(
            "field of old documentation",
            """user.identity == "test@cloudflare.com" """,
            "[user.identity] 'user.identity' is not a field that device profiles can test; did you mean 'identity.email'?"
        ),
        Row(
            "field of Access",
            """user.email == "admin@example.com" """,
            "[user.email] 'user.email' is not a field that device profiles can test; did you mean 'identity.email'?"
        ),
        Row(
            "half a field",
            """identity.groups == "employees" """,
            "[identity.groups] 'identity.groups' is not a field that device profiles can test; did you mean 'identity.groups.name'?"
        ),
        Row(
            "misspelt field",
            """any(identity.group.names[*] == "x")""",
            "[identity.group.names] 'identity.group.names' is not a field that device profiles can test; did you mean "
                + "'identity.groups.name'?"
        ),
        Row(
            "field in upper case",
            """OS.Name == "mac" """,
            "[OS.Name] 'OS.Name' is not a field that device profiles can test; did you mean 'os.name'?"
        ),
        Row(
            "field of Gateway",
            "net.dst.ip in {10.0.0.0/8}",
            "[net.dst.ip] 'net.dst.ip' is not a field that device profiles can test; the fields are identity.email, identity.groups.id, "
                + "identity.groups.name, "
                + "identity.groups.email, identity.saml_attributes, identity.service_token_uuid, network, os.name, os.version."
                + " | [10.0.0.0/8] Values must be in double quotes; write \"10.0.0.0/8\"."
        ),
        Row(
            "value alone",
            "warp_connector@cloudflareaccess.com",
            "[warp_connector@cloudflareaccess.com] 'warp_connector@cloudflareaccess.com' is a value, not a condition; write "
                + "identity.email == \"warp_connector@cloudflareaccess.com\"."
        ),
        Row(
            "quoted value alone",
            "\"a@b.c\"",
            "[\"a@b.c\"] A condition starts with a field; write, for example, identity.email == \"a@b.c\"."
        ),
        Row(
            "field alone",
            "identity.email",
            "[identity.email] identity.email is compared with nothing; write identity.email == and a value in double quotes."
        ),
        Row(
            "word alone",
            "true",
            "[true] 'true' is not a condition; write a field, an operator and a value, such as os.name == \"windows\"."
        ),
        Row("single equals sign", """identity.email = "a@b.c" """, "[=] '=' is not an operator; write '=='."),
        Row("three equals signs", """identity.email === "a@b.c" """, "[===] '===' is not an operator; write '=='."),
        Row("operator of SQL", """os.name <> "mac" """, "[<>] '<>' is not an operator; write '!='."),
        Row("operator as a word", """os.name is "mac" """, "[is] 'is' is not an operator; write '=='."),
        Row(
            "endsWith",
            """identity.email endsWith "@contractor.com" """,
            "[endsWith] 'endsWith' is not an operator; the operators are ==, != and in."
        ),
        Row("not in", """os.name not in {"mac"}""", "[not] 'not' goes before the field; write not os.name in {…}."),
        Row("in in upper case", """os.name IN {"mac"}""", "[IN] Keywords must be lower case; write 'in'."),
        Row(
            "no operator",
            """os.name "mac" """,
            "[\"mac\"] An operator is missing after os.name; write '==' before a value, 'in' before a set."
        ),
        Row("no value", "os.name ==", "[] A value in double quotes is missing here."),
        Row("no value before and", """os.name == and network == "HQ" """, "[and] A value in double quotes is missing here."),
        Row("bare value", "os.name == mac", "[mac] Values must be in double quotes; write \"mac\"."),
        Row("single quotes", "identity.email == 'a@b.c'", "['a@b.c'] Values must be in double quotes; write \"a@b.c\"."),
        Row("curly quotes", "identity.email == “a@b.c”", "[“a@b.c”] Values must be in double quotes; write \"a@b.c\"."),
        Row("backticks", "identity.email == `a@b.c`", "[`a@b.c`] Values must be in double quotes; write \"a@b.c\"."),
        Row(
            "quotes escaped once too often",
            """identity.email == \"a@b.c\" """,
            "[\\\"a@b.c\\\"] Values must be in double quotes; write \"a@b.c\"."
        ),
        Row(
            "value that does not end",
            """os.name == "mac and more""",
            "[\"mac and more] The value is not closed on its line; end it with a double quote."
        ),
        Row(
            "unknown escape",
            """network == "a\nb" """,
            "[\\n] '\\n' is not an escape sequence; only \\\" and \\\\ are. Write '\\\\' for a backslash."
        ),
        Row("commas", """os.name in {"windows","mac"}""", "[,] Values of a set are separated by spaces; write {\"windows\" \"mac\"}."),
        Row("empty set", "os.name in { }", "[{ }] The set is empty; write at least one value in double quotes."),
        Row("set that does not end", """os.name in {"mac" """, "[{] This '{' is never closed; write '}' after the last value."),
        Row("set in parentheses", """os.name in ("mac" "linux")""", "[(] Sets must be in braces; write {\"mac\" \"linux\"}."),
        Row("set in brackets", """os.name in ["mac"]""", "[[\"mac\"]] 'in' takes a set in braces, such as {\"windows\" \"mac\"}."),
        Row("value instead of a set", """os.name in "mac" """, "[\"mac\"] 'in' takes a set; write {\"mac\"}."),
        Row("set instead of a value", """os.name == {"mac" "linux"}""", "[{] Sets are compared with 'in'; write os.name in {…}."),
        Row(
            "two values",
            """os.name == "mac" "linux" """,
            "[\"linux\"] Several values form a set; write in {\"mac\" \"linux\"}. | [\"linux\"] A condition starts with a field; write, "
                + "for example, identity.email == \"linux\"."
        ),
        Row("parenthesis of any", """any(identity.groups.name[*] == "x" """, "[(] This '(' is never closed; add the matching ')'."),
        Row("opening parenthesis", """(os.name == "mac" and (network == "HQ")""", "[(] This '(' is never closed; add the matching ')'."),
        Row("closing parenthesis", """os.name == "mac") and network == "HQ" """, "[)] This ')' has no matching '('; remove it."),
        Row("empty parentheses", "()", "[)] A condition is missing after '('."),
        Row(
            "keyword in upper case",
            """identity.email == "a@b.c" AND os.name == "mac" """,
            "[AND] Keywords must be lower case; write 'and'."
        ),
        Row("single ampersand", """identity.email == "a@b.c" & os.name == "mac" """, "[&] '&' is not an operator; write 'and'."),
        Row("misspelt keyword", """identity.email == "a@b.c" adn os.name == "mac" """, "[adn] Write 'and' or 'or' between two conditions."),
        Row("no keyword", """identity.email == "a@b.c" os.name == "mac" """, "[os.name] Write 'and' or 'or' between two conditions."),
        Row(
            "comma between conditions",
            """identity.email == "a@b.c", os.name == "mac" """,
            "[,] Write 'and' or 'or' between two conditions."
        ),
        Row("and at the end", """os.name == "mac" and""", "[] A condition is missing after 'and'."),
        Row("or at the start", """or os.name == "mac" """, "[or] A condition is missing before 'or'."),
        Row("and twice", """os.name == "mac" and and network == "HQ" """, "[and] A condition is missing after 'and'."),
        Row(
            "scalar in any",
            """any(identity.email[*] == "a@b.c")""",
            "[identity.email] identity.email has one value; write identity.email == \"a@b.c\" without any(…)."
        ),
        Row("scalar with an index", """os.name[*] == "mac" """, "[os.name] os.name has one value; write os.name == \"mac\"."),
        Row(
            "array without an index in any",
            """any(identity.groups.name == "x")""",
            "[identity.groups.name] any(…) tests each of the values; write any(identity.groups.name[*] …)."
        ),
        Row(
            "array without any",
            """identity.groups.name[*] in {"x"}""",
            "[identity.groups.name] identity.groups.name[*] is possible only inside any(…); write any(identity.groups.name[*] in {\"x\"})."
        ),
        Row("number as an index", """any(identity.groups.name[0] == "x")""", "[[0]] Only [*] (each of the values) is possible here."),
        Row(
            "two comparisons in any",
            """any(identity.groups.name[*] == "x" or identity.groups.name[*] == "y")""",
            "[or] any(…) takes one comparison; close it with ')' before this, and add another any(…) if needed."
                + " | [identity.groups.name] identity.groups.name[*] is possible only inside any(…); write any(identity.groups.name[*] "
                + "== \"y\")."
        ),
        Row("empty any", "any()", "[)] A comparison is missing; write, for example, any(identity.groups.name[*] == \"developers\")."),
        Row("any in upper case", """ANY(identity.groups.name[*] == "x")""", "[ANY] Keywords must be lower case; write 'any'."),
        Row(
            "another function",
            """all(identity.groups.name[*] == "x")""",
            "[all] 'all' is not a function that device profiles support; the only one is any, as in any(identity.groups.name[*] == "
                + "\"developers\")."
        ),
        Row(
            "all mistakes at once",
            """user.email = 'a' AND os.name in {"mac",linux} or (network == "HQ" """,
            "[user.email] 'user.email' is not a field that device profiles can test; did you mean 'identity.email'? | [=] '=' is not an "
                + "operator; write '=='."
                + " | ['a'] Values must be in double quotes; write \"a\". | [AND] Keywords must be lower case; write 'and'."
                + " | [,] Values of a set are separated by spaces; write {\"mac\" \"linux\"}. | [linux] Values must be in double quotes; "
                + "write \"linux\"."
                + " | [(] This '(' is never closed; add the matching ')'."
        ),
    ];

    [TestCaseSource(nameof(RealExpressions))]
    public void A_real_expression_parses_without_problems(string text)
    {
        var result = MatchParser.Parse(text);

        Assert.Multiple(() =>
        {
            Assert.That(Describe(text, result), Is.Empty);
            Assert.That(result.Expression?.ToString(), Is.EqualTo(text.Trim()));
        });
    }

    [TestCaseSource(nameof(DoubtfulExpressions))]
    public void A_doubtful_expression_parses_with_a_warning(string text, string warnings)
    {
        var result = MatchParser.Parse(text);

        Assert.Multiple(() =>
        {
            Assert.That(string.Join(" | ", result.Problems.Select(problem => problem.Message)), Is.EqualTo(warnings));
            Assert.That(result.Problems, Has.All.Property(nameof(MatchProblem.Severity)).EqualTo(MatchSeverity.Warning));
            Assert.That(result.Expression?.ToString(), Is.EqualTo(text.Trim()));
        });
    }

    [TestCaseSource(nameof(InvalidExpressions))]
    public void An_invalid_expression_is_refused_with_position_and_correction(string text, string errors)
    {
        var result = MatchParser.Parse(text);

        Assert.Multiple(() =>
        {
            Assert.That(Describe(text, result), Is.EqualTo(errors));
            Assert.That(result.Expression, Is.Null);
        });
    }

    [TestCase(
        """os.name=="mac"&&network!="HQ"||!os.version in{"1.0.0"  "2.0.0"}""",
        ExpectedResult = """os.name == "mac" and network != "HQ" or not os.version in {"1.0.0" "2.0.0"}"""
    )]
    [TestCase("""((os.name == "mac"))""", ExpectedResult = """os.name == "mac" """)]
    [TestCase("any(\n  identity.groups.name[*]\tin {\"a\"}\r\n)", ExpectedResult = "any(identity.groups.name[*] in {\"a\"})")]
    [TestCase(
        """(os.name == "mac" or os.name == "ios") and network == "HQ" """,
        ExpectedResult = """(os.name == "mac" or os.name == "ios") and network == "HQ" """
    )]
    public string? The_string_form_of_an_expression_is_canonical(string text) =>
        MatchParser.Parse(text).Expression
        + (
            text.EndsWith(' ') ? " "
            : text[0] == '(' ? " "
            : ""
        );

    [Test]
    public void And_binds_tighter_than_or()
    {
        var (a, b, c) = (Os("a"), Os("b"), Os("c"));

        Assert.That(
            MatchParser.Parse("""os.name == "a" or os.name == "b" and os.name == "c" """).Expression,
            Is.EqualTo(new Or(a, new And(b, c)))
        );
    }

    [Test]
    public void Not_binds_tighter_than_and() =>
        Assert.That(
            MatchParser.Parse("""not os.name == "a" and os.name == "b" """).Expression,
            Is.EqualTo(new And(new Not(Os("a")), Os("b")))
        );

    [Test]
    public void More_than_500_characters_are_a_warning()
    {
        var result = MatchParser.Parse(OfLength(501));

        Assert.That(
            result.Problems.Select(problem => problem.Message),
            Is.EqualTo(["The expression has 501 characters; Cloudflare documents both 500 and 10000 as the limit."])
        );
        Assert.That(result.Expression, Is.Not.Null);
        Assert.That(MatchParser.Parse(OfLength(500)).Problems, Is.Empty);
    }

    [Test]
    public void More_than_10000_characters_are_refused()
    {
        var result = MatchParser.Parse(OfLength(10_001));

        Assert.That(
            result.Problems.Select(problem => problem.Message),
            Is.EqualTo(["The expression has 10001 characters; at most 10000 are allowed. Test a group instead of its members."])
        );
        Assert.That(result.Expression, Is.Null);
        Assert.That(MatchParser.Parse(OfLength(10_000)).Expression, Is.Not.Null);
    }

    [Test]
    public void Indentation_does_not_count_towards_the_length() =>
        Assert.That(MatchParser.Parse(OfLength(500) + new string(' ', 500) + "\n").Problems, Is.Empty);

    [TestCase("(")]
    [TestCase("not ")]
    [TestCase("any(")]
    [TestCase("((os.name == ")]
    [TestCase(")")]
    [TestCase("{")]
    public void Hostile_input_is_refused_normally(string part) =>
        Assert.That(MatchParser.Parse(string.Concat(Enumerable.Repeat(part, 10_000 / part.Length))).Expression, Is.Null);

    [Test]
    public void The_number_of_conditions_is_limited_only_by_the_length()
    {
        var text = string.Join(" or ", Enumerable.Repeat("""network == "HQ" """, 400));

        Assert.That(MatchParser.Parse(text).Expression?.ToString(), Is.EqualTo(WhiteSpace.Collapse(text)));
    }

    private static Compare Os(string name) => new(MatchField.OsName, MatchOperator.Equal, name);

    private static string OfLength(int length) => $"network == \"{new string('x', length - 13)}\"";

    // The marked part of each error, in brackets, and its message. Warnings have a separate table.
    private static string Describe(string text, MatchResult result) =>
        string.Join(
            " | ",
            result
                .Problems.Where(problem => problem.Severity == MatchSeverity.Error)
                .Select(problem => $"[{text.Substring(problem.Start, problem.Length)}] {problem.Message}")
        );
}
