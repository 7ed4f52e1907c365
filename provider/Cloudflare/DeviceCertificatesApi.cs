namespace ZeroTrust.Provider.Cloudflare;

/// <summary>Client certificates that devices get for a zone.</summary>
internal interface IDeviceCertificatesApi
{
    /// <summary>The zone's setting; <see langword="null"/> when the zone is gone.</summary>
    [Route("GET", "/zones/{zone_id}/devices/policy/certificates", Permission = "SSL and Certificates Read")]
    Task<DeviceCertificatesWire?> FindCertificatesAsync(string zoneId, CancellationToken ct);

    /// <summary>Switches them on or off for the zone.</summary>
    [Route("PATCH", "/zones/{zone_id}/devices/policy/certificates", Permission = "SSL and Certificates Write")]
    Task<DeviceCertificatesWire> PatchCertificatesAsync(string zoneId, bool enabled, CancellationToken ct);
}

/// <summary>Whether devices get a certificate for the zone.</summary>
internal sealed record DeviceCertificatesWire(bool Enabled);
