using ZeroTrust.Cloudflare;
using ZeroTrust.Network.Checks;
using ZeroTrust.Provider.FallbackDomains;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Lists;
using ZeroTrust.Provider.SplitTunnels;

namespace ZeroTrust.Provider.Profiles;

/// <summary>A profile's settings together with its lists, where the program wants them in one place.</summary>
internal abstract record ProfileWithLists : DeviceProfileSettings
{
    /// <summary>
    /// The whole Split Tunnel list of the profile: routes that others added are removed. Unset: not managed here. Not together with a
    /// <c>SplitTunnel</c> or <c>SplitTunnelRoute</c> for the same profile.
    /// </summary>
    [ReadWhenSet]
    public InlineSplitTunnel? SplitTunnel { get; init; }

    /// <summary>
    /// The whole Local Domain Fallback list of the profile: suffixes that others added are removed. Unset: not managed here; empty: no
    /// suffixes. Not together with a <c>FallbackDomains</c> or <c>FallbackDomain</c> for the same profile.
    /// </summary>
    [ReadWhenSet, Set("suffix"), Count(0, 1000)]
    public IReadOnlyList<FallbackDomainEntry>? FallbackDomains { get; init; }
}

/// <summary>A Split Tunnel list.</summary>
internal sealed record InlineSplitTunnel
{
    /// <summary>Which traffic the routes name.</summary>
    [OneOf(nameof(Enums.SplitTunnelMode))]
    public required string Mode { get; init; }

    /// <summary>The routes, each at most once; at most 1,000. Their order has no meaning.</summary>
    [Set("address", "host"), Count(0, 1000)]
    public required IReadOnlyList<SplitTunnelEntry> Routes { get; init; }

    public IReadOnlyList<SplitTunnelEntryWire> ToWire() => [.. Routes.Select(route => route.ToWire())];

    public static InlineSplitTunnel Of(SplitTunnelList list, IReadOnlyList<SplitTunnelEntryWire> stored) =>
        new() { Mode = SplitTunnelResource.ModeOf(list), Routes = [.. stored.Select(SplitTunnelEntry.FromWire)] };
}

/// <summary>
/// Checks, reads and writes the lists inside a profile. They have endpoints of their own: what the profile's own endpoints say of them is
/// not reliable.
/// </summary>
internal sealed class InlineLists(IDevicePolicyApi api)
{
    private const string SplitTunnel = "splitTunnel";
    private const string FallbackDomains = "fallbackDomains";

    /// <summary>The properties with the lists.</summary>
    public static readonly string[] Properties = [SplitTunnel, FallbackDomains];

    public static IEnumerable<Problem> Check(ProfileWithLists args)
    {
        if (args.SplitTunnel is { } tunnel)
        {
            foreach (var problem in SplitTunnelRules.Check(tunnel.Routes, tunnel.Mode, "splitTunnel.routes", []))
            {
                yield return problem;
            }

            var hosts =
                args.ServiceModeV2?.Mode == Network.ServiceModes.TrafficOnly
                    ? tunnel.Routes.Index().Where(entry => !string.IsNullOrEmpty(entry.Item.Host))
                    : [];
            foreach (var (index, _) in hosts)
            {
                yield return new(
                    Problems.HostWithoutDns,
                    $"splitTunnel.routes[{index}].host",
                    $"cannot be used with mode '{Network.ServiceModes.TrafficOnly}', which does not handle DNS; use an address."
                );
            }
        }

        foreach (
            var problem in (args.FallbackDomains ?? []).Index().SelectMany(entry => entry.Item.Check($"fallbackDomains[{entry.Index}]"))
        )
        {
            yield return problem;
        }

        var entries = (args.SplitTunnel?.Routes.Count ?? 0) + (args.FallbackDomains?.Count ?? 0);
        if (entries > ListLengthChecks.MaxEntries)
        {
            yield return new(
                InputProblems.WrongCount,
                "",
                $"splitTunnel and fallbackDomains have {entries:N0} entries; "
                    + $"a profile holds at most {ListLengthChecks.MaxEntries:N0} together."
            );
        }
    }

    /// <summary>Reports that a change of mode drops routes, and that a list that is no longer set stays in the account.</summary>
    public static IEnumerable<Problem> CheckChange(ProfileWithLists old, ProfileWithLists args, ChangeSet changes)
    {
        if (changes.Has(SplitTunnel) && old.SplitTunnel is not null && args.SplitTunnel is null)
        {
            yield return Released(SplitTunnel);
        }

        if (changes.Has(FallbackDomains) && old.FallbackDomains is not null && args.FallbackDomains is null)
        {
            yield return Released(FallbackDomains);
        }

        if (
            changes.Has(SplitTunnel)
            && old.SplitTunnel is { Routes.Count: > 0 } before
            && args.SplitTunnel is { Mode.Length: > 0 } after
            && after.Mode != before.Mode
        )
        {
            yield return new(
                Problems.ModeSwitch,
                "splitTunnel.mode",
                $"changing it from '{before.Mode}' to '{after.Mode}' drops "
                    + $"{SplitTunnelRules.Counted(before.Routes.Count)} of the {before.Mode} list."
            );
        }
    }

    private static Problem Released(string property) =>
        new(
            Problems.ListReleased,
            property,
            "is no longer set, so this profile stops managing the list: it stays as it is, unless another resource changes it."
        );

    /// <summary>An updated profile with the lists of its last state that the program still manages.</summary>
    private static T Keep<T>(T state, ProfileWithLists old, ProfileWithLists args)
        where T : ProfileWithLists =>
        state with
        {
            SplitTunnel = args.SplitTunnel is null ? null : old.SplitTunnel,
            FallbackDomains = args.FallbackDomains is null ? null : old.FallbackDomains,
        };

    /// <summary>A profile that manages its lists owns them.</summary>
    /// <param name="state">The profile as it was recorded last.</param>
    public static IEnumerable<ExclusiveUse> Uses(ProfileWithLists args, ProfileWithLists? state, string account, string profile)
    {
        if (args.SplitTunnel is not null)
        {
            yield return ListUses.SplitTunnel(account, profile) with
            {
                Path = SplitTunnel,
            };
        }
        else if (state?.SplitTunnel is { Routes.Count: > 0 } left)
        {
            // The list stays in effect after it leaves the program.
            yield return ListUses.Mode(account, profile, left.Mode, SplitTunnel);
        }

        if (args.FallbackDomains is not null)
        {
            yield return ListUses.FallbackDomains(account, profile) with
            {
                Path = FallbackDomains,
            };
        }
    }

    /// <summary>The state with the lists as they are stored: those that the last state has, and all of an imported profile.</summary>
    public async Task<T> ReadAsync<T>(string account, string profile, T state, ProfileWithLists? known, CancellationToken ct)
        where T : ProfileWithLists
    {
        if (
            (known is null || known.SplitTunnel is not null)
            && await SplitTunnelResource.FindAsync(api, account, profile, SplitTunnelResource.ListOf(known?.SplitTunnel?.Mode), ct)
                is { } found
        )
        {
            state = state with { SplitTunnel = InlineSplitTunnel.Of(found.List, found.Entries) };
        }

        if ((known is null || known.FallbackDomains is not null) && await api.FindFallbackDomainsAsync(account, profile, ct) is { } domains)
        {
            state = state with { FallbackDomains = [.. domains.Select(FallbackDomainEntry.FromWire)] };
        }

        return state;
    }

    /// <summary>Changes a profile's settings and lists.</summary>
    /// <param name="change">Changes the settings; the result has no lists.</param>
    public async Task<T> UpdateAsync<T>(
        string account,
        string profile,
        T old,
        ProfileWithLists args,
        ChangeSet changes,
        Func<Task<T>> change,
        CancellationToken ct
    )
        where T : ProfileWithLists
    {
        // A creation that failed half-way is finished without changes: then all lists are written.
        var lists = changes.IsEmpty ? null : changes;
        if (args.ServiceModeV2?.Mode != Network.ServiceModes.TrafficOnly || !changes.Has("serviceModeV2") || !changes.Has(SplitTunnel))
        {
            return await WriteAsync(account, profile, Keep(await change(), old, args), args, lists, ct);
        }

        // In this mode Cloudflare refuses hosts, so those that leave the list are removed first.
        var written = await WriteAsync(account, profile, old, args, lists, ct);
        try
        {
            return Keep(await change(), written, args);
        }
        catch (Exception failure)
        {
            throw new PartiallyDoneException<T>(written, failure);
        }
    }

    /// <summary>Writes the lists that the program manages, and that changed.</summary>
    /// <param name="changes">Null: all of them.</param>
    /// <exception cref="PartiallyDoneException{T}">The profile is as declared, but a list is not.</exception>
    public async Task<T> WriteAsync<T>(
        string account,
        string profile,
        T state,
        ProfileWithLists args,
        ChangeSet? changes,
        CancellationToken ct
    )
        where T : ProfileWithLists
    {
        try
        {
            if (args.SplitTunnel is { } tunnel && (changes is null || changes.Has(SplitTunnel)))
            {
                var list = SplitTunnelResource.ListOf(tunnel.Mode);
                var stored = await api.PutSplitTunnelAsync(account, profile, list, tunnel.ToWire(), ct);
                state = state with { SplitTunnel = InlineSplitTunnel.Of(list, stored) };
            }

            if (args.FallbackDomains is { } domains && (changes is null || changes.Has(FallbackDomains)))
            {
                var stored = await api.PutFallbackDomainsAsync(account, profile, [.. domains.Select(domain => domain.ToWire())], ct);
                state = state with { FallbackDomains = [.. stored.Select(FallbackDomainEntry.FromWire)] };
            }

            return state;
        }
        catch (Exception failure)
        {
            throw new PartiallyDoneException<T>(state, failure);
        }
    }

    /// <summary>Releases the lists that the program managed.</summary>
    /// <param name="old">The profile as it was recorded last.</param>
    public async Task ReleaseAsync(
        string account,
        string profile,
        ProfileWithLists old,
        ProfileWithLists args,
        Operation operation,
        CancellationToken ct
    )
    {
        if (args.SplitTunnel is not null && old.SplitTunnel is { } tunnel)
        {
            await SplitTunnelResource.ReleaseAsync(
                api,
                account,
                profile,
                SplitTunnelResource.ListOf(tunnel.Mode),
                tunnel.ToWire(),
                operation,
                ct
            );
        }

        if (args.FallbackDomains is not null && old.FallbackDomains is { } domains)
        {
            await FallbackDomainsResource.ReleaseAsync(
                api,
                account,
                profile,
                [.. domains.Select(domain => domain.ToWire())],
                operation,
                ct
            );
        }
    }
}
