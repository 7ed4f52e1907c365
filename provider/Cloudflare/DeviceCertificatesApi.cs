using System.Text.Json.Serialization;

namespace ZeroTrust.Cloudflare;

/// <summary>Client certificates that Cloudflare issues to devices for a zone.</summary>
internal interface IDeviceCertificatesApi
{
    /// <summary>The zone's setting; <see langword="null"/> when the zone does not exist.</summary>
    Task<DeviceCertificatesWire?> FindCertificatesAsync(string zoneId, CancellationToken ct);

    /// <summary>Turns the certificates on or off for the zone.</summary>
    Task<DeviceCertificatesWire> PatchCertificatesAsync(string zoneId, bool enabled, CancellationToken ct);
}

/// <inheritdoc cref="IDeviceCertificatesApi"/>
internal static class DeviceCertificatesArea
{
    extension(CloudflareClient client)
    {
        public IDeviceCertificatesApi Certificates => client.Area<IDeviceCertificatesApi>(api => new DeviceCertificatesApi(api));
    }
}

/// <inheritdoc />
internal sealed class DeviceCertificatesApi(JsonApi api) : IDeviceCertificatesApi
{
    private const string Certificates = "/zones/{zone_id}/devices/policy/certificates";

    private static readonly ApiRoute GetCertificates = ApiRoute.Get(Certificates, Permission.CertificatesRead);
    private static readonly ApiRoute PatchCertificates = ApiRoute.Patch(Certificates, Permission.CertificatesWrite);

    public Task<DeviceCertificatesWire?> FindCertificatesAsync(string zoneId, CancellationToken ct) =>
        api.FindAsync<DeviceCertificatesWire>(Get(zoneId), ct);

    public Task<DeviceCertificatesWire> PatchCertificatesAsync(string zoneId, bool enabled, CancellationToken ct) =>
        api.ChangeAsync<DeviceCertificatesWire>(
            ApiCall.To(PatchCertificates, [zoneId], Subject(zoneId)).With(new DeviceCertificatesWire(enabled)),
            Get(zoneId),
            ct
        );

    private static ApiCall Get(string zoneId) => ApiCall.To(GetCertificates, [zoneId], Subject(zoneId));

    private static string Subject(string zoneId) => $"device certificates of zone '{zoneId}'";
}

/// <summary>Whether devices get certificates for the zone.</summary>
internal sealed record DeviceCertificatesWire([property: JsonRequired] bool Enabled);
