using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ZeroTrust.Cloudflare;

/// <summary>JSON serialization of the API's records. Reading tolerates missing, null and unknown fields.</summary>
internal static class CloudflareJson
{
    public static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)CloudflareJsonContext.Default.Options.GetTypeInfo(typeof(T));

    /// <summary>All fields of a record by their API names, with null for those that are not set.</summary>
    public static JsonObject Fields<T>(T record)
    {
        var type = TypeInfo<T>();
        var fields = JsonSerializer.SerializeToNode(record, type)!.AsObject();
        foreach (var property in type.Properties)
        {
            fields.TryAdd(property.Name, null);
        }

        return fields;
    }
}

/// <summary>Source-generated metadata of the API's records.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    Converters = [typeof(WholeNumberConverter)]
)]
[JsonSerializable(typeof(IReadOnlyList<EnvelopeError>))]
[JsonSerializable(typeof(ResultInfo))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(DevicePolicyFields))]
[JsonSerializable(typeof(DevicePolicyWire))]
[JsonSerializable(typeof(SplitTunnelEntryWire))]
[JsonSerializable(typeof(IReadOnlyList<SplitTunnelEntryWire>))]
[JsonSerializable(typeof(FallbackDomainWire))]
[JsonSerializable(typeof(IReadOnlyList<FallbackDomainWire>))]
[JsonSerializable(typeof(DeviceCertificatesWire))]
[JsonSerializable(typeof(GlobalOverrideWire))]
[JsonSerializable(typeof(DeviceSettingsWire))]
[JsonSerializable(typeof(ConnectivitySettingsWire))]
[JsonSerializable(typeof(PhysicalDeviceWire))]
[JsonSerializable(typeof(RegistrationWire))]
[JsonSerializable(typeof(OverrideCodesWire))]
[JsonSerializable(typeof(UninstallCodeWire))]
[JsonSerializable(typeof(LegacyDeviceWire))]
[JsonSerializable(typeof(TunnelWire))]
[JsonSerializable(typeof(ConnectorWire))]
[JsonSerializable(typeof(TunnelConfigurationWire))]
[JsonSerializable(typeof(RouteWire))]
[JsonSerializable(typeof(HostnameRouteWire))]
[JsonSerializable(typeof(VirtualNetworkWire))]
[JsonSerializable(typeof(ManagedNetworkWire))]
[JsonSerializable(typeof(GlobalOverrideRequest))]
[JsonSerializable(typeof(UninstallCodeRequest))]
[JsonSerializable(typeof(TunnelRequest))]
[JsonSerializable(typeof(RouteRequest))]
[JsonSerializable(typeof(HostnameRouteRequest))]
[JsonSerializable(typeof(VirtualNetworkRequest))]
[JsonSerializable(typeof(FailoverRequest))]
[JsonSerializable(typeof(TunnelConfigurationRequest))]
internal sealed partial class CloudflareJsonContext : JsonSerializerContext;

/// <summary>Reads integers, which the API sometimes writes as <c>100.0</c>.</summary>
internal sealed class WholeNumberConverter : JsonConverter<int>
{
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            if (reader.TryGetInt32(out var whole))
            {
                return whole;
            }

            var number = reader.GetDouble();
            if (number == Math.Truncate(number) && Math.Abs(number) <= int.MaxValue)
            {
                return (int)number;
            }
        }

        throw new JsonException("Not a whole number within 32 bits.");
    }

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
