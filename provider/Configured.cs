using Grpc.Core;
using ZeroTrust.Cloudflare;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider;

/// <summary>What calls work with from one Configure to the next. The client is disposed of with the last use.</summary>
internal sealed class Configured(CloudflareClient client, string account, bool adoptExisting) : IDisposable
{
    private int _uses = 1;

    public string Account => account;

    public bool AdoptExisting => adoptExisting;

    public Catalog Catalog { get; } = new(client);

    public DeclaredProgram Program { get; } = new();

    public ProgramFacts Facts { get; } = new();

    /// <summary>One use more; whoever uses it disposes of it.</summary>
    public Configured Use()
    {
        Interlocked.Increment(ref _uses);
        return this;
    }

    public ResourceType Resource(string type, string urn)
    {
        var token = type.Length > 0 ? type : TypeOf(urn);
        return Catalog.FindResource(token) ?? throw ErrorAnswers.Refusal(
            StatusCode.NotFound, $"The package {Package.Name} has no resource '{token}'. Is the plugin older than the SDK?");
    }

    /// <param name="state">Last known outputs; null when this call has none, although an earlier one may have had them.</param>
    public IReadOnlyList<Problem> Register(ResourceType type, string urn, PropertyMap inputs, PropertyMap? state)
    {
        var known = state ?? Program.Find(urn)?.Outputs;
        return
        [
            .. Program.Declare(type.Declare(urn, inputs, known, account)),
            .. Facts.Register(urn, type.Facts(urn, inputs, known, account)),
        ];
    }

    public void Dispose()
    {
        if (Interlocked.Decrement(ref _uses) == 0)
        {
            client.Dispose();
        }
    }

    // Engines before 3.132 send no type: it is in the URN, whose name part may hold "::" as well.
    private static string TypeOf(string urn) => urn.Split("::", 4) is [_, _, var types, _] ? types.Split('$')[^1] : "";
}
