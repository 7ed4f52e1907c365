using System.Text.RegularExpressions;
using System.Xml.Linq;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Schema;

namespace ZeroTrust.Conventions.Tests;

/// <summary>Every resource and function is complete: registered, documented and with its own page.</summary>
internal sealed class CatalogTests
{
    private static readonly Catalog Everything = new(
        new CloudflareClient(new CloudflareOptions { ApiToken = "none" }, TimeProvider.System)
    );

    private static readonly IReadOnlyDictionary<string, XElement> Documentation = XDocument
        .Load(Path.ChangeExtension(typeof(Catalog).Assembly.Location, ".xml"))
        .Descendants("member")
        .ToDictionary(member => (string)member.Attribute("name")!);

    private static IEnumerable<(string Token, ObjectSpec Inputs, ObjectSpec Outputs)> Types =>
        Everything
            .Resources.Select(type => (type.Token, type.Inputs, type.Outputs))
            .Concat(Everything.Functions.Select(type => (type.Token, type.Inputs, type.Outputs)));

    [Test]
    public void Every_type_and_every_property_has_a_summary()
    {
        var ids = Types
            .SelectMany(type => Objects(type.Inputs).Concat(Objects(type.Outputs)))
            .SelectMany(spec => spec.Properties.Select(property => property.DocumentationId).Prepend(spec.DocumentationId))
            .Distinct();

        Assert.That(ids.Where(id => string.IsNullOrWhiteSpace(Documentation.GetValueOrDefault(id)?.Element("summary")?.Value)), Is.Empty);
    }

    [Test]
    public void Every_resource_documents_its_endpoints_and_permission()
    {
        var remarks = Everything.Resources.ToDictionary(
            type => type.Token,
            type => Documentation.GetValueOrDefault(type.Inputs.DocumentationId)?.Element("remarks")?.Value ?? ""
        );

        Assert.That(
            remarks.Where(entry => !entry.Value.Contains("Source:", StringComparison.Ordinal)).Select(entry => entry.Key),
            Is.Empty
        );
        Assert.That(remarks.Where(entry => !Regex.IsMatch(entry.Value, @"Token\s+permission")).Select(entry => entry.Key), Is.Empty);
    }

    [Test]
    public void Every_resource_and_function_has_its_page()
    {
        Assert.That(
            Everything
                .Resources.Where(type => !File.Exists(RepositoryFiles.PathTo("docs", "resources", $"{Name(type.Token)}.md")))
                .Select(type => type.Token),
            Is.Empty,
            "run make generate"
        );
        Assert.That(
            Everything
                .Functions.Where(type => !File.Exists(RepositoryFiles.PathTo("docs", "functions", $"{Name(type.Token)}.md")))
                .Select(type => type.Token),
            Is.Empty,
            "run make generate"
        );
    }

    [Test]
    public void Every_resource_and_function_that_is_not_deprecated_has_an_example() =>
        Assert.That(
            ExampleCode.Load(RepositoryFiles.PathTo("examples", "reference")).Names,
            Is.EquivalentTo(
                Everything
                    .Resources.Select(type => type.Token)
                    .Concat(Everything.Functions.Where(type => type.Deprecated is null).Select(type => type.Token))
                    .Select(ExampleCode.ClassOf)
            )
        );

    [Test]
    public void Every_id_starts_with_the_account_or_zone() =>
        Assert.That(Everything.Resources.Select(type => type.IdForm.ToString()), Is.All.Match("^(accountId|zoneId)(/[a-zA-Z]+)*$"));

    [Test]
    public void Derived_outputs_refer_to_inputs() =>
        Assert.That(
            from type in Everything.Resources
            from output in type.Outputs.Properties
            from source in output.DerivedFrom
            where type.Inputs.Find(source) is null
            select $"{type.Token}.{output.Name}: {source}",
            Is.Empty
        );

    [Test]
    public void Every_input_of_a_resource_is_also_an_output() =>
        Assert.That(
            from type in Everything.Resources
            from input in type.Inputs.Properties
            where type.Outputs.Find(input.Name) is null
            select $"{type.Token}.{input.Name}",
            Is.Empty
        );

    private static string Name(string token) => token.Split(':')[^1];

    private static IEnumerable<ObjectSpec> Objects(ObjectSpec spec) =>
        spec.Properties.SelectMany(property => Objects(property.Value)).Prepend(spec);

    private static IEnumerable<ObjectSpec> Objects(ValueSpec value) =>
        value switch
        {
            { Object: { } nested } => Objects(nested),
            { Item: { } item } => Objects(item),
            _ => [],
        };
}
