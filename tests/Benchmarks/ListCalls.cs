using BenchmarkDotNet.Attributes;
using Google.Protobuf;
using ZeroTrust.Cloudflare;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Benchmarks;

/// <summary>What Check and Diff of a SplitTunnel with 1,000 routes cost, from the message that comes in to the one that goes out.</summary>
[InProcess, MemoryDiagnoser]
public class ListCalls : IDisposable
{
    private const string Urn = "urn:pulumi:dev::bench::zerotrust:index:SplitTunnel::office";

    private readonly Configured _configured = new(
        new CloudflareClient(new CloudflareOptions { ApiToken = "none" }, TimeProvider.System),
        "0123456789abcdef0123456789abcdef",
        adoptExisting: false,
        new([])
    )
    {
        Network = new([]),
    };

    private ResourceType _type = null!;
    private ByteString _inputs = null!;
    private ByteString _state = null!;
    private ByteString _changed = null!;

    /// <summary>A list, its state, and the list with one entry described differently.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _type = _configured.Resource("", Urn);
        var inputs = _type.Check(PropertyMap.Of(("routes", Routes(0)))).Inputs;
        _inputs = PropertyCodec.Encode(inputs);
        _changed = PropertyCodec.Encode(inputs.With("routes", Routes(1)));
        _state = PropertyCodec.Encode(inputs.With("accountId", "0123456789abcdef0123456789abcdef"));
    }

    /// <summary>Check.</summary>
    [Benchmark]
    public ByteString Check()
    {
        var (inputs, _) = _type.Check(PropertyCodec.Decode(_inputs));
        _configured.Register(_type, Urn, inputs, null);
        return PropertyCodec.Encode(inputs);
    }

    /// <summary>Diff of a list that has not changed.</summary>
    [Benchmark]
    public object DiffOfNothing() => Diff(_inputs);

    /// <summary>Diff of a list in which one entry has.</summary>
    [Benchmark]
    public object DiffOfOneEntry() => Diff(_changed);

    /// <inheritdoc/>
    public void Dispose()
    {
        _configured.Dispose();
        GC.SuppressFinalize(this);
    }

    private DiffOutcome Diff(ByteString news)
    {
        var (state, inputs) = (PropertyCodec.Decode(_state), PropertyCodec.Decode(news));
        var outcome = _type.Diff(state, PropertyCodec.Decode(_inputs), inputs, []);
        _configured.Register(_type, Urn, inputs, state);
        return outcome;
    }

    private static PropertyArray Routes(int edition) =>
        new(
            Enumerable
                .Range(0, 1_000)
                .Select(i =>
                    PropertyMap.Of(
                        ("address", $"10.{i / 256}.{i % 256}.0/24"),
                        ("description", i == 500 ? $"Route {i}, edition {edition}" : $"Route {i}")
                    )
                )
        );
}
