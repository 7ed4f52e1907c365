using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Protocol.Tests.Recordings;

/// <summary>Recorded messages of the real engine, SDK and language host survive a round trip.</summary>
public sealed class RecordingTests
{
    private static readonly Dictionary<string, MethodDescriptor> Methods = new[]
    {
        ProviderReflection.Descriptor,
        ResourceReflection.Descriptor,
        EngineReflection.Descriptor,
        LanguageReflection.Descriptor,
    }
        .SelectMany(file => file.Services)
        .SelectMany(service => service.Methods)
        .ToDictionary(method => $"/{method.Service.FullName}/{method.Name}");

    private static IEnumerable<string> Recordings =>
        Directory
            .EnumerateFiles(Path.Combine(TestContext.CurrentContext.TestDirectory, "recordings"), "*.grpc.jsonl")
            .Select(file => Path.GetFileName(file))
            .Order(StringComparer.Ordinal);

    [Test]
    public void There_are_fifteen_recordings() => Assert.That(Recordings.Count(), Is.EqualTo(15));

    [TestCaseSource(nameof(Recordings))]
    public void Every_message_survives_a_round_trip(string recording)
    {
        foreach (var (json, message) in MessagesOf(recording))
        {
            var printed = JsonNode.Parse(JsonFormatter.Default.Format(message));
            Assert.That(JsonNode.DeepEquals(printed, json), $"{message.Descriptor.Name}: {json}");
            Assert.That(message.Descriptor.Parser.ParseFrom(message.ToByteArray()), Is.EqualTo(message));
        }
    }

    [TestCaseSource(nameof(Recordings))]
    public void All_properties_survive_a_round_trip(string recording)
    {
        var structs = MessagesOf(recording).SelectMany(entry => StructsOf(entry.Message)).ToList();

        Assert.That(structs, Is.Not.Empty);
        foreach (var properties in structs)
        {
            Assert.That(PropertyCodec.Write(PropertyCodec.Read(properties)), Is.EqualTo(properties));
        }
    }

    private static IEnumerable<(JsonNode Json, IMessage Message)> MessagesOf(string recording)
    {
        foreach (var line in File.ReadLines(Path.Combine(TestContext.CurrentContext.TestDirectory, "recordings", recording)))
        {
            var entry = JsonNode.Parse(line)!;
            var method = Methods[entry["method"]!.GetValue<string>()];
            foreach (var (name, type) in new[] { ("request", method.InputType), ("response", method.OutputType) })
            {
                if (entry[name] is { } json)
                {
                    yield return (json, JsonParser.Default.Parse(json.ToJsonString(), type));
                }
            }
        }
    }

    private static IEnumerable<Struct> StructsOf(IMessage message) =>
        message
            .Descriptor.Fields.InFieldNumberOrder()
            .Where(field => field is { FieldType: FieldType.Message, IsRepeated: false })
            .Select(field => field.Accessor.GetValue(message))
            .OfType<Struct>();
}
