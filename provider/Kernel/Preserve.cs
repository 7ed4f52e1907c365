using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider.Kernel;

/// <summary>
/// Writes what the server answered in the user's own spelling and order wherever both mean the same, so that state never churns.
/// </summary>
internal static class Preserve
{
    /// <summary>Outputs: what is live, spelled as the inputs are; values that only the program knows come from the inputs.</summary>
    /// <param name="known">The outputs so far: what the inputs do not have is spelled as it was, and stays as secret as it was.</param>
    public static PropertyMap Outputs(ObjectSpec outputs, PropertyMap inputs, PropertyMap live, PropertyMap? known)
    {
        var result = new Dictionary<string, PropertyValue>(StringComparer.Ordinal);
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
                result[property.Name] = property.Secret ? new PropertySecret(value) : value;
            }
        }

        return new(result);
    }

    /// <summary>Inputs after a refresh: as they were, with drifted values overlaid; nothing the program did not set is added.</summary>
    public static PropertyMap Inputs(ObjectSpec spec, PropertyMap inputs, PropertyMap live)
    {
        var result = new Dictionary<string, PropertyValue>(StringComparer.Ordinal);
        foreach (var (name, written) in inputs)
        {
            var property = spec.Find(name);
            var value =
                property is null || property.ComparedWithInputs ? written : Overlay(property.Value, written, live.Get(name), owned: false);
            value ??= property is { Required: true, Value.Kind: ValueKind.List } ? new PropertyArray([]) : null;
            if (value is not null)
            {
                result[name] = value;
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
            case (PropertyMap mine, PropertyMap theirs) when spec.Object is { } type:
                var members = type
                    .Properties.Where(property => keepUnmanaged || owned || mine.ContainsKey(property.Name))
                    .Select(property =>
                        (
                            property.Name,
                            Value: Merge(property.Value, mine.Get(property.Name), theirs.Get(property.Name), owned, keepUnmanaged)
                        )
                    );
                return new PropertyMap(
                    members.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Name, member.Value!))
                );
            case (PropertyArray mine, PropertyArray theirs) when spec.SetKeys is not null:
                return new PropertyArray(
                    SetPairing
                        .Of(spec, theirs, mine)
                        .Where(pair => pair.Live is not null)
                        .Select(pair =>
                            Merge(spec.Item!, pair.Wanted is { } w ? mine[w] : null, theirs[pair.Live!.Value], owned: true, keepUnmanaged)!
                        )
                );
            case (PropertyArray mine, PropertyArray theirs):
                return new PropertyArray(
                    theirs.Select(
                        (item, index) => Merge(spec.Item!, index < mine.Count ? mine[index] : null, item, owned: true, keepUnmanaged)!
                    )
                );
            case ({ } value, var answer) when Equivalence.Equivalent(spec, answer, value, owned: true):
                return value;
            case (_, PropertyNull):
                return null;
            case (_, var drifted):
                return drifted;
        }
    }
}
