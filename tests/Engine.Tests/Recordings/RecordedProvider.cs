using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace ZeroTrust.Engine.Tests.Recordings;

/// <summary>Returns the recorded provider's responses and records the requests.</summary>
internal sealed class RecordedProvider : ResourceProvider.ResourceProviderBase
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<Message>> _answers = [];
    private readonly List<(string Method, string Key, IMessage Request)> _received = [];
    private string? _overtaken;
    private TaskCompletionSource _allArrived = new();
    private Dictionary<string, int> _outstanding = [];

    public IReadOnlyList<(string Method, string Key, IMessage Request)> Received
    {
        get
        {
            lock (_lock)
            {
                return [.. _received];
            }
        }
    }

    /// <summary>The subject of a request; calls about different subjects may come in any order.</summary>
    public static string KeyOf(string method, IMessage request) =>
        method
        + " "
        + request switch
        {
            CheckRequest check => check.Urn,
            DiffRequest diff => diff.Urn,
            CreateRequest create => create.Urn,
            ReadRequest read => read.Urn,
            UpdateRequest update => update.Urn,
            DeleteRequest delete => delete.Urn,
            ConfigureRequest configure => configure.Urn,
            InvokeRequest invoke => invoke.Tok + invoke.Args,
            _ => "",
        };

    public static IMessage Parse(string method, Message message) =>
        method switch
        {
            "Check" or "CheckConfig" => message.RequestAs<CheckRequest>(),
            "Diff" or "DiffConfig" => message.RequestAs<DiffRequest>(),
            "Create" => message.RequestAs<CreateRequest>(),
            "Read" => message.RequestAs<ReadRequest>(),
            "Update" => message.RequestAs<UpdateRequest>(),
            "Delete" => message.RequestAs<DeleteRequest>(),
            "Configure" => message.RequestAs<ConfigureRequest>(),
            "Invoke" => message.RequestAs<InvokeRequest>(),
            "Handshake" => message.RequestAs<ProviderHandshakeRequest>(),
            _ => new Empty(),
        };

    public void Play(Recording recording)
    {
        lock (_lock)
        {
            _received.Clear();
            _answers.Clear();
            _allArrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
            foreach (var message in recording.Of("pulumirpc.ResourceProvider").Where(message => !message.Started))
            {
                var key = KeyOf(message.Method, Parse(message.Method, message));
                (_answers.TryGetValue(key, out var queue) ? queue : _answers[key] = new()).Enqueue(message);
            }
            var keys = recording
                .Of("pulumirpc.ResourceProvider")
                .Where(message => message.Started && message.Method != "Cancel")
                .Select(message => KeyOf(message.Method, Parse(message.Method, message)))
                .ToList();
            _outstanding = keys.CountBy(key => key).ToDictionary();

            // The recorded engine received a failure before it could continue after its last request.
            _overtaken = recording.Messages.Any(message => message is { Method: "Create", Error: not null }) ? keys[^1] : null;
        }
    }

    public override Task<Empty> Attach(PluginAttach request, ServerCallContext context) => Task.FromResult(new Empty());

    public override Task<ProviderHandshakeResponse> Handshake(ProviderHandshakeRequest request, ServerCallContext context) =>
        RespondAsync<ProviderHandshakeResponse>("Handshake", request, context);

    public override Task<PluginInfo> GetPluginInfo(Empty request, ServerCallContext context) =>
        RespondAsync<PluginInfo>("GetPluginInfo", request, context);

    public override Task<Empty> Cancel(Empty request, ServerCallContext context) => RespondAsync<Empty>("Cancel", request, context);

    public override Task<CheckResponse> CheckConfig(CheckRequest request, ServerCallContext context) =>
        RespondAsync<CheckResponse>("CheckConfig", request, context);

    public override Task<DiffResponse> DiffConfig(DiffRequest request, ServerCallContext context) =>
        RespondAsync<DiffResponse>("DiffConfig", request, context);

    public override Task<ConfigureResponse> Configure(ConfigureRequest request, ServerCallContext context) =>
        RespondAsync<ConfigureResponse>("Configure", request, context);

    public override Task<CheckResponse> Check(CheckRequest request, ServerCallContext context) =>
        RespondAsync<CheckResponse>("Check", request, context);

    public override Task<DiffResponse> Diff(DiffRequest request, ServerCallContext context) =>
        RespondAsync<DiffResponse>("Diff", request, context);

    public override Task<CreateResponse> Create(CreateRequest request, ServerCallContext context) =>
        RespondAsync<CreateResponse>("Create", request, context);

    public override Task<ReadResponse> Read(ReadRequest request, ServerCallContext context) =>
        RespondAsync<ReadResponse>("Read", request, context);

    public override Task<UpdateResponse> Update(UpdateRequest request, ServerCallContext context) =>
        RespondAsync<UpdateResponse>("Update", request, context);

    public override Task<Empty> Delete(DeleteRequest request, ServerCallContext context) => RespondAsync<Empty>("Delete", request, context);

    public override Task<InvokeResponse> Invoke(InvokeRequest request, ServerCallContext context) =>
        RespondAsync<InvokeResponse>("Invoke", request, context);

    private async Task<T> RespondAsync<T>(string method, IMessage request, ServerCallContext context)
        where T : IMessage, new()
    {
        Message? answer;
        bool overtaken;
        lock (_lock)
        {
            var key = KeyOf(method, request);
            _received.Add((method, key, request));
            answer = _answers.TryGetValue(key, out var queue) && queue.TryDequeue(out var next) ? next : null;
            _outstanding[key] = _outstanding.GetValueOrDefault(key) - 1;
            if (_outstanding.Values.All(count => count <= 0))
            {
                _allArrived.TrySetResult();
            }
            overtaken = key == _overtaken && _outstanding[key] == 0;
        }
        if (overtaken)
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
        if (answer is null)
        {
            throw new RpcException(new(StatusCode.Internal, $"{method} was not expected."));
        }
        if (answer.Error is not { } error)
        {
            return answer.ResponseAs<T>();
        }
        if (method == "Create")
        {
            await _allArrived.Task;
        }
        var code = System.Enum.Parse<StatusCode>(error.Split("code = ")[1].Split(' ')[0]);
        throw new RpcException(new(code, error.Split("desc = ")[1]));
    }
}
