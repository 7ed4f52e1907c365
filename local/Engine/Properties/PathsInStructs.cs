using Google.Protobuf.WellKnownTypes;
using ZeroTrust.Protocol.Values;
using Kind = Google.Protobuf.WellKnownTypes.Value.KindOneofCase;

namespace ZeroTrust.Engine.Properties;

/// <summary>Resolves property paths in wire-format values.</summary>
internal static class PathsInStructs
{
    /// <summary>The value at a path, or null. A value inside a secret is returned as a secret.</summary>
    public static Value? FindIn(this PropertyPath path, Struct properties)
    {
        Value? value = Value.ForStruct(properties);
        var secret = false;
        foreach (var segment in path.Segments)
        {
            secret |= value.IsSecret();
            value = Child(value.Reveal(), segment);
            if (value is null)
            {
                return null;
            }
        }
        return secret ? value.AsSecret() : value;
    }

    /// <summary>
    /// Returns the properties with the value at a path taken from <paramref name="old"/>, or removed if it has none there. Returns null if
    /// only one of the two has the path's parents.
    /// </summary>
    public static Struct? Reset(this PropertyPath path, Struct old, Struct current) =>
        Reset([.. path.Segments], Value.ForStruct(old), Value.ForStruct(current), out var result) ? result!.StructValue : null;

    private static bool Reset(ReadOnlySpan<PathSegment> path, Value? old, Value? current, out Value? result)
    {
        result = current;
        if (path.IsEmpty)
        {
            result = old;
            return true;
        }
        if (old is null || current is null)
        {
            return old is null && current is null;
        }
        var done = (old.Reveal(), current.Reveal()) switch
        {
            ({ KindCase: Kind.StructValue } before, { KindCase: Kind.StructValue } after) when path[0].Key is not null => ResetKeys(
                path,
                before.StructValue,
                after.StructValue,
                out result
            ),
            ({ KindCase: Kind.ListValue } before, { KindCase: Kind.ListValue } after) => ResetItems(
                path,
                before.ListValue,
                after.ListValue,
                out result
            ),
            _ => false,
        };
        if (done && current.IsSecret())
        {
            result = result!.AsSecret();
        }
        return done;
    }

    private static bool ResetKeys(ReadOnlySpan<PathSegment> path, Struct old, Struct current, out Value? result)
    {
        var keys = path[0].IsWildcard ? old.Fields.Keys.Union(current.Fields.Keys).ToHashSet() : [path[0].Key!];
        var changed = current.Where((key, _) => !keys.Contains(key));
        result = Value.ForStruct(changed);
        foreach (var key in keys)
        {
            if (!Reset(path[1..], old.Fields.GetValueOrDefault(key), current.Fields.GetValueOrDefault(key), out var value))
            {
                return false;
            }
            if (value is not null)
            {
                changed.Fields[key] = value;
            }
        }
        return true;
    }

    private static bool ResetItems(ReadOnlySpan<PathSegment> path, ListValue old, ListValue current, out Value? result)
    {
        var items = current.Values.ToList();
        result = null;
        var shared = Math.Min(items.Count, old.Values.Count);
        var indices = path[0] switch
        {
            { IsWildcard: true } when old.Values.Count == items.Count => Enumerable.Range(0, items.Count),
            { Key: null } at when at.Index < shared => [at.Index],
            _ => null,
        };
        foreach (var index in indices ?? [])
        {
            if (!Reset(path[1..], old.Values[index], items[index], out var value) || value is null)
            {
                return false;
            }
            items[index] = value;
        }
        result = Value.ForList([.. items]);
        return indices is not null;
    }

    private static Value? Child(Value value, PathSegment segment) =>
        (value.KindCase, segment.Key) switch
        {
            (Kind.StructValue, { } key) => value.StructValue.Fields.GetValueOrDefault(key),
            (Kind.ListValue, null) when segment.Index < value.ListValue.Values.Count => value.ListValue.Values[segment.Index],
            _ => null,
        };
}
