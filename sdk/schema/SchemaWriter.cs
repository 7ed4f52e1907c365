using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Schema;

/// <summary>The package schema, derived from the provider's records, their attributes and their XML documentation.</summary>
internal sealed class SchemaWriter(ExampleCode examples)
{
    private const string AccountId = "accountId";
    private const string Repository = "https://github.com/pulumi-zerotrust/pulumi-zerotrust";
    private const string LogoUrl = "https://raw.githubusercontent.com/pulumi-zerotrust/pulumi-zerotrust/main/sdk/dotnet/logo.png";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly XmlDocumentation _docs = XmlDocumentation.Load(Path.ChangeExtension(typeof(Package).Assembly.Location, ".xml"));
    private readonly SortedDictionary<string, JsonNode?> _types = new(StringComparer.Ordinal);

    /// <summary>The schema without a version; the plugin adds it.</summary>
    /// <param name="examples">Examples for the descriptions of resources and functions.</param>
    public static string Write(ExampleCode examples) => new SchemaWriter(examples).Schema().ToJsonString(Indented) + "\n";

    private JsonObject Schema()
    {
        using var cloudflare = new CloudflareClient(new CloudflareOptions(), TimeProvider.System);
        var catalog = new Catalog(cloudflare);
        var config = ProviderConfiguration.Spec;
        var resources = Sorted([
            .. catalog.Resources.Select(type => KeyValuePair.Create(type.Token, (JsonNode?)Resource(type))),
            .. Catalog.Components.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)Component(entry.Key, entry.Value))),
        ]);
        var functions = Sorted(catalog.Functions.Select(type => KeyValuePair.Create(type.Token, (JsonNode?)Function(type))));
        return new()
        {
            ["name"] = Package.Name,
            ["displayName"] = "Cloudflare Zero Trust devices",
            ["description"] =
                "Device settings profiles, Split Tunnels, Local Domain Fallback and WARP Connector tunnels of Cloudflare Zero Trust.",
            ["keywords"] = new JsonArray("pulumi", "zerotrust", "cloudflare", "warp", "category/network", "kind/native"),
            ["homepage"] = Repository,
            ["repository"] = Repository,
            ["license"] = "Apache-2.0",
            ["logoUrl"] = LogoUrl,
            ["publisher"] = "Zero Trust Provider authors",
            ["pluginDownloadURL"] = Package.DownloadUrl,
            ["language"] = Languages(),
            ["config"] = new JsonObject { ["variables"] = Properties(config, input: true) },
            ["provider"] = new JsonObject
            {
                ["description"] = _docs.Summary(config.DocumentationId),
                ["inputProperties"] = Properties(config, input: true),
                ["properties"] = new JsonObject(
                    config
                        .Properties.Where(property => property.Value.Kind == ValueKind.String)
                        .Select(property => KeyValuePair.Create(property.Name, (JsonNode?)Property(property, input: false)))
                ),
            },
            ["types"] = new JsonObject(_types),
            ["resources"] = resources,
            ["functions"] = functions,
        };
    }

    private JsonObject Resource(ResourceType type)
    {
        var name = type.Token.Split(':')[^1];
        var import = !type.IsImportable
            ? ""
            : $"\n\n## Import\n\nBy `{type.IdForm}`{ShortForm(type.IdForm)}:\n\n```sh\npulumi import {type.Token} example "
                + $"{ExampleId(type.IdForm)}\n```";
        var resource = new JsonObject
        {
            ["description"] = Description(type.Inputs) + Example(type.Token) + import,
            ["properties"] = Properties(type.Outputs, input: false),
            ["required"] = Names(
                type.Outputs.Properties.Where(property => property.Required || property.AlwaysOutput || property.Default is not null)
            ),
            ["inputProperties"] = Properties(type.Inputs, input: true),
            ["requiredInputs"] = Names(type.Inputs.Properties.Where(property => property.RequiredAsInput)),
        };
        if (type.IsListable)
        {
            resource["listInputs"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject { [AccountId] = Property(type.Inputs.Find(AccountId)!, input: false) },
            };
        }

        return resource;
    }

    private JsonObject Component(string token, IComponent component) =>
        new()
        {
            ["isComponent"] = true,
            ["description"] = Description(component.Inputs) + Example(token),
            // Not marked secret (SecretRules): the component returns its secrets as such.
            ["properties"] = Sorted(
                component.Outputs.Properties.Select(property =>
                    KeyValuePair.Create(property.Name, (JsonNode?)Property(property with { Secret = false }, input: false))
                )
            ),
            ["required"] = Names(component.Outputs.Properties),
            ["inputProperties"] = Properties(component.Inputs, input: true),
            ["requiredInputs"] = Names(component.Inputs.Properties.Where(property => property.RequiredAsInput)),
        };

    private JsonObject Function(FunctionType type)
    {
        var function = new JsonObject
        {
            ["description"] = Description(type.Inputs) + Example(type.Token),
            ["inputs"] = Object(type.Inputs, input: true),
            ["outputs"] = Object(type.Outputs, input: false),
        };
        if (type.Deprecated is { } reason)
        {
            function["deprecationMessage"] = reason;
        }

        return function;
    }

    private string Description(ObjectSpec spec) =>
        _docs.Remarks(spec.DocumentationId) is { } remarks
            ? $"{_docs.Summary(spec.DocumentationId)}\n\n{remarks}"
            : _docs.Summary(spec.DocumentationId);

    // Pulumi's generators use these markers to show the examples in their language, and to drop the heading if there are none.
    private string Example(string token) =>
        examples.Of(token) is { Count: > 0 } found
            ? $$$"""


                {{% examples %}}
                ## Example

                {{% example %}}
                {{{string.Join("\n\n", found.Select(example => $"```{example.Language}\n{example.Code}\n```"))}}}
                {{% /example %}}
                {{% /examples %}}
                """
            : "";

    private JsonObject Object(ObjectSpec spec, bool input) =>
        new()
        {
            ["type"] = "object",
            ["description"] = _docs.Summary(spec.DocumentationId),
            ["properties"] = Properties(spec, input),
            ["required"] = Names(spec.Properties.Where(property => property.RequiredAsInput)),
        };

    private JsonObject Properties(ObjectSpec spec, bool input) =>
        Sorted(spec.Properties.Select(property => KeyValuePair.Create(property.Name, (JsonNode?)Property(property, input))));

    private JsonObject Property(PropertySpec property, bool input)
    {
        var node = Type(property.Value);
        var serverDefault = input && property.ServerDefault is { } value ? $" Cloudflare's default: {Literal(value)}." : "";
        node["description"] = _docs.Summary(property.DocumentationId) + serverDefault;
        if (property.Secret)
        {
            node["secret"] = true;
        }

        if (input && property.Default is { } chosen)
        {
            node["default"] = Json(chosen);
        }

        if (input && property.ReplaceOnChange)
        {
            node["willReplaceOnChanges"] = true;
        }

        if (property.Deprecated is { } reason)
        {
            node["deprecationMessage"] = reason;
        }

        return node;
    }

    private JsonObject Type(ValueSpec value) =>
        value.Kind switch
        {
            ValueKind.Boolean => new() { ["type"] = "boolean" },
            ValueKind.Integer => new() { ["type"] = "integer" },
            ValueKind.Number => new() { ["type"] = "number" },
            ValueKind.String when value.Enum is { } type => Enum(type),
            ValueKind.String => new() { ["type"] = "string" },
            ValueKind.List => new() { ["type"] = "array", ["items"] = Type(value.Item!) },
            ValueKind.Map => new() { ["type"] = "object", ["additionalProperties"] = Type(value.Item!) },
            _ => Nested(value.Object!),
        };

    private JsonObject Enum(EnumType type)
    {
        var token = Package.Token(type.Name);
        _types.TryAdd(
            token,
            new JsonObject
            {
                ["type"] = "string",
                ["description"] = type.Description,
                ["enum"] = new JsonArray([
                    .. type.Values.Select(value =>
                        (JsonNode)
                            new JsonObject
                            {
                                ["name"] = value.Name,
                                ["value"] = value.Value,
                                ["description"] = value.Description,
                            }
                    ),
                ]),
            }
        );
        return Reference(token);
    }

    private JsonObject Nested(ObjectSpec spec)
    {
        // A function that returns a resource's state returns information about it.
        var name = spec.TypeName.EndsWith("State", StringComparison.Ordinal) ? spec.TypeName[..^"State".Length] + "Info" : spec.TypeName;
        var token = Package.Token(name);
        if (_types.TryAdd(token, null))
        {
            _types[token] = Object(spec, input: false);
        }

        return Reference(token);
    }

    private static JsonObject Reference(string token) => new() { ["$ref"] = $"#/types/{token}" };

    private static JsonObject Sorted(IEnumerable<KeyValuePair<string, JsonNode?>> entries) =>
        new(entries.OrderBy(entry => entry.Key, StringComparer.Ordinal));

    private static JsonArray Names(IEnumerable<PropertySpec> properties) =>
        new([.. properties.Select(property => property.Name).Order(StringComparer.Ordinal).Select(name => (JsonNode)name)]);

    private static JsonNode Json(object literal) =>
        literal switch
        {
            bool flag => flag,
            int number => number,
            _ => (string)literal,
        };

    private static string Literal(object value) =>
        value switch
        {
            bool flag => flag ? "`true`" : "`false`",
            "" => "empty",
            _ => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`",
        };

    private static string ShortForm(IdForm form) =>
        form is { Scope: "accountId", Parts.Count: > 1 } ? "; the account may be left out when the provider has one" : "";

    private static string ExampleId(IdForm form) =>
        string.Join(
            '/',
            form.Parts.Select(part =>
                part switch
                {
                    "accountId" or "zoneId" => "023e105f4ecef8ad9ca31a8372d0c353",
                    "profileId" => "default",
                    "address" => "203.0.113.0/24",
                    "suffix" => "corp.example.com",
                    _ => "f174e90a-fafe-4643-bbbc-4a0ed4fc8415",
                }
            )
        );

    private static JsonObject Languages() =>
        new()
        {
            ["csharp"] = new JsonObject
            {
                ["namespaces"] = new JsonObject { [Package.Name] = "ZeroTrust" },
                ["packageReferences"] = new JsonObject { ["Pulumi"] = "3.*" },
                ["respectSchemaVersion"] = true,
            },
            ["go"] = new JsonObject
            {
                ["importBasePath"] = "github.com/pulumi-zerotrust/pulumi-zerotrust/sdk/go/zerotrust",
                ["generateResourceContainerTypes"] = true,
                ["respectSchemaVersion"] = true,
            },
            ["nodejs"] = new JsonObject { ["packageName"] = "@pulumi-zerotrust/zerotrust", ["respectSchemaVersion"] = true },
            ["python"] = new JsonObject
            {
                ["packageName"] = "pulumi_zerotrust",
                ["pyproject"] = new JsonObject { ["enabled"] = true },
                ["respectSchemaVersion"] = true,
            },
        };
}
