using System.Diagnostics.CodeAnalysis;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Serialization;

/// <summary>How values that protobuf has no kind for travel: structs with a signature, and a text for what is unknown.</summary>
internal static class WireValues
{
    public const string SignatureKey = "4dabf18193072939515e22adb298388d";
    public const string Secret = "1b47061264138c4ac30d75fd1eb44270";
    public const string OutputValue = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
    public const string ResourceReference = "5cf8f73096256a8f31e491e813e4eb8e";
    public const string Asset = "c44067f5952c0a294b673a41bacd8c17";
    public const string Archive = "0def7320c3a5731c473e5ecbe6d01bc7";

    /// <summary>Stands for a value of any type that is not known yet.</summary>
    public const string Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    // The engine may use a text of its own for each type.
    private static readonly HashSet<string> Unknowns =
    [
        Unknown,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    ];

    public static bool IsUnknown(string text) => Unknowns.Contains(text);

    public static bool IsUnknown(Value value) => value.KindCase == Value.KindOneofCase.StringValue && IsUnknown(value.StringValue);

    public static bool HoldsUnknown(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.StructValue => HoldsUnknown(value.StructValue),
        Value.KindOneofCase.ListValue => value.ListValue.Values.Any(HoldsUnknown),
        _ => IsUnknown(value),
    };

    public static bool HoldsUnknown(Struct value) => value.Fields.Values.Any(HoldsUnknown);

    public static bool IsNull(Value value) => value.KindCase is Value.KindOneofCase.NullValue or Value.KindOneofCase.None;

    public static Value Signed(string signature, params ReadOnlySpan<(string Key, Value Value)> fields)
    {
        var result = new Struct { Fields = { [SignatureKey] = Value.ForString(signature) } };
        foreach (var (key, value) in fields)
        {
            result.Fields[key] = value;
        }

        return Value.ForStruct(result);
    }

    public static bool IsSigned(Value value, [NotNullWhen(true)] out string? signature)
    {
        signature = value.KindCase == Value.KindOneofCase.StructValue
            && value.StructValue.Fields.TryGetValue(SignatureKey, out var field)
            && field.KindCase == Value.KindOneofCase.StringValue
                ? field.StringValue
                : null;
        return signature is not null;
    }
}
