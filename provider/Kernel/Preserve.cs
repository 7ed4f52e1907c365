using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider.Kernel;

/// <summary>
/// Keeps the user's spelling and order wherever the server's response means the same, so that state does not churn.
/// </summary>
internal static class Preserve
{
    /// <summary>Outputs: the live values, spelled as in the inputs; values that only the program knows come from the inputs.</summary>
    /// <param name="known">The previous outputs: values that the inputs do not have keep their spelling and their secrecy.</param>
    public static PropertyMap Outputs(ObjectSpec outputs, PropertyMap inputs, PropertyMap live, PropertyMap? known)
    {
        var result = new List<KeyValuePair<string, PropertyValue>>(outputs.Properties.Length);
        foreach (var property in outputs.Properties)
        {
            var written = inputs.Get(property.Name);
            if (property.ProviderOnly)
            {
                written ??= Checker.Literal(property.Default);
            }

            var spelling = written ?? (property.OutlivesProgram ? known?.Get(property.Name) : null);
            var value =
                property.ComparedWithInputs && written is not null
                    ? written
                    : Spell(property.Value, spelling, live.Get(property.Name), owned: false);
            if (value is not null)
            {
                result.Add(new(property.Name, property.Secret ? new PropertySecret(value) : value));
            }
        }

        return new(result);
    }

    /// <summary>Inputs after a refresh: as they were, with drifted values overlaid; nothing the program did not set is added.</summary>
    public static PropertyMap Inputs(ObjectSpec spec, PropertyMap inputs, PropertyMap live)
    {
        var result = new List<KeyValuePair<string, PropertyValue>>(inputs.Count);
        foreach (var (name, written) in inputs)
        {
            var property = spec.Find(name);
            var value =
                property is null || property.ComparedWithInputs ? written : Overlay(property.Value, written, live.Get(name), owned: false);
            value ??= property is { Required: true, Value.Kind: ValueKind.List } ? new PropertyArray([]) : null;
            if (value is not null)
            {
                result.Add(new(name, value));
            }
        }

        return new(result);
    }

    private static PropertyValue? Spell(ValueSpec spec, PropertyValue? written, PropertyValue? live, bool owned) =>
        Merge(spec, written, live, owned, keepUnmanaged: true);

    private static PropertyValue? Overlay(ValueSpec spec, PropertyValue? written, PropertyValue? live, bool owned) =>
        Merge(spec, written, live, owned, keepUnmanaged: false);

    private static PropertyValue? Merge(ValueSpec spec, PropertyValue? written, PropertyValue? live, bool owned, bool keepUnmanaged)
    {
        if (written is PropertySecret secret)
        {
            return Merge(spec, secret.Inner, live, owned, keepUnmanaged) is { } inner ? new PropertySecret(inner) : null;
        }

        switch (written, live?.Unsecret())
        {
            case (null or PropertyNull, null or PropertyNull):
                return null;
            case (null or PropertyNull, { } value):
                return value;
            case ({ } mine, { } theirs) when mine.Equals(theirs):
                return mine;
            case (PropertyMap mine, PropertyMap theirs) when spec.Object is { } type:
                return MergeObject(type, mine, theirs, owned, keepUnmanaged);
            case (PropertyArray mine, PropertyArray theirs):
                var items = new List<PropertyValue>(theirs.Count);
                if (spec.SetKeys is null)
                {
                    for (var index = 0; index < theirs.Count; index++)
                    {
                        items.Add(index < mine.Count ? Item(mine[index], theirs[index]) : MarkLike(mine, theirs[index]));
                    }
                }
                else
                {
                    foreach (var pair in SetPairing.Of(spec, theirs, mine))
                    {
                        if (pair.Live is { } at)
                        {
                            items.Add(pair.Wanted is { } wanted ? Item(mine[wanted], theirs[at]) : MarkLike(mine, theirs[at]));
                        }
                    }
                }

                return new PropertyArray(items);
            case ({ } value, var returned) when Equivalence.Equivalent(spec, returned, value, owned: true):
                return value;
            case (_, PropertyNull):
                return null;
            case (_, var drifted):
                return drifted;
        }

        // A null item of a response stays, so that the other items keep their index.
        PropertyValue Item(PropertyValue mine, PropertyValue theirs) =>
            Merge(spec.Item!, mine, theirs, owned: true, keepUnmanaged) ?? PropertyValue.Null;
    }

    // An item that the program does not have may be one of the program's, changed: what is secret in one of those is secret in it.
    private static PropertyValue MarkLike(IReadOnlyCollection<PropertyValue> known, PropertyValue item) =>
        item switch
        {
            PropertyNull => item,
            _ when known.Any(value => value is PropertySecret) => new PropertySecret(item),
            PropertyMap members => new PropertyMap(
                members.Select(member =>
                    KeyValuePair.Create(
                        member.Key,
                        MarkLike([.. known.OfType<PropertyMap>().Select(map => map.Get(member.Key)).OfType<PropertyValue>()], member.Value)
                    )
                )
            ),
            PropertyArray items => new PropertyArray(
                items.Select(inner => MarkLike([.. known.OfType<PropertyArray>().SelectMany(list => list)], inner))
            ),
            _ => item,
        };

    private static PropertyMap MergeObject(ObjectSpec type, PropertyMap mine, PropertyMap theirs, bool owned, bool keepUnmanaged)
    {
        var members = new List<KeyValuePair<string, PropertyValue>>(type.Properties.Length);
        foreach (var property in type.Properties)
        {
            var written = mine.Get(property.Name);
            if (
                (keepUnmanaged || owned || written is not null)
                && Merge(property.Value, written, theirs.Get(property.Name), owned, keepUnmanaged) is { } value
            )
            {
                members.Add(new(property.Name, value));
            }
        }

        return new(members);
    }
}
