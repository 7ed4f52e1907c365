namespace ZeroTrust.Provider.Tests.Samples;

/// <summary>IDs of the objects in every simulated account of <see cref="Wire.ProviderHost"/>.</summary>
internal static class Known
{
    public const string AccountId = "0123456789abcdef0123456789abcdef";
    public const string ZoneId = "fedcba9876543210fedcba9876543210";

    public const string TunnelId = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c01";
    public const string OtherTunnelId = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c08";

    /// <summary>Hosts of the tunnel.</summary>
    public const string ActiveHost = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c02";
    public const string PassiveHost = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c03";

    public const string DeviceId = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c04";
    public const string OtherDeviceId = "44444444-5555-4666-8777-999999999999";
    public const string RegistrationId = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c05";
    public const string OtherRegistrationId = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c06";

    /// <summary>Virtual networks.</summary>
    public const string NetworkId = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c07";
    public const string OtherNetworkId = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c09";

    /// <summary>Profiles that the account gets with its first profile order.</summary>
    public const string FirstProfileId = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c11";
    public const string SecondProfileId = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c12";
    public const string ThirdProfileId = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c13";

    public const string Fingerprint = "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c";
    public const string Secret = "AQIDBAUGBwgBAgMEBQYHCAECAwQFBgcIAQIDBAUGBwg=";
}
