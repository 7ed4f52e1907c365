using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider.Kernel;

/// <summary>
/// Inputs whose unknown values are replaced by possible ones. A rule runs on several completions, which differ as much as the
/// specification allows; only what it finds in all of them is certain.
/// </summary>
internal sealed class Completion
{
    // Enough for every value of a choice, and for many pairings of the values of two. Most findings are settled by the second.
    private const int MaxRounds = 32;

    private readonly ObjectSpec _spec;
    private readonly PropertyMap _inputs;
    private readonly Dictionary<ValueSpec, IReadOnlyList<PropertyValue>> _alternatives = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<IStringFormat, HashSet<string>> _known = [];
    private int _round;
    private int _place;

    private Completion(ObjectSpec spec, PropertyMap inputs)
    {
        (_spec, _inputs) = (spec, inputs);
        Learn(spec, inputs);
    }

    /// <summary>What is found in the inputs, whatever their unknown values turn out to be.</summary>
    /// <param name="find">Pure. Unknown values that it is given are read as empty.</param>
    /// <param name="identity">What makes two findings the same one.</param>
    public static List<T> Certain<T, TIdentity>(
        ObjectSpec spec,
        PropertyMap inputs,
        Func<PropertyMap, IEnumerable<T>> find,
        Func<T, TIdentity> identity
    )
    {
        List<T> certain = [.. find(inputs)];
        if (certain.Count == 0 || !inputs.ContainsUnknown)
        {
            return certain;
        }

        var completion = new Completion(spec, inputs);
        for (var round = 1; round < MaxRounds && certain.Count > 0; round++)
        {
            var found = find(completion.Complete(round)).Select(identity).ToHashSet();
            certain.RemoveAll(finding => !found.Contains(identity(finding)));
        }

        return certain;
    }

    // Rules compare values of one syntax with each other: ids with lists of ids, prefixes with prefixes.
    private void Learn(ObjectSpec spec, PropertyMap values)
    {
        foreach (var property in spec.Properties)
        {
            if (values.Get(property.Name) is { } value)
            {
                Learn(property.Value, value.Unsecret());
            }
        }
    }

    private void Learn(ValueSpec spec, PropertyValue value)
    {
        switch (value)
        {
            case PropertyString text when spec.Format is { } format:
                if (!_known.TryGetValue(format, out var known))
                {
                    _known[format] = known = new(StringComparer.Ordinal);
                }

                known.Add(text.Value);
                break;
            case PropertyArray list when spec.Item is { } item:
                foreach (var entry in list)
                {
                    Learn(item, entry.Unsecret());
                }

                break;
            case PropertyMap map when spec.Object is { } nested:
                Learn(nested, map);
                break;
            case PropertyMap map when spec.Item is { } item:
                foreach (var entry in map.Values)
                {
                    Learn(item, entry.Unsecret());
                }

                break;
        }
    }

    private PropertyMap Complete(int round)
    {
        (_round, _place) = (round, 0);
        return Complete(_spec, _inputs);
    }

    private PropertyMap Complete(ObjectSpec spec, PropertyMap values) =>
        new(
            values.Select(entry =>
                spec.Find(entry.Key) is { } property ? KeyValuePair.Create(entry.Key, Complete(property.Value, entry.Value)) : entry
            )
        );

    private PropertyValue Complete(ValueSpec spec, PropertyValue value) =>
        value switch
        {
            PropertySecret secret => new PropertySecret(Complete(spec, secret.Inner)),
            PropertyUnknown => Choose(spec),
            PropertyArray list when spec.Item is { } item => new PropertyArray(list.Select(entry => Complete(item, entry))),
            PropertyMap map when spec.Object is { } nested => Complete(nested, map),
            PropertyMap map when spec.Item is { } item => map.Map(entry => Complete(item, entry)),
            _ => value,
        };

    // Each place cycles through its alternatives, in each pass at another offset from the other places.
    private PropertyValue Choose(ValueSpec spec)
    {
        var alternatives = Alternatives(spec);
        var pass = _round / alternatives.Count;
        var distance = pass == 0 ? 0 : unchecked((uint)((_place + 1) * (pass + 1)) * 2_654_435_761u) >> 16;
        _place++;
        return alternatives[(int)((_round + distance) % alternatives.Count)];
    }

    private IReadOnlyList<PropertyValue> Alternatives(ValueSpec spec)
    {
        if (!_alternatives.TryGetValue(spec, out var alternatives))
        {
            _alternatives[spec] = alternatives = [PropertyValue.Unknown, .. Known(spec)];
        }

        return alternatives;
    }

    private IEnumerable<PropertyValue> Known(ValueSpec spec) =>
        spec.Kind switch
        {
            ValueKind.Boolean => [true, false],
            ValueKind.Integer or ValueKind.Number => [spec.Range?.Min ?? 0, spec.Range?.Max ?? int.MaxValue],
            ValueKind.String => Strings(spec).Select(text => (PropertyValue)text),
            ValueKind.List => Lists(spec.Item!),
            ValueKind.Map => Known(spec.Item!).Select(value => PropertyMap.Of(("key", value))),
            _ => Objects(spec.Object!),
        };

    private IEnumerable<string> Strings(ValueSpec spec) =>
        spec.Enum is { } choices ? choices.Values.Select(choice => choice.Value)
        : spec.Format is { } format ? format.Examples.Concat(_known.GetValueOrDefault(format) ?? [])
        : ["x"];

    private IEnumerable<PropertyValue> Lists(ValueSpec item)
    {
        PropertyValue[] items = [.. Known(item)];
        return [new PropertyArray(items), .. items.Select(value => new PropertyArray([value]))];
    }

    // Objects with every property, and with the required ones and one more.
    private IEnumerable<PropertyValue> Objects(ObjectSpec spec)
    {
        var members = spec
            .Properties.Select(property => (property.Name, property.Required, Values: Known(property.Value).ToArray()))
            .ToArray();
        var all = Enumerable
            .Range(0, members.Max(member => member.Values.Length))
            .Select(round => PropertyMap.Of(members.Select(member => (member.Name, member.Values[round % member.Values.Length]))));
        var single = members
            .Where(member => !member.Required)
            .Select(one =>
                PropertyMap.Of(
                    members.Where(member => member.Required || member.Name == one.Name).Select(member => (member.Name, member.Values[0]))
                )
            );
        return all.Concat(single);
    }
}
