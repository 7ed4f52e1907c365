using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Lists;

namespace ZeroTrust.Provider.FallbackDomains;

/// <summary>
/// One suffix of a profile's Local Domain Fallback list. All other suffixes of the list are left alone, whether another resource or another
/// tool manages them.
/// </summary>
/// <remarks>
/// Source: <c>GET|PUT /accounts/{account_id}/devices/policy/{policy_id}/fallback_domains</c>. Token permission: Zero Trust Write.
/// Suffixes that change together are written together. Do not use it for a list that a <c>FallbackDomains</c> manages, which owns all its
/// suffixes.
/// The API replaces lists whole and does not detect concurrent changes. So the list is read back a moment after each write, and a suffix
/// that another program removed is written again, a few times; then the update fails and names the suffix. A program that takes many
/// seconds between its read and its write can still remove it, which the next refresh shows.
/// Deleting the resource removes the suffix from the list.
/// </remarks>
internal record FallbackDomainArgs : AccountScoped
{
    /// <summary>The profile: a <c>policyId</c>, the id of a <c>DeviceProfile</c>, or <c>default</c>.</summary>
    [ReplaceOnChange, Stable, Default(IDevicePolicyApi.DefaultProfileId), Format(StringFormat.ProfileId)]
    public string? ProfileId { get; init; }

    /// <summary>Suffix such as <c>corp.example.com</c>, without a leading dot.</summary>
    [ReplaceOnChange, Stable, InId, Format(StringFormat.Suffix)]
    public required string Suffix { get; init; }

    /// <summary>What it is for. At most 100 characters; empty and unset mean the same.</summary>
    [Length(100), ClearOnRemoval]
    public string? Description { get; init; }

    /// <summary>
    /// IP addresses of the DNS servers, in the order asked. Empty: the device's own resolvers. Cloudflare recommends at most 8.
    /// </summary>
    [Format(StringFormat.IpAddress), ClearOnRemoval]
    public IReadOnlyList<string>? DnsServers { get; init; }
}

/// <summary>The suffix as Cloudflare holds it.</summary>
internal sealed record FallbackDomainState : FallbackDomainArgs;

internal sealed class FallbackDomainResource(IDevicePolicyApi api)
    : IResource<FallbackDomainArgs, FallbackDomainState>,
        IUsesExclusively<FallbackDomainArgs, FallbackDomainState>,
        IListable
{
    public IEnumerable<ExclusiveUse> Uses(FallbackDomainArgs args, FallbackDomainState? state, string account) =>
        ListUses.Entry(ListUses.FallbackDomains(account, ProfileIdFormat.Of(args.ProfileId)), Key(args));

    public ResourceId Id(FallbackDomainState state) => Id(state.AccountId!, ProfileIdFormat.Of(state.ProfileId), state);

    public async IAsyncEnumerable<ListedObject> ListAsync(string account, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var profile in ProfileListing.ListAsync(api, account, ct))
        {
            foreach (var key in (await api.FindFallbackDomainsAsync(account, profile.Id.Object, ct) ?? []).Select(CanonicalEntry.Of))
            {
                yield return new(new(account, $"{profile.Id.Object}/{key}"), $"{profile.Name} {key}");
            }
        }
    }

    public IEnumerable<Problem> Check(FallbackDomainArgs args) => EntryOf(args).Check("");

    public async Task<FallbackDomainState> CreateAsync(FallbackDomainArgs args, Operation operation, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var (account, profile) = (operation.Account(args.AccountId), ProfileIdFormat.Of(args.ProfileId));
        var stored = await Membership(account, profile)
            .AddAsync(
                EntryOf(args).ToWire(),
                existing => Agrees(args, existing),
                _ =>
                    new(
                        $"The fallback domains of profile '{profile}' have '{Key(args)}' already, "
                            + "with another description or other DNS servers. "
                            + operation.WaysOut(Id(account, profile, args), "declare it as it is", adoptable: false)
                    ),
                operation
            );
        return State(account, profile, stored);
    }

    public async Task<FallbackDomainState?> ReadAsync(ResourceId id, FallbackDomainState? known, Operation operation, CancellationToken ct)
    {
        var (profile, key) = ListEntryId.Of(id);
        var stored = await api.FindFallbackDomainsAsync(id.Account, profile, ct);
        return stored?.FirstOrDefault(entry => CanonicalEntry.Of(entry) == key) is { } found ? State(id.Account, profile, found) : null;
    }

    public async Task<FallbackDomainState> UpdateAsync(
        ResourceId id,
        FallbackDomainState old,
        FallbackDomainArgs args,
        ChangeSet changes,
        Operation operation,
        CancellationToken ct
    )
    {
        // An entry is replaced whole: what the program does not manage is sent again.
        var whole = args with
        {
            Description = args.Description ?? (changes.Has("description") ? null : old.Description),
            DnsServers = args.DnsServers ?? (changes.Has("dnsServers") ? null : old.DnsServers),
        };
        var (profile, _) = ListEntryId.Of(id);
        return State(id.Account, profile, await Membership(id.Account, profile).ReplaceAsync(EntryOf(whole).ToWire(), ct));
    }

    public Task DeleteAsync(ResourceId id, FallbackDomainState old, FallbackDomainArgs args, Operation operation, CancellationToken ct)
    {
        var (profile, key) = ListEntryId.Of(id);
        return Membership(id.Account, profile).RemoveAsync(key, operation, ct);
    }

    private ListMembership<FallbackDomainWire> Membership(string account, string profile) =>
        new(
            ListUses.FallbackDomains(account, profile),
            CanonicalEntry.Of,
            (edit, ct) => api.EditFallbackDomainsAsync(account, profile, edit, ct)
        );

    private static FallbackDomainEntry EntryOf(FallbackDomainArgs args) =>
        new()
        {
            Suffix = args.Suffix,
            Description = args.Description,
            DnsServers = args.DnsServers,
        };

    // What the program leaves unset may be anything.
    private static bool Agrees(FallbackDomainArgs args, FallbackDomainWire existing) =>
        (string.IsNullOrEmpty(args.Description) || args.Description == existing.Description)
        && (
            args.DnsServers is not { Count: > 0 }
            || EntryOf(args).ToWire().DnsServer!.SequenceEqual(existing.DnsServer ?? [], StringComparer.Ordinal)
        );

    private static ResourceId Id(string account, string profile, FallbackDomainArgs args) => new(account, $"{profile}/{Key(args)}");

    private static string Key(FallbackDomainArgs args) => CanonicalEntry.Of(EntryOf(args).ToWire());

    private static FallbackDomainState State(string account, string profile, FallbackDomainWire wire)
    {
        var entry = FallbackDomainEntry.FromWire(wire);
        return new()
        {
            AccountId = account,
            ProfileId = profile,
            Suffix = entry.Suffix,
            Description = entry.Description,
            DnsServers = entry.DnsServers,
        };
    }
}

[JsonSerializable(typeof(FallbackDomainArgs)), JsonSerializable(typeof(FallbackDomainState))]
internal sealed partial class FallbackDomainJson : JsonSerializerContext;
