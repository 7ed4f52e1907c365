using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Moq;
using Pulumirpc;
using ZeroTrust.Protocol.Loopback;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;
using ZeroTrust.Simulator;
using Encoded = Pulumirpc.Encoded;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>The provider over real HTTP/2, configured for a simulated account, with the test as the engine.</summary>
internal sealed class ProviderHost : IAsyncDisposable
{
    private readonly LoopbackServer _engineServer;
    private readonly LoopbackServer _server;
    private readonly ProviderService _service;
    private readonly GrpcChannel _channel;
    private readonly EngineRecorder _engine;
    private bool _ownsCloudflare;

    private ProviderHost(
        CloudflareSimulator cloudflare,
        LoopbackServer engineServer,
        EngineRecorder engine,
        LoopbackServer server,
        ProviderService service
    )
    {
        (Cloudflare, _engineServer, _engine, _server, _service) = (cloudflare, engineServer, engine, server, service);
        _channel = LoopbackChannel.To(server.Address);
        Client = new ResourceProvider.ResourceProviderClient(_channel);
    }

    public CloudflareSimulator Cloudflare { get; }

    public ResourceProvider.ResourceProviderClient Client { get; }

    /// <summary>Its address.</summary>
    public string Address => _server.Address;

    /// <summary>The provider's log messages.</summary>
    public IReadOnlyCollection<LogRequest> Log => _engine.Messages;

    /// <summary>Write requests to Cloudflare.</summary>
    public IEnumerable<LoggedRequest> Writes => Cloudflare.Requests.Where(request => request.Method != "GET");

    /// <param name="options">The simulated account's options.</param>
    /// <param name="configure">Whether to configure the provider.</param>
    /// <param name="environment">The provider's environment variables; none by default.</param>
    /// <param name="time">The provider's clock.</param>
    public static async Task<ProviderHost> StartAsync(
        SimulatorOptions? options = null,
        bool configure = true,
        Func<string, string?>? environment = null,
        TimeProvider? time = null
    )
    {
        var cloudflare = await CloudflareSimulator.StartAsync(options);
        Populate(cloudflare);
        return await StartAsync(cloudflare, ownsCloudflare: true, configure, environment, time);
    }

    /// <summary>Another client of the same account; disposing it keeps the account.</summary>
    public static Task<ProviderHost> BesideAsync(ProviderHost first, TimeProvider? time = null) =>
        StartAsync(first.Cloudflare, ownsCloudflare: false, configure: true, environment: null, time);

    private static async Task<ProviderHost> StartAsync(
        CloudflareSimulator cloudflare,
        bool ownsCloudflare,
        bool configure,
        Func<string, string?>? environment,
        TimeProvider? time
    )
    {
        var engine = new EngineRecorder();
        var engineServer = await LoopbackServer.StartAsync(toStatus: null, binder => Pulumirpc.Engine.BindService(binder, engine));
        var service = new ProviderService(time ?? TimeProvider.System, environment ?? (_ => null));
        var server = await LoopbackServer.StartAsync(ErrorResponses.Of, binder => Encoded.ResourceProvider.BindService(binder, service));
        var host = new ProviderHost(cloudflare, engineServer, engine, server, service) { _ownsCloudflare = ownsCloudflare };
        await host.Client.HandshakeAsync(new() { EngineAddress = engineServer.Address });
        if (configure)
        {
            await host.ConfigureAsync();
        }

        return host;
    }

    /// <summary>Starts a run; the provider knows nothing of the previous one.</summary>
    /// <param name="patience">Attempt timeout in seconds, with one retry; null uses the defaults.</param>
    public async Task<ConfigureResponse> ConfigureAsync(
        string? token = null,
        bool adoptExisting = false,
        string? ignoreProblems = null,
        bool bulkReads = true,
        int? patience = null,
        string? meshRange = null
    )
    {
        var config = PropertyMap.Of(
            ("accountId", Cloudflare.AccountId),
            ("apiToken", new PropertySecret(token ?? Cloudflare.Token)),
            ("baseUrl", Cloudflare.BaseUrl),
            ("version", "0.1.0"),
            ("bulkReads", bulkReads)
        );
        config = adoptExisting ? config.With("adoptExisting", true) : config;
        config = ignoreProblems is null ? config : config.With("ignoreProblems", new PropertyArray([ignoreProblems]));
        config = meshRange is null ? config : config.With("meshRanges", new PropertyArray([meshRange]));
        config = patience is { } seconds ? config.With("requestTimeout", seconds).With("maxRetries", 1) : config;
        return await Client.ConfigureAsync(
            new()
            {
                Args = PropertyCodec.Write(config),
                AcceptSecrets = true,
                AcceptResources = true,
            }
        );
    }

    public async Task<(PropertyMap Inputs, IReadOnlyList<string> Failures)> CheckAsync(
        string type,
        PropertyMap news,
        PropertyMap? olds = null,
        string name = "test"
    )
    {
        var response = await Client.CheckAsync(
            new()
            {
                Urn = Urn(type, name),
                Type = Token(type),
                Name = name,
                News = PropertyCodec.Write(news),
                Olds = PropertyCodec.Write(olds ?? PropertyMap.Empty),
            }
        );
        return (
            PropertyCodec.Read(response.Inputs),
            [
                .. response.Failures.Select(failure =>
                    failure.Property.Length == 0 ? failure.Reason : $"{failure.Property}: {failure.Reason}"
                ),
            ]
        );
    }

    /// <summary>Calls Check and Create, as an update of an empty stack does.</summary>
    public async Task<Stored> CreateAsync(string type, PropertyMap program, string name = "test")
    {
        if (type == "DeviceProfileOrder")
        {
            AddProfiles();
        }

        var (inputs, failures) = await CheckAsync(type, program, name: name);
        Assert.That(failures, Is.Empty);
        var response = await Client.CreateAsync(
            new()
            {
                Urn = Urn(type, name),
                Type = Token(type),
                Name = name,
                Properties = PropertyCodec.Write(inputs),
            }
        );
        return new(type, response.Id, inputs, PropertyCodec.Read(response.Properties), name);
    }

    /// <summary>
    /// Checks all, then begins every creation on this thread: each runs up to its first wait before the next begins, whatever the load.
    /// </summary>
    public async Task<IReadOnlyList<Task<Encoded.CreateResponse>>> BeginCreatesAsync(string type, params IEnumerable<PropertyMap> programs)
    {
        var checkedInputs = new List<PropertyMap>();
        foreach (var (index, program) in programs.Index())
        {
            var (inputs, failures) = await CheckAsync(type, program, name: $"test{index}");
            Assert.That(failures, Is.Empty);
            checkedInputs.Add(inputs);
        }

        return
        [
            .. checkedInputs.Select(
                (inputs, index) =>
                    _service.Create(
                        new()
                        {
                            Urn = Urn(type, $"test{index}"),
                            Type = Token(type),
                            Name = $"test{index}",
                            Properties = PropertyCodec.Encode(inputs),
                        },
                        Mock.Of<ServerCallContext>()
                    )
            ),
        ];
    }

    /// <summary>Begins every deletion on this thread; see <see cref="BeginCreatesAsync"/>.</summary>
    public IReadOnlyList<Task<Empty>> BeginDeletes(IEnumerable<Stored> all) =>
        [
            .. all.Select(stored =>
                _service.Delete(Encoded.DeleteRequest.Parser.ParseFrom(DeleteRequestOf(stored).ToByteArray()), Mock.Of<ServerCallContext>())
            ),
        ];

    public async Task<PropertyMap> PreviewCreateAsync(string type, PropertyMap program)
    {
        var (inputs, failures) = await CheckAsync(type, program);
        Assert.That(failures, Is.Empty);
        var response = await Client.CreateAsync(
            new()
            {
                Urn = Urn(type),
                Type = Token(type),
                Name = "test",
                Properties = PropertyCodec.Write(inputs),
                Preview = true,
            }
        );
        return PropertyCodec.Read(response.Properties);
    }

    /// <summary>Calls Check and Diff, as a preview of the changed program does.</summary>
    public async Task<DiffResponse> DiffAsync(Stored stored, PropertyMap program, params string[] ignoreChanges)
    {
        var (inputs, failures) = await CheckAsync(stored.Type, program, stored.Inputs, stored.Name);
        Assert.That(failures, Is.Empty);
        return await DiffCheckedAsync(stored, inputs, ignoreChanges);
    }

    public async Task<Stored> UpdateAsync(Stored stored, PropertyMap program)
    {
        var (inputs, failures) = await CheckAsync(stored.Type, program, stored.Inputs, stored.Name);
        Assert.That(failures, Is.Empty);
        var response = await Client.UpdateAsync(UpdateRequestOf(stored, inputs, preview: false));
        return stored with { Inputs = inputs, Outputs = PropertyCodec.Read(response.Properties) };
    }

    public async Task<PropertyMap> PreviewUpdateAsync(Stored stored, PropertyMap program)
    {
        var (inputs, _) = await CheckAsync(stored.Type, program, stored.Inputs, stored.Name);
        var response = await Client.UpdateAsync(UpdateRequestOf(stored, inputs, preview: true));
        return PropertyCodec.Read(response.Properties);
    }

    /// <summary>Calls Read with the stored state; null if the object is gone.</summary>
    public async Task<Stored?> ReadAsync(Stored stored)
    {
        var response = await Client.ReadAsync(
            new()
            {
                Id = stored.Id,
                Urn = Urn(stored.Type, stored.Name),
                Type = Token(stored.Type),
                Name = stored.Name,
                Properties = PropertyCodec.Write(stored.Outputs),
                Inputs = PropertyCodec.Write(stored.Inputs),
            }
        );
        return Read(stored.Type, response, stored.Name);
    }

    /// <summary>
    /// Calls Read, then Diff with the fresh values as the old ones, as a refresh does. Empty without drift; each entry is "kind path".
    /// </summary>
    public async Task<IReadOnlyList<string>> DriftAsync(Stored stored)
    {
        var fresh = await ReadAsync(stored);
        return fresh is null ? ["gone"] : Describe(await DiffCheckedAsync(fresh, stored.Inputs));
    }

    /// <summary>Calls Read with only an ID, as an import does.</summary>
    public async Task<Stored?> ImportAsync(string type, string id) =>
        Read(
            type,
            await Client.ReadAsync(
                new()
                {
                    Id = id,
                    Urn = Urn(type),
                    Type = Token(type),
                    Name = "test",
                }
            )
        );

    public Task<Empty> DeleteAsync(Stored stored) => Client.DeleteAsync(DeleteRequestOf(stored)).ResponseAsync;

    /// <summary>Deletes in a separate run, as a destroy does.</summary>
    public async Task<Empty> DestroyAsync(Stored stored)
    {
        await ConfigureAsync();
        return await DeleteAsync(stored);
    }

    public async Task<IReadOnlyList<(string Id, string Name)>> ListAsync(string type, int limit = 0)
    {
        var found = new List<(string, string)>();
        using var list = Client.List(new() { Token = Token(type), Limit = limit });
        await foreach (var response in list.ResponseStream.ReadAllAsync())
        {
            found.Add((response.Result.Id, response.Result.Name));
        }

        return found;
    }

    public async Task<PropertyMap> InvokeAsync(string function, PropertyMap args)
    {
        var response = await Client.InvokeAsync(new() { Tok = Token(function), Args = PropertyCodec.Write(args) });
        Assert.That(response.Failures, Is.Empty);
        return PropertyCodec.Read(response.Return);
    }

    /// <summary>The changes of a diff, as "kind path", in order.</summary>
    public static IReadOnlyList<string> Describe(DiffResponse diff)
    {
        Assert.That(diff.HasDetailedDiff, Is.True);
        Assert.That(
            diff.Changes,
            Is.EqualTo(diff.DetailedDiff.Count > 0 ? DiffResponse.Types.DiffChanges.DiffSome : DiffResponse.Types.DiffChanges.DiffNone)
        );
        return [.. diff.DetailedDiff.Select(entry => $"{entry.Value.Kind} {entry.Key}").Order(StringComparer.Ordinal)];
    }

    public static string Token(string type) => $"zerotrust:index:{type}";

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
        _service.Dispose();
        await _engineServer.DisposeAsync();
        if (_ownsCloudflare)
        {
            await Cloudflare.DisposeAsync();
        }
    }

    /// <summary>Calls Diff with checked inputs.</summary>
    public async Task<DiffResponse> DiffCheckedAsync(Stored stored, PropertyMap inputs, params string[] ignoreChanges) =>
        await Client.DiffAsync(
            new()
            {
                Id = stored.Id,
                Urn = Urn(stored.Type, stored.Name),
                Type = Token(stored.Type),
                Name = stored.Name,
                Olds = PropertyCodec.Write(stored.Outputs),
                OldInputs = PropertyCodec.Write(stored.Inputs),
                News = PropertyCodec.Write(inputs),
                IgnoreChanges = { ignoreChanges },
            }
        );

    private static UpdateRequest UpdateRequestOf(Stored stored, PropertyMap inputs, bool preview) =>
        new()
        {
            Id = stored.Id,
            Urn = Urn(stored.Type, stored.Name),
            Type = Token(stored.Type),
            Name = stored.Name,
            Olds = PropertyCodec.Write(stored.Outputs),
            OldInputs = PropertyCodec.Write(stored.Inputs),
            News = PropertyCodec.Write(inputs),
            Preview = preview,
        };

    private static DeleteRequest DeleteRequestOf(Stored stored) =>
        new()
        {
            Id = stored.Id,
            Urn = Urn(stored.Type, stored.Name),
            Type = Token(stored.Type),
            Name = stored.Name,
            Properties = PropertyCodec.Write(stored.Outputs),
            OldInputs = PropertyCodec.Write(stored.Inputs),
        };

    private static Stored? Read(string type, ReadResponse response, string name = "test") =>
        response.Id.Length == 0
            ? response.Properties is null && response.Inputs is null
                ? null
                : throw new InvalidOperationException("A gone object has no properties.")
            : new(type, response.Id, PropertyCodec.Read(response.Inputs), PropertyCodec.Read(response.Properties), name);

    private void AddProfiles() =>
        Cloudflare.State.Change(data =>
        {
            foreach (
                var (id, precedence) in new[]
                {
                    (Known.FirstProfileId, 7_001),
                    (Known.SecondProfileId, 7_002),
                    (Known.ThirdProfileId, 7_003),
                }
            )
            {
                if (data.Profiles.Find(id) is null)
                {
                    data.Profiles.Add(
                        new JsonObject
                        {
                            ["policy_id"] = id,
                            ["name"] = $"profile {precedence}",
                            ["match"] = "os.name == \"linux\"",
                            ["precedence"] = precedence,
                            ["profile_type"] = "warp",
                            ["enabled"] = true,
                            ["exclude"] = new JsonArray(),
                            ["fallback_domains"] = new JsonArray(),
                        }
                    );
                }
            }
        });

    // A highly available tunnel with two hosts, a device with a registration, and a registration of another device.
    private static void Populate(CloudflareSimulator cloudflare)
    {
        cloudflare.State.Change(data =>
            data.Tunnels.Add(
                new JsonObject
                {
                    ["id"] = Known.TunnelId,
                    ["account_tag"] = cloudflare.AccountId,
                    ["name"] = "lisbon",
                    ["ha"] = true,
                    ["tun_type"] = "warp_connector",
                    ["secret"] = Known.Secret,
                    ["created_at"] = "2026-01-01T00:00:00Z",
                    ["deleted_at"] = null,
                    ["conns_active_at"] = null,
                    ["conns_inactive_at"] = null,
                    ["clients"] = new JsonArray(),
                    ["configuration"] = new JsonObject
                    {
                        ["ha_mode"] = "none",
                        ["config"] = null,
                        ["configuration_version"] = 0,
                        ["created_at"] = "2026-01-01T00:00:00Z",
                    },
                }
            )
        );
        cloudflare.Seed.Connector(Known.TunnelId, new() { ["id"] = Known.ActiveHost });
        cloudflare.Seed.Connector(Known.TunnelId, new() { ["id"] = Known.PassiveHost });
        cloudflare.Seed.Device("desktop", fields: new() { ["id"] = Known.DeviceId });
        cloudflare.Seed.Registration(Known.DeviceId, fields: new() { ["id"] = Known.RegistrationId });
        cloudflare.Seed.Registration(
            cloudflare.Seed.Device("console", fields: new() { ["id"] = Known.OtherDeviceId }),
            fields: new() { ["id"] = Known.OtherRegistrationId }
        );
    }

    private static string Urn(string type, string name = "test") => $"urn:pulumi:dev::office::{Token(type)}::{name}";
}

/// <summary>An engine that records log messages.</summary>
internal sealed class EngineRecorder : Pulumirpc.Engine.EngineBase
{
    private readonly ConcurrentQueue<LogRequest> _messages = new();

    public IReadOnlyCollection<LogRequest> Messages => _messages;

    public override Task<Empty> Log(LogRequest request, ServerCallContext context)
    {
        _messages.Enqueue(request);
        return Task.FromResult(new Empty());
    }
}

/// <summary>A resource in the engine's state.</summary>
internal sealed record Stored(string Type, string Id, PropertyMap Inputs, PropertyMap Outputs, string Name = "test");
