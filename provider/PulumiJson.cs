using System.Text.Json.Serialization;
using ZeroTrust.Provider.Functions;
using ZeroTrust.Provider.Resources;

namespace ZeroTrust.Provider;

/// <summary>The records of resources and functions as Pulumi writes them: camelCase.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProviderConfig))]
[JsonSerializable(typeof(DeviceProfileArgs))]
[JsonSerializable(typeof(DeviceProfileState))]
[JsonSerializable(typeof(DefaultDeviceProfileArgs))]
[JsonSerializable(typeof(DefaultDeviceProfileState))]
[JsonSerializable(typeof(SplitTunnelArgs))]
[JsonSerializable(typeof(SplitTunnelState))]
[JsonSerializable(typeof(FallbackDomainsArgs))]
[JsonSerializable(typeof(FallbackDomainsState))]
[JsonSerializable(typeof(WarpConnectorTunnelArgs))]
[JsonSerializable(typeof(WarpConnectorTunnelState))]
[JsonSerializable(typeof(GetDeviceProfilesArgs))]
[JsonSerializable(typeof(GetDeviceProfilesResult))]
[JsonSerializable(typeof(GetDeviceProfileArgs))]
[JsonSerializable(typeof(GetWarpConnectorTunnelsArgs))]
[JsonSerializable(typeof(GetWarpConnectorTunnelsResult))]
[JsonSerializable(typeof(GetWarpConnectorTokenArgs))]
[JsonSerializable(typeof(GetWarpConnectorTokenResult))]
internal sealed partial class PulumiJson : JsonSerializerContext;
