using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ZeroTrust.Provider.Kernel;

/// <summary>The metadata of records as Pulumi writes them: camelCase, and nothing for what is not set.</summary>
internal static class RecordJson
{
    /// <param name="records">The context that is declared beside the record.</param>
    public static JsonTypeInfo<T> TypeInfo<T>(IJsonTypeInfoResolver records) =>
        (JsonTypeInfo<T>)
            new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
                DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
                TypeInfoResolver = records,
                Converters = { new RecordScratch.Strings() },
            }.GetTypeInfo(typeof(T));
}
