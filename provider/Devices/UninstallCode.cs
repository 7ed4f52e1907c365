using System.Globalization;
using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Devices;

/// <summary>
/// A code that lets users uninstall the client despite <c>uninstallProtection</c>: on one device, or on all devices of the account.
/// </summary>
/// <remarks>
/// Source: <c>POST /accounts/{account_id}/devices/override_codes</c>. Token permission: Zero Trust Write.
/// Cloudflare shows a code once, when it is created, so codes cannot be imported. An expired code is gone: after a refresh, the next update
/// creates another. Deleting the resource changes nothing: a code works until it expires.
/// </remarks>
internal record UninstallCodeArgs : AccountScoped
{
    /// <summary>Device that the code is for; <c>getDevices</c> lists them. Unset: every device of the account.</summary>
    [ReplaceOnChange, Stable]
    public string? DeviceId { get; init; }

    /// <summary>Number of hours for which the code works.</summary>
    [ReplaceOnChange, Stable, Range(1, int.MaxValue)]
    public required int DurationHours { get; init; }

    /// <summary>Any string; changing it creates another code.</summary>
    [ReplaceOnChange, ProviderOnly]
    public string? CodeVersion { get; init; }
}

/// <summary>The code.</summary>
internal sealed record UninstallCodeState : UninstallCodeArgs
{
    /// <summary>ID that the provider generated for the code.</summary>
    [Stable]
    public required string CodeId { get; init; }

    /// <summary>The code.</summary>
    [Secret, Stable]
    public string? Code { get; init; }

    /// <summary>When it stops working.</summary>
    [Stable]
    public string? ExpiresAt { get; init; }
}

internal sealed class UninstallCodeResource(IOverrideCodesApi api, TimeProvider time)
    : IResource<UninstallCodeArgs, UninstallCodeState>,
        IKnownToStateOnly
{
    public ResourceId Id(UninstallCodeState state) => new(state.AccountId!, state.CodeId);

    public IEnumerable<Problem> Check(UninstallCodeArgs args) => [];

    public async Task<UninstallCodeState> CreateAsync(UninstallCodeArgs args, Operation operation, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var account = operation.Account(args.AccountId);
        var device = string.IsNullOrEmpty(args.DeviceId) ? null : args.DeviceId;
        var made = await api.CreateUninstallCodeAsync(account, device, args.DurationHours, operation.Commit);
        return new()
        {
            AccountId = account,
            DeviceId = args.DeviceId,
            DurationHours = args.DurationHours,
            CodeId = Guid.NewGuid().ToString(),
            Code = made.Code,
            ExpiresAt = made.ExpiresAt,
        };
    }

    // Nobody but the state has it.
    public Task<UninstallCodeState?> ReadAsync(ResourceId id, UninstallCodeState? known, Operation operation, CancellationToken ct) =>
        known is null
            ? throw new RefusedException(
                "A code for uninstalling cannot be imported: Cloudflare shows it once, when it is made. Make another by declaring it."
            )
            : Task.FromResult(IsOver(known) ? null : known);

    // Whatever changes creates another code.
    public Task<UninstallCodeState> UpdateAsync(
        ResourceId id,
        UninstallCodeState old,
        UninstallCodeArgs args,
        ChangeSet changes,
        Operation operation,
        CancellationToken ct
    ) => Task.FromResult(old);

    public Task DeleteAsync(ResourceId id, UninstallCodeState old, UninstallCodeArgs args, Operation operation, CancellationToken ct) =>
        Task.CompletedTask;

    private bool IsOver(UninstallCodeState state) =>
        DateTimeOffset.TryParse(state.ExpiresAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)
        && end <= time.GetUtcNow();
}

[JsonSerializable(typeof(UninstallCodeArgs)), JsonSerializable(typeof(UninstallCodeState))]
internal sealed partial class UninstallCodeJson : JsonSerializerContext;
