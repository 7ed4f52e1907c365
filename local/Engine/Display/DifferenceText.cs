using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.Plugins;
using ZeroTrust.Engine.Properties;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Engine.Display;

/// <summary>The differences of a resource, property by property: <c>~ description: "first" =&gt; "second"</c>.</summary>
internal static class DifferenceText
{
    private const int Step = 4;

    public static string Of(StepView step, int indent, bool showSecrets)
    {
        var root = new Node();
        foreach (var (path, difference) in step.Differences)
        {
            if (PropertyPath.TryParse(path, out var parsed))
            {
                root.Add(parsed, 0, difference);
            }
        }
        var text = new PropertyText(showSecrets);
        Write(text, root, step, indent);
        return text.ToString();
    }

    /// <summary>The differences between two property bags, with the unchanged properties.</summary>
    public static string OfOutputs(Struct before, Struct after, int indent, bool showSecrets)
    {
        var text = new PropertyText(showSecrets);
        var keys = before.Fields.Keys.Union(after.Fields.Keys).Order(StringComparer.Ordinal).ToList();
        var width = keys.Select(key => key.Length).DefaultIfEmpty().Max();
        foreach (var key in keys)
        {
            WriteChange(text, key.PadRight(width), before.Fields.GetValueOrDefault(key), after.Fields.GetValueOrDefault(key), indent);
        }
        return text.ToString();
    }

    private static void Write(PropertyText text, Node node, StepView step, int indent)
    {
        var width = node.Children.Keys.Select(key => Name(key).Length).DefaultIfEmpty().Max();
        foreach (var (segment, child) in node.Children.OrderBy(pair => pair.Key.Key, StringComparer.Ordinal).ThenBy(pair => pair.Key.Index))
        {
            if (child.Difference is { } difference)
            {
                var (before, after) = Values(step, child.Path!, difference);
                WriteChange(text, Name(segment).PadRight(width), before, after, indent, difference.Kind);
            }
            else
            {
                var isList = child.Children.Keys.First().Key is null;
                text.WriteKey(Name(segment), indent, '~');
                text.Append(isList ? "[\n" : "{\n");
                Write(text, child, step, indent + Step);
                text.Close(indent, isList ? ']' : '}');
            }
        }
    }

    private static void WriteChange(PropertyText text, string key, Value? before, Value? after, int indent, DifferenceKind? kind = null)
    {
        var mark = kind switch
        {
            DifferenceKind.Add or DifferenceKind.AddReplace => '+',
            DifferenceKind.Delete or DifferenceKind.DeleteReplace => '-',
            null when before is null => '+',
            null when after is null => '-',
            null when before.IsSecret() && after.IsSecret() => ' ',
            null when before.RevealAll().Equals(after.RevealAll()) => ' ',
            _ => '~',
        };
        text.WriteKey(key, indent, mark);
        if (mark is '-' or '~')
        {
            text.WriteValue(before ?? Value.ForNull(), indent, mark == '-' ? '-' : ' ');
        }
        text.Append(mark == '~' ? " => " : "");
        if (mark is not '-')
        {
            text.WriteValue(after ?? Value.ForNull(), indent, mark == '+' ? '+' : ' ');
        }
        text.Append("\n");
    }

    private static (Value? Before, Value? After) Values(StepView step, PropertyPath path, PropertyDifference difference)
    {
        var old = step.Old;
        var current = step.New;
        var before = old is null ? null : path.FindIn(difference.FromInputs ? old.Inputs : old.Outputs) ?? path.FindIn(old.Inputs);
        var after =
            current is null ? null
            : step.Op == StepOp.Refresh && !difference.FromInputs ? path.FindIn(current.Outputs) ?? path.FindIn(current.Inputs)
            : path.FindIn(current.Inputs) ?? path.FindIn(current.Outputs);
        return (before, after);
    }

    private static string Name(PathSegment segment) => segment.Key ?? string.Create(CultureInfo.InvariantCulture, $"[{segment.Index}]");

    private sealed class Node
    {
        public Dictionary<PathSegment, Node> Children { get; } = [];

        public PropertyPath? Path { get; private set; }

        public PropertyDifference? Difference { get; private set; }

        public void Add(PropertyPath path, int depth, PropertyDifference difference)
        {
            if (depth == path.Segments.Count)
            {
                Path = path;
                Difference = difference;
                return;
            }
            var segment = path.Segments[depth];
            (Children.TryGetValue(segment, out var child) ? child : Children[segment] = new()).Add(path, depth + 1, difference);
        }
    }
}
