using System.Collections.Concurrent;
using Grpc.Core;
using ZeroTrust.Cloudflare;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider;

/// <summary>What calls work with from one Configure to the next. Reference-counted: the last use disposes of the client.</summary>
internal sealed class Configured(CloudflareClient client, string account, bool adoptExisting, IgnoredProblems ignored) : IDisposable
{
    private int _uses = 1;
    private int _isOver;
    private int _isRejected;

    // Inputs of resources that were checked, until the call that follows gets the same ones.
    private readonly ConcurrentDictionary<string, PropertyMap> _checked = new(StringComparer.Ordinal);

    public string Account => account;

    public Redactor Redactor => client.Redactor;

    public bool AdoptExisting => adoptExisting;

    public Catalog Catalog { get; } = new(client);

    public DeclaredProgram Program { get; } = new();

    public required ProgramNetwork Network { get; init; }

    /// <summary>What helps against rejected credentials, beyond Cloudflare's answer; may be empty.</summary>
    public string CredentialsHint { get; init; } = "";

    /// <summary>
    /// The failure of a call. All calls use the same credentials: the first response explains why Cloudflare rejected them, the others
    /// refer to it.
    /// </summary>
    public Exception ToReport(Exception failure) =>
        failure is not CloudflareException { Kind: CloudflareErrorKind.Unauthorized } rejected ? failure
        : Interlocked.Exchange(ref _isRejected, 1) == 0 ? (CredentialsHint.Length > 0 ? Failures.Add(rejected, CredentialsHint) : rejected)
        : new CloudflareException(rejected.Kind, "Cloudflare rejected the credentials; see the first such error.");

    /// <summary>Adds a use; the caller disposes of it.</summary>
    public Configured Use()
    {
        Interlocked.Increment(ref _uses);
        return this;
    }

    public ResourceType Resource(string type, string urn)
    {
        // Engines before 3.132 send no type.
        var token = type.Length > 0 ? type : UrnText.Type(urn);
        return Catalog.FindResource(token)
            ?? throw ErrorResponses.Refusal(
                StatusCode.NotFound,
                $"The package {Package.Name} has no resource '{token}'"
                    + (
                        Suggestion.For(token, Catalog.Resources.Select(resource => resource.Token)) is { } meant
                            ? $"; did you mean '{meant}'?"
                            : ". Is the plugin older than the SDK?"
                    )
            );
    }

    /// <summary>Records what the program declares, and returns its conflicts with other resources.</summary>
    /// <param name="state">Last known outputs; null when this call has none, in which case an earlier call's are used.</param>
    public IReadOnlyList<Problem> Register(ResourceType type, string urn, PropertyMap inputs, PropertyMap? state)
    {
        var declared = type.Declare(urn, inputs, state, account, Program.Find(urn));
        return [.. Program.Declare(declared), .. Network.Declare(declared)];
    }

    /// <summary>Keeps the inputs of a resource for the next call, so that it need not decode them again.</summary>
    public void KeepChecked(string urn, PropertyMap inputs) => _checked[urn] = inputs;

    /// <summary>The inputs that the last call checked; null if there was none.</summary>
    public PropertyMap? TakeChecked(string urn) => _checked.TryRemove(urn, out var inputs) ? inputs : null;

    /// <summary>Announces the resource that a component declares next, if its inputs are known and valid.</summary>
    /// <param name="urn">The resource that it follows.</param>
    public void Announce(string urn, string token, PropertyMap inputs)
    {
        var type = Resource(token, "");
        var (checkedInputs, problems) = type.Check(inputs);
        if (!checkedInputs.ContainsUnknown && problems.All(problem => !problem.IsError))
        {
            Program.Announce(urn, type.Declare(urn, checkedInputs, null, account));
        }
    }

    /// <summary>A note if a resource stays in the provider's previous account.</summary>
    public IEnumerable<Problem> Left(ResourceType type, PropertyMap state, PropertyMap inputs) =>
        type.ImpliedScope(state, inputs) is { } old && old != account
            ?
            [
                new(
                    Problems.OtherAccount,
                    "accountId",
                    $"is not set, and the provider's account is {account} now: the resource stays in account {old}. "
                        + $"Set accountId to {old} to keep it there, or to {account} to replace it."
                ),
            ]
            : [];

    /// <summary>Whether a problem is reported at a resource, rather than ignored by configuration.</summary>
    public bool Reports(string urn, Problem problem) => !ignored.Has(urn, problem);

    /// <summary>Records that the program did not run to its end, so checks of the whole program are skipped.</summary>
    public void Interrupt() => Volatile.Write(ref _isOver, 1);

    /// <summary>Warnings about the whole program, once it has run; empty on every later call.</summary>
    public IReadOnlyList<(string Urn, Problem Problem)> Finish() =>
        Interlocked.Exchange(ref _isOver, 1) == 0
            ? [.. Network.Warnings(), .. ignored.Unmatched(Program.Names()).Select(problem => ("", problem))]
            : [];

    public void Dispose()
    {
        if (Interlocked.Decrement(ref _uses) == 0)
        {
            client.Dispose();
        }
    }
}

/// <summary>A configuration that no call can work with: the first call reports why, the others refer to it.</summary>
internal sealed class UnusableConfiguration(RpcException why)
{
    private int _isReported;

    public RpcException ToReport() =>
        Interlocked.Exchange(ref _isReported, 1) == 0
            ? why
            : ErrorResponses.Refusal(why.StatusCode, "The provider's configuration cannot be used; see the first such error.");
}
