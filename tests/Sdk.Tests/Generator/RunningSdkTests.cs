using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pulumi;
using Pulumi.Testing;
using ZeroTrust.Sdk.Generator.CSharp;

namespace ZeroTrust.Sdk.Tests.Generator;

/// <summary>The messages that the generated SDK sends and receives when a program runs.</summary>
public sealed class RunningSdkTests
{
    private const string Probe = """
        using System.Threading.Tasks;
        using Pulumi;
        using Acme = Pulumi.Acme;

        internal static class Probe
        {
            public static async Task<bool[]> SecretsOf()
            {
                var args = new Acme.Dns.ZoneArgs
                {
                    Name = "acme.example",
                    TsigKey = "secret",
                    OldKeys = new[] { "secret" },
                    KeysByName = { { "ns1", "secret" } },
                    Retries = Pulumi.Utilities.OutputUtilities.CreateUnknown(0),
                };
                return new[]
                {
                    await Output.IsSecretAsync(args.Name.ToOutput()),
                    await Output.IsSecretAsync(args.TsigKey.ToOutput()),
                    await Output.IsSecretAsync(args.OldKeys.ToOutput()),
                    await Output.IsSecretAsync(args.KeysByName.ToOutput()),
                    await Output.IsSecretAsync(args.Retries.ToOutput()),
                    await Output.IsSecretAsync(new Acme.Dns.Inputs.ZoneRuleArgs { Password = "secret" }.Password.ToOutput()),
                };
            }

            public static bool UnsetSecretIsNull() => new Acme.Dns.ZoneArgs { TsigKey = null }.TsigKey is null;

            public static async Task<object[]> ProviderDefaults()
            {
                var args = Acme.ProviderArgs.Empty;
                return new object[]
                {
                    await Pulumi.Utilities.OutputUtilities.GetValueAsync(args.BaseUrl.ToOutput()),
                    await Pulumi.Utilities.OutputUtilities.GetValueAsync(args.MaxRetries.ToOutput()),
                    await Pulumi.Utilities.OutputUtilities.GetValueAsync(args.TimeoutSeconds.ToOutput()),
                };
            }

            public static string Enums() =>
                $"{Acme.Dns.ZoneKind.PartialSetup} {(string)Acme.Dns.ZoneKind.Full} {(double)Acme.Ratio.One} {(int)Acme.Size.Small} "
                + $"{Acme.Dns.ZoneKind.Full == Acme.Dns.ZoneKind.Asterisk} {default(Acme.Dns.ZoneKind).GetHashCode()}";
        }
        """;

    private static readonly Lazy<Assembly> Sdk = new(() =>
        CompiledSdk.Load(SdkGenerator.Generate(A.GoldenPackage, "1.2.3"), ConvertedProgram.Text, Probe)
    );

    [Test]
    public async Task Secret_inputs_are_always_secret()
    {
        Assert.That(await Call<Task<bool[]>>("Probe", "SecretsOf"), Is.EqualTo((bool[])[false, true, true, true, true, true]));
    }

    [Test]
    public void An_unset_secret_stays_unset() => Assert.That(Call<bool>("Probe", "UnsetSecretIsNull"), Is.True);

    [Test]
    public async Task The_environment_takes_precedence_over_the_schemas_defaults()
    {
        Environment.SetEnvironmentVariable("ACME_URL", "https://other.example");
        try
        {
            Assert.That(
                await Call<Task<object[]>>("Probe", "ProviderDefaults"),
                Is.EqualTo(new object[] { "https://other.example", 5, 2.5 })
            );
        }
        finally
        {
            Environment.SetEnvironmentVariable("ACME_URL", null);
        }
    }

    [Test]
    public void Enums_convert_to_their_values() =>
        Assert.That(Call<string>("Probe", "Enums"), Is.EqualTo("partial (CNAME) full 1 1 False 0"));

    [Test]
    public async Task A_converted_program_uses_wire_names_in_requests_and_results()
    {
        var mocks = new Mocks();

        var (_, outputs) = await Deployment.TestAsync(
            mocks,
            new TestOptions { IsPreview = false },
            () => Call<Dictionary<string, object?>>("Program", "Run")
        );

        Assert.Multiple(() =>
        {
            Assert.That(
                mocks.Inputs["account"],
                Does.Contain("\"apiToken\":\"secret\"")
                    .And.Contain("\"dryRun\":\"true\"")
                    .And.Contain("\"maxRetries\":\"3\"")
                    .And.Contain("\"timeoutSeconds\":\"1\"")
                    .And.Contain("\"baseUrl\":\"https://api.acme.example\"")
            );
            Assert.That(JsonText(mocks.Inputs["account"], "regions"), Is.EqualTo("""["eu","us"]"""));
            Assert.That(JsonText(mocks.Inputs["account"], "proxy"), Is.EqualTo("""{"address":"proxy:8080","bypass":["localhost"]}"""));
            Assert.That(
                mocks.Inputs["zone"],
                Does.Contain("\"kind\":\"partial (CNAME)\"")
                    .And.Contain("\"x-tag\":\"tag\"")
                    .And.Contain("\"zone\":\"acme.example.\"")
                    .And.Contain("\"class\":\"CH\"")
                    .And.Contain("\"apiVersion\":\"v2\"")
                    .And.Contain("\"labels\":{\"a\":\"b\",\"c\":\"found\"}")
                    .And.Contain("\"matrix\":[[1,2]]")
                    .And.Contain("\"target\":{\"pool\":\"eu\",\"type\":\"floating\"}")
            );
            Assert.That(mocks.Inputs["existing"], Is.EqualTo("""{"lookup":{"view":"inner"}}"""));
            Assert.That(mocks.Inputs["site"], Does.Contain("\"ports\":{\"http\":80}"));
        });
        Assert.That(await Value(outputs["quota"]), Is.EqualTo(7));
        Assert.That(await Value(outputs["words"]), Is.EqualTo("a-b"));
        Assert.That(await Value(outputs["key"]), Is.EqualTo("rotated"));
    }

    /// <summary>The JSON string in a property, without whitespace.</summary>
    private static string JsonText(string inputs, string property) =>
        Sorted(JsonNode.Parse(JsonNode.Parse(inputs)![property]!.GetValue<string>()))!.ToJsonString();

    /// <summary>Sorts dictionaries, which are unordered.</summary>
    private static JsonNode? Sorted(JsonNode? json) =>
        json switch
        {
            JsonObject members => new JsonObject(
                from member in members
                orderby member.Key
                select KeyValuePair.Create(member.Key, Sorted(member.Value))
            ),
            JsonArray items => new JsonArray([.. items.Select(Sorted)]),
            _ => json?.DeepClone(),
        };

    private static T Call<T>(string type, string method) =>
        (T)Sdk.Value.GetType(type)!.GetMethod(method, BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [])!;

    private static Task<object?> Value(object? output) =>
        output switch
        {
            Output<object?> any => Pulumi.Utilities.OutputUtilities.GetValueAsync(any),
            Output<int> number => Boxed(number),
            Output<string> text => Boxed(text),
            _ => Task.FromResult(output),
        };

    private static async Task<object?> Boxed<T>(Output<T> output) => await Pulumi.Utilities.OutputUtilities.GetValueAsync(output);

    private sealed class Mocks : IMocks
    {
        public ConcurrentDictionary<string, string> Inputs { get; } = new();

        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        {
            Inputs[args.Name!] = Sorted(JsonSerializer.SerializeToNode(args.Inputs))!.ToJsonString();
            var state = args
                .Inputs.RemoveRange(["rules"])
                .Add("createdAt", "now")
                .SetItem("rules", ImmutableArray.Create<object>(new Dictionary<string, object> { ["match"] = "true" }));
            return Task.FromResult<(string?, object)>(($"{args.Name}-id", state));
        }

        public Task<object> CallAsync(MockCallArgs args) =>
            Task.FromResult<object>(
                args.Token switch
                {
                    "acme-cloud:dns/getZone:getZone" => new Dictionary<string, object> { ["id"] = "found", ["x-tag"] = "tag" },
                    "acme-cloud:index:getQuota" => new Dictionary<string, object> { ["left"] = 7 },
                    "acme-cloud:index:getProxies" => new Dictionary<string, object>
                    {
                        ["proxies"] = ImmutableArray.Create<object>(new Dictionary<string, object> { ["address"] = "proxy" }),
                    },
                    "acme-cloud:index:concat" => new Dictionary<string, object>
                    {
                        ["result"] = string.Join((string)args.Args["separator"], (ImmutableArray<object>)args.Args["words"]),
                    },
                    "acme-cloud:dns/zone:Zone/rotate" => new Dictionary<string, object> { ["key"] = "rotated" },
                    _ => new Dictionary<string, object>(),
                }
            );
    }
}
