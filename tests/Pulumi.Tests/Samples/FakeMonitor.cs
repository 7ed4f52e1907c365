using System.Collections.Concurrent;
using Google.Protobuf;
using Pulumi.Run;
using Pulumirpc;
using ZeroTrust.Protocol.Values;

namespace Pulumi.Tests.Samples;

/// <summary>
/// An in-process engine that records requests and returns test-defined responses. Not a mock: it keeps what programs register.
/// </summary>
internal sealed class FakeMonitor : IMonitor, IEngine
{
    public ConcurrentQueue<RegisterResourceRequest> Registered { get; } = [];

    public ConcurrentQueue<ReadResourceRequest> Read { get; } = [];

    public ConcurrentQueue<RegisterResourceOutputsRequest> Outputs { get; } = [];

    public ConcurrentQueue<ResourceInvokeRequest> Invoked { get; } = [];

    public ConcurrentQueue<ResourceCallRequest> Called { get; } = [];

    public ConcurrentQueue<LogRequest> Messages { get; } = [];

    public ConcurrentQueue<Func<ByteString, CancellationToken, Task<IMessage>>> Callbacks { get; } = [];

    public HashSet<string> MissingFeatures { get; } = [];

    public bool IsDryRun { get; init; }

    /// <summary>Answers a registration. Default: the inputs, and the ID <c>name-id</c>, which is unknown in a preview.</summary>
    public Func<RegisterResourceRequest, Task<RegisterResourceResponse>>? Register { get; set; }

    public Func<ResourceInvokeRequest, PropertyMap> Invoke { get; set; } = _ => PropertyMap.Of(("id", "found"));

    public RegisterResourceRequest this[string name] => Registered.Single(request => request.Name == name);

    /// <summary>Runs a program against this engine.</summary>
    public Task<int> RunAsync(Action program) =>
        RunAsync(() =>
        {
            program();
            return Task.CompletedTask;
        });

    public Task<int> RunAsync(Func<Task> program, StackOptions? options = null) =>
        RunStackAsync(() =>
            new Stack(
                async () =>
                {
                    await program();
                    return new Dictionary<string, object?>();
                },
                options
            )
        );

    public Task<int> RunStackAsync(Func<Stack> createStack)
    {
        var settings = new DeploymentSettings
        {
            Project = "office",
            Stack = "dev",
            Organization = "acme",
            IsDryRun = IsDryRun,
        };
        return Deployment.RunAsync(new(settings, this, this), createStack);
    }

    /// <summary>The engine's default response.</summary>
    public RegisterResourceResponse Echo(RegisterResourceRequest request) =>
        new()
        {
            Urn = UrnOf(request.Parent, request.Type, request.Name),
            Id = request.Custom && !IsDryRun ? $"{request.Name}-id" : "",
            Object = request.Object,
        };

    public static string UrnOf(string parent, string type, string name)
    {
        var parents = parent.Split("::", 4) is [_, _, var types, _] && types != Stack.TypeName ? $"{types}$" : "";
        return $"urn:pulumi:dev::office::{parents}{type}::{name}";
    }

    Task<bool> IMonitor.SupportsAsync(string feature) => Task.FromResult(!MissingFeatures.Contains(feature));

    async Task<RegisterResourceResponse> IMonitor.RegisterResourceAsync(Resource resource, RegisterResourceRequest request)
    {
        // Like a remote call, completes only after the constructor has continued.
        await Task.Yield();
        Registered.Enqueue(request);
        return Register is not null && request.Type != Stack.TypeName ? await Register(request) : Echo(request);
    }

    Task<ReadResourceResponse> IMonitor.ReadResourceAsync(Resource resource, ReadResourceRequest request)
    {
        Read.Enqueue(request);
        return Task.FromResult(
            new ReadResourceResponse { Urn = UrnOf(request.Parent, request.Type, request.Name), Properties = request.Properties }
        );
    }

    Task IMonitor.RegisterResourceOutputsAsync(RegisterResourceOutputsRequest request)
    {
        Outputs.Enqueue(request);
        return Task.CompletedTask;
    }

    Task<ResourceInvokeResponse> IMonitor.InvokeAsync(ResourceInvokeRequest request)
    {
        Invoked.Enqueue(request);
        return Task.FromResult(new ResourceInvokeResponse { Return = PropertyCodec.Write(Invoke(request)) });
    }

    Task<CallResponse> IMonitor.CallAsync(ResourceCallRequest request)
    {
        Called.Enqueue(request);
        return Task.FromResult(
            new CallResponse
            {
                Return = PropertyCodec.Write(PropertyMap.Of(("id", "called"))),
                ReturnDependencies = { ["id"] = new() { Urns = { "urn:pulumi:dev::office::acme:index:Zone::far" } } },
            }
        );
    }

    Task<Callback> IMonitor.AddCallbackAsync(Func<ByteString, CancellationToken, Task<IMessage>> callback)
    {
        Callbacks.Enqueue(callback);
        return Task.FromResult(new Callback { Target = "127.0.0.1:1", Token = "transform" });
    }

    Task IMonitor.SignalAndWaitForShutdownAsync() => Task.CompletedTask;

    Task IEngine.LogAsync(LogRequest request)
    {
        Messages.Enqueue(request);
        return Task.CompletedTask;
    }
}
