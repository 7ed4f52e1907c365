using FsCheck;
using FsCheck.Fluent;
using ZeroTrust.Matching;

namespace ZeroTrust.Provider.Tests.Matching;

/// <summary>Generators of match expressions.</summary>
internal static class Expressions
{
    private static readonly Gen<string> Value = Gen.OneOf(
        Gen.Elements("", "mac", "Example Corp", "a@b.c", "\"finance\"", "a\\b", "}{)(,", " and ", "名前"),
        Gen.Choose(' ', '~').Select(c => (char)c).ArrayOf(5).Select(characters => new string(characters))
    );

    private static readonly Gen<string> Pattern = Gen.Elements(".*@corp\\.example\\.com", "^a\"b$", "\\d+", "x");

    private static readonly Gen<MatchExpression> Leaf = Gen.OneOf(
        from field in Field(isArray: false)
        from test in Test(field)
        select (MatchExpression)test,
        from field in Field(isArray: true)
        from test in Test(field)
        select (MatchExpression)new Any(test)
    );

    public static readonly Gen<MatchExpression> Any = Gen.Sized(size => Tree(Math.Min(size, 40)));

    /// <summary>Devices that match some of the expressions.</summary>
    public static readonly Gen<DeviceContext> Device =
        from single in Gen.Frequency((4, Value.Select(value => (string?)value)), (1, Gen.Constant<string?>(null))).ArrayOf(4)
        from groups in Value.ArrayOf(2)
        from known in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false)))
        select new DeviceContext
        {
            Email = single[0],
            Network = single[1],
            OsName = single[2],
            OsVersion = single[3],
            GroupNames = groups,
            GroupIds = known ? groups : null,
            GroupEmails = [],
            SamlAttributes = [],
            ServiceTokenUuid = "",
        };

    private static Gen<MatchField> Field(bool isArray) => Gen.Elements(MatchField.All.Where(field => field.IsArray == isArray).ToArray());

    private static Gen<FieldTest> Test(MatchField field) =>
        Gen.OneOf(
            from comparison in Gen.Elements(MatchOperator.Equal, MatchOperator.NotEqual, MatchOperator.Contains)
            from value in Value
            select (FieldTest)new Compare(field, comparison, value),
            from pattern in Pattern
            select (FieldTest)new Compare(field, MatchOperator.Matches, pattern),
            from values in Gen.NonEmptyListOf(Value)
            select (FieldTest)new In(field, [.. values.Take(4)])
        );

    // The kind is drawn first, so that only the needed branches are built.
    private static Gen<MatchExpression> Tree(int size) =>
        from kind in size <= 1 ? Gen.Constant(0) : Gen.Choose(0, 5)
        from expression in kind switch
        {
            0 => Leaf,
            1 => Tree(size - 1).Select(operand => (MatchExpression)new Not(operand)),
            2 or 3 => Tree(size / 2).Two().Select(sides => (MatchExpression)new And(sides.Item1, sides.Item2)),
            _ => Tree(size / 2).Two().Select(sides => (MatchExpression)new Or(sides.Item1, sides.Item2)),
        }
        select expression;
}
