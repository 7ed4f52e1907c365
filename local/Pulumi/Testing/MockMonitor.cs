using System.Collections.Concurrent;
using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Run;
using Pulumi.Serialization;
using Pulumirpc;
using ZeroTrust.Protocol.Values;

namespace Pulumi.Testing;

/// <summary>A resource monitor backed by mocks.</summary>
internal sealed class MockMonitor(IMocks mocks, DeploymentSettings settings) : IMonitor
{
    private readonly ConcurrentDictionary<string, PropertyMap> _registered = [];
    private ImmutableArray<Resource> _resources = [];

    public ImmutableArray<Resource> Resources => _resources;

    // With outputValues, mocks would receive outputs instead of plain values.
    public Task<bool> SupportsAsync(string feature) => Task.FromResult(feature is not "outputValues");

    public async Task<RegisterResourceResponse> RegisterResourceAsync(Resource resource, RegisterResourceRequest request)
    {
        ImmutableInterlocked.Update(ref _resources, (all, added) => all.Add(added), resource);
        var urn = UrnOf(request.Parent, request.Type, request.Name);
        if (request.Type == Stack.TypeName)
        {
            return new() { Urn = urn, Object = new() };
        }

        var (id, state) = await NewResourceAsync(urn, request.Type, request.Name, request.Object, request.Provider, request.ImportId);
        return new()
        {
            Urn = urn,
            Id = id,
            Object = state,
        };
    }

    public async Task<ReadResourceResponse> ReadResourceAsync(Resource resource, ReadResourceRequest request)
    {
        ImmutableInterlocked.Update(ref _resources, (all, added) => all.Add(added), resource);
        var urn = UrnOf(request.Parent, request.Type, request.Name);
        var (_, state) = await NewResourceAsync(urn, request.Type, request.Name, request.Properties, request.Provider, request.Id);
        return new() { Urn = urn, Properties = state };
    }

    public Task RegisterResourceOutputsAsync(RegisterResourceOutputsRequest request) =>
        mocks.RegisterResourceOutputs(
            new(
                request.Urn,
                PropertyCodec
                    .Read(request.Outputs)
                    .ToImmutableDictionary(
                        output => output.Key,
                        output => new Output<object?>(Task.FromResult(ValueReader.ReadAny(output.Value)))
                    )
            )
        );

    public async Task<ResourceInvokeResponse> InvokeAsync(ResourceInvokeRequest request)
    {
        if (request.Tok == "pulumi:pulumi:getResource")
        {
            var urn = request.Args.Fields["urn"].StringValue;
            return _registered.TryGetValue(urn, out var found)
                ? new() { Return = PropertyCodec.Write(found) }
                : throw new InvalidOperationException($"The program has not registered a resource '{urn}'.");
        }

        return new() { Return = await CallMockAsync(request.Tok, request.Args, request.Provider) };
    }

    public async Task<CallResponse> CallAsync(ResourceCallRequest request) =>
        new() { Return = await CallMockAsync(request.Tok, request.Args, request.Provider) };

    // No engine calls the callback.
    public Task<Callback> AddCallbackAsync(Func<ByteString, CancellationToken, Task<IMessage>> callback) => Task.FromResult(new Callback());

    public Task SignalAndWaitForShutdownAsync() => Task.CompletedTask;

    private async Task<(string Id, Struct State)> NewResourceAsync(
        string urn,
        string type,
        string name,
        Struct inputs,
        string provider,
        string knownId
    )
    {
        var (mockId, mockState) = await mocks.NewResourceAsync(
            new()
            {
                Type = type,
                Name = name,
                Inputs = ToDictionary(inputs),
                Provider = provider,
                Id = knownId,
            }
        );
        var id = mockId ?? knownId;
        var state = await ToMapAsync(mockState);
        _registered[urn] = PropertyMap.Of(("urn", urn), ("id", id), ("state", state));
        return (id, PropertyCodec.Write(state));
    }

    private async Task<Struct> CallMockAsync(string token, Struct args, string provider) =>
        PropertyCodec.Write(
            await ToMapAsync(
                await mocks.CallAsync(
                    new()
                    {
                        Token = token,
                        Args = ToDictionary(args),
                        Provider = provider,
                    }
                )
            )
        );

    private string UrnOf(string parent, string type, string name)
    {
        var parentTypes = parent.Split("::", 4) is [_, _, var types, _] ? $"{types.Split('$')[0]}$" : "";
        return $"urn:pulumi:{settings.Stack}::{settings.Project}::{parentTypes}{type}::{name}";
    }

    private static ImmutableDictionary<string, object> ToDictionary(Struct values) =>
        PropertyCodec
            .Read(values)
            .Select(field => (field.Key, Data: ValueReader.ReadAny(field.Value)))
            .Where(field => field.Data is { IsKnown: true, Value: not null })
            .ToImmutableDictionary(field => field.Key, field => field.Data.Value!);

    private static async Task<PropertyMap> ToMapAsync(object state)
    {
        // Mocks may return any dictionary, including one that does not implement the non-generic IDictionary.
        var properties = state is IDictionary<string, object> generic ? generic.ToImmutableDictionary() : state;
        return await new ValueWriter(new(KeepReferences: true)).WriteAsync("the mock's result", properties) as PropertyMap
            ?? throw new InvalidOperationException($"A mock returned a {state.GetType().Name}; expected a dictionary.");
    }
}

internal sealed class MockEngine : IEngine
{
    private ImmutableArray<string> _errors = [];

    public ImmutableArray<string> Errors => _errors;

    public Task LogAsync(LogRequest request)
    {
        if (request.Severity == LogSeverity.Error)
        {
            ImmutableInterlocked.Update(ref _errors, (all, added) => all.Add(added), request.Message);
        }

        return Task.CompletedTask;
    }
}
