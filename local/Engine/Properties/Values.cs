using Google.Protobuf.WellKnownTypes;
using ZeroTrust.Protocol.Values;
using Kind = Google.Protobuf.WellKnownTypes.Value.KindOneofCase;

namespace ZeroTrust.Engine.Properties;

/// <summary>
/// Operations on property values. The engine keeps them in wire format: protobuf values in which a signature key marks secrets, assets
/// and references. They are never modified in place.
/// </summary>
internal static class Values
{
    public static bool IsUnknown(this Value value) => value.KindCase == Kind.StringValue && PropertySignatures.IsUnknown(value.StringValue);

    public static bool IsSecret(this Value value) => value.Signature() == PropertySignatures.Secret;

    /// <summary>The signature of a marked struct; null for ordinary values.</summary>
    public static string? Signature(this Value value) =>
        value.KindCase == Kind.StructValue
        && value.StructValue.Fields.TryGetValue(PropertySignatures.Key, out var signature)
        && signature.KindCase == Kind.StringValue
            ? signature.StringValue
            : null;

    /// <summary>The value without the secret marks around it.</summary>
    public static Value Reveal(this Value value)
    {
        while (value.IsSecret() && value.StructValue.Fields.TryGetValue("value", out var inner))
        {
            value = inner;
        }
        return value;
    }

    public static Value AsSecret(this Value value)
    {
        if (value.IsSecret())
        {
            return value;
        }
        var marked = new Struct();
        marked.Fields[PropertySignatures.Key] = Value.ForString(PropertySignatures.Secret);
        marked.Fields["value"] = value;
        return Value.ForStruct(marked);
    }

    public static bool ContainsUnknowns(this Struct properties) => properties.Fields.Values.Any(ContainsUnknowns);

    public static bool ContainsUnknowns(this Value value) => Any(value, inner => inner.IsUnknown() || inner.IsUnresolvedOutput());

    public static bool ContainsSecrets(this Value value) => Any(value, IsSecret);

    /// <summary>The properties without secret marks, at any depth.</summary>
    public static Struct RevealAll(this Struct properties) => Map(properties, RevealAll);

    public static Value RevealAll(this Value value) =>
        value.Reveal() is { KindCase: Kind.StructValue or Kind.ListValue } nested ? Rebuild(nested, RevealAll) : value.Reveal();

    /// <summary>The properties with each secret replaced by a placeholder.</summary>
    public static Struct HideSecrets(this Struct properties) => Map(properties, HideSecrets);

    /// <summary>Converts output values to unknowns, secrets or plain values, for providers that do not accept outputs.</summary>
    public static Struct LowerOutputs(this Struct properties) => Map(properties, LowerOutputs);

    /// <summary>The properties whose values contain no unknowns.</summary>
    public static Struct KnownOnly(this Struct properties) => Where(properties, (_, value) => !value.ContainsUnknowns());

    /// <summary>Removes unknowns at any depth; lists get shorter.</summary>
    public static Struct DropUnknowns(this Struct properties) =>
        Map(Where(properties, (_, value) => !IsUnknown(value.Reveal())), DropUnknowns);

    public static Struct Without(this Struct properties, string key) => Where(properties, (name, _) => name != key);

    public static Struct With(this Struct properties, string key, Value value)
    {
        var result = Where(properties, (name, _) => name != key);
        result.Fields[key] = value;
        return result;
    }

    public static Struct Map(this Struct properties, Func<Value, Value> convert)
    {
        var result = new Struct();
        foreach (var (key, value) in properties.Fields)
        {
            result.Fields[key] = convert(value);
        }
        return result;
    }

    public static Struct Where(this Struct properties, Func<string, Value, bool> keep)
    {
        var result = new Struct();
        foreach (var (key, value) in properties.Fields)
        {
            if (keep(key, value))
            {
                result.Fields[key] = value;
            }
        }
        return result;
    }

    private static Value HideSecrets(Value value) =>
        value.IsSecret() ? Value.ForString("[secret]")
        : value.KindCase is Kind.StructValue or Kind.ListValue ? Rebuild(value, HideSecrets)
        : value;

    private static Value DropUnknowns(Value value) =>
        value.KindCase switch
        {
            Kind.StructValue => Value.ForStruct(DropUnknowns(value.StructValue)),
            Kind.ListValue => Value.ForList([.. value.ListValue.Values.Where(item => !IsUnknown(item.Reveal())).Select(DropUnknowns)]),
            _ => value,
        };

    private static Value LowerOutputs(Value value)
    {
        if (value.Signature() != PropertySignatures.Output)
        {
            return value.KindCase is Kind.StructValue or Kind.ListValue ? Rebuild(value, LowerOutputs) : value;
        }
        var fields = value.StructValue.Fields;
        var inner = fields.TryGetValue("value", out var known) ? LowerOutputs(known) : Value.ForString(PropertySignatures.Unknown);
        return fields.TryGetValue("secret", out var secret) && secret.BoolValue ? inner.AsSecret() : inner;
    }

    private static Value Rebuild(Value value, Func<Value, Value> convert) =>
        value.KindCase == Kind.ListValue
            ? Value.ForList([.. value.ListValue.Values.Select(convert)])
            : Value.ForStruct(Map(value.StructValue, convert));

    // Runs on every value of every resource; with LINQ it would take several times as long.
    private static bool Any(Value value, Func<Value, bool> test)
    {
        if (test(value))
        {
            return true;
        }
        switch (value.KindCase)
        {
            case Kind.StructValue:
                foreach (var (_, inner) in value.StructValue.Fields)
                {
                    if (Any(inner, test))
                    {
                        return true;
                    }
                }
                return false;
            case Kind.ListValue:
                var items = value.ListValue.Values;
                for (var index = 0; index < items.Count; index++)
                {
                    if (Any(items[index], test))
                    {
                        return true;
                    }
                }
                return false;
            default:
                return false;
        }
    }

    private static bool IsUnresolvedOutput(this Value value) =>
        value.Signature() == PropertySignatures.Output && !value.StructValue.Fields.ContainsKey("value");
}
