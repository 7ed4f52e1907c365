using Google.Protobuf.WellKnownTypes;
using ZeroTrust.Engine.Plugins;
using ZeroTrust.Protocol.Values;
using Kind = Google.Protobuf.WellKnownTypes.Value.KindOneofCase;

namespace ZeroTrust.Engine.Properties;

/// <summary>Compares property bags value by value, ignoring whether a value is secret.</summary>
internal static class StructuralDiff
{
    public static Dictionary<string, PropertyDifference> Compare(Struct old, Struct current)
    {
        var differences = new Dictionary<string, PropertyDifference>();
        CompareFields(PropertyPath.Root, old, current, differences);
        return differences;
    }

    /// <summary>The comparison in the form of a provider's diff.</summary>
    public static DiffResult CompareInputs(Struct old, Struct current)
    {
        var details = Compare(old, current);
        return new()
        {
            Changed = details.Count > 0,
            ChangedKeys = [.. details.Keys.Select(path => PropertyPath.Parse(path).Segments[0].Key!).Distinct()],
            Details = details,
        };
    }

    private static void CompareFields(PropertyPath path, Struct old, Struct current, Dictionary<string, PropertyDifference> differences)
    {
        foreach (var key in old.Fields.Keys.Union(current.Fields.Keys).Order(StringComparer.Ordinal))
        {
            Compare(path.Append(key), old.Fields.GetValueOrDefault(key), current.Fields.GetValueOrDefault(key), differences);
        }
    }

    private static void Compare(PropertyPath path, Value? old, Value? current, Dictionary<string, PropertyDifference> differences)
    {
        var before = old?.Reveal();
        var after = current?.Reveal();
        switch (before?.KindCase, after?.KindCase)
        {
            case (null, null):
                break;
            case (null, _):
                differences[path.ToString()] = new(DifferenceKind.Add, FromInputs: true);
                break;
            case (_, null):
                differences[path.ToString()] = new(DifferenceKind.Delete, FromInputs: true);
                break;
            case (Kind.StructValue, Kind.StructValue) when before!.Signature() is null && after!.Signature() is null:
                CompareFields(path, before.StructValue, after.StructValue, differences);
                break;
            case (Kind.ListValue, Kind.ListValue):
                for (var index = 0; index < Math.Max(before!.ListValue.Values.Count, after!.ListValue.Values.Count); index++)
                {
                    Compare(path.Append(index), At(before, index), At(after, index), differences);
                }
                break;
            default:
                if (!before!.RevealAll().Equals(after!.RevealAll()))
                {
                    differences[path.ToString()] = new(DifferenceKind.Update, FromInputs: true);
                }
                break;
        }
    }

    private static Value? At(Value list, int index) => index < list.ListValue.Values.Count ? list.ListValue.Values[index] : null;
}
