using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Serialization;

/// <summary>JSON text of an input: the form in which provider configuration travels.</summary>
internal static class JsonText
{
    public static Output<string> Of(string path, object value)
    {
        return new(WriteAsync(path, value));

        static async Task<OutputData<string>> WriteAsync(string path, object value)
        {
            var writer = new ValueWriter(new(KeepReferences: false));
            var written = await writer.WriteAsync(path, value);
            if (WireValues.HoldsUnknown(written))
            {
                return new("", IsKnown: false, IsSecret: false, [.. writer.Dependencies]);
            }

            var isSecret = false;
            var plain = Unwrap(written, ref isSecret);
            return new(JsonFormatter.Default.Format(plain), IsKnown: true, isSecret, [.. writer.Dependencies]);
        }
    }

    private static Value Unwrap(Value value, ref bool isSecret)
    {
        if (WireValues.IsSigned(value, out var signature) && signature == WireValues.Secret)
        {
            isSecret = true;
            return Unwrap(value.StructValue.Fields["value"], ref isSecret);
        }

        if (value.KindCase == Value.KindOneofCase.StructValue)
        {
            var result = new Struct();
            foreach (var (name, field) in value.StructValue.Fields)
            {
                result.Fields[name] = Unwrap(field, ref isSecret);
            }

            return Value.ForStruct(result);
        }

        if (value.KindCase == Value.KindOneofCase.ListValue)
        {
            var items = new List<Value>();
            foreach (var item in value.ListValue.Values)
            {
                items.Add(Unwrap(item, ref isSecret));
            }

            return Value.ForList([.. items]);
        }

        return value;
    }
}
