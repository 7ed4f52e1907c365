using System.Globalization;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Kernel;

/// <summary>
/// Checks inputs against their specification: every problem at once, each at its path; unknown values are assumed to be valid.
/// </summary>
internal sealed class Checker
{
    // A message lists up to this many names.
    private const int FewNames = 10;

    private static readonly RangeAttribute AnyInteger = new(int.MinValue, int.MaxValue);

    private readonly List<Problem> _problems = [];

    private Checker() { }

    /// <summary>The inputs with defaults filled in and secrets marked, and all that is wrong with them.</summary>
    public static (PropertyMap Inputs, IReadOnlyList<Problem> Problems) Check(ObjectSpec spec, PropertyMap inputs)
    {
        var checker = new Checker();
        return (checker.Object(spec, inputs, Place.Root, secret: false), checker._problems);
    }

    private PropertyMap Object(ObjectSpec spec, PropertyMap value, Place path, bool secret)
    {
        var result = new List<KeyValuePair<string, PropertyValue>>(value.Count);
        foreach (var (name, given) in value)
        {
            if (spec.Find(name) is not null || IsInternal(name) || given.IsNullOrSecretNull())
            {
                continue;
            }

            Report(InputProblems.UnknownProperty, path.Append(name), spec.Lacks.GetValueOrDefault(name) ?? NoProperty(spec, name));
        }

        foreach (var property in spec.Properties)
        {
            var given = value.TryGetValue(property.Name, out var present) && !IsUnset(property, present) ? present : null;
            given ??= Literal(property.Default) ?? (MayBeLeftOut(property, value) ? property.ValueWhenLeftOut : null);
            if (given is null)
            {
                if (property.Required)
                {
                    Report(
                        InputProblems.Missing,
                        path.Append(property.Name),
                        property.OptionalWith is { } flag ? $"is required unless {flag} is true." : "is required."
                    );
                }

                continue;
            }

            if (property.Required && property.Value.Format is not null && given.Unsecret() is PropertyString { Value: "" })
            {
                Report(InputProblems.Missing, path.Append(property.Name), "is empty.");
            }

            var normalized = Value(property.Value, given, path.Append(property.Name), secret || property.Secret);
            result.Add(new(property.Name, property.Secret ? new PropertySecret(normalized) : normalized));
        }

        return new PropertyMap(result).OrSame(value);
    }

    private static bool MayBeLeftOut(PropertySpec property, PropertyMap value) =>
        property.OptionalWith is { } flag
        && value.Get(flag) is { } given
        && (given.ContainsUnknown || given.Unsecret() is PropertyBool { Value: true });

    private static string NoProperty(ObjectSpec spec, string name)
    {
        var known = spec.Properties.Select(property => property.Name).Order(StringComparer.Ordinal).ToArray();
        var rest =
            Suggestion.For(name, known) is { } meant ? $"did you mean '{meant}'?"
            : known.Length <= FewNames ? $"there are {string.Join(", ", known)}."
            : $"none of the {known.Length} that there are has a similar name.";
        return $"there is no property '{name}' here; {rest}";
    }

    // An empty string counts as unset for ids and for choices with a default: these are never empty.
    private static bool IsUnset(PropertySpec property, PropertyValue value) =>
        value.IsNullOrSecretNull()
        || (
            !property.Required
            && value.Unsecret() is PropertyString { Value: "" }
            && (property.Default is string || property.Value.Format is { IsId: true })
        );

    private PropertyValue Value(ValueSpec spec, PropertyValue value, Place path, bool secret)
    {
        switch (value)
        {
            case PropertySecret wrapped:
                return new PropertySecret(Value(spec, wrapped.Inner, path, secret: true));
            case PropertyUnknown:
                return value;
            case PropertyResource reference when spec.Kind == ValueKind.String:
                return Value(spec, reference.Lower(), path, secret);
            case PropertyOutput output:
                return Value(spec, output.Lower(), path, secret);
        }

        switch (spec.Kind)
        {
            case ValueKind.Boolean when value is PropertyBool:
                return value;
            case ValueKind.Number when value is PropertyNumber number:
                CheckRange(spec, number.Value, path);
                return value;
            case ValueKind.Integer when value is PropertyNumber number:
                if (Math.Floor(number.Value) != number.Value || double.IsInfinity(number.Value))
                {
                    WrongType(spec, value, path, secret);
                }
                else
                {
                    CheckRange(spec with { Range = spec.Range ?? AnyInteger }, number.Value, path);
                }

                return value;
            case ValueKind.String when value is PropertyString text:
                CheckString(spec, text.Value, path, secret);
                return value;
            case ValueKind.List when value is PropertyArray list:
                return List(spec, list, path, secret);
            case ValueKind.Map when value is PropertyMap map:
                return Map(spec.Item!, map, path, secret);
            case ValueKind.Object when value is PropertyMap nested:
                return Object(spec.Object!, nested, path, secret);
            default:
                WrongType(spec, value, path, secret);
                return value;
        }
    }

    private PropertyArray List(ValueSpec spec, PropertyArray list, Place path, bool secret)
    {
        CheckCount(spec, list.Count, path);
        CheckEmptyItems(spec.Item!, list, path);
        PropertyValue[] items = [.. list.Select((item, index) => Value(spec.Item!, item, path.Append(index), secret))];
        CheckDuplicates(spec, items, path, secret);
        return new PropertyArray(items).OrSame(list);
    }

    private PropertyMap Map(ValueSpec item, PropertyMap map, Place path, bool secret) =>
        new(map.Select(entry => KeyValuePair.Create(entry.Key, Value(item, entry.Value, path.Append(entry.Key), secret))));

    private void WrongType(ValueSpec spec, PropertyValue value, Place path, bool secret) =>
        Report(InputProblems.WrongType, path, $"expected {Describe(spec)}, got {Describe(value, secret)}.");

    private void CheckRange(ValueSpec spec, double number, Place path)
    {
        if (spec.Range is { } range && (number < range.Min || number > range.Max))
        {
            var bounds =
                range.Max == int.MaxValue && number < range.Min ? $"at least {range.Min}"
                : range.Min == int.MinValue ? $"at most {range.Max}"
                : $"{range.Min} to {range.Max}";
            Report(InputProblems.OutOfRange, path, string.Create(CultureInfo.InvariantCulture, $"{number} is out of range; use {bounds}."));
        }
    }

    private void CheckCount(ValueSpec spec, int count, Place path)
    {
        if (spec.Count is { } bounds && (count < bounds.Min || count > bounds.Max))
        {
            Report(
                InputProblems.WrongCount,
                path,
                count < bounds.Min
                    ? string.Create(CultureInfo.InvariantCulture, $"has {count} entries; at least {bounds.Min} is needed.")
                    : string.Create(CultureInfo.InvariantCulture, $"has {count:N0} entries; at most {bounds.Max:N0} are allowed.")
            );
        }
    }

    // An empty entry is a mistake: a list has no use for it.
    private void CheckEmptyItems(ValueSpec item, PropertyArray list, Place path)
    {
        if (item.Format is not { } format)
        {
            return;
        }

        foreach (var (index, _) in list.Index().Where(entry => entry.Item.Unsecret() is PropertyString { Value: "" }))
        {
            Report(InputProblems.BadSyntax, path.Append(index), $"is empty; write {format.Rule}, or remove the entry.");
        }
    }

    private void CheckString(ValueSpec spec, string text, Place path, bool secret)
    {
        if (spec.Enum is { } type && !type.Values.Any(value => value.Value == text))
        {
            var allowed = type.Values.Select(value => value.Value);
            Report(
                InputProblems.NotAllowed,
                path,
                Suggestion.For(text, allowed) is { } meant
                    ? $"'{text}' is not allowed; did you mean '{meant}'?"
                    : $"'{text}' is not allowed; use one of {string.Join(", ", allowed.Select(value => $"'{value}'"))}."
            );
        }

        // An empty string that needs a syntax is reported as missing.
        var isReported = text.Length == 0 && spec.Format is not null;
        if (
            spec.Length is { } bounds
            && Characters.Count(text) is var length
            && !isReported
            && (length < bounds.Min || length > bounds.Max)
        )
        {
            Report(
                InputProblems.WrongLength,
                path,
                length == 0 ? "is empty."
                    : length < bounds.Min ? $"has {length} characters; at least {bounds.Min} are needed."
                    : $"has {length} characters; at most {bounds.Max} are allowed."
            );
        }

        if (spec.Format is { } format && text.Length > 0)
        {
            CheckFormat(format, format.Check(text), path, secret);
        }
    }

    // Messages of a format may quote the string.
    private void CheckFormat(IStringFormat format, FormatCheck check, Place path, bool secret)
    {
        if (check.Error is { } error)
        {
            Report(InputProblems.BadSyntax, path, secret && !format.HidesValue ? $"is not {format.Rule}." : error);
        }

        if (check.Warning is { } warning)
        {
            Report(format.WarningKind, path, secret ? format.WarningKind.Title : warning);
        }
    }

    private void CheckDuplicates(ValueSpec spec, PropertyValue[] items, Place path, bool secret)
    {
        if (spec.SetKeys is null)
        {
            return;
        }

        var first = new Dictionary<SetKey, int>(items.Length);
        for (var index = 0; index < items.Length; index++)
        {
            if (SetKey.Of(spec, items[index]) is { } key && !first.TryAdd(key, index))
            {
                var where = path.Append(index);
                var name = key.Property is null ? where : where.Append(key.Property);
                Report(
                    InputProblems.Duplicate,
                    name,
                    secret || items[index].ContainsSecret || items[first[key]].ContainsSecret
                        ? $"names the same as {path.Append(first[key])}; keep one of them."
                        : $"'{SetKey.Written(spec, items[index])}' names the same as {path.Append(first[key])}; keep one of them."
                );
            }
        }
    }

    private void Report(ProblemKind kind, Place path, string message) => _problems.Add(new(kind, path.ToString(), message));

    // Names that the engine and SDKs add for their own use.
    private static bool IsInternal(string name) => name == "version" || name.StartsWith("__", StringComparison.Ordinal);

    internal static PropertyValue? Literal(object? value) =>
        value switch
        {
            null => null,
            bool flag => (PropertyValue)(flag),
            int number => (PropertyValue)(number),
            string text => (PropertyValue)(text),
            _ => throw new NotSupportedException($"'{value}' cannot be a default; please report this."),
        };

    private static string Describe(ValueSpec spec) =>
        spec.Kind switch
        {
            ValueKind.Boolean => "true or false",
            ValueKind.Integer => "a whole number",
            ValueKind.Number => "a number",
            ValueKind.String => "a string",
            ValueKind.List => "a list",
            ValueKind.Map => "a map",
            _ => "an object",
        };

    private static string Describe(PropertyValue value, bool secret) =>
        value switch
        {
            PropertyBool flag => secret ? "a boolean"
            : flag.Value ? "true"
            : "false",
            PropertyNumber number => secret ? "a number" : string.Create(CultureInfo.InvariantCulture, $"{number.Value}"),
            PropertyString text => secret ? "a string" : $"the string {Quoted.Of(text.Value)}",
            PropertyArray => "a list",
            PropertyMap => "an object",
            PropertyNull => "null",
            PropertyAsset or PropertyArchive => "an asset",
            _ => "something else",
        };

    /// <summary>The path of a value, formatted only when a problem needs it.</summary>
    private sealed class Place(Place? outer, PathSegment segment)
    {
        public static readonly Place Root = new(null, "");

        private PropertyPath Path => outer is null ? PropertyPath.Root : outer.Path.Append(segment);

        public Place Append(PathSegment inner) => new(this, inner);

        public override string ToString() => Path.ToString();
    }
}
