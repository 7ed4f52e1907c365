using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Cli.Adopt;

/// <summary>Writes an adopted account as a Pulumi YAML program.</summary>
internal sealed class YamlProgram(AdoptedProgram program, string project)
{
    // Resources of all types share one list of names in YAML.
    private readonly Dictionary<AdoptedResource, string> _keys = Keys(program);

    public static string Write(AdoptedProgram program, string project) => new YamlProgram(program, project).Write();

    private string Write()
    {
        var root = new YamlMappingNode
        {
            { "name", project },
            { "runtime", "yaml" },
            { "description", "Cloudflare Zero Trust devices, adopted from a live account." },
            {
                "resources",
                new YamlMappingNode(program.Resources.SelectMany(resource => new[] { Text(_keys[resource]), (YamlNode)Resource(resource) }))
            },
        };
        using var writer = new StringWriter { NewLine = "\n" };
        new YamlStream(new YamlDocument(root)).Save(writer, assignAnchors: false);
        return writer.ToString().TrimEnd('\n', '.') + "\n";
    }

    private YamlMappingNode Resource(AdoptedResource resource)
    {
        var node = new YamlMappingNode { { "type", resource.Type.Token } };
        if (_keys[resource] != resource.Name)
        {
            node.Add("name", Text(resource.Name));
        }

        if (resource.Inputs.Count > 0)
        {
            node.Add("properties", Value(resource, resource.Inputs));
        }

        if (resource.Protect || resource.DeletedWith is not null)
        {
            var options = new YamlMappingNode();
            if (resource.Protect)
            {
                options.Add("protect", "true");
            }

            if (resource.DeletedWith is { } profile)
            {
                options.Add("deletedWith", $"${{{_keys[profile]}}}");
            }

            node.Add("options", options);
        }

        return node;
    }

    private YamlNode Value(AdoptedResource resource, PropertyValue value) =>
        value.Unsecret() switch
        {
            var plain when program.Find(resource, plain) is { } reference => new YamlScalarNode(
                $"${{{_keys[reference.Resource]}.{reference.Output}}}"
            ),
            PropertyString text => Text(text.Value),
            PropertyBool flag => new YamlScalarNode(flag.Value ? "true" : "false"),
            PropertyNumber number => new YamlScalarNode(number.Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)),
            PropertyArray list => new YamlSequenceNode(list.Select(item => Value(resource, item))),
            PropertyMap map => new YamlMappingNode(map.SelectMany(entry => new[] { Text(entry.Key), Value(resource, entry.Value) })),
            var other => throw new NotSupportedException($"'{other.GetType().Name}' cannot be written in YAML; please report this bug."),
        };

    // Quoted if YAML would read another value; a dollar sign that starts an expression is doubled.
    private static YamlScalarNode Text(string text) =>
        new(text.Replace("${", "$${", StringComparison.Ordinal)) { Style = IsPlain(text) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted };

    private static bool IsPlain(string text) =>
        text.Length > 0
        && char.IsAsciiLetter(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/')
        && text.ToUpperInvariant() is not ("TRUE" or "FALSE" or "NULL" or "YES" or "NO" or "ON" or "OFF" or "Y" or "N");

    private static Dictionary<AdoptedResource, string> Keys(AdoptedProgram program) =>
        program
            .Resources.GroupBy(resource => resource.Name, StringComparer.Ordinal)
            .SelectMany(same =>
                same.Select(resource => (resource, Key: same.Count() == 1 ? resource.Name : $"{resource.Name}-{Kebab(resource.TypeName)}"))
            )
            .ToDictionary(entry => entry.resource, entry => entry.Key);

    private static string Kebab(string type) =>
        string.Concat(
            type.Select((c, index) => char.IsUpper(c) && index > 0 ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}")
        );
}
