using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Devices;

/// <summary>
/// Codes that let the user of a registration disconnect for a while, despite <c>switchLocked</c>. They change with time.
/// </summary>
/// <remarks>
/// Source: <c>GET /accounts/{account_id}/devices/registrations/{registration_id}/override_codes</c>. Token permission: Zero Trust Read;
/// Cloudflare documents API tokens only; an API key may work as well. The registration's profile needs <c>switchLocked</c>, and the account
/// allows as much time as <c>disableForTime</c> of <c>DeviceSettings</c>.
/// </remarks>
internal sealed record GetOverrideCodesArgs : AccountScoped
{
    /// <summary>ID of the registration.</summary>
    [Length(1, 256)]
    public required string RegistrationId { get; init; }
}

/// <summary>The current codes.</summary>
internal sealed record GetOverrideCodesResult
{
    /// <summary>Codes by the number of hours that they last: <c>1</c>, <c>3</c>, <c>6</c>, <c>12</c> and <c>24</c>.</summary>
    [Secret]
    public required IReadOnlyDictionary<string, string> DisableForTime { get; init; }
}

internal sealed class GetOverrideCodes(IOverrideCodesApi api) : IFunction<GetOverrideCodesArgs, GetOverrideCodesResult>
{
    public async Task<GetOverrideCodesResult> InvokeAsync(GetOverrideCodesArgs args, Operation operation, CancellationToken ct)
    {
        var account = operation.Account(args.AccountId);
        return await api.FindOverrideCodesAsync(account, args.RegistrationId, ct) is { } codes
            ? new() { DisableForTime = codes.DisableForTime ?? new Dictionary<string, string>() }
            : throw LookUp.NotFound(account, "registration", args.RegistrationId, "getRegistrations");
    }
}

[JsonSerializable(typeof(GetOverrideCodesArgs)), JsonSerializable(typeof(GetOverrideCodesResult))]
internal sealed partial class GetOverrideCodesJson : JsonSerializerContext;
