using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Connectors;

/// <summary>
/// A WARP Connector tunnel (a Mesh node): connects a site's network to Cloudflare through a host that enrolls with <c>token</c>.
/// </summary>
/// <remarks>
/// Source: <c>POST|GET|PATCH|DELETE /accounts/{account_id}/warp_connector/{tunnel_id}</c>. Token permission: Cloudflare One Connector: WARP
/// Write.
/// An account has at most 50. Deleting the resource deletes the tunnel; Cloudflare refuses while hosts are connected, unless
/// <c>cascadeOnDelete</c> is set.
/// </remarks>
internal record WarpConnectorTunnelArgs : AccountScoped
{
    /// <summary>Name, unique among the account's tunnels.</summary>
    [Length(1, 256), Format(StringFormat.Name), Unique]
    public required string Name { get; init; }

    /// <summary>
    /// Whether several hosts may serve the tunnel and fail over. Chosen when the tunnel is created: changing it replaces
    /// the tunnel.
    /// Cloudflare does not return it, so for an imported tunnel the program's value is assumed.
    /// </summary>
    [ReplaceOnChange, WriteOnly, ServerDefault(false)]
    public bool? Ha { get; init; }

    /// <summary>
    /// Secret of the tunnel: base64 of at least 32 random bytes. Unset: Cloudflare generates one. Changing it rotates <c>token</c>; hosts
    /// enroll again.
    /// </summary>
    [Secret, WriteOnly, Format(StringFormat.TunnelSecret)]
    public string? TunnelSecret { get; init; }

    /// <summary>
    /// Any string; changing it makes the provider set a new random secret, which rotates <c>token</c>. Not together with
    /// <c>tunnelSecret</c>.
    /// </summary>
    [ProviderOnly]
    public string? SecretVersion { get; init; }

    /// <summary>Whether deleting the tunnel also disconnects its hosts.</summary>
    [ProviderOnly, Default(false)]
    public bool? CascadeOnDelete { get; init; }
}

/// <summary>A tunnel as Cloudflare holds it.</summary>
internal sealed record WarpConnectorTunnelState : WarpConnectorTunnelArgs
{
    /// <summary>ID of the tunnel in its account.</summary>
    [Stable, Format(StringFormat.Uuid)]
    public required string TunnelId { get; init; }

    /// <summary>Secret that hosts enroll with; the same for all hosts of the tunnel.</summary>
    [Secret, AlwaysOutput, DerivedFrom("tunnelSecret", "secretVersion")]
    public string? Token { get; init; }

    /// <summary><c>inactive</c> (never run), <c>degraded</c>, <c>healthy</c> or <c>down</c>, when it was last read.</summary>
    [Volatile]
    public string? Status { get; init; }

    /// <summary>Kind of tunnel: <c>warp_connector</c>.</summary>
    [Stable]
    public string? TunType { get; init; }

    /// <summary>When it was created.</summary>
    [Stable]
    public string? CreatedAt { get; init; }

    /// <summary>When it last got its first connection; unset while it has none.</summary>
    [Volatile]
    public string? ConnsActiveAt { get; init; }

    /// <summary>When it last lost its last connection; unset while it has one.</summary>
    [Volatile]
    public string? ConnsInactiveAt { get; init; }
}

internal sealed class WarpConnectorTunnelResource(IWarpConnectorApi api, TimeProvider time)
    : IResource<WarpConnectorTunnelArgs, WarpConnectorTunnelState>,
        IEquivalentInputs<WarpConnectorTunnelArgs, WarpConnectorTunnelState>,
        IUsesExclusively<WarpConnectorTunnelArgs, WarpConnectorTunnelState>,
        IListable
{
    private const string Secret = "tunnel_secret";
    private const int DuplicateName = 1013;
    private const int SecretBytes = 32;

    // Longer than it takes to notice that a run has died, shorter than a tunnel of somebody else's stays unused.
    private static readonly TimeSpan LeftBehindFor = TimeSpan.FromDays(1);

    public IEnumerable<ExclusiveUse> Uses(WarpConnectorTunnelArgs args, WarpConnectorTunnelState? state, string account) =>
        [new($"tunnel name:{account}/{args.Name}", Problems.SameName, "name", $"are tunnels named '{args.Name}'")];

    public ResourceId Id(WarpConnectorTunnelState state) => new(state.AccountId!, state.TunnelId);

    public async IAsyncEnumerable<ListedObject> ListAsync(string account, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var tunnel in await api.ListTunnelsAsync(account, ct))
        {
            yield return new(new(account, tunnel.Id), tunnel.Name ?? tunnel.Id);
        }
    }

    public IEnumerable<Problem> Check(WarpConnectorTunnelArgs args)
    {
        if (HasSecret(args) && args.SecretVersion is not null)
        {
            yield return new(
                Problems.SecretAndVersion,
                "secretVersion",
                "is for secrets that the provider makes; remove it, or remove tunnelSecret."
            );
        }
    }

    // The first version of an imported tunnel's secret is the secret that it has, and so is a secret that its token has. Only tunnels that
    // were created here are known to be ha or not.
    public IEnumerable<string> WithoutEffect(WarpConnectorTunnelState old, WarpConnectorTunnelArgs args, IReadOnlyList<Change> changes)
    {
        if (old.Ha is null && changes.Any(change => change is { TopLevel: "secretVersion", Kind: ChangeKind.Add }))
        {
            yield return "secretVersion";
        }

        if (HasSecret(args) && args.TunnelSecret == SecretIn(old.Token))
        {
            yield return "tunnelSecret";
        }

        foreach (var property in DeletionChoice.WithoutEffect(changes, "cascadeOnDelete"))
        {
            yield return property;
        }
    }

    public async Task<WarpConnectorTunnelState> CreateAsync(WarpConnectorTunnelArgs args, Operation operation, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var account = operation.Account(args.AccountId);
        TunnelWire created;
        try
        {
            created = await api.CreateTunnelAsync(account, args.Name, args.Ha, operation.Commit);
        }
        catch (CloudflareException failure) when (failure.HasCode(DuplicateName))
        {
            var taken = (await api.ListTunnelsAsync(account, ct)).FirstOrDefault(tunnel => tunnel.Name == args.Name);

            // Whether a tunnel was created with ha cannot be read.
            created =
                taken is not null && args.Ha is not true && IsUnused(taken) && operation.Adopt(new(account, taken.Id))
                    ? taken
                    : throw NameTaken(failure, account, args.Name, taken, operation);
        }

        // Ha is known here, since it was just chosen.
        var state = State(account, created, null) with
        {
            Ha = args.Ha ?? false,
        };
        return await FinishAsync(state, HasSecret(args) ? new JsonObject { [Secret] = args.TunnelSecret } : [], ct);
    }

    public async Task<WarpConnectorTunnelState?> ReadAsync(
        ResourceId id,
        WarpConnectorTunnelState? known,
        Operation operation,
        CancellationToken ct
    )
    {
        if (await api.FindTunnelAsync(id.Account, id.Object, ct) is not { } found)
        {
            return null;
        }

        if (known is null)
        {
            operation.Log(Severity.Info, "Cloudflare does not say whether a tunnel was created with ha: the program's value is assumed.");
        }

        // The token changes with the secret only, so one request for it is enough in the life of a tunnel.
        var token = known?.Token ?? await api.FindTokenAsync(id.Account, id.Object, ct);
        return State(id.Account, found, known) with { Token = token };
    }

    public async Task<WarpConnectorTunnelState> UpdateAsync(
        ResourceId id,
        WarpConnectorTunnelState old,
        WarpConnectorTunnelArgs args,
        ChangeSet changes,
        Operation operation,
        CancellationToken ct
    )
    {
        var body = new JsonObject();
        if (changes.Has("name"))
        {
            body["name"] = args.Name;
        }

        // A creation that failed half-way has no token yet, and perhaps not the secret asked for.
        if (HasSecret(args) && (changes.Has("tunnelSecret") || old.Token is null))
        {
            body[Secret] = args.TunnelSecret;
        }
        else if (changes.Has("secretVersion") && !HasSecret(args))
        {
            body[Secret] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));
        }

        var state = old with { AccountId = id.Account };
        try
        {
            state = body.Count > 0 ? await ChangeAsync(state, body, ct) : state;
        }
        catch (CloudflareException failure) when (failure.HasCode(DuplicateName))
        {
            throw Adoption.TakenFromAnother(failure.Message, "name");
        }

        return await FinishAsync(state, [], ct);
    }

    public async Task DeleteAsync(
        ResourceId id,
        WarpConnectorTunnelState old,
        WarpConnectorTunnelArgs args,
        Operation operation,
        CancellationToken ct
    )
    {
        try
        {
            await api.DeleteTunnelAsync(id.Account, id.Object, args.CascadeOnDelete is true, ct);
        }
        catch (CloudflareException failure) when (failure.Kind == CloudflareErrorKind.Refused && args.CascadeOnDelete is not true)
        {
            throw new RefusedException(
                $"{failure.Message} While hosts are connected, or routes lead to it, a tunnel cannot be deleted: "
                    + "stop the hosts and remove the routes, "
                    + "or set cascadeOnDelete to true, run pulumi up, and delete it then."
            );
        }
    }

    // The tunnel has been created or changed: the next update does what fails here.
    private async Task<WarpConnectorTunnelState> FinishAsync(WarpConnectorTunnelState state, JsonObject changes, CancellationToken ct)
    {
        try
        {
            state = changes.Count > 0 ? await ChangeAsync(state, changes, ct) : state;
            return state with { Token = state.Token ?? await api.FindTokenAsync(state.AccountId!, state.TunnelId, ct) };
        }
        catch (Exception failure)
        {
            throw new PartiallyDoneException<WarpConnectorTunnelState>(state, failure);
        }
    }

    private async Task<WarpConnectorTunnelState> ChangeAsync(WarpConnectorTunnelState state, JsonObject changes, CancellationToken ct)
    {
        var changed = await api.PatchTunnelAsync(state.AccountId!, state.TunnelId, changes, ct);
        return State(state.AccountId!, changed, changes.ContainsKey(Secret) ? state with { Token = null } : state);
    }

    // What a run leaves behind that dies during a create: a new tunnel that no host has ever enrolled with.
    private bool IsUnused(TunnelWire tunnel) =>
        tunnel is { Status: "inactive", ConnsActiveAt: null or "", ConnsInactiveAt: null or "" }
        && DateTimeOffset.TryParse(tunnel.CreatedAt, CultureInfo.InvariantCulture, out var created)
        && time.GetUtcNow() - created < LeftBehindFor;

    private static RefusedException NameTaken(
        CloudflareException failure,
        string account,
        string name,
        TunnelWire? taken,
        Operation operation
    ) =>
        new(
            taken is null
                ? $"{failure.Message} The name '{name}' belongs to a tunnel of another kind; choose another name."
                : $"{failure.Message} {operation.WaysOut(new(account, taken.Id), "choose another name")}"
        );

    // Empty leaves the choice to Cloudflare, as unset does.
    private static bool HasSecret(WarpConnectorTunnelArgs args) => !string.IsNullOrEmpty(args.TunnelSecret);

    // A token is JSON in base64: account, tunnel and secret.
    private static string? SecretIn(string? token)
    {
        try
        {
            return token is null ? null : (string?)(JsonNode.Parse(Convert.FromBase64String(token)) as JsonObject)?["s"];
        }
        catch (Exception other) when (other is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static WarpConnectorTunnelState State(string account, TunnelWire wire, WarpConnectorTunnelState? known) =>
        new()
        {
            AccountId = account,
            TunnelId = wire.Id,
            Name = wire.Name ?? known?.Name ?? "",
            Ha = known?.Ha,
            Token = known?.Token,
            Status = wire.Status,
            TunType = wire.TunType,
            CreatedAt = wire.CreatedAt,
            ConnsActiveAt = wire.ConnsActiveAt,
            ConnsInactiveAt = wire.ConnsInactiveAt,
        };
}

[JsonSerializable(typeof(WarpConnectorTunnelArgs)), JsonSerializable(typeof(WarpConnectorTunnelState))]
internal sealed partial class WarpConnectorTunnelJson : JsonSerializerContext;
