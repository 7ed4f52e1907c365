using System.Text.Json;
using System.Text.Json.Serialization;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Tests.Samples;

/// <summary>Converts the arguments of a resource to the inputs that an engine sends.</summary>
internal static class Inputs
{
    private static readonly JsonSerializerOptions Pulumi = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static PropertyMap Of(object args) =>
        (PropertyMap)RecordCodec.FromJson(JsonSerializer.SerializeToElement(args, args.GetType(), Pulumi));
}
