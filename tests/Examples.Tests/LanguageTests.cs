using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace ZeroTrust.Examples.Tests;

/// <summary>
/// Examples in languages whose Pulumi packages are not available here: YAML is checked against the schema, Python is only compiled.
/// TypeScript runs in <c>tests/interop</c>.
/// </summary>
internal sealed partial class LanguageTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(File.ReadAllText(RepositoryFiles.PathTo("sdk", "schema.json")))!;

    private static IEnumerable<string> YamlFiles => ["yaml/Pulumi.yaml", "reference/yaml/examples.yaml"];

    private static IEnumerable<string> PythonFiles => ["python/__main__.py", "reference/python/__main__.py"];

    [TestCaseSource(nameof(YamlFiles))]
    public void A_yaml_example_matches_the_schema(string file)
    {
        foreach (var program in Programs(file))
        {
            foreach (var (name, resource) in Entries(program, "resources"))
            {
                var definition = Schema["resources"]![Token(resource["type"])]!;
                var given = Entries((YamlMappingNode)resource, "properties").ToDictionary();
                AssertFits(given, definition["inputProperties"]!, definition["requiredInputs"], name);
            }

            foreach (var (name, variable) in Entries(program, "variables"))
            {
                var call = (YamlMappingNode)variable["fn::invoke"];
                var definition = Schema["functions"]![Token(call["function"])]!["inputs"];
                AssertFits(Entries(call, "arguments").ToDictionary(), definition!["properties"]!, definition["required"], name);
            }
        }
    }

    [TestCaseSource(nameof(YamlFiles))]
    public void A_yaml_example_refers_to_outputs_that_exist(string file)
    {
        foreach (var program in Programs(file))
        {
            var outputs = Entries(program, "resources")
                .ToDictionary(entry => entry.Key, entry => Schema["resources"]![Token(entry.Value["type"])]!["properties"]!.AsObject());
            foreach (var (name, variable) in Entries(program, "variables"))
            {
                outputs[name] = Schema["functions"]![Token(variable["fn::invoke"]["function"])]!["outputs"]!["properties"]!.AsObject();
            }

            var references = program.AllNodes.OfType<YamlScalarNode>().SelectMany(node => Reference().Matches(node.Value!)).ToList();

            Assert.That(
                references
                    .Where(match => !outputs[match.Groups["name"].Value].ContainsKey(match.Groups["output"].Value))
                    .Select(match => match.Value),
                Is.Empty
            );
        }
    }

    [TestCaseSource(nameof(PythonFiles))]
    public void A_python_example_uses_resources_and_functions_of_the_schema(string file)
    {
        var code = File.ReadAllText(RepositoryFiles.PathTo("examples", file));

        var classes = Class().Matches(code).Select(match => match.Groups["name"].Value).Distinct().ToList();
        var functions = Function().Matches(code).Select(match => match.Groups["name"].Value).Distinct();

        Assert.That(classes, Is.Not.Empty.And.SubsetOf(Names("resources")));
        Assert.That(functions, Is.SubsetOf(Names("functions").Select(Snake)));
    }

    [TestCaseSource(nameof(PythonFiles))]
    public async Task A_python_example_compiles(string file)
    {
        using var python = StartPython(
            "-c",
            "import ast, sys; ast.parse(open(sys.argv[1]).read())",
            RepositoryFiles.PathTo("examples", file)
        );

        await python.WaitForExitAsync();
        Assert.That(python.ExitCode, Is.Zero, await python.StandardError.ReadToEndAsync());
    }

    private static Process StartPython(params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("python3", arguments) { RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("python3 is not installed.");
            throw;
        }
    }

    private static void AssertFits(Dictionary<string, YamlNode> given, JsonNode properties, JsonNode? required, string where)
    {
        Assert.That(given.Keys, Is.SubsetOf(properties.AsObject().Select(property => property.Key)), where);
        Assert.That(given.Keys, Is.SupersetOf(required?.AsArray().Select(name => (string)name!) ?? []), where);
        foreach (var (name, value) in given)
        {
            AssertFits(value, properties[name]!, $"{where}.{name}");
        }
    }

    private static void AssertFits(YamlNode value, JsonNode property, string where)
    {
        var shape = (string?)property["$ref"] is { } reference ? Schema["types"]![reference.Split('/')[^1]]! : property;
        switch (value)
        {
            case YamlSequenceNode list:
                Assert.That((string?)shape["type"], Is.EqualTo("array"), where);
                foreach (var item in list)
                {
                    AssertFits(item, shape["items"]!, where);
                }

                break;
            case YamlMappingNode map:
                AssertFits(
                    map.Children.ToDictionary(entry => ((YamlScalarNode)entry.Key).Value!, entry => entry.Value),
                    shape["properties"]!,
                    shape["required"],
                    where
                );
                break;
            case YamlScalarNode { Value: { } text } when shape["enum"] is JsonArray allowed:
                Assert.That(allowed.Select(entry => (string?)entry!["value"]), Does.Contain(text), where);
                break;
            case YamlScalarNode { Value: { } text } when !text.StartsWith("${", StringComparison.Ordinal):
                Assert.That(
                    (string?)shape["type"],
                    Is.EqualTo(
                        text is "true" or "false" ? "boolean"
                        : int.TryParse(text, out _) ? Number(shape)
                        : "string"
                    ),
                    where
                );
                break;
        }
    }

    // A quoted number is a string.
    private static string Number(JsonNode shape) => (string?)shape["type"] == "string" ? "string" : "integer";

    private static IEnumerable<YamlMappingNode> Programs(string file)
    {
        using var reader = File.OpenText(RepositoryFiles.PathTo("examples", file));
        var stream = new YamlStream();
        stream.Load(reader);
        return stream.Documents.Select(document => (YamlMappingNode)document.RootNode);
    }

    private static IEnumerable<KeyValuePair<string, YamlNode>> Entries(YamlMappingNode map, string key) =>
        map.Children.TryGetValue(key, out var entries)
            ? ((YamlMappingNode)entries).Select(entry => KeyValuePair.Create(((YamlScalarNode)entry.Key).Value!, entry.Value))
            : [];

    private static string Token(YamlNode node) => ((YamlScalarNode)node).Value!.Replace(":", ":index:", StringComparison.Ordinal);

    private static IEnumerable<string> Names(string section) => Schema[section]!.AsObject().Select(entry => entry.Key.Split(':')[^1]);

    private static string Snake(string name) => Upper().Replace(name, match => $"_{match.Value.ToLowerInvariant()}");

    [GeneratedRegex(@"\$\{(?<name>\w+)\.(?<output>\w+)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"zerotrust\.(?<name>[A-Z]\w*)\(")]
    private static partial Regex Class();

    [GeneratedRegex(@"zerotrust\.(?<name>[a-z]\w*)_output\(")]
    private static partial Regex Function();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Upper();
}
