using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider.Kernel;

/// <summary>How one property changes.</summary>
internal enum ChangeKind
{
    Add,
    Delete,
    Update,
}

/// <summary>One change, at the exact path.</summary>
/// <param name="TopLevel">The resource's property that it is in.</param>
/// <param name="FromInputs">Whether the old value is what the program said last, not what the server returned.</param>
internal sealed record Change(string Path, string TopLevel, ChangeKind Kind, bool Replaces, bool FromInputs);

/// <summary>Finds what an update changes: only what the program manages, and only where the meaning differs.</summary>
internal static class Differ
{
    /// <param name="state">Outputs as stored.</param>
    /// <param name="oldInputs">Inputs as checked the last time.</param>
    /// <param name="inputs">Inputs as checked now; may hold unknowns.</param>
    public static IReadOnlyList<Change> Diff(ObjectSpec spec, PropertyMap state, PropertyMap oldInputs, PropertyMap inputs)
    {
        var changes = new List<Change>();
        var found = new List<(PropertyPath Path, ChangeKind Kind, bool Replaces)>();
        foreach (var property in spec.Properties)
        {
            var wanted = inputs.Get(property.Name) ?? property.ValueWhenLeftOut;
            if (wanted is null or PropertyNull)
            {
                if (IsRemoved(property, oldInputs.Get(property.Name), state.Get(property.Name)))
                {
                    changes.Add(new(property.Name, property.Name, ChangeKind.Delete, property.ReplaceOnChange, FromInputs: false));
                }

                continue;
            }

            var fromInputs = property.ComparedWithInputs && oldInputs.Get(property.Name) is not null;
            var live = fromInputs ? oldInputs.Get(property.Name) : state.Get(property.Name);
            if (live is null or PropertyNull && NothingToCompare(property, wanted))
            {
                continue;
            }

            if (live is null && property.ReadWhenSet && wanted.Unsecret() is not PropertyUnknown && Equivalence.IsEmpty(wanted))
            {
                changes.Add(new(property.Name, property.Name, ChangeKind.Add, property.ReplaceOnChange, FromInputs: false));
                continue;
            }

            found.Clear();
            var replaces = property.ReplaceOnChange || (property.ReplaceWhenUnknown && wanted.Unsecret() is PropertyUnknown);
            Compare(property.Value, new(property.Name), live, wanted, owned: false, replaces, found);
            foreach (var change in found)
            {
                changes.Add(new(change.Path.ToString(), property.Name, change.Kind, change.Replaces, fromInputs));
            }

            if (found.Count == 0 && IsSetAgain(property, oldInputs.Get(property.Name), wanted))
            {
                changes.Add(new(property.Name, property.Name, ChangeKind.Add, property.ReplaceOnChange, FromInputs: true));
            }
        }

        return changes;
    }

    private static bool IsRemoved(PropertySpec property, PropertyValue? before, PropertyValue? live) =>
        (property.ClearOnRemoval && !Equivalence.IsEmpty(before) && !Equivalence.IsEmpty(live))
        || (property.ReadWhenSet && before is not (null or PropertyNull) && live is not (null or PropertyNull));

    private static bool IsSetAgain(PropertySpec property, PropertyValue? before, PropertyValue wanted) =>
        property.ChangedByOthers
        && before is null or PropertyNull
        && !(
            property.ServerDefault is { } literal
            && Equivalence.Equivalent(property.Value, Checker.Literal(literal), wanted.Unsecret(), owned: true)
        );

    // An absent value equals the default (state written before the property existed). A write-only property that would replace equals its
    // absence: an imported object must not be destroyed because nobody knows what it was created with.
    private static bool NothingToCompare(PropertySpec property, PropertyValue wanted) =>
        (property.WriteOnly && property.ReplaceOnChange)
        || (property.Default is { } literal && Equivalence.Equivalent(property.Value, Checker.Literal(literal), wanted, owned: true));

    private static void Compare(
        ValueSpec spec,
        PropertyPath path,
        PropertyValue? live,
        PropertyValue? wanted,
        bool owned,
        bool replaces,
        List<(PropertyPath Path, ChangeKind Kind, bool Replaces)> found
    )
    {
        var (old, now) = (live?.Unsecret(), wanted?.Unsecret());
        if (old is not null && old.Equals(now) && !now.ContainsUnknown)
        {
            return;
        }

        // Objects and lists are compared part by part.
        var haveParts = (old, now) is (PropertyMap, PropertyMap) or (PropertyArray, PropertyArray);
        if (!haveParts && now is not PropertyUnknown && Equivalence.Equivalent(spec, old, now, owned))
        {
            return;
        }

        switch (old, now)
        {
            case (PropertyMap oldObject, PropertyMap newObject) when spec.Object is { } type:
                foreach (var property in type.Properties)
                {
                    if (!owned && !newObject.ContainsKey(property.Name))
                    {
                        continue;
                    }

                    Compare(
                        property.Value,
                        path.Append(property.Name),
                        oldObject.Get(property.Name),
                        newObject.Get(property.Name),
                        owned,
                        replaces || property.ReplaceOnChange,
                        found
                    );
                }

                break;
            case (PropertyMap oldMap, PropertyMap newMap):
                foreach (var key in oldMap.Keys.Union(newMap.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
                {
                    Compare(spec.Item!, path.Append(key), oldMap.Get(key), newMap.Get(key), owned: true, replaces, found);
                }

                break;
            case (PropertyArray oldList, PropertyArray newList) when spec.SetKeys is not null:
                CompareSets(spec, path, oldList, newList, replaces, found);
                break;
            case (PropertyArray oldList, PropertyArray newList):
                for (var index = 0; index < Math.Max(oldList.Count, newList.Count); index++)
                {
                    Compare(
                        spec.Item!,
                        path.Append(index),
                        oldList.ElementAtOrDefault(index),
                        newList.ElementAtOrDefault(index),
                        owned: true,
                        replaces,
                        found
                    );
                }

                break;
            default:
                var kind =
                    old is null or PropertyNull ? ChangeKind.Add
                    : now is null or PropertyNull ? ChangeKind.Delete
                    : ChangeKind.Update;
                found.Add((path, kind, replaces));
                break;
        }
    }

    // The engine looks a path up in both lists and shows both values. An entry at the same index on both sides is compared inside. An entry
    // that moved and changed is a delete at its old index and an add at its new one; both at one index are an update.
    private static void CompareSets(
        ValueSpec spec,
        PropertyPath path,
        PropertyArray live,
        PropertyArray wanted,
        bool replaces,
        List<(PropertyPath Path, ChangeKind Kind, bool Replaces)> found
    )
    {
        var (lost, got) = (new HashSet<int>(), new HashSet<int>());
        foreach (var pair in SetPairing.Of(spec, live, wanted))
        {
            if (pair.Live is { } from && pair.Wanted is { } to)
            {
                if (Equivalence.Equivalent(spec.Item!, live[from], wanted[to], owned: true))
                {
                    continue;
                }

                if (from == to)
                {
                    Compare(spec.Item!, path.Append(to), live[from], wanted[to], owned: true, replaces, found);
                    continue;
                }
            }

            AddPlace(lost, pair.Live);
            AddPlace(got, pair.Wanted);
        }

        found.AddRange(
            lost.Union(got)
                .Order()
                .Select(index =>
                    (
                        path.Append(index),
                        !lost.Contains(index) ? ChangeKind.Add
                        : got.Contains(index) ? ChangeKind.Update
                        : ChangeKind.Delete,
                        replaces
                    )
                )
        );
    }

    private static void AddPlace(HashSet<int> places, int? index)
    {
        if (index is { } place)
        {
            places.Add(place);
        }
    }
}
