using System.Globalization;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Kind = Google.Protobuf.WellKnownTypes.Value.KindOneofCase;

namespace ZeroTrust.Engine.Properties;

/// <summary>A place in a property bag, such as <c>routes[0].address</c> or <c>tags["a.b"]</c>; <c>*</c> stands for any key or index.</summary>
internal sealed class PropertyPath
{
    private const string Any = "*";

    private PropertyPath(IReadOnlyList<object> steps) => Steps = steps;

    /// <summary>Keys (strings) and indices (integers), from the outside in.</summary>
    public IReadOnlyList<object> Steps { get; }

    /// <exception cref="FormatException">Not a path.</exception>
    public static PropertyPath Parse(string text)
    {
        var steps = new List<object>();
        var position = 0;
        while (position < text.Length)
        {
            steps.Add(text[position] switch
            {
                '[' => ReadBracket(text, ref position),
                '.' when steps.Count > 0 => ReadKey(text, ref position, skip: 1),
                _ when steps.Count == 0 => ReadKey(text, ref position, skip: 0),
                _ => throw Malformed(text, position),
            });
        }
        return steps.Count > 0 ? new(steps) : throw Malformed(text, 0);
    }

    public static PropertyPath? TryParse(string text)
    {
        try
        {
            return Parse(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The path with one more step.</summary>
    public static string Append(string path, object step) => step switch
    {
        int index => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"),
        string key when key.Length > 0 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '$' or '/' or '#') =>
            path.Length == 0 ? key : $"{path}.{key}",
        _ => $"{path}[\"{((string)step).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"]",
    };

    /// <summary>Whether the other path is this one or lies below it.</summary>
    public bool Contains(PropertyPath other) =>
        other.Steps.Count >= Steps.Count && Steps.Zip(other.Steps).All(pair => pair.First is Any || pair.First.Equals(pair.Second));

    /// <summary>The value at this path, seen through secret marks; null when there is none.</summary>
    public Value? Find(Struct properties)
    {
        Value? value = Value.ForStruct(properties);
        foreach (var step in Steps)
        {
            value = value is null ? null : Child(value.Reveal(), step);
        }
        return value;
    }

    /// <summary>
    /// The properties with the value at this path taken from <paramref name="old"/>, or left out when it has none.
    /// Null when only one of the two has what the path goes through.
    /// </summary>
    public Struct? Reset(Struct old, Struct current) => Reset(Value.ForStruct(old), Value.ForStruct(current), 0, out var result) ? result!.StructValue : null;

    private bool Reset(Value? old, Value? current, int depth, out Value? result)
    {
        result = current;
        if (depth == Steps.Count)
        {
            result = old;
            return true;
        }
        if (old is null || current is null)
        {
            return old is null && current is null;
        }
        var (oldBare, bare) = (old.Reveal(), current.Reveal());
        var done = bare.KindCase switch
        {
            Kind.StructValue when oldBare.KindCase == Kind.StructValue && Steps[depth] is string => ResetKeys(oldBare.StructValue, bare.StructValue, depth, out result),
            Kind.ListValue when oldBare.KindCase == Kind.ListValue => ResetItems(oldBare.ListValue, bare.ListValue, depth, out result),
            _ => false,
        };
        if (done && current.IsSecret())
        {
            result = result!.AsSecret();
        }
        return done;
    }

    private bool ResetKeys(Struct old, Struct current, int depth, out Value? result)
    {
        var step = (string)Steps[depth];
        var keys = step == Any ? old.Fields.Keys.Union(current.Fields.Keys).ToList() : [step];
        var changed = current.Where((key, _) => !keys.Contains(key));
        result = Value.ForStruct(changed);
        foreach (var key in keys)
        {
            if (!Reset(old.Fields.GetValueOrDefault(key), current.Fields.GetValueOrDefault(key), depth + 1, out var value))
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

    private bool ResetItems(ListValue old, ListValue current, int depth, out Value? result)
    {
        var items = current.Values.ToList();
        result = null;
        var indices = Steps[depth] switch
        {
            Any when old.Values.Count == items.Count => Enumerable.Range(0, items.Count),
            int index when index < items.Count && index < old.Values.Count => [index],
            _ => null,
        };
        if (indices is null)
        {
            return false;
        }
        foreach (var index in indices)
        {
            if (!Reset(old.Values[index], items[index], depth + 1, out var value) || value is null)
            {
                return false;
            }
            items[index] = value;
        }
        result = Value.ForList([.. items]);
        return true;
    }

    private static Value? Child(Value value, object step) => (value.KindCase, step) switch
    {
        (Kind.StructValue, string key) => value.StructValue.Fields.GetValueOrDefault(key),
        (Kind.ListValue, int index) when index >= 0 && index < value.ListValue.Values.Count => value.ListValue.Values[index],
        _ => null,
    };

    private static string ReadKey(string text, ref int position, int skip)
    {
        var start = position + skip;
        var end = text.IndexOfAny(['.', '['], start);
        position = end < 0 ? text.Length : end;
        return position > start ? text[start..position] : throw Malformed(text, start);
    }

    private static object ReadBracket(string text, ref int position)
    {
        if (position + 1 < text.Length && text[position + 1] == '"')
        {
            return ReadQuoted(text, ref position);
        }
        var end = text.IndexOf(']', position);
        var inner = end < 0 ? throw Malformed(text, position) : text[(position + 1)..end];
        position = end + 1;
        return inner == Any ? Any
            : int.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index
            : throw Malformed(text, position);
    }

    private static string ReadQuoted(string text, ref int position)
    {
        var key = new StringBuilder();
        for (var index = position + 2; index + 1 < text.Length; index++)
        {
            if (text[index] == '"' && text[index + 1] == ']')
            {
                position = index + 2;
                return key.ToString();
            }
            index += text[index] == '\\' ? 1 : 0;
            key.Append(text[index]);
        }
        throw Malformed(text, position);
    }

    private static FormatException Malformed(string text, int position) => new($"'{text}' is not a property path: it breaks off at character {position + 1}.");
}
