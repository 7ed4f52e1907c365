using ZeroTrust.Sdk.Generator.Docs;

namespace ZeroTrust.Sdk.Tests.Generator;

/// <summary>Parts of the reference pages; the golden files have the full pages.</summary>
public sealed class DocsPageTests
{
    [Test]
    public void A_property_is_a_row_with_its_flags() =>
        AssertZonePage(
            """
            "key": { "type": "string", "description": "Key | token.\n\nKeep it.", "secret": true, "willReplaceOnChanges": true,
                     "defaultInfo": { "environment": ["ACME_KEY"] } }
            """,
            "| `key` | string | `$ACME_KEY` | **Secret.** **Changing it replaces the resource.** Key \\| token.<br>Keep it. |"
        );

    [Test]
    public void A_deprecated_property_shows_its_replacement() =>
        AssertZonePage(
            """ "old": { "type": "string", "description": "Name.", "deprecationMessage": "Use `name`." } """,
            "| `old` | string | **Deprecated:** Use `name`. Name. |"
        );

    [Test]
    public void A_list_in_a_description_fits_in_its_cell() =>
        AssertZonePage(
            """ "mode": { "type": "string", "description": "One of\n- `a`: first\n- `b`: second" } """,
            "| `mode` | string | One of<br>• `a`: first<br>• `b`: second |"
        );

    [Test]
    public void An_empty_value_is_visible() =>
        AssertZonePage(""" "mode": { "type": "string", "description": "Mode.", "default": "" } """, "| `mode` | string | `\"\"` | Mode. |");

    [Test]
    public void Types_are_sorted()
    {
        var schema = A.SchemaWithInput(
            """ "last": { "$ref": "#/types/acme:index:Outer" } """,
            moreSections: """
            "types": { "acme:index:Outer": { "properties": { "a": { "$ref": "#/types/acme:index:Inner" } } },
                       "acme:index:Inner": { "properties": { "b": { "$ref": "#/types/acme:index:Outer" } } } }
            """
        );

        Assert.That(Page(schema, "resources/Zone.md"), Does.Match("(?s)## Types.*### Inner.*### Outer"));
    }

    [Test]
    public void Functions_have_no_replace_flags()
    {
        var schema = A.Schema(
            """
            "functions": { "acme:index:getZone": { "inputs": { "properties": {
                "name": { "type": "string", "description": "Name.", "willReplaceOnChanges": true } } } } }
            """
        );

        Assert.That(Page(schema, "functions/getZone.md"), Does.Contain("| `name` | string | Name. |"));
    }

    [Test]
    public void Required_inputs_come_first()
    {
        var page = ZonePage(""" "a": { "type": "string" }, "b": { "type": "string" } """, "\"b\"");

        Assert.That(page, Does.Match(@"(?s)\| `b` \| string \| yes \|.*\| `a` \| string \|"));
    }

    [Test]
    public void The_import_section_is_last()
    {
        var schema = A.Schema(
            """
            "resources": { "acme:index:Zone": { "description": "A zone.\n\n## Import\n\nBy `<id>`.\n\n## Limits\n\nNone." } }
            """
        );

        var page = Page(schema, "resources/Zone.md");

        Assert.That(page, Does.EndWith("\n## Import\n\nBy `<id>`.\n"));
        Assert.That(page, Does.Contain("A zone.\n\n## Limits\n\nNone.\n\n## Inputs"));
    }

    [Test]
    public void An_input_that_cannot_be_read_back_is_listed()
    {
        var schema = A.Schema(
            """
            "resources": { "acme:index:Zone": { "inputProperties": { "hint": { "type": "string" } } } }
            """
        );

        Assert.That(Page(schema, "resources/Zone.md"), Does.Contain("All inputs except `hint` are also outputs."));
    }

    [Test]
    public void The_index_lists_pages_and_guides()
    {
        var package = A.Package(
            A.Schema(
                """
                "resources": { "acme:index:Zone": { "description": "A zone, e.g. `acme.example`. It has rules.\n\nMore." } }
                """
            )
        );

        var pages = DocsGenerator.Generate(package, [new GuidePage("drift.md", "Drift in CI")]);

        var index = pages.Single(page => page.Path == "README.md").Content;
        Assert.That(
            index,
            Does.Contain("- [Drift in CI](drift.md)").And.Contain("| [Zone](resources/Zone.md) | A zone, e.g. `acme.example`. |")
        );
    }

    private static void AssertZonePage(string property, string row) => Assert.That(ZonePage(property), Does.Contain(row));

    private static string ZonePage(string property, string required = "") =>
        Page(A.SchemaWithInput(property, required), "resources/Zone.md");

    private static string Page(string schema, string path) =>
        DocsGenerator.Generate(A.Package(schema), []).Single(file => file.Path == path).Content;
}
