using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Account;

/// <summary>
/// Whether devices get a client certificate for a zone, which Access rules for hosts with mutual TLS can ask for. Every zone has this
/// switch, so creating the resource starts to manage it.
/// </summary>
/// <remarks>
/// Source: <c>GET|PATCH /zones/{zone_id}/devices/policy/certificates</c>. Token permission: SSL and Certificates Write, on the zone.
/// Deleting the resource restores the value from before the resource was created (<c>previous</c>), or leaves it with <c>onDelete:
/// "retain"</c>.
/// </remarks>
internal record DeviceCertificatesArgs
{
    /// <summary>Zone ID, 32 hexadecimal digits.</summary>
    [ReplaceOnChange, Stable, Format(StringFormat.CloudflareId)]
    public required string ZoneId { get; init; }

    /// <summary>Whether devices get a certificate.</summary>
    public required bool Enabled { get; init; }

    /// <summary>What deleting the resource does to the switch.</summary>
    [ProviderOnly, Default(Enums.Restore), OneOf(nameof(Enums.OnDelete))]
    public string? OnDelete { get; init; }
}

/// <summary>The switch as Cloudflare holds it.</summary>
internal sealed record DeviceCertificatesState : DeviceCertificatesArgs
{
    /// <summary>
    /// Whether devices got a certificate before the resource was created. Unset for an imported resource: deleting it then leaves the
    /// switch as it is. A renamed resource keeps it with an alias.
    /// </summary>
    [Stable]
    public bool? Previous { get; init; }
}

internal sealed class DeviceCertificatesResource(IDeviceCertificatesApi api)
    : IResource<DeviceCertificatesArgs, DeviceCertificatesState>,
        IUsesExclusively<DeviceCertificatesArgs, DeviceCertificatesState>,
        IEquivalentInputs<DeviceCertificatesArgs, DeviceCertificatesState>,
        IRestoresPrevious<DeviceCertificatesArgs, DeviceCertificatesState>
{
    public IEnumerable<ExclusiveUse> Uses(DeviceCertificatesArgs args, DeviceCertificatesState? state, string account) =>
        [
            new(
                $"DeviceCertificates:{args.ZoneId.ToLowerInvariant()}",
                Problems.SameObject,
                "zoneId",
                "switch the device certificates of the zone"
            ),
        ];

    public ResourceId Id(DeviceCertificatesState state) => new(state.ZoneId);

    public IEnumerable<Problem> Check(DeviceCertificatesArgs args) => [];

    public IEnumerable<string> WithoutEffect(DeviceCertificatesState old, DeviceCertificatesArgs args, IReadOnlyList<Change> changes) =>
        DeletionChoice.WithoutEffect(changes);

    public async Task<DeviceCertificatesState> CreateAsync(DeviceCertificatesArgs args, Operation operation, CancellationToken ct)
    {
        var zone = args.ZoneId.ToLowerInvariant();
        var before =
            await api.FindCertificatesAsync(zone, ct)
            ?? throw new RefusedException(
                $"There is no zone {zone}, or the token may not see it. The dashboard shows the ID on the zone's overview page."
            );
        var stored = before.Enabled == args.Enabled ? before : await api.PatchCertificatesAsync(zone, args.Enabled, ct);
        return State(zone, stored, before.Enabled);
    }

    public async Task<DeviceCertificatesState?> ReadAsync(
        ResourceId id,
        DeviceCertificatesState? known,
        Operation operation,
        CancellationToken ct
    ) => await api.FindCertificatesAsync(id.Scope, ct) is { } found ? State(id.Scope, found, known?.Previous) : null;

    public async Task<DeviceCertificatesState> UpdateAsync(
        ResourceId id,
        DeviceCertificatesState old,
        DeviceCertificatesArgs args,
        ChangeSet changes,
        Operation operation,
        CancellationToken ct
    ) => changes.Has("enabled") ? State(id.Scope, await api.PatchCertificatesAsync(id.Scope, args.Enabled, ct), old.Previous) : old;

    public async Task DeleteAsync(
        ResourceId id,
        DeviceCertificatesState old,
        DeviceCertificatesArgs args,
        Operation operation,
        CancellationToken ct
    )
    {
        if (
            Previous(args, old) is { } previous
            && await api.FindCertificatesAsync(id.Scope, ct) is { } current
            && current.Enabled != previous
        )
        {
            await api.PatchCertificatesAsync(id.Scope, previous, ct);
        }
    }

    public IReadOnlyDictionary<string, string> Restored(DeviceCertificatesArgs args, DeviceCertificatesState state) =>
        Previous(args, state) is { } previous
            ? new Dictionary<string, string> { ["enabled"] = previous ? "true" : "false" }
            : new Dictionary<string, string>();

    // Null: nothing is restored.
    private static bool? Previous(DeviceCertificatesArgs args, DeviceCertificatesState state) =>
        args.OnDelete == Enums.Retain ? null : state.Previous;

    private static DeviceCertificatesState State(string zone, DeviceCertificatesWire wire, bool? previous) =>
        new()
        {
            ZoneId = zone,
            Enabled = wire.Enabled,
            Previous = previous,
        };
}

[JsonSerializable(typeof(DeviceCertificatesArgs)), JsonSerializable(typeof(DeviceCertificatesState))]
internal sealed partial class DeviceCertificatesJson : JsonSerializerContext;
