using System.Text.Json.Serialization;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Account;

/// <summary>Whether devices get a client certificate for a zone.</summary>
/// <remarks>
/// Source: <c>GET /zones/{zone_id}/devices/policy/certificates</c>. Token permission: SSL and Certificates Read, on the zone.
/// </remarks>
internal sealed record GetDeviceCertificatesArgs
{
    /// <summary>Zone ID, 32 hexadecimal digits.</summary>
    [Format(StringFormat.CloudflareId)]
    public required string ZoneId { get; init; }
}

/// <summary>The switch.</summary>
internal sealed record GetDeviceCertificatesResult
{
    /// <summary>Whether devices get a certificate.</summary>
    public required bool Enabled { get; init; }
}

internal sealed class GetDeviceCertificates(IDeviceCertificatesApi api) : IFunction<GetDeviceCertificatesArgs, GetDeviceCertificatesResult>
{
    public async Task<GetDeviceCertificatesResult> InvokeAsync(GetDeviceCertificatesArgs args, Operation operation, CancellationToken ct) =>
        await api.FindCertificatesAsync(args.ZoneId.ToLowerInvariant(), ct) is { } found
            ? new() { Enabled = found.Enabled }
            : throw new RefusedException($"There is no zone {args.ZoneId}, or the token may not see it.");
}

[JsonSerializable(typeof(GetDeviceCertificatesArgs)), JsonSerializable(typeof(GetDeviceCertificatesResult))]
internal sealed partial class GetDeviceCertificatesJson : JsonSerializerContext;
