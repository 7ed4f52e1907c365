using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace ZeroTrust.Protocol.Values;

/// <summary>
/// Path of a value: <c>a.b</c>, <c>list[0].x</c>, <c>map["key.with.dot"]</c>, <c>["root.key"]</c>;
/// <c>*</c> or <c>[*]</c> matches any single segment.
/// </summary>
/// <remarks>Secrets and outputs are transparent: they have no segment.</remarks>
public sealed record PropertyPath
{
    private readonly ImmutableArray<PathSegment> _segments;

    /// <summary>A path of <paramref name="segments"/>.</summary>
    public PropertyPath(params IEnumerable<PathSegment> segments) => _segments = [.. segments];

    /// <summary>The path of the root value.</summary>
    public static PropertyPath Root { get; } = new([]);

    /// <summary>The segments from the outermost to the innermost.</summary>
    public IReadOnlyList<PathSegment> Segments => _segments;

    /// <summary>Whether this is the path of the root value.</summary>
    public bool IsRoot => _segments.IsEmpty;

    /// <summary>Parses a path; an empty string is <see cref="Root"/>.</summary>
    /// <exception cref="FormatException">The string is not a path.</exception>
    public static PropertyPath Parse(string text) =>
        TryParse(text, out var path)
            ? path
            : throw new FormatException($"'{text}' is not a property path; write it like a.b, list[0].x or map[\"key.with.dot\"].");

    /// <summary>Parses a path, if the string is one.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out PropertyPath? path)
    {
        path = null;
        var segments = new List<PathSegment>();
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            // Some providers write a dot before a bracket, and the engine accepts it.
            if (segments.Count > 0 && rest[0] == '.')
            {
                rest = rest[1..];
            }
            else if (segments.Count > 0 && rest[0] != '[')
            {
                return false;
            }

            if (ReadSegment(ref rest) is not { } segment)
            {
                return false;
            }

            segments.Add(segment);
        }

        path = new PropertyPath(segments);
        return true;
    }

    /// <summary>The path with another segment.</summary>
    public PropertyPath Append(PathSegment segment) => new([.. _segments, segment]);

    /// <summary>Whether <paramref name="other"/> is this path; <c>*</c> in this path matches any segment.</summary>
    public bool Matches(PropertyPath other) => _segments.Length == other._segments.Length && Contains(other);

    /// <summary>Whether <paramref name="other"/> is this path or below it; <c>*</c> in this path matches any segment.</summary>
    public bool Contains(PropertyPath other) =>
        _segments.Length <= other._segments.Length && _segments.Zip(other._segments).All(pair => pair.First.Matches(pair.Second));

    /// <summary>The value at the path, or <see langword="null"/>. A value inside a secret is returned as a secret.</summary>
    public PropertyValue? Find(PropertyValue root)
    {
        PropertyValue? value = root;
        var isSecret = false;
        foreach (var segment in _segments)
        {
            isSecret |= value is PropertySecret or PropertyOutput { IsSecret: true };
            value = Part(Unwrap(value), segment);
            if (value is null)
            {
                return null;
            }
        }

        return isSecret ? new PropertySecret(value) : value;
    }

    /// <summary>The paths of all values in <paramref name="root"/> that this path matches.</summary>
    public IEnumerable<PropertyPath> Expand(PropertyValue root) =>
        _segments.Aggregate(
            new[] { (Path: Root, Value: root) }.AsEnumerable(),
            (found, segment) =>
                from parent in found
                from part in Parts(Unwrap(parent.Value))
                where segment.Matches(part.Segment)
                select (parent.Path.Append(part.Segment), part.Value),
            found => found.Select(match => match.Path)
        );

    /// <summary>
    /// <paramref name="root"/> with <paramref name="value"/> at the path. Missing maps and lists are created, lists are padded with nulls,
    /// and secret marks are kept.
    /// </summary>
    /// <exception cref="InvalidOperationException">A value along the path is not a map or a list.</exception>
    public PropertyValue Set(PropertyValue root, PropertyValue value) => Replace(root, 0, value);

    /// <summary>
    /// <paramref name="root"/> without the value at the path. In a list a null takes its place, so that the other items keep their indexes.
    /// </summary>
    public PropertyValue Remove(PropertyValue root) =>
        IsRoot ? PropertyValue.Null
        : Find(root) is null ? root
        : Replace(root, 0, null);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var segment in _segments)
        {
            if (segment.Key is not { } key)
            {
                text.Append(CultureInfo.InvariantCulture, $"[{segment.Index}]");
            }
            else if (segment.IsWildcard)
            {
                text.Append("[*]");
            }
            else if (key.Length == 0 || key.AsSpan().IndexOfAny(".[]\"") >= 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"[\"{key.Replace("\"", "\\\"", StringComparison.Ordinal)}\"]");
            }
            else
            {
                text.Append(text.Length == 0 ? "" : ".").Append(key);
            }
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public bool Equals(PropertyPath? other) => other is not null && _segments.AsSpan().SequenceEqual(other._segments.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var segment in _segments)
        {
            hash.Add(segment);
        }

        return hash.ToHashCode();
    }

    private static PathSegment? ReadSegment(ref ReadOnlySpan<char> rest)
    {
        if (rest.StartsWith("[\""))
        {
            return ReadQuoted(ref rest);
        }

        var isBracketed = rest.StartsWith("[");
        var end = isBracketed ? rest.IndexOf(']') : rest.IndexOfAny('.', '[');
        end = end < 0 && !isBracketed ? rest.Length : end;
        if (end <= 0)
        {
            return null;
        }

        var name = isBracketed ? rest[1..end] : rest[..end];
        rest = rest[(isBracketed ? end + 1 : end)..];
        if (!isBracketed || name is "*")
        {
            return name.ToString();
        }

        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? (PathSegment?)index : null;
    }

    // Only quotes are escaped; a backslash before any other character is literal.
    private static PathSegment? ReadQuoted(ref ReadOnlySpan<char> rest)
    {
        var key = new StringBuilder();
        for (var i = 2; i < rest.Length; i++)
        {
            if (rest[i..].StartsWith("\\\""))
            {
                key.Append('"');
                i++;
            }
            else if (rest[i] == '"')
            {
                var isClosed = rest[i..].StartsWith("\"]");
                rest = isClosed ? rest[(i + 2)..] : rest;
                return isClosed ? (PathSegment?)key.ToString() : null;
            }
            else
            {
                key.Append(rest[i]);
            }
        }

        return null;
    }

    private static PropertyValue? Unwrap(PropertyValue? value) =>
        value switch
        {
            PropertySecret secret => Unwrap(secret.Inner),
            PropertyOutput output => Unwrap(output.Value),
            _ => value,
        };

    private static PropertyValue? Part(PropertyValue? value, PathSegment segment) =>
        (value, segment.Key) switch
        {
            (PropertyMap map, { } key) => map.GetValueOrDefault(key),
            (PropertyArray items, null) when segment.Index < items.Count => items[segment.Index],
            _ => null,
        };

    private static IEnumerable<(PathSegment Segment, PropertyValue Value)> Parts(PropertyValue? value) =>
        value switch
        {
            PropertyMap map => map.Select(entry => ((PathSegment)entry.Key, entry.Value)),
            PropertyArray items => items.Select((item, index) => ((PathSegment)index, item)),
            _ => [],
        };

    private PropertyValue Replace(PropertyValue? current, int depth, PropertyValue? replacement)
    {
        if (depth == _segments.Length)
        {
            return replacement ?? PropertyValue.Null;
        }

        var segment = _segments[depth];
        switch (current, segment.Key)
        {
            case (PropertySecret secret, _):
                return new PropertySecret(Replace(secret.Inner, depth, replacement));
            case (PropertyOutput output, _):
                return output with { Value = Replace(output.Value, depth, replacement) };
            case (null or PropertyNull, { }):
                return Replace(PropertyMap.Empty, depth, replacement);
            case (null or PropertyNull, null):
                return Replace(new PropertyArray([]), depth, replacement);
            case (PropertyMap map, { } key) when replacement is null && depth == _segments.Length - 1:
                return map.Without(key);
            case (PropertyMap map, { } key):
                return map.With(key, Replace(map.GetValueOrDefault(key), depth + 1, replacement));
            case (PropertyArray items, null):
                var missing = Math.Max(0, segment.Index - items.Count);
                var filled = new PropertyArray(items.Concat(Enumerable.Repeat(PropertyValue.Null, missing)));
                return filled.With(segment.Index, Replace(filled.ElementAtOrDefault(segment.Index), depth + 1, replacement));
            default:
                var parent = new PropertyPath(_segments.Take(depth));
                throw new InvalidOperationException($"'{this}' cannot be set: '{parent}' has no such member.");
        }
    }
}
