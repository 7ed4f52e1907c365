using System.Collections.Concurrent;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;
using ZeroTrust.Protocol.Loopback;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>Requests that no engine sends. Each gets a response, and never one that the engine treats as corrupt state.</summary>
internal sealed class HostileRequestTests
{
    private const int Messages = 10_000;

    // Enough parallelism to keep both cores of a small machine busy.
    private static readonly ParallelOptions Parallelism = new() { MaxDegreeOfParallelism = 8 };

    private static readonly StatusCode[] Corrupt = [StatusCode.Internal, StatusCode.Unknown, StatusCode.DataLoss];

    [TestCase(1)]
    public async Task Ten_thousand_malformed_requests_are_answered_and_the_provider_keeps_running(int seed)
    {
        await using var host = await ProviderHost.StartAsync(new() { RateLimit = int.MaxValue });
        await host.Client.ConfigureAsync(
            new()
            {
                Args = PropertyCodec.Write(
                    PropertyMap.Of(
                        ("accountId", host.Cloudflare.AccountId),
                        ("apiToken", new PropertySecret(host.Cloudflare.Token)),
                        ("baseUrl", host.Cloudflare.BaseUrl),
                        ("maxRequestsPerFiveMinutes", 1_000_000)
                    )
                ),
            }
        );
        using var schema = JsonDocument.Parse((await host.Client.GetSchemaAsync(new())).Schema);
        string[] functions = [.. schema.RootElement.GetProperty("functions").EnumerateObject().Select(function => function.Name)];
        using var channel = LoopbackChannel.To(host.Address);
        var invoker = channel.CreateCallInvoker();
        var wrong = new ConcurrentDictionary<string, int>();

        await Parallel.ForEachAsync(
            Enumerable.Range(0, Messages),
            Parallelism,
            async (number, ct) =>
            {
                var (method, request) = new HostileRequests(new Random((seed * Messages) + number), functions).Next();
                try
                {
                    await invoker.AsyncUnaryCall(method, host: null, new CallOptions(cancellationToken: ct), request);
                }
                catch (RpcException refusal)
                    when (Corrupt.Contains(refusal.StatusCode) || refusal.Status.Detail.Contains("Exception", StringComparison.Ordinal))
                {
                    wrong.TryAdd(
                        $"{method.Name}: {refusal.Status.Detail.Replace(HostileRequests.Long, "xxx", StringComparison.Ordinal)}",
                        number
                    );
                }
                catch (RpcException)
                {
                    // Refused with a reason, as expected.
                }
            }
        );

        Assert.That(wrong.Select(answer => $"{answer.Key} (message {answer.Value})"), Is.Empty);

        Assert.That((await host.CreateAsync("VirtualNetwork", PropertyMap.Of(("name", "after")), "after")).Id, Is.Not.Empty);
    }

    [TestCase("Update")]
    [TestCase("Delete")]
    [TestCase("Diff")]
    public async Task Calls_about_an_object_require_its_id_and_state(string method)
    {
        await using var host = await ProviderHost.StartAsync();
        var (urn, id) = ($"urn:pulumi:dev::office::{ProviderHost.Token("DeviceProfile")}::staff", $"{Known.AccountId}/{Known.DeviceId}");

        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
            await (
                method switch
                {
                    "Update" => host
                        .Client.UpdateAsync(
                            new()
                            {
                                Urn = urn,
                                Id = id,
                                News = PropertyCodec.Write(Sample.Profile),
                            }
                        )
                        .ResponseAsync,
                    "Delete" => host.Client.DeleteAsync(new() { Urn = urn, Id = id }).ResponseAsync,
                    _ => (Task)
                        host
                            .Client.DiffAsync(
                                new()
                                {
                                    Urn = urn,
                                    Id = id,
                                    News = PropertyCodec.Write(Sample.Profile),
                                }
                            )
                            .ResponseAsync,
                }
            )
        );

        Assert.That(
            (refusal!.StatusCode, refusal.Status.Detail),
            Is.EqualTo((StatusCode.InvalidArgument, $"{method} needs an ID and the state."))
        );
    }

    [TestCase(".")]
    [TestCase("..")]
    [TestCase(" ")]
    [TestCase("a\0b")]
    public async Task An_id_that_would_change_the_path_is_refused_before_any_request(string name)
    {
        await using var host = await ProviderHost.StartAsync();

        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.ImportAsync("DeviceProfile", $"{Known.AccountId}/{name}"));

        Assert.That(refusal!.StatusCode, Is.EqualTo(StatusCode.InvalidArgument));
        Assert.That(host.Cloudflare.Requests, Is.Empty);
    }

    [TestCase(double.PositiveInfinity)]
    [TestCase(double.NegativeInfinity)]
    [TestCase(double.NaN)]
    [TestCase(1e300)]
    [TestCase(-1)]
    public async Task A_timeout_may_be_any_number(double seconds)
    {
        await using var host = await ProviderHost.StartAsync();
        var (inputs, _) = await host.CheckAsync("DeviceProfile", Sample.Profile);

        var response = await host.Client.CreateAsync(
            new()
            {
                Urn = $"urn:pulumi:dev::office::{ProviderHost.Token("DeviceProfile")}::test",
                Properties = PropertyCodec.Write(inputs),
                Timeout = seconds,
            }
        );

        Assert.That(response.Id, Does.StartWith(Known.AccountId));
    }
}

/// <summary>Requests with one or more errors, each generated from its own random numbers.</summary>
internal sealed class HostileRequests(Random random, string[] functions)
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);

    /// <summary>A value that is too long for every property.</summary>
    public static readonly string Long = new('x', 70_000);

    /// <summary>An address where nothing listens.</summary>
    private const string Nobody = "127.0.0.1:1";

    private static readonly (string Type, PropertyMap Inputs)[] Components =
    [
        (
            "ManagedProfile",
            Sample.Profile.With("splitTunnel", Sample.InlineRoutes).With("fallbackDomains", Sample.Domains(Sample.Domain("corp")))
        ),
        (
            "ConnectorSite",
            PropertyMap.Of(
                ("networks", new PropertyArray(["10.0.0.0/16", "2001:db8::/32"])),
                ("highAvailability", Sample.Ha("none").Without("tunnelId")),
                ("newProfile", PropertyMap.Of(("team", "acme")))
            )
        ),
    ];

    private static readonly string[] Texts =
    [
        "",
        " ",
        ".",
        "..",
        "/",
        "a\0b",
        "😀",
        "null",
        "default",
        "urn:pulumi:dev::office::x",
        PropertySignatures.Unknown,
        PropertySignatures.Secret,
        Known.AccountId,
        $"{Known.AccountId}/{Known.TunnelId}",
        $"{Known.AccountId}/.",
        $"{Known.AccountId}/../..",
        $"{Known.AccountId}/default",
        $"//{Known.AccountId}",
        Long,
        "10.0.0.0/8",
        "999.0.0.0/99",
        "identity.email == ",
        "%2e%2e",
        "\uFFFD",
    ];

    private static readonly double[] Numbers =
    [
        0,
        -1,
        0.5,
        1e300,
        double.NaN,
        double.PositiveInfinity,
        double.NegativeInfinity,
        long.MaxValue,
        -0.0,
    ];

    public (Method<byte[], byte[]> Method, byte[] Request) Next()
    {
        var method = random.GetItems(
            ["Check", "Diff", "Create", "Read", "Update", "Delete", "Invoke", "CheckConfig", "DiffConfig", "Construct", "Call"],
            1
        )[0];
        var request = Request(method).ToByteArray();
        return (
            new(MethodType.Unary, "pulumirpc.ResourceProvider", method, Bytes, Bytes),
            random.Next(5) == 0 ? Damaged(request) : request
        );
    }

    private IMessage Request(string method)
    {
        var type = random.GetItems([.. EveryResource.Full.Keys], 1)[0];
        var urn = Sometimes($"urn:pulumi:dev::office::{ProviderHost.Token(type)}::{random.Next(50)}");
        var program = PropertyCodec.Write(EveryResource.Full[type]);
        return method switch
        {
            "Check" or "CheckConfig" => new CheckRequest
            {
                Urn = urn,
                News = Changed(program),
                Olds = Changed(program),
            },
            "Diff" or "DiffConfig" => new DiffRequest
            {
                Id = Id(),
                Urn = urn,
                Olds = Changed(program),
                News = Changed(program),
                OldInputs = Changed(program),
                IgnoreChanges = { Text() },
            },
            "Create" => new CreateRequest
            {
                Urn = urn,
                Properties = Changed(program),
                Preview = random.Next(2) == 0,
                Timeout = Number(),
            },
            "Read" => new ReadRequest
            {
                Id = Id(),
                Urn = urn,
                Properties = Changed(program),
                Inputs = Changed(program),
                Timeout = Number(),
            },
            "Update" => new UpdateRequest
            {
                Id = Id(),
                Urn = urn,
                Olds = Changed(program),
                News = Changed(program),
                OldInputs = Changed(program),
                Preview = random.Next(2) == 0,
                Timeout = Number(),
                IgnoreChanges = { Text() },
            },
            "Delete" => new DeleteRequest
            {
                Id = Id(),
                Urn = urn,
                Properties = Changed(program),
                OldInputs = Changed(program),
                Timeout = Number(),
            },
            "Invoke" => new InvokeRequest { Tok = Sometimes(random.GetItems(functions, 1)[0]), Args = Changed(program) },
            "Construct" => Construction(),
            _ => new CallRequest { Tok = Text(), Args = Changed(program) },
        };
    }

    private ConstructRequest Construction()
    {
        var (type, inputs) = random.GetItems(Components, 1)[0];
        return new()
        {
            Type = Sometimes(ProviderHost.Token(type)),
            Name = Text(),
            MonitorEndpoint = Sometimes(Nobody),
            Inputs = Changed(PropertyCodec.Write(inputs)),
        };
    }

    private string Id() => Sometimes($"{Known.AccountId}/{Known.TunnelId}");

    private string Sometimes(string right) => random.Next(3) == 0 ? Text() : right;

    private string Text() => random.GetItems(Texts, 1)[0];

    private double Number() => random.GetItems(Numbers, 1)[0];

    // Removes, reshapes or adds members of a struct.
    private Struct? Changed(Struct program)
    {
        if (random.Next(10) == 0)
        {
            return null;
        }

        var result = program.Clone();
        for (var changes = random.Next(4); changes > 0 && result.Fields.Count > 0; changes--)
        {
            var key = random.GetItems([.. result.Fields.Keys], 1)[0];
            switch (random.Next(3))
            {
                case 0:
                    result.Fields.Remove(key);
                    break;
                case 1:
                    result.Fields[key] = AnyValue(depth: 0);
                    break;
                default:
                    result.Fields[Text()] = AnyValue(depth: 0);
                    break;
            }
        }

        return result;
    }

    private Value AnyValue(int depth) =>
        random.Next(depth < 40 ? 8 : 5) switch
        {
            0 => Value.ForNull(),
            1 => Value.ForBool(true),
            2 => Value.ForNumber(Number()),
            3 => Value.ForString(Text()),
            4 => new Value(),
            5 => Value.ForList([.. Enumerable.Range(0, random.Next(3)).Select(_ => AnyValue(depth + 1))]),
            6 => Value.ForStruct(new() { Fields = { [Text()] = AnyValue(depth + 1), ["mode"] = AnyValue(depth + 30) } }),
            _ => Special(depth),
        };

    private Value Special(int depth)
    {
        string[] kinds =
        [
            PropertySignatures.Secret,
            PropertySignatures.Output,
            PropertySignatures.Resource,
            PropertySignatures.Asset,
            PropertySignatures.Archive,
            PropertySignatures.Bytes,
            "nonsense",
        ];
        var special = new Struct { Fields = { [PropertySignatures.Key] = Value.ForString(random.GetItems(kinds, 1)[0]) } };
        if (random.Next(3) > 0)
        {
            special.Fields["value"] = AnyValue(depth + 1);
        }

        return Value.ForStruct(special);
    }

    private byte[] Damaged(byte[] message)
    {
        var result = message[..random.Next(message.Length + 1)];
        for (var i = random.Next(4); i > 0 && result.Length > 0; i--)
        {
            result[random.Next(result.Length)] = (byte)random.Next(256);
        }

        return result;
    }
}
