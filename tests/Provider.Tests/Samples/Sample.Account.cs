using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Account;
using ZeroTrust.Provider.Devices;

namespace ZeroTrust.Provider.Tests.Samples;

internal static partial class Sample
{
    public static PropertyMap AccountSettings =>
        Inputs.Of(
            new DeviceSettingsArgs
            {
                DisableForTime = 20,
                GatewayProxyEnabled = true,
                GatewayUdpProxyEnabled = true,
                RootCertificateInstallationEnabled = true,
                UseZtVirtualIp = true,
                ExternalEmergencySignalEnabled = true,
                ExternalEmergencySignalUrl = "https://192.0.2.1/signal",
                ExternalEmergencySignalFingerprint = Known.Fingerprint,
                ExternalEmergencySignalInterval = "5m",
                IcmpProxyEnabled = true,
                OfframpWarpEnabled = true,
            }
        );

    public static PropertyMap Certificates => Inputs.Of(new DeviceCertificatesArgs { ZoneId = Known.ZoneId, Enabled = true });

    public static PropertyMap Override => Inputs.Of(new GlobalWarpOverrideArgs { Disconnect = true, Justification = "Incident 42" });

    public static PropertyMap Revocation => Inputs.Of(new DeviceRevocationArgs { RegistrationIds = [Known.OtherRegistrationId] });
}
