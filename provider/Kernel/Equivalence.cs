using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider.Kernel;

/// <summary>When two values mean the same. Null, absent, "" and [] are one value; secrecy makes no difference.</summary>
internal static class Equivalence
{
    public static bool IsEmpty(PropertyValue? value)
    {
        switch (value?.Unsecret())
        {
            case null or PropertyNull:
                return true;
            case PropertyString text:
                return text.Value.Length == 0;
            case PropertyArray list:
                return list.Count == 0;
            case PropertyMap map:
                foreach (var (_, member) in map)
                {
                    if (!IsEmpty(member))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return false;
        }
    }

    /// <summary>Whether both mean the same.</summary>
    /// <param name="owned">
    /// Whether the program owns the value whole. Otherwise properties of an object that it does not set are not compared.
    /// </param>
    public static bool Equivalent(ValueSpec spec, PropertyValue? live, PropertyValue? wanted, bool owned)
    {
        var (a, b) = (live?.Unsecret(), wanted?.Unsecret());
        if (IsEmpty(a) && IsEmpty(b))
        {
            return true;
        }

        return (a, b) switch
        {
            (PropertyUnknown, _) or (_, PropertyUnknown) => false,
            (PropertyBool x, PropertyBool y) => x.Value == y.Value,
            (PropertyNumber x, PropertyNumber y) => x.Value.Equals(y.Value),
            (PropertyString x, PropertyString y) => SameString(spec, x.Value, y.Value),
            (PropertyArray x, PropertyArray y) when spec.SetKeys is not null => SameSet(spec, x, y),
            (PropertyArray x, PropertyArray y) => SameList(spec.Item!, x, y),
            (PropertyMap x, PropertyMap y) when spec.Object is { } type => SameObject(type, x, y, owned),
            (PropertyMap x, PropertyMap y) => SameMap(spec.Item!, x, y),
            _ => false,
        };
    }

    private static bool SameString(ValueSpec spec, string a, string b) =>
        a == b || (spec.Format is { } format && format.Canonical(a) == format.Canonical(b));

    private static bool SameList(ValueSpec item, PropertyArray a, PropertyArray b) =>
        a.Count == b.Count && a.Zip(b).All(pair => Equivalent(item, pair.First, pair.Second, owned: true));

    private static bool SameMap(ValueSpec item, PropertyMap a, PropertyMap b) =>
        a.Keys.Union(b.Keys, StringComparer.Ordinal).All(key => Equivalent(item, a.Get(key), b.Get(key), owned: true));

    private static bool SameObject(ObjectSpec type, PropertyMap live, PropertyMap wanted, bool owned)
    {
        foreach (var property in type.Properties)
        {
            var value = wanted.Get(property.Name);
            if ((owned || value is not null) && !Equivalent(property.Value, live.Get(property.Name), value, owned))
            {
                return false;
            }
        }

        return true;
    }

    private static bool SameSet(ValueSpec spec, PropertyArray a, PropertyArray b)
    {
        if (a.Count != b.Count)
        {
            return false;
        }

        foreach (var pair in SetPairing.Of(spec, a, b))
        {
            if (pair is not { Live: { } live, Wanted: { } wanted } || !Equivalent(spec.Item!, a[live], b[wanted], owned: true))
            {
                return false;
            }
        }

        return true;
    }
}
