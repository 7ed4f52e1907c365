using System.Text.Json;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Cases;

/// <summary>A configuration of tests/cases/cases.json and its expected outcome.</summary>
internal sealed record ConfigurationCase(string Name, string Kind, JsonElement Input, JsonElement Expect)
{
    private static readonly Dictionary<string, ConfigurationCase> ByName = Load();

    public static IEnumerable<ConfigurationCase> All => ByName.Values;

    public bool Ok => Expect.GetProperty("ok").GetBoolean();

    /// <summary>Write requests, as "METHOD /path"; null if the case does not specify them.</summary>
    public string[]? Calls =>
        Expect.TryGetProperty("calls", out var calls) ? [.. calls.EnumerateArray().Select(call => call.GetString()!)] : null;

    public bool IsUpdate => Member("before") is not null && Member("after") is not null;

    /// <summary>Whether the case compares the program's value with the server's.</summary>
    public bool IsOtherSpelling => Member("config") is not null;

    public JsonElement? Member(string name) =>
        Input.ValueKind == JsonValueKind.Object && Input.TryGetProperty(name, out var value) ? value : null;

    /// <summary>The resources of the input.</summary>
    public IReadOnlyList<Declared> Program() => ProgramOf(Input);

    public IReadOnlyList<Declared> Before() => ProgramOf(Member("before")!.Value);

    /// <summary>The resources after the change. A profile keeps required properties that the case omits.</summary>
    public IReadOnlyList<Declared> After() => ProgramOf(Member("after")!.Value);

    /// <summary>The resources of an input; lists inside a profile are separate resources here.</summary>
    public IReadOnlyList<Declared> ProgramOf(JsonElement input)
    {
        if (input.ValueKind == JsonValueKind.Object && input.TryGetProperty("$ref", out var name))
        {
            return ByName[name.GetString()!].Program();
        }

        if (input.ValueKind == JsonValueKind.Object && input.TryGetProperty("$generate", out var generate))
        {
            return
            [
                new(
                    "SplitTunnel",
                    Sample.Routes([
                        .. Enumerable
                            .Range(0, generate.GetProperty("count").GetInt32())
                            .Select(i => Sample.Address($"10.{i / 256}.{i % 256}.0/24")),
                    ])
                ),
            ];
        }

        return Kind switch
        {
            "excludeList" => [List("SplitTunnel", "routes", input).With("mode", "exclude")],
            "includeList" => [List("SplitTunnel", "routes", input).With("mode", "include")],
            "fallbackList" => [List("FallbackDomains", "domains", input)],
            "warpConnector" => [new("WarpConnectorTunnel", Values(input))],
            "customProfile" => Profile("DeviceProfile", input),
            _ => Profile("DefaultDeviceProfile", input),
        };
    }

    public override string ToString() => Name;

    private static Declared[] Profile(string type, JsonElement input)
    {
        var settings = Values(input);
        var lists = new List<Declared>();
        foreach (
            var (member, list) in new[]
            {
                ("exclude", new Declared("SplitTunnel", PropertyMap.Of(("mode", "exclude")))),
                ("include", new Declared("SplitTunnel", PropertyMap.Of(("mode", "include")))),
                ("fallbackDomains", new Declared("FallbackDomains", PropertyMap.Empty)),
            }
        )
        {
            if (settings.TryGetValue(member, out var entries))
            {
                settings = settings.Without(member);
                lists.Add(list.With(list.Type == "SplitTunnel" ? "routes" : "domains", entries));
            }
        }

        return [new(type, settings), .. lists];
    }

    private static Declared List(string type, string property, JsonElement entries) =>
        new(type, PropertyMap.Of((property, Value(entries))));

    private static PropertyMap Values(JsonElement element) => (PropertyMap)Value(element);

    private static PropertyValue Value(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => new PropertyMap(
                element.EnumerateObject().Select(member => KeyValuePair.Create(CamelCase(member.Name), Value(member.Value)))
            ),
            JsonValueKind.Array => new PropertyArray(element.EnumerateArray().Select(Value)),
            JsonValueKind.String => element.GetString()!,
            JsonValueKind.Number => element.GetDouble(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => PropertyValue.Null,
        };

    /// <summary>The provider's name of a Cloudflare field.</summary>
    public static string CamelCase(string name) =>
        name == "dns_server"
            ? "dnsServers"
            : string.Concat(name.Split('_').Select((word, index) => index == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    private static Dictionary<string, ConfigurationCase> Load()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.PathTo("tests", "cases", "cases.json")));
        return document
            .RootElement.Clone()
            .EnumerateArray()
            .Select(item => new ConfigurationCase(
                item.GetProperty("name").GetString()!,
                item.GetProperty("kind").GetString()!,
                item.GetProperty("input"),
                item.GetProperty("expect")
            ))
            .Where(item =>
                item.Kind is "customProfile" or "defaultProfile" or "excludeList" or "includeList" or "fallbackList" or "warpConnector"
            )
            .ToDictionary(item => item.Name);
    }
}

/// <summary>A resource declared by a program.</summary>
internal sealed record Declared(string Type, PropertyMap Inputs)
{
    public Declared With(string property, PropertyValue value) => this with { Inputs = Inputs.With(property, value) };
}
