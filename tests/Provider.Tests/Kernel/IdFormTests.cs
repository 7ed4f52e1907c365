using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Tests.Kernel;

internal sealed class IdFormTests
{
    private const string Scope = "0123456789abcdef0123456789abcdef";
    private const string Uuid = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";

    private static readonly ObjectSpec Outputs = SpecReader.Read(
        new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        }.GetTypeInfo(typeof(Scoped))
    );

    [TestCase("scopeId", Scope, Scope, "")]
    [TestCase("scopeId/partId", $"{Scope}/{Uuid}", Scope, Uuid)]
    [TestCase("scopeId/partId/name", $"{Scope}/{Uuid}/office", Scope, $"{Uuid}/office")]
    public void An_id_is_its_scope_and_what_is_in_it(string form, string id, string scope, string inside) =>
        Assert.That(Parse(form, id), Is.EqualTo(new ResourceId(scope, inside)));

    [Test]
    public void The_scope_is_written_in_its_canonical_notation() =>
        Assert.That(Parse("scopeId/partId", $"{Scope.ToUpperInvariant()}/{Uuid}").Scope, Is.EqualTo(Scope));

    [Test]
    public void Spaces_around_an_id_and_escapes_in_it_carry_no_meaning() =>
        Assert.That(Parse("scopeId/partId", $"  {Scope}%2F{Uuid} ").ToString(), Is.EqualTo($"{Scope}/{Uuid}"));

    [TestCase("scopeId/partId", Uuid)]
    [TestCase("scopeId/partId", Scope)]
    [TestCase("scopeId/partId/name", $"{Uuid}/office")]
    [TestCase("scopeId/partId/name", $"{Uuid}/10.0.0.0/8")]
    public void An_id_without_its_scope_is_in_the_default_one(string form, string id) =>
        Assert.That(Parse(form, id, new string('a', 32)), Is.EqualTo(new ResourceId(new string('a', 32), id)));

    [Test]
    public void The_last_of_several_parts_may_have_slashes() =>
        Assert.That(Parse("scopeId/partId/name", $"{Scope}/{Uuid}/10.0.0.0/8").Object, Is.EqualTo($"{Uuid}/10.0.0.0/8"));

    [TestCase("scopeId", "", "nothing")]
    [TestCase("scopeId", "acme", "no scope")]
    [TestCase("scopeId", $"{Scope}/{Uuid}", "too many parts")]
    [TestCase("scopeId/partId", $"{Scope}/", "an empty part")]
    [TestCase("scopeId/partId", $"{Scope}/ ", "a blank part")]
    [TestCase("scopeId/partId", $"{Scope}/.", "a dot")]
    [TestCase("scopeId/partId", $"{Scope}/..", "two dots")]
    [TestCase("scopeId/partId", $"{Scope}/a\u0007b", "a control character")]
    [TestCase("scopeId/partId", $"{Scope}/{Uuid}/office", "a slash in the part")]
    [TestCase("scopeId/partId", Uuid, "no scope, and no default one")]
    [TestCase("scopeId/partId/name", $"{Scope}/{Uuid}", "too few parts")]
    [TestCase("scopeId/partId/name", $"{Scope}/../office", "two dots in the middle")]
    public void An_id_of_another_form_is_refused(string form, string id, string because) =>
        Assert.That(() => Parse(form, id, form == "scopeId" ? Scope : null), Throws.TypeOf<FormatException>(), because);

    [Test]
    public void The_refusal_names_the_form_and_the_rule_of_each_part() =>
        Assert.That(
            () => Parse("scopeId/partId/name", "acme"),
            Throws
                .TypeOf<FormatException>()
                .With.Message.EqualTo(
                    "'acme' is not an id of this resource: write scopeId/partId/name, "
                        + "where scopeId is an account or zone id of 32 hexadecimal digits and partId is a UUID."
                )
        );

    [TestCase("scopeId/partId", Uuid, true)]
    [TestCase("scopeId/partId", "office", false)]
    [TestCase("scopeId/name", "office", true)]
    [TestCase("scopeId/partId/name", "office/x", true)]
    [TestCase("scopeId", "", true)]
    public void An_object_may_have_an_id_that_its_format_accepts(string form, string inside, bool fits) =>
        Assert.That(new IdForm(form, () => Outputs).Fits(new(Scope, inside)), Is.EqualTo(fits));

    private static ResourceId Parse(string form, string id, string? defaultScope = null) =>
        new IdForm(form, () => Outputs).Parse(id, defaultScope);

    private sealed record Scoped
    {
        [Format(StringFormat.CloudflareId)]
        public string? ScopeId { get; init; }

        [Format(StringFormat.Uuid)]
        public string? PartId { get; init; }

        public string? Name { get; init; }
    }
}
