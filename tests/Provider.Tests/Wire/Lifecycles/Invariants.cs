using Pulumirpc;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire.Lifecycles;

/// <summary>Properties of every life cycle.</summary>
internal static class Invariants
{
    // These values also occur in documentation and general advice.
    private static readonly HashSet<string> Choices = [.. Enums.All.Values.SelectMany(type => type.Values).Select(choice => choice.Value)];

    /// <summary>Values known in a preview are the same afterwards, and values secret in a preview stay secret.</summary>
    public static void Agree(PropertyMap preview, PropertyMap real, string when)
    {
        Assert.That(real.Keys.Except(preview.Keys), Is.Empty, $"{when}: properties missing in the preview");
        foreach (var (name, value) in preview)
        {
            Agree(value, real.Get(name), $"{when}: {name}");
        }
    }

    public static void Same(Stored expected, Stored actual, string when)
    {
        Assert.That(actual.Id, Is.EqualTo(expected.Id), $"{when}: the id");
        Same(expected.Inputs, actual.Inputs, $"{when}: the inputs");
        Same(expected.Outputs, actual.Outputs, $"{when}: the outputs");
    }

    /// <summary>Values that the program or the package marks as secret are secret in the outputs.</summary>
    public static void StaySecret(Stored stored, string when)
    {
        foreach (var (name, value) in stored.Inputs.Where(input => input.Value.ContainsSecret && stored.Outputs.ContainsKey(input.Key)))
        {
            Assert.That(stored.Outputs[name].ContainsSecret, Is.True, $"{when}: {name} is secret");
        }

        foreach (
            var property in EveryResource
                .Types[stored.Type]
                .Outputs.Properties.Where(property => property.Secret && stored.Outputs.ContainsKey(property.Name))
        )
        {
            Assert.That(stored.Outputs[property.Name], Is.InstanceOf<PropertySecret>(), $"{when}: {property.Name} is secret");
        }
    }

    /// <summary>An update does not change properties that the program does not set and the diff does not list.</summary>
    public static void LeaveAlone(Stored before, Stored after, DiffResponse diff)
    {
        var type = EveryResource.Types[before.Type];
        foreach (
            var output in type.Outputs.Properties.Where(output =>
                !output.Volatile && output.DerivedFrom.Count == 0 && !output.ComparedWithInputs
            )
        )
        {
            var (old, now) = (before.Outputs.Get(output.Name), after.Outputs.Get(output.Name));
            if (!after.Inputs.ContainsKey(output.Name) && !diff.Diffs.Contains(output.Name))
            {
                Assert.That(now?.WithoutSecrets(), Is.EqualTo(old?.WithoutSecrets()), $"{output.Name}, which the program does not set");
            }
            else if (
                output.Value.Kind == ValueKind.Object
                && old?.Unsecret() is PropertyMap oldMap
                && now?.Unsecret() is PropertyMap nowMap
                && after.Inputs.Get(output.Name)?.Unsecret() is PropertyMap set
                && !diff.DetailedDiff.ContainsKey($"{output.Name}.mode")
                && !diff.Diffs.Contains("haMode")
            )
            {
                foreach (var (name, value) in oldMap.Where(entry => !set.ContainsKey(entry.Key)))
                {
                    var same = Equivalence.Equivalent(output.Value.Object!.Find(name)!.Value, nowMap.Get(name), value, owned: true);
                    Assert.That(same, Is.True, $"{output.Name}.{name}, which the program does not set, was {value}, is {nowMap.Get(name)}");
                }
            }
        }
    }

    /// <summary>Strings that are secret wherever they occur in the programs are in no message.</summary>
    public static void KeepSecrets(ProviderHost host, IReadOnlyList<PropertyMap> programs)
    {
        var (secret, plain) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var program in programs)
        {
            Collect(program, isSecret: false, secret, plain);
        }

        foreach (
            var text in secret.Where(text =>
                text.Length >= 6
                && !text.All(c => char.IsAsciiHexDigit(c) || c is '.' or ':' or '/')
                && !Choices.Contains(text)
                && !plain.Any(other => other.Contains(text, StringComparison.Ordinal))
            )
        )
        {
            Assert.That(host.Log.Select(message => message.Message), Is.All.Not.Contains(text), "messages");
        }
    }

    private static void Same(PropertyMap expected, PropertyMap actual, string where)
    {
        Assert.That(actual.Keys, Is.EquivalentTo(expected.Keys), where);
        foreach (var (name, value) in expected)
        {
            Assert.That(
                actual[name],
                Is.EqualTo(value),
                $"{where}: {name} is {actual[name].WithoutSecrets()}, was {value.WithoutSecrets()}"
            );
        }
    }

    private static void Agree(PropertyValue preview, PropertyValue? real, string where)
    {
        if (preview is PropertySecret { Inner: not PropertyUnknown } && real is not null)
        {
            Assert.That(real, Is.InstanceOf<PropertySecret>(), $"{where} is secret");
        }

        switch (preview.Unsecret(), real?.Unsecret())
        {
            case (PropertyUnknown or PropertyOutput { Value: null }, _):
                break;
            case (PropertyMap map, PropertyMap actual):
                foreach (var (name, value) in map)
                {
                    Agree(value, actual.Get(name), $"{where}.{name}");
                }

                break;
            case (PropertyArray list, PropertyArray actual):
                Assert.That(actual, Has.Count.EqualTo(list.Count), where);
                foreach (var (index, value) in list.Index())
                {
                    Agree(value, actual[index], $"{where}[{index}]");
                }

                break;
            case (var expected, var actual):
                Assert.That(actual, Is.EqualTo(expected), where);
                break;
        }
    }

    private static void Collect(PropertyValue value, bool isSecret, HashSet<string> secret, HashSet<string> plain)
    {
        switch (value)
        {
            case PropertyString text:
                (isSecret ? secret : plain).Add(text.Value);
                break;
            case PropertySecret wrapped:
                Collect(wrapped.Inner, isSecret: true, secret, plain);
                break;
            case PropertyOutput { Value: { } inner } output:
                Collect(inner, isSecret || output.IsSecret, secret, plain);
                break;
            case PropertyMap map:
                foreach (var inner in map.Values)
                {
                    Collect(inner, isSecret, secret, plain);
                }

                break;
            case PropertyArray list:
                foreach (var inner in list)
                {
                    Collect(inner, isSecret, secret, plain);
                }

                break;
        }
    }
}
