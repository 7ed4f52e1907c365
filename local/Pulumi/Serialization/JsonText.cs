using Google.Protobuf;
using ZeroTrust.Protocol.Values;

namespace Pulumi.Serialization;

/// <summary>Converts values to JSON.</summary>
internal static class JsonText
{
    /// <summary>The JSON of an input, the wire format of provider configuration.</summary>
    public static Output<string> Of(string path, object value)
    {
        return new(WriteAsync(path, value));

        static async Task<OutputData<string>> WriteAsync(string path, object value)
        {
            var writer = new ValueWriter(new(KeepReferences: false));
            var written = await writer.WriteAsync(path, value);
            return written.ContainsUnknown
                ? new("", IsKnown: false, written.ContainsSecret, [.. writer.Dependencies])
                : new(Of(written.WithoutSecrets()), IsKnown: true, written.ContainsSecret, [.. writer.Dependencies]);
        }
    }

    public static string Of(PropertyValue value) => JsonFormatter.Default.Format(PropertyCodec.Write(value));
}
