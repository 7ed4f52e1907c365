using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;
using ZeroTrust.Engine.Properties;
using ZeroTrust.Protocol.Loopback;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Engine.Tests.Deploying;

/// <summary>
/// A provider that keeps its objects in memory. Changing an input whose name starts with <c>fixed</c> replaces the resource; with
/// <c>exclusive</c>, the old object is deleted first.
/// </summary>
internal sealed class MemoryProvider : ResourceProvider.ResourceProviderBase
{
    private int _nextId;
    private int _running;
    private string _engine = "";

    /// <summary>Message that it logs when it is closed.</summary>
    public string? LastWord { get; set; }

    /// <summary>The existing objects, by ID.</summary>
    public ConcurrentDictionary<string, Struct> Objects { get; } = new();

    /// <summary>The calls received, in order: the method and the resource's name.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>The requests received.</summary>
    public ConcurrentQueue<object> Requests { get; } = new();

    /// <summary>Runs before a call is answered; may throw or wait.</summary>
    public Func<string, string, CancellationToken, Task> Before { get; set; } = (_, _, _) => Task.CompletedTask;

    /// <summary>The maximum number of concurrent creates.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>Calls of the given methods, such as <c>Create</c>.</summary>
    public IEnumerable<string> CallsOf(params string[] methods) => Calls.Where(call => methods.Contains(call.Split(' ')[0]));

    public override Task<Empty> Attach(PluginAttach request, ServerCallContext context)
    {
        _engine = request.Address;
        return Task.FromResult(new Empty());
    }

    public override Task<ProviderHandshakeResponse> Handshake(ProviderHandshakeRequest request, ServerCallContext context) =>
        Task.FromResult(
            new ProviderHandshakeResponse
            {
                AcceptSecrets = true,
                AcceptResources = true,
                AcceptOutputs = true,
            }
        );

    public override Task<PluginInfo> GetPluginInfo(Empty request, ServerCallContext context) =>
        Task.FromResult(new PluginInfo { Version = "1.0.0" });

    public override async Task<Empty> Cancel(Empty request, ServerCallContext context)
    {
        Calls.Enqueue("Cancel");
        if (LastWord is not null)
        {
            using var channel = LoopbackChannel.To(_engine);
            await new Pulumirpc.Engine.EngineClient(channel).LogAsync(
                new() { Severity = LogSeverity.Info, Message = LastWord },
                cancellationToken: context.CancellationToken
            );
        }

        return new();
    }

    public override Task<CheckResponse> CheckConfig(CheckRequest request, ServerCallContext context) =>
        RespondAsync("CheckConfig", request.Name, request, () => new CheckResponse { Inputs = request.News }, context);

    public override Task<DiffResponse> DiffConfig(DiffRequest request, ServerCallContext context) =>
        RespondAsync("DiffConfig", request.Name, request, () => Compare(request), context);

    public override Task<ConfigureResponse> Configure(ConfigureRequest request, ServerCallContext context) =>
        RespondAsync(
            "Configure",
            request.Name,
            request,
            () =>
                new ConfigureResponse
                {
                    AcceptSecrets = true,
                    SupportsPreview = true,
                    AcceptResources = true,
                    AcceptOutputs = true,
                },
            context
        );

    public override Task<CheckResponse> Check(CheckRequest request, ServerCallContext context) =>
        RespondAsync(
            "Check",
            request.Name,
            request,
            () =>
                new CheckResponse
                {
                    Inputs = request.News,
                    Failures =
                    {
                        request
                            .News.Fields.Where(field => field.Key == "invalid")
                            .Select(field => new CheckFailure { Property = field.Key, Reason = "is not allowed" }),
                    },
                },
            context
        );

    public override Task<DiffResponse> Diff(DiffRequest request, ServerCallContext context) =>
        RespondAsync("Diff", request.Name, request, () => Compare(request), context);

    public override Task<CreateResponse> Create(CreateRequest request, ServerCallContext context) =>
        RespondAsync(
            request.Preview ? "PreviewCreate" : "Create",
            request.Name,
            request,
            () =>
            {
                if (request.Preview)
                {
                    return new CreateResponse { Properties = request.Properties };
                }
                var id = $"{request.Name}-{Interlocked.Increment(ref _nextId)}";
                var outputs = request.Properties.With("serial", Value.ForString(id));
                Objects[id] = outputs;
                return new CreateResponse { Id = id, Properties = outputs };
            },
            context
        );

    public override Task<UpdateResponse> Update(UpdateRequest request, ServerCallContext context) =>
        RespondAsync(
            request.Preview ? "PreviewUpdate" : "Update",
            request.Name,
            request,
            () =>
            {
                var outputs = request.News.With("serial", Value.ForString(request.Id));
                if (!request.Preview)
                {
                    Objects[request.Id] = outputs;
                }
                return new UpdateResponse { Properties = outputs };
            },
            context
        );

    public override Task<Empty> Delete(DeleteRequest request, ServerCallContext context) =>
        RespondAsync(
            "Delete",
            request.Name,
            request,
            () =>
            {
                Objects.TryRemove(request.Id, out _);
                return new Empty();
            },
            context
        );

    public override Task<ReadResponse> Read(ReadRequest request, ServerCallContext context) =>
        RespondAsync(
            "Read",
            request.Name,
            request,
            () =>
                Objects.TryGetValue(request.Id, out var found)
                    ? new ReadResponse
                    {
                        Id = request.Id,
                        Properties = found,
                        Inputs = found.Without("serial"),
                    }
                    : new ReadResponse(),
            context
        );

    public override Task<InvokeResponse> Invoke(InvokeRequest request, ServerCallContext context) =>
        RespondAsync("Invoke", request.Tok, request, () => new InvokeResponse { Return = request.Args }, context);

    /// <summary>Constructs any component with a thing named after it, unless its input <c>empty</c> is set.</summary>
    public override async Task<ConstructResponse> Construct(ConstructRequest request, ServerCallContext context)
    {
        await RespondAsync("Construct", request.Name, request, () => new Empty(), context);
        using var channel = LoopbackChannel.To(request.MonitorEndpoint);
        var monitor = new ResourceMonitor.ResourceMonitorClient(channel);
        var inputs = PropertyCodec.Write((PropertyMap)PropertyCodec.Read(request.Inputs).WithoutOutputs());
        var component = await monitor.RegisterResourceAsync(
            new()
            {
                Type = request.Type,
                Name = request.Name,
                Parent = request.Parent,
                Object = inputs,
                Protect = request.Protect,
                AcceptSecrets = true,
            },
            cancellationToken: context.CancellationToken
        );
        var response = new ConstructResponse { Urn = component.Urn, State = new() };
        if (!inputs.Fields.ContainsKey("empty"))
        {
            var thing = await monitor.RegisterResourceAsync(
                new()
                {
                    Type = Sandbox.Type,
                    Name = $"{request.Name}-thing",
                    Custom = true,
                    Parent = component.Urn,
                    Object = inputs,
                    Version = "1.0.0",
                    Protect = request.Protect,
                    AcceptSecrets = true,
                    SupportsPartialValues = true,
                },
                cancellationToken: context.CancellationToken
            );
            response.State.Fields["serial"] =
                thing.Object.Fields.GetValueOrDefault("serial") ?? Value.ForString(PropertySignatures.Unknown);
            response.StateDependencies["serial"] = new() { Urns = { thing.Urn } };
        }
        await monitor.RegisterResourceOutputsAsync(
            new() { Urn = component.Urn, Outputs = response.State },
            cancellationToken: context.CancellationToken
        );
        return response;
    }

    private async Task<T> RespondAsync<T>(string method, string name, object request, Func<T> answer, ServerCallContext context)
    {
        Calls.Enqueue($"{method} {name}");
        Requests.Enqueue(request);
        var running = Interlocked.Increment(ref _running);
        lock (Calls)
        {
            MostAtOnce = method == "Create" ? Math.Max(MostAtOnce, running) : MostAtOnce;
        }
        try
        {
            await Before(method, name, context.CancellationToken);
            return answer();
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private static DiffResponse Compare(DiffRequest request)
    {
        var old = request.Olds.Without("serial");
        var changed = old
            .Fields.Keys.Union(request.News.Fields.Keys)
            .Where(key => !key.StartsWith("__", StringComparison.Ordinal))
            .Where(key => !Equals(old.Fields.GetValueOrDefault(key)?.Reveal(), request.News.Fields.GetValueOrDefault(key)?.Reveal()))
            .ToList();
        var response = new DiffResponse
        {
            Changes = changed.Count > 0 ? DiffResponse.Types.DiffChanges.DiffSome : DiffResponse.Types.DiffChanges.DiffNone,
            HasDetailedDiff = true,
            DeleteBeforeReplace = changed.Exists(key => key.StartsWith("exclusive", StringComparison.Ordinal)),
        };
        foreach (var key in changed)
        {
            var replaces = key.StartsWith("fixed", StringComparison.Ordinal) || key.StartsWith("exclusive", StringComparison.Ordinal);
            var kind = (old.Fields.ContainsKey(key), request.News.Fields.ContainsKey(key)) switch
            {
                (false, _) => PropertyDiff.Types.Kind.Add,
                (_, false) => PropertyDiff.Types.Kind.Delete,
                _ => PropertyDiff.Types.Kind.Update,
            };
            response.Diffs.Add(key);
            response.DetailedDiff[PropertyPath.Root.Append(key).ToString()] = new() { Kind = replaces ? kind + 1 : kind };
            if (replaces)
            {
                response.Replaces.Add(key);
            }
        }
        return response;
    }
}
