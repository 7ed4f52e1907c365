using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Account;

/// <summary>Settings of an account that concern all its devices.</summary>
internal abstract record DeviceSettingsValues : AccountScoped
{
    /// <summary>Longest time that an override code lets a user stay disconnected, in seconds; 0 disables override codes.</summary>
    [Range(0, int.MaxValue), ServerDefault(0)]
    public int? DisableForTime { get; init; }

    /// <summary>Whether TCP traffic of devices goes through Gateway's network policies.</summary>
    [ServerDefault(false)]
    public bool? GatewayProxyEnabled { get; init; }

    /// <summary>Whether UDP traffic of devices goes through Gateway's network policies.</summary>
    [ServerDefault(false)]
    public bool? GatewayUdpProxyEnabled { get; init; }

    /// <summary>Whether the client installs the account's root certificate on devices.</summary>
    [ServerDefault(false)]
    public bool? RootCertificateInstallationEnabled { get; init; }

    /// <summary>Whether each device has its own address in the account's private network.</summary>
    [ServerDefault(false)]
    public bool? UseZtVirtualIp { get; init; }

    /// <summary>Whether devices fetch <c>externalEmergencySignalUrl</c>, and disconnect when its response says so.</summary>
    [ServerDefault(false)]
    public bool? ExternalEmergencySignalEnabled { get; init; }

    /// <summary>https URL that devices fetch; its host is an IP address. Empty clears it.</summary>
    [Format(StringFormat.HttpsUrl), ServerDefault("")]
    public string? ExternalEmergencySignalUrl { get; init; }

    /// <summary>SHA-256 of the certificate of the URL's server, 64 hexadecimal digits. Empty clears it.</summary>
    [Format(StringFormat.Sha256), ServerDefault("")]
    public string? ExternalEmergencySignalFingerprint { get; init; }

    /// <summary>How often devices fetch the URL: a duration such as <c>5m</c>, at least <c>30s</c>.</summary>
    [Format(StringFormat.Duration)]
    public string? ExternalEmergencySignalInterval { get; init; }

    /// <summary>Whether ICMP traffic goes through Gateway.</summary>
    [ServerDefault(false), DerivedFrom("offrampWarpEnabled")]
    public bool? IcmpProxyEnabled { get; init; }

    /// <summary>Whether all Cloudflare One traffic can reach enrolled devices, such as from one device to another.</summary>
    [ServerDefault(false), DerivedFrom("icmpProxyEnabled")]
    public bool? OfframpWarpEnabled { get; init; }
}

/// <summary>
/// Settings of an account that concern all its devices, connectivity included. Every account has them, so creating the resource manages the
/// settings that it names, and leaves all others alone.
/// </summary>
/// <remarks>
/// Source: <c>GET|PATCH /accounts/{account_id}/devices/settings</c> and <c>GET|PATCH
/// /accounts/{account_id}/zerotrust/connectivity_settings</c>. Token permission: Zero Trust Write. Deleting the resource restores the
/// settings that it manages to their previous values (<c>restoreTo</c>), or leaves them with <c>onDelete: "retain"</c>. Cloudflare's own
/// reset is never used: it would turn off all proxying.
/// </remarks>
internal record DeviceSettingsArgs : DeviceSettingsValues
{
    /// <summary>What deleting the resource does to the settings it manages.</summary>
    [ProviderOnly, Default(Enums.Restore), OneOf(nameof(Enums.OnDelete))]
    public string? OnDelete { get; init; }
}

/// <summary>The settings as Cloudflare holds them.</summary>
internal sealed record DeviceSettingsState : DeviceSettingsArgs
{
    /// <summary>
    /// What the settings were before the resource managed them: JSON values, by the settings' names in the API. Unset for an imported
    /// resource: deleting it then leaves the settings as they are. A renamed resource keeps them with an alias.
    /// </summary>
    [Volatile]
    public IReadOnlyDictionary<string, string>? RestoreTo { get; init; }
}

internal sealed class DeviceSettingsResource(IDeviceSettingsApi api)
    : IResource<DeviceSettingsArgs, DeviceSettingsState>,
        IUsesExclusively<DeviceSettingsArgs, DeviceSettingsState>,
        IEquivalentInputs<DeviceSettingsArgs, DeviceSettingsState>,
        IRestoresPrevious<DeviceSettingsArgs, DeviceSettingsState>,
        IListable
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(30);
    private static readonly string[] Connectivity = ["icmp_proxy_enabled", "offramp_warp_enabled"];

    public IEnumerable<ExclusiveUse> Uses(DeviceSettingsArgs args, DeviceSettingsState? state, string account) =>
        [new($"DeviceSettings:{account}", Problems.SameObject, "accountId", "manage the account's device settings")];

    public ResourceId Id(DeviceSettingsState state) => new(state.AccountId!);

    public IAsyncEnumerable<ListedObject> ListAsync(string account, CancellationToken ct) =>
        ListedObject.OnlyOne(account, "device settings");

    public IEnumerable<Problem> Check(DeviceSettingsArgs args)
    {
        if (args.ExternalEmergencySignalEnabled is true && args.ExternalEmergencySignalUrl is null)
        {
            yield return new(
                Problems.SignalUrlUnmanaged,
                "externalEmergencySignalEnabled",
                "is true, and externalEmergencySignalUrl is not set; set it, unless the account has one already."
            );
        }

        if (args.ExternalEmergencySignalEnabled is true && args.ExternalEmergencySignalUrl is "")
        {
            yield return new(
                Problems.SignalWithoutUrl,
                "externalEmergencySignalUrl",
                "is empty, but the signal is enabled; set it, or set externalEmergencySignalEnabled to false."
            );
        }

        if (args.ExternalEmergencySignalInterval is { } interval && IsShort(interval))
        {
            yield return new(
                Problems.SignalTooOften,
                "externalEmergencySignalInterval",
                $"'{interval}' is less than 30 seconds; use '30s' or more."
            );
        }
    }

    public IEnumerable<string> WithoutEffect(DeviceSettingsState old, DeviceSettingsArgs args, IReadOnlyList<Change> changes) =>
        DeletionChoice.WithoutEffect(changes);

    public async Task<DeviceSettingsState> CreateAsync(DeviceSettingsArgs args, Operation operation, CancellationToken ct)
    {
        var account = operation.Account(args.AccountId);
        var body = BodyOf(args);
        var state = await ReadAsync(account, NamesConnectivity(args), null, ct);
        return await ChangeAsync(state with { RestoreTo = Captured(body, state) }, body, ct);
    }

    public async Task<DeviceSettingsState?> ReadAsync(
        ResourceId id,
        DeviceSettingsState? known,
        Operation operation,
        CancellationToken ct
    ) => await ReadAsync(id.Account, known is null || NamesConnectivity(known), known?.RestoreTo, ct);

    public async Task<DeviceSettingsState> UpdateAsync(
        ResourceId id,
        DeviceSettingsState old,
        DeviceSettingsArgs args,
        ChangeSet changes,
        Operation operation,
        CancellationToken ct
    )
    {
        var managed = BodyOf(args);
        var current = await ReadAsync(id.Account, NamesConnectivity(args) || NamesConnectivity(old), old.RestoreTo, ct);

        // What is managed from now on goes back to what it is now; what is imported was never anything else.
        var captured = old.RestoreTo is null ? [] : Captured(managed, current);
        var restoreTo = old
            .RestoreTo?.Concat(captured.Where(entry => !old.RestoreTo.ContainsKey(entry.Key)))
            .ToDictionary(StringComparer.Ordinal);

        // Nothing changes when a creation that failed half-way is finished: then everything is sent.
        var body = changes.IsEmpty ? managed : Body.Changed(FieldsOf(args), changes, "onDelete");
        return await ChangeAsync(current with { RestoreTo = restoreTo }, body, ct);
    }

    public async Task DeleteAsync(
        ResourceId id,
        DeviceSettingsState old,
        DeviceSettingsArgs args,
        Operation operation,
        CancellationToken ct
    )
    {
        var restored = Restored(args, old);
        if (restored.Count > 0)
        {
            var body = new JsonObject(
                restored
                    .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                    .Select(entry => KeyValuePair.Create(entry.Key, JsonNode.Parse(entry.Value)))
            );
            await WriteAsync(old with { AccountId = id.Account }, body, ct);
        }
    }

    public IReadOnlyDictionary<string, string> Restored(DeviceSettingsArgs args, DeviceSettingsState state)
    {
        var managed = BodyOf(args);
        var previous = args.OnDelete == Enums.Retain ? null : state.RestoreTo;
        return (previous ?? new Dictionary<string, string>())
            .Where(entry => managed.ContainsKey(entry.Key))
            .ToDictionary(StringComparer.Ordinal);
    }

    public static T Values<T>(T empty, string account, DeviceSettingsWire settings, ConnectivitySettingsWire? connectivity)
        where T : DeviceSettingsValues =>
        empty with
        {
            AccountId = account,
            DisableForTime = settings.DisableForTime,
            GatewayProxyEnabled = settings.GatewayProxyEnabled,
            GatewayUdpProxyEnabled = settings.GatewayUdpProxyEnabled,
            RootCertificateInstallationEnabled = settings.RootCertificateInstallationEnabled,
            UseZtVirtualIp = settings.UseZtVirtualIp,
            ExternalEmergencySignalEnabled = settings.ExternalEmergencySignalEnabled,
            ExternalEmergencySignalUrl = settings.ExternalEmergencySignalUrl,
            ExternalEmergencySignalFingerprint = settings.ExternalEmergencySignalFingerprint,
            ExternalEmergencySignalInterval = settings.ExternalEmergencySignalInterval,
            IcmpProxyEnabled = connectivity?.IcmpProxyEnabled,
            OfframpWarpEnabled = connectivity?.OfframpWarpEnabled,
        };

    private static bool NamesConnectivity(DeviceSettingsArgs args) =>
        args.IcmpProxyEnabled is not null || args.OfframpWarpEnabled is not null;

    private static bool IsShort(string interval) =>
        interval.Length == 0 || (GoDuration.TryParse(interval, out var duration) && duration.Span < ShortestInterval);

    private static JsonObject BodyOf(DeviceSettingsArgs args) => Body.Set(FieldsOf(args));

    // The settings of both endpoints.
    private static JsonObject FieldsOf(DeviceSettingsArgs args)
    {
        var canonical = Canonical(args);
        var settings = CloudflareJson.Fields(
            new DeviceSettingsWire
            {
                DisableForTime = canonical.DisableForTime,
                GatewayProxyEnabled = canonical.GatewayProxyEnabled,
                GatewayUdpProxyEnabled = canonical.GatewayUdpProxyEnabled,
                RootCertificateInstallationEnabled = canonical.RootCertificateInstallationEnabled,
                UseZtVirtualIp = canonical.UseZtVirtualIp,
                ExternalEmergencySignalEnabled = canonical.ExternalEmergencySignalEnabled,
                ExternalEmergencySignalUrl = canonical.ExternalEmergencySignalUrl,
                ExternalEmergencySignalFingerprint = canonical.ExternalEmergencySignalFingerprint,
                ExternalEmergencySignalInterval = canonical.ExternalEmergencySignalInterval,
            }
        );
        var connectivity = CloudflareJson.Fields(new ConnectivitySettingsWire(canonical.IcmpProxyEnabled, canonical.OfframpWarpEnabled));
        return new(settings.Concat(connectivity).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));
    }

    private static DeviceSettingsArgs Canonical(DeviceSettingsArgs args) =>
        args with
        {
            ExternalEmergencySignalUrl = args.ExternalEmergencySignalUrl is { Length: > 0 } url
                ? StringFormats.Of(StringFormat.HttpsUrl).Canonical(url)
                : args.ExternalEmergencySignalUrl,
            ExternalEmergencySignalFingerprint = args.ExternalEmergencySignalFingerprint?.ToLowerInvariant(),
        };

    private static Dictionary<string, string> Captured(JsonObject managed, DeviceSettingsState current)
    {
        var before = BodyOf(current);
        return managed.ToDictionary(
            entry => entry.Key,
            entry => (before[entry.Key] ?? Unset(entry.Key)).ToJsonString(),
            StringComparer.Ordinal
        );
    }

    // How Cloudflare's documentation clears the signal; everything else is off when it was never set.
    private static JsonNode Unset(string name) =>
        name switch
        {
            "external_emergency_signal_url" or "external_emergency_signal_fingerprint" => "",
            "external_emergency_signal_interval" => "1m",
            "disable_for_time" => 0,
            _ => false,
        };

    private async Task<DeviceSettingsState> ReadAsync(
        string account,
        bool withConnectivity,
        IReadOnlyDictionary<string, string>? restoreTo,
        CancellationToken ct
    )
    {
        var settings = await api.GetSettingsAsync(account, ct);
        var connectivity = withConnectivity ? await api.GetConnectivityAsync(account, ct) : null;
        return Values(new DeviceSettingsState { RestoreTo = restoreTo }, account, settings, connectivity);
    }

    // Settings that already have their value are not written.
    private Task<DeviceSettingsState> ChangeAsync(DeviceSettingsState current, JsonObject body, CancellationToken ct)
    {
        var stored = BodyOf(current);
        foreach (var name in body.Where(entry => JsonNode.DeepEquals(entry.Value, stored[entry.Key])).Select(entry => entry.Key).ToArray())
        {
            body.Remove(name);
        }

        return WriteAsync(current, body, ct);
    }

    private async Task<DeviceSettingsState> WriteAsync(DeviceSettingsState state, JsonObject body, CancellationToken ct)
    {
        var account = state.AccountId!;
        var connectivityBody = new JsonObject(
            Connectivity.Where(body.ContainsKey).Select(name => KeyValuePair.Create(name, body[name]?.DeepClone()))
        );
        foreach (var name in Connectivity)
        {
            body.Remove(name);
        }

        var settings = await api.PatchSettingsAsync(account, body, ct);
        var withSettings = Values(state, account, settings, new(state.IcmpProxyEnabled, state.OfframpWarpEnabled));
        if (connectivityBody.Count == 0)
        {
            return withSettings;
        }

        try
        {
            return Values(withSettings, account, settings, await api.PatchConnectivityAsync(account, connectivityBody, ct));
        }
        catch (Exception failure)
        {
            throw new PartiallyDoneException<DeviceSettingsState>(withSettings, failure);
        }
    }
}

[JsonSerializable(typeof(DeviceSettingsArgs)), JsonSerializable(typeof(DeviceSettingsState))]
internal sealed partial class DeviceSettingsJson : JsonSerializerContext;
