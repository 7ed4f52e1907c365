using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Matching;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.SplitTunnels;

namespace ZeroTrust.Provider.Profiles;

/// <summary>
/// A custom device settings profile: what the client of a matching device does. Profiles are tried in ascending precedence; the first that
/// matches applies, the default profile when none does. Changes reach devices within 10 minutes.
/// </summary>
/// <remarks>
/// Source: <c>POST|GET|PATCH|DELETE /accounts/{account_id}/devices/policy/{policy_id}</c>. Token permission: Zero Trust Write.
/// Properties that are not set are not managed: the server's value is an output, and never a difference. Deleting the resource deletes the
/// profile.
/// </remarks>
internal record DeviceProfileArgs : ProfileWithLists
{
    /// <summary>Name, at most 100 characters. Need not be unique.</summary>
    [Length(1, 100), Format(StringFormat.Name)]
    public required string Name { get; init; }

    /// <summary>
    /// Which devices it applies to, such as <c>identity.email == "a@example.com"</c> or <c>any(identity.groups.name[*] in {"Staff"})</c>.
    /// Required for profiles of the device client. At most 10,000 characters.
    /// </summary>
    [Format(StringFormat.Match)]
    public string? Match { get; init; }

    /// <summary>
    /// Place in the order in which profiles are tried; lower wins; unique in the account. Unset: Cloudflare's value is kept; a new profile
    /// goes after all others (10,000 or more). Leave it unset for profiles in a <c>DeviceProfileOrder</c>.
    /// </summary>
    [Range(0, int.MaxValue), ChangedByOthers, Unique]
    public int? Precedence { get; init; }

    /// <summary>Whether the profile is tried at all.</summary>
    [ServerDefault(true)]
    public bool? Enabled { get; init; }

    /// <summary>What it is for. At most 500 characters; empty and unset mean the same.</summary>
    [Length(500), ClearOnRemoval]
    public string? Description { get; init; }

    /// <summary>Kind of client. Changing it replaces the profile.</summary>
    [ReplaceOnChange, ServerDefault(Enums.Warp), OneOf(nameof(Enums.ProfileType))]
    public string? ProfileType { get; init; }

    /// <summary>Whether it is the account's default profile of the browser extension. Not for profiles of the device client.</summary>
    [ServerDefault(false), ChangedByOthers]
    public bool? Default { get; init; }

    /// <summary>Settings of the browser extension: required for its profiles, not allowed for others.</summary>
    public BrowserExtensionConfig? BrowserExtensionConfig { get; init; }
}

/// <summary>A custom profile as Cloudflare holds it.</summary>
internal sealed record DeviceProfileState : DeviceProfileArgs
{
    /// <summary>ID of the profile in its account: what <c>SplitTunnel</c> and <c>FallbackDomains</c> take as <c>profileId</c>.</summary>
    [Stable, Format(StringFormat.Uuid)]
    public required string PolicyId { get; init; }

    /// <summary>ID by which Gateway knows the profile.</summary>
    [Stable]
    public string? GatewayUniqueId { get; init; }

    /// <summary>Digital experience tests aimed at the profile.</summary>
    [Volatile]
    public IReadOnlyList<TargetTest>? TargetTests { get; init; }
}

/// <summary>A digital experience test.</summary>
internal sealed record TargetTest
{
    /// <summary>ID of the test.</summary>
    public string? Id { get; init; }

    /// <summary>Name of the test.</summary>
    public string? Name { get; init; }
}

internal sealed class DeviceProfileResource(IDevicePolicyApi api, TimeProvider time)
    : IResource<DeviceProfileArgs, DeviceProfileState>,
        IChangeCheck<DeviceProfileArgs, DeviceProfileState>,
        IUsesExclusively<DeviceProfileArgs, DeviceProfileState>,
        IListable
{
    private readonly PrecedencePlacement _placement = new(api, time);
    private readonly InlineLists _lists = new(api);

    public ResourceId Id(DeviceProfileState state) => new(state.AccountId!, state.PolicyId);

    public async IAsyncEnumerable<ListedObject> ListAsync(string account, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var type in new[] { null, Enums.BrowserExtension })
        {
            foreach (var profile in await api.ListProfilesAsync(account, type, ct))
            {
                yield return new(new(account, profile.PolicyId), profile.Name ?? profile.PolicyId);
            }
        }
    }

    public IEnumerable<Problem> Check(DeviceProfileArgs args)
    {
        var forBrowser = args.ProfileType == Enums.BrowserExtension;
        if (!forBrowser && string.IsNullOrWhiteSpace(args.Match))
        {
            yield return new(Problems.MatchMissing, "match", "is required: a custom profile applies to the devices it matches.");
        }

        if (!forBrowser && args.BrowserExtensionConfig is not null)
        {
            yield return new(
                Problems.OtherProfileType,
                "browserExtensionConfig",
                "is for profiles with profileType 'browser_extension' only."
            );
        }

        if (!forBrowser && args.Default is true)
        {
            yield return new(
                Problems.OtherProfileType,
                "default",
                "is for profiles with profileType 'browser_extension' only; the device client's default profile is DefaultDeviceProfile."
            );
        }

        if (forBrowser && args.BrowserExtensionConfig is null)
        {
            yield return new(
                InputProblems.Missing,
                "browserExtensionConfig",
                "is required for profiles with profileType 'browser_extension'."
            );
        }

        foreach (var note in MatchParser.Parse(args.Match ?? "").Problems.Where(problem => problem.Severity == MatchSeverity.Note))
        {
            yield return new(Problems.MixedAndOr, "match", $"{note.Message}\n{note.Render(args.Match!)}");
        }

        foreach (var problem in DeviceProfileRules.Check(args).Concat(InlineLists.Check(args)))
        {
            yield return problem;
        }
    }

    public IEnumerable<Problem> CheckChange(DeviceProfileState old, DeviceProfileArgs args, ChangeSet changes) =>
        InlineLists.CheckChange(old, args, changes);

    public IEnumerable<ExclusiveUse> Uses(DeviceProfileArgs args, DeviceProfileState? state, string account)
    {
        if (args.Precedence is { } precedence)
        {
            yield return new($"precedence:{account}/{precedence}", Problems.SamePrecedence, "precedence", $"have precedence {precedence}");
            if (state is not null)
            {
                yield return DeviceProfileOrderResource.PlaceOf(account, state.PolicyId, "precedence");
            }
        }

        foreach (var use in state is null ? [] : InlineLists.Uses(args, state, account, state.PolicyId))
        {
            yield return use;
        }
    }

    public async Task<DeviceProfileState> CreateAsync(DeviceProfileArgs args, Operation operation, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var account = operation.Account(args.AccountId);
        var wire = ProfileFields.ToWire(args);
        var body = Body.Of(
            (args.SplitTunnel ?? AnnouncedList(operation)) is { } tunnel
                ? SplitTunnelResource.ListOf(tunnel.Mode) == SplitTunnelList.Include
                    ? wire with
                    {
                        Include = tunnel.ToWire(),
                    }
                    : wire with
                    {
                        Exclude = tunnel.ToWire(),
                    }
                : wire
        );

        var adopted = false;
        bool Adopts(DevicePolicyWire profile) =>
            adopted = Body.IsPartOf(Settings(body), CloudflareJson.Fields(profile)) && operation.Adopt(new(account, profile.PolicyId));

        // Profiles of the browser extension need no precedence.
        var created =
            args.ProfileType == Enums.BrowserExtension && args.Precedence is null
                ? (await api.ListProfilesAsync(account, Enums.BrowserExtension, ct)).FirstOrDefault(Adopts)
                    ?? await api.CreateProfileAsync(account, body, operation.Commit)
                : await _placement.CreateAsync(
                    account,
                    args.Precedence,
                    precedence => CreateAsync(account, body, precedence, operation.Commit),
                    Adopts,
                    operation,
                    ct
                );
        return adopted
            ? await _lists.WriteAsync(account, created.PolicyId, State(account, created), args, null, ct)
            : await FinishAsync(account, args, created, ct);
    }

    public async Task<DeviceProfileState?> ReadAsync(ResourceId id, DeviceProfileState? known, Operation operation, CancellationToken ct) =>
        await api.FindProfileAsync(id.Account, id.Object, known?.ProfileType, ct) is { } found
            ? await _lists.ReadAsync(id.Account, id.Object, State(id.Account, found), known, ct)
            : null;

    public async Task<DeviceProfileState> UpdateAsync(
        ResourceId id,
        DeviceProfileState old,
        DeviceProfileArgs args,
        ChangeSet changes,
        Operation operation,
        CancellationToken ct
    )
    {
        var whole = args with
        {
            Description = args.Description ?? "",
            GlobalAcceleration = args.GlobalAcceleration?.Whole(old.GlobalAcceleration),
        };
        var body = Body.Of(ProfileFields.ToWire(whole), changes, InlineLists.Properties);
        return await _lists.UpdateAsync(id.Account, id.Object, old, args, changes, ChangeAsync, ct);

        Task<DevicePolicyWire> PatchAsync() => api.PatchProfileAsync(id.Account, id.Object, (JsonObject)body.DeepClone(), ct);

        async Task<DeviceProfileState> ChangeAsync() =>
            State(
                id.Account,
                changes.Has("precedence") && args.Precedence is { } precedence
                    ? await _placement.UpdateAsync(id.Account, id.Object, precedence, PatchAsync, operation, ct)
                    : await PatchAsync()
            );
    }

    public Task DeleteAsync(ResourceId id, DeviceProfileState old, DeviceProfileArgs args, Operation operation, CancellationToken ct) =>
        api.DeleteProfileAsync(id.Account, id.Object, ct);

    public static DeviceProfileState State(string account, DevicePolicyWire wire) =>
        ProfileFields.FromWire(
            new DeviceProfileState
            {
                PolicyId = wire.PolicyId,
                Name = wire.Name ?? "",
                Match = wire.Match,
                Precedence = wire.Precedence,
                Enabled = wire.Enabled,
                Description = string.IsNullOrEmpty(wire.Description) ? null : wire.Description,
                Default = wire.Default,
                ProfileType = wire.ProfileType,
                BrowserExtensionConfig = wire.BrowserExtensionConfig is { } browser
                    ? new() { ProxyControl = browser.ProxyControl ?? "", ProxyEnabled = browser.ProxyEnabled ?? false }
                    : null,
                GatewayUniqueId = wire.GatewayUniqueId,
                TargetTests = wire.TargetTests is { } tests
                    ? [.. tests.OfType<TargetTestWire>().Select(test => new TargetTest { Id = test.Id, Name = test.Name })]
                    : null,
            },
            account,
            wire
        );

    // The lists in a profile's response are not reliable.
    private static JsonObject Settings(JsonObject body)
    {
        var settings = (JsonObject)body.DeepClone();
        settings.Remove("exclude");
        settings.Remove("include");
        return settings;
    }

    private async Task<DevicePolicyWire> CreateAsync(string account, JsonObject body, int precedence, CancellationToken commit)
    {
        var numbered = (JsonObject)body.DeepClone();
        numbered["precedence"] = precedence;
        return await api.CreateProfileAsync(account, numbered, commit);
    }

    // The list that a component's SplitTunnel is about to write. With it, no device gets another one in between, and a request is saved.
    private static InlineSplitTunnel? AnnouncedList(Operation operation) =>
        operation.Program.TakeAnnounced(operation.Urn)
            is DeclaredResource<SplitTunnelArgs, SplitTunnelState> { Args: { IncludeDefaults: not true } list }
            ? new() { Mode = list.Mode ?? "", Routes = list.Routes }
            : null;

    // The request that creates the profile has the routes; the suffixes take another.
    private async Task<DeviceProfileState> FinishAsync(
        string account,
        DeviceProfileArgs args,
        DevicePolicyWire created,
        CancellationToken ct
    )
    {
        var state = State(account, created);
        try
        {
            state = await _lists.ReadAsync(account, created.PolicyId, state, args with { FallbackDomains = null }, ct);
        }
        catch (Exception failure)
        {
            throw new PartiallyDoneException<DeviceProfileState>(state, failure);
        }

        return await _lists.WriteAsync(account, created.PolicyId, state, args with { SplitTunnel = null }, null, ct);
    }
}

[JsonSerializable(typeof(DeviceProfileArgs)), JsonSerializable(typeof(DeviceProfileState))]
internal sealed partial class DeviceProfileJson : JsonSerializerContext;
