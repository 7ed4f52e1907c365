using System.Text.Json;
using ZeroTrust.Sdk.Generator.CSharp;
using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Tests.Generator;

/// <summary>Names and literals in C#.</summary>
public sealed class NameTests
{
    [TestCase("full", "Full")]
    [TestCase("readonly", "Readonly")]
    [TestCase("UPPER_CASE", "UPPER_CASE")]
    [TestCase("Plants'R'Us", "Plants_R_Us")]
    [TestCase("a - b", "A_b")]
    [TestCase("8.3", "Kind_8_3")]
    [TestCase("11", "Kind_11")]
    [TestCase("1", "One")]
    [TestCase("*", "Asterisk")]
    [TestCase("_hidden", "Kind_hidden")]
    [TestCase("Equals", "EqualsValue")]
    public void An_enum_member_is_named_by_its_value(string value, string member) =>
        Assert.That(CSharpNames.EnumMember("Kind", new EnumValueSchema("$", JsonSerializer.SerializeToElement(value))), Is.EqualTo(member));

    [Test]
    public void A_given_name_takes_precedence_over_the_value() =>
        Assert.That(
            CSharpNames.EnumMember("Kind", new EnumValueSchema("$", JsonSerializer.SerializeToElement(4)) { Name = "FourInch" }),
            Is.EqualTo("FourInch")
        );

    [TestCase("acme:index:Zone", "Zone")]
    [TestCase("acme:dns/zone:zone", "Zone")]
    public void A_class_is_the_last_part_of_the_token(string token, string name) => Assert.That(CSharpNames.Class(token), Is.EqualTo(name));

    [TestCase("acme:index:getZone", "GetZone")]
    [TestCase("acme:index:invoke", "InvokeFunction")]
    [TestCase("acme:index:invokeAsync", "InvokeAsyncFunction")]
    public void A_function_class_avoids_its_own_methods(string token, string name) =>
        Assert.That(CSharpNames.FunctionClass(token), Is.EqualTo(name));

    [TestCase("zero-trust", "ZeroTrust")]
    [TestCase("net/zone-v1", "Net.ZoneV1")]
    [TestCase("mapped", "Given.Name")]
    public void A_namespace_splits_at_hyphens_and_slashes(string name, string expected) =>
        Assert.That(CSharpNames.Namespace(new Dictionary<string, string> { ["mapped"] = "Given.Name" }, name), Is.EqualTo(expected));

    [TestCase("a\"b", "\"a\\\"b\"")]
    [TestCase("a\\b", "\"a\\\\b\"")]
    [TestCase("a\nb\tc\0", "\"a\\nb\\tc\\0\"")]
    [TestCase("{é}", "\"{é}\"")]
    public void A_string_becomes_a_literal(string text, string literal) => Assert.That(CSharpNames.Quote(text), Is.EqualTo(literal));
}
