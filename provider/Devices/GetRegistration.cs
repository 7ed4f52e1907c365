using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Devices;

/// <summary>One registration, with its profile. A revoked one is found as well.</summary>
/// <remarks>
/// Source: <c>GET /accounts/{account_id}/devices/registrations/{registration_id}</c>. Token permission: Zero Trust Read; Cloudflare
/// documents API tokens only; an API key may work as well.
/// </remarks>
internal sealed record GetRegistrationArgs : AccountScoped
{
    /// <summary>ID of the registration.</summary>
    [Length(1, 256)]
    public required string RegistrationId { get; init; }
}

internal sealed class GetRegistration(IRegistrationsApi api) : IFunction<GetRegistrationArgs, RegistrationInfo>
{
    public async Task<RegistrationInfo> InvokeAsync(GetRegistrationArgs args, Operation operation, CancellationToken ct) =>
        RegistrationInfo.Of(await api.GetRegistrationAsync(operation.Account(args.AccountId), args.RegistrationId, ct));
}

[JsonSerializable(typeof(GetRegistrationArgs)), JsonSerializable(typeof(RegistrationInfo))]
internal sealed partial class GetRegistrationJson : JsonSerializerContext;
