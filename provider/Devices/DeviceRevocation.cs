using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Devices;

/// <summary>
/// Registrations that are revoked: their devices cannot connect with them. A device whose user can still authenticate may register again;
/// with <c>deviceId</c>
/// that is drift, and the next update revokes the new registration as well.
/// </summary>
/// <remarks>
/// Source: <c>POST /accounts/{account_id}/devices/registrations/revoke</c> and <c>/unrevoke</c>, <c>GET
/// /accounts/{account_id}/devices/registrations</c>. Token permission: Zero Trust Write; Cloudflare documents API tokens only, but has
/// accepted an API key. Deleting the resource unrevokes the registrations. Deleted registrations count as revoked; with <c>permanently</c>
/// the provider deletes them: <c>DELETE /accounts/{account_id}/devices/registrations</c> and <c>…/physical-devices/{device_id}</c>. The id
/// holds what was revoked when the resource was created: <c>accountId/</c> and registration IDs and <c>device:</c> with a device ID,
/// separated by commas.
/// </remarks>
internal record DeviceRevocationArgs : AccountScoped
{
    /// <summary>Registrations to revoke. Their order has no meaning. These or <c>deviceId</c>, or both.</summary>
    [Set, Count(0, 1000), ClearOnRemoval, InId, Format(StringFormat.Uuid)]
    public IReadOnlyList<string>? RegistrationIds { get; init; }

    /// <summary>Device whose registrations are all revoked. This or <c>registrationIds</c>, or both.</summary>
    [ClearOnRemoval, InId, Format(StringFormat.Uuid)]
    public string? DeviceId { get; init; }

    /// <summary>
    /// Whether the registrations are deleted, and with <c>deviceId</c> the device itself, instead of only revoked. Their virtual IP
    /// addresses become free, and this cannot be undone: deleting the resource does nothing.
    /// </summary>
    [ProviderOnly, Default(false)]
    public bool? Permanently { get; init; }

    /// <summary>
    /// Whether Cloudflare's old endpoints (<c>/devices/revoke</c>) are used, for accounts that have only these. Not with <c>deviceId</c> or
    /// <c>permanently</c>.
    /// </summary>
    [ProviderOnly, Default(false), Obsolete("Cloudflare has retired these endpoints: leave it out.")]
    public bool? Legacy { get; init; }
}

/// <summary>The revocations as Cloudflare holds them.</summary>
internal sealed record DeviceRevocationState : DeviceRevocationArgs
{
    /// <summary>
    /// All registrations that the resource has revoked, including those of the device: deleting the resource unrevokes them.
    /// </summary>
    [DerivedFrom("registrationIds", "deviceId")]
    public IReadOnlyList<string>? RevokedIds { get; init; }
}

internal sealed class DeviceRevocationResource(IRegistrationsApi api, IPhysicalDevicesApi devices, ILegacyDevicesApi legacyDevices)
    : IResource<DeviceRevocationArgs, DeviceRevocationState>,
        IUsesExclusively<DeviceRevocationArgs, DeviceRevocationState>
{
    private const string DevicePrefix = "device:";
    private const string Active = "active";
    private const string Revoked = "revoked";
    private const string All = "all";
    private const int ChunkSize = 100;

    public IEnumerable<ExclusiveUse> Uses(DeviceRevocationArgs args, DeviceRevocationState? state, string account)
    {
        foreach (var (index, id) in (args.RegistrationIds ?? []).Index().Where(entry => !string.IsNullOrEmpty(entry.Item)))
        {
            yield return new(
                $"registration:{account}/{id.ToLowerInvariant()}",
                Problems.SameObject,
                $"registrationIds[{index}]",
                $"revoke registration {id}"
            );
        }

        if (!string.IsNullOrEmpty(args.DeviceId))
        {
            yield return new(
                $"device:{account}/{args.DeviceId.ToLowerInvariant()}",
                Problems.SameObject,
                "deviceId",
                $"revoke device {args.DeviceId}"
            );
        }
    }

    public ResourceId Id(DeviceRevocationState state) =>
        new(
            state.AccountId!,
            string.Join(
                ',',
                (state.DeviceId is { Length: > 0 } device ? [DevicePrefix + device] : Array.Empty<string>()).Concat(
                    state.RegistrationIds ?? []
                )
            )
        );

    public IEnumerable<Problem> Check(DeviceRevocationArgs args)
    {
        if (args.RegistrationIds is not { Count: > 0 } && string.IsNullOrEmpty(args.DeviceId))
        {
            yield return new(Problems.NothingToRevoke, "", "has neither registrationIds nor deviceId; set one of them.");
        }

        if (IsLegacy(args) && !string.IsNullOrEmpty(args.DeviceId))
        {
            yield return new(
                Problems.NotWithLegacy,
                "deviceId",
                "has no meaning for the old endpoints, which know registrations only; use registrationIds."
            );
        }

        if (IsLegacy(args) && args.Permanently is true)
        {
            yield return new(Problems.NotWithLegacy, "permanently", "is not possible with the old endpoints; remove it, or remove legacy.");
        }
    }

    public Task<DeviceRevocationState> CreateAsync(DeviceRevocationArgs args, Operation operation, CancellationToken ct) =>
        ApplyAsync(operation.Account(args.AccountId), args, null, operation, ct);

    public async Task<DeviceRevocationState?> ReadAsync(
        ResourceId id,
        DeviceRevocationState? known,
        Operation operation,
        CancellationToken ct
    )
    {
        var state = known ?? Parse(id);
        var unwanted = state.Permanently is true ? All : Active;
        var device = string.IsNullOrEmpty(state.DeviceId) ? [] : await OfDeviceAsync(id.Account, state.DeviceId, unwanted, ct);
        var active = await AmongAsync(id.Account, state.RegistrationIds ?? [], unwanted, IsLegacy(state), ct);
        var covered = known?.RevokedIds ?? await CoveredAsync(id.Account, state, ct);
        return state with
        {
            AccountId = id.Account,
            RegistrationIds = state.RegistrationIds is null
                ? null
                : [.. state.RegistrationIds.Except(active, StringComparer.OrdinalIgnoreCase)],
            DeviceId = device.Count > 0 ? null : state.DeviceId,
            RevokedIds = covered,
        };
    }

    public Task<DeviceRevocationState> UpdateAsync(
        ResourceId id,
        DeviceRevocationState old,
        DeviceRevocationArgs args,
        ChangeSet changes,
        Operation operation,
        CancellationToken ct
    ) => ApplyAsync(id.Account, args, old, operation, ct);

    public Task DeleteAsync(
        ResourceId id,
        DeviceRevocationState old,
        DeviceRevocationArgs args,
        Operation operation,
        CancellationToken ct
    ) => UnrevokeAsync(id.Account, old.RevokedIds ?? [], KeptBySuccessor(id, operation), IsLegacy(args), operation, ct);

    // The id says what was revoked at creation, so a replacement under the same name may have another one.
    private IEnumerable<string> KeptBySuccessor(ResourceId id, Operation operation) =>
        operation.Program.Find(operation.Urn) is not DeclaredResource<DeviceRevocationArgs, DeviceRevocationState> successor ? []
        : successor.State is { } state && Id(state) != id ? RevokedBy(successor)
        : Canonical(successor.Args.RegistrationIds);

    // What is gone is not asked for: one unknown id would make Cloudflare refuse them all.
    private async Task<DeviceRevocationState> ApplyAsync(
        string account,
        DeviceRevocationArgs args,
        DeviceRevocationState? old,
        Operation operation,
        CancellationToken ct
    )
    {
        var before = old?.RevokedIds ?? [];
        var covered = await CoveredAsync(account, args, ct);
        await RequireKnownAsync(account, args, old, ct);
        await (args.Permanently is true ? RemoveAsync(account, args, covered, ct) : RevokeAsync(account, covered, IsLegacy(args), ct));
        var state = new DeviceRevocationState
        {
            AccountId = account,
            RegistrationIds = args.RegistrationIds,
            DeviceId = args.DeviceId,
            RevokedIds = [.. covered.Union(before, StringComparer.OrdinalIgnoreCase)],
        };
        try
        {
            await UnrevokeAsync(account, before, covered, IsLegacy(args), operation, ct);
        }
        catch (Exception failure)
        {
            throw new PartiallyDoneException<DeviceRevocationState>(state, failure);
        }

        return state with
        {
            RevokedIds = covered,
        };
    }

    // An id that has been revoked may be gone since; one that is new must be somebody's, or it is a mistake.
    private async Task RequireKnownAsync(string account, DeviceRevocationArgs args, DeviceRevocationState? old, CancellationToken ct)
    {
        string[] added = [.. Canonical(args.RegistrationIds).Except(Canonical(old?.RevokedIds), StringComparer.Ordinal)];
        var known = await AmongAsync(account, added, All, IsLegacy(args), ct);
        if (added.Except(known, StringComparer.OrdinalIgnoreCase).ToArray() is { Length: > 0 } unknown)
        {
            throw new RefusedException(
                $"Account {account} has no registration {string.Join(", ", unknown.Select(id => $"'{id}'"))}. Nothing was revoked. "
                    + "getRegistrations lists the existing ones."
            );
        }

        if (
            args.DeviceId is { Length: > 0 } device
            && !device.Equals(old?.DeviceId, StringComparison.OrdinalIgnoreCase)
            && await devices.FindDeviceAsync(account, device, ct) is null
        )
        {
            throw new RefusedException(
                $"Account {account} has no device '{device}'. Nothing was revoked. getDevices lists the existing ones."
            );
        }
    }

    private async Task RevokeAsync(string account, IReadOnlyList<string> ids, bool legacy, CancellationToken ct)
    {
        var active = await AmongAsync(account, ids, Active, legacy, ct);
        if (active.Count > 0)
        {
            await (legacy ? legacyDevices.RevokeDevicesAsync(account, active, ct) : api.RevokeRegistrationsAsync(account, active, ct));
        }
    }

    // What another resource of the program revokes stays revoked: the engine creates it first.
    private async Task UnrevokeAsync(
        string account,
        IReadOnlyList<string> ids,
        IEnumerable<string> kept,
        bool legacy,
        Operation operation,
        CancellationToken ct
    )
    {
        var others = operation
            .Program.All<DeviceRevocationArgs, DeviceRevocationState>()
            .Where(other => other.Scope == account && other.Urn != operation.Urn)
            .SelectMany(other => RevokedBy(other));
        var revoked = await AmongAsync(
            account,
            [.. ids.Except(kept.Concat(others), StringComparer.OrdinalIgnoreCase)],
            Revoked,
            legacy,
            ct
        );
        if (revoked.Count > 0)
        {
            await (
                legacy ? legacyDevices.UnrevokeDevicesAsync(account, revoked, ct) : api.UnrevokeRegistrationsAsync(account, revoked, ct)
            );
        }
    }

    private static IEnumerable<string> RevokedBy(DeclaredResource<DeviceRevocationArgs, DeviceRevocationState> resource) =>
        Canonical(resource.Args.RegistrationIds).Concat(resource.State?.RevokedIds ?? []);

    private async Task RemoveAsync(string account, DeviceRevocationArgs args, IReadOnlyList<string> ids, CancellationToken ct)
    {
        if (args.DeviceId is { Length: > 0 } device)
        {
            await devices.DeleteDeviceAsync(account, device, ct);
        }

        await api.DeleteRegistrationsAsync(account, await AmongAsync(account, ids, All, legacy: false, ct), ct);
    }

    private async Task<IReadOnlyList<string>> CoveredAsync(string account, DeviceRevocationArgs args, CancellationToken ct)
    {
        var device = string.IsNullOrEmpty(args.DeviceId) ? [] : await OfDeviceAsync(account, args.DeviceId, All, ct);
        return [.. Canonical(args.RegistrationIds).Concat(device).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private Task<IReadOnlyList<string>> OfDeviceAsync(string account, string device, string status, CancellationToken ct) =>
        ListAsync(account, new() { DeviceId = device, Status = status }, ct);

    /// <summary>Those of the registrations that have this status.</summary>
    private async Task<IReadOnlyList<string>> AmongAsync(
        string account,
        IReadOnlyList<string> ids,
        string status,
        bool legacy,
        CancellationToken ct
    )
    {
        if (legacy && ids.Count > 0)
        {
            // The old endpoints have no filters.
            return
            [
                .. (await legacyDevices.ListDevicesAsync(account, ct))
                    .Where(device => status == All || string.IsNullOrEmpty(device.RevokedAt) == (status == Active))
                    .Select(device => device.Id)
                    .Intersect(ids, StringComparer.OrdinalIgnoreCase),
            ];
        }

        var found = new List<string>();
        foreach (var chunk in ids.Chunk(ChunkSize))
        {
            found.AddRange(await ListAsync(account, new() { Ids = chunk, Status = status }, ct));
        }

        return found;
    }

    private async Task<IReadOnlyList<string>> ListAsync(string account, RegistrationFilter filter, CancellationToken ct)
    {
        var ids = new List<string>();
        await foreach (var registration in api.ListRegistrationsAsync(account, filter, null, ct))
        {
            ids.Add(registration.Id);
        }

        return ids;
    }

    private static string[] Canonical(IReadOnlyList<string>? ids) => [.. (ids ?? []).Select(StringFormats.Of(StringFormat.Uuid).Canonical)];

#pragma warning disable CS0618 // Deprecated for users; the provider serves them still.
    private static bool IsLegacy(DeviceRevocationArgs args) => args.Legacy is true;
#pragma warning restore CS0618

    private static DeviceRevocationState Parse(ResourceId id)
    {
        var parts = id.Object.Split(',');
        var devices = parts
            .Where(part => part.StartsWith(DevicePrefix, StringComparison.Ordinal))
            .Select(part => part[DevicePrefix.Length..])
            .ToArray();
        var registrations = parts.Where(part => !part.StartsWith(DevicePrefix, StringComparison.Ordinal)).ToArray();
        return devices.Length <= 1 && registrations.All(registration => Ids.IsUuid(registration))
            ? new() { DeviceId = devices.FirstOrDefault(), RegistrationIds = registrations.Length == 0 ? null : registrations }
            : throw new FormatException(
                $"'{id}' is not an id of this resource: write accountId/ and registration IDs, or device: and a device ID, "
                    + "separated by commas."
            );
    }
}

[JsonSerializable(typeof(DeviceRevocationArgs)), JsonSerializable(typeof(DeviceRevocationState))]
internal sealed partial class DeviceRevocationJson : JsonSerializerContext;
