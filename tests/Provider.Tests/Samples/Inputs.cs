using System.Text.Json;
using System.Text.Json.Serialization;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider.Tests.Samples;

/// <summary>Converts the arguments of a resource to the inputs that an engine sends.</summary>
internal static class Inputs
{
    private static readonly JsonSerializerOptions Pulumi = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static PropertyMap Of(object args) => (PropertyMap)FromJson(JsonSerializer.SerializeToElement(args, args.GetType(), Pulumi));

    private static PropertyValue FromJson(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => json.GetDouble(),
            JsonValueKind.String => json.GetString()!,
            JsonValueKind.Array => new PropertyArray(json.EnumerateArray().Select(FromJson)),
            JsonValueKind.Object => PropertyMap.Of(json.EnumerateObject().Select(member => (member.Name, FromJson(member.Value)))),
            _ => PropertyValue.Null,
        };
}
