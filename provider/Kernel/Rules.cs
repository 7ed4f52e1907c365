using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider.Kernel;

/// <summary>
/// Runs the rules that resources and functions have for their inputs. Rules say nothing about unknown and secret values: what they find is
/// kept where it is certain whatever the unknown values turn out to be (<see cref="Completion"/>), and is put in general terms where the
/// rules, run without the secret values, do not find it in the same words.
/// </summary>
internal static class Rules
{
    /// <summary>What is wrong with the inputs.</summary>
    public static IReadOnlyList<Problem> Problems(ObjectSpec spec, PropertyMap inputs, Func<PropertyMap, IEnumerable<Problem>> rules) =>
        Problems(spec, inputs, PropertyMap.Empty, (args, _) => rules(args));

    /// <summary>What is wrong with the inputs of an object that exists.</summary>
    public static IReadOnlyList<Problem> Problems(
        ObjectSpec spec,
        PropertyMap inputs,
        PropertyMap state,
        Func<PropertyMap, PropertyMap, IEnumerable<Problem>> rules
    )
    {
        // A problem in other words, at the same place, is the same one.
        var found = Completion.Certain(spec, inputs, args => rules(args, state), problem => (problem.Kind, problem.Path));
        found.RemoveAll(problem => problem.IsOfUnknown(inputs));
        if (found.Count == 0 || !(inputs.ContainsSecret || state.ContainsSecret))
        {
            return found;
        }

        var (hidden, hiddenState) = (HideSecrets(inputs), HideSecrets(state));
        var open = Completion.Certain(spec, hidden, args => rules(args, hiddenState), problem => problem);
        return [.. found.Select(problem => open.Contains(problem) ? problem : problem.Redacted())];
    }

    /// <summary>What the resource with these inputs uses.</summary>
    public static IReadOnlyList<ExclusiveUse> Uses(ObjectSpec spec, PropertyMap inputs, Func<PropertyMap, IEnumerable<ExclusiveUse>> rules)
    {
        inputs = WithUnknown(spec, inputs);
        var uses = Completion.Certain(spec, inputs, rules, use => use);
        if (uses.Count == 0 || !inputs.ContainsSecret)
        {
            return uses;
        }

        var open = Completion.Certain(spec, HideSecrets(inputs), rules, use => use);
        return [.. uses.Select(use => open.Contains(use) ? use : use.Redacted())];
    }

    // A missing property is reported elsewhere, and resources that both lack it do not share anything. Complete inputs stay the same
    // object, whose record has been decoded already.
    private static PropertyMap WithUnknown(ObjectSpec spec, PropertyMap inputs)
    {
        foreach (var property in spec.Properties)
        {
            var value = inputs.Get(property.Name);
            if (property.Required && value is null or PropertyNull or PropertyString { Value: "" })
            {
                inputs = inputs.With(property.Name, PropertyValue.Unknown);
            }
            else if (
                property.Value.Object is { } nested
                && value is PropertyMap map
                && WithUnknown(nested, map) is var completed
                && !ReferenceEquals(completed, map)
            )
            {
                inputs = inputs.With(property.Name, completed);
            }
        }

        return inputs;
    }

    private static PropertyMap HideSecrets(PropertyMap values) =>
        (PropertyMap)values.Rewrite(value => value is PropertySecret ? PropertyValue.Unknown : value);
}
