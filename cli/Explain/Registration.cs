using ZeroTrust.Cloudflare;
using ZeroTrust.Matching;
using ZeroTrust.Network;
using ZeroTrust.Provider.Devices;
using ZeroTrust.Provider.Shared;

namespace ZeroTrust.Cli.Explain;

/// <summary>A user's device, and the profile that Cloudflare assigns.</summary>
/// <param name="Profile">ID of the profile; null if Cloudflare does not return it.</param>
/// <param name="IsDefault">Whether that is the default profile.</param>
internal sealed record Registration(string Label, DeviceContext Device, string? Profile, bool IsDefault)
{
    /// <summary>Whether Cloudflare assigns it the profile.</summary>
    public bool Has(Profile profile) =>
        profile.Settings.IsDefault
            ? IsDefault
            : Profile is not null && Profile.Equals(profile.Settings.Id, StringComparison.OrdinalIgnoreCase);

    /// <summary>All active ones. The API does not return groups and networks, so they are unknown.</summary>
    public static async Task<IReadOnlyList<Registration>> ReadAsync(ProviderSession session, CancellationToken ct)
    {
        var operation = session.Operation("registrations", ct);
        var devices = (await new GetDevices(session.Cloudflare.Devices).InvokeAsync(new(), operation, ct))
            .Devices.DistinctBy(device => device.DeviceId)
            .ToDictionary(device => device.DeviceId, StringComparer.Ordinal);
        var registrations = await new GetRegistrations(session.Cloudflare.Registrations).InvokeAsync(
            new() { IncludePolicy = true, RegistrationType = Enums.Warp },
            operation,
            ct
        );
        return
        [
            .. registrations.Registrations.Select(registration => Of(registration, devices.GetValueOrDefault(registration.DeviceId ?? ""))),
        ];
    }

    private static Registration Of(RegistrationInfo registration, DeviceInfo? device) =>
        new(
            $"{registration.User?.Email ?? "unknown user"} on {registration.DeviceName ?? registration.DeviceId ?? "an unknown device"}",
            new()
            {
                Email = registration.User?.Email,
                OsName = OsName(device?.DeviceType),
                OsVersion = device?.OsVersion,
            },
            registration.Policy?.Id,
            registration.Policy?.Default is true
        );

    // As match expressions write it.
    private static string? OsName(string? deviceType) =>
        deviceType?.ToLowerInvariant() switch
        {
            null or "" => null,
            "macos" or "darwin" => "mac",
            var name => name,
        };
}
