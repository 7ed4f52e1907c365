using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Arguments of a resource for which there is no class. They are of types that outputs can have: no <c>Input</c>.</summary>
public sealed class DictionaryResourceArgs : ResourceArgs
{
    private readonly ImmutableDictionary<string, object?> _dictionary;

    public DictionaryResourceArgs(ImmutableDictionary<string, object?> dictionary)
    {
        foreach (var (name, value) in dictionary)
        {
            if (value is not null)
            {
                SupportedTypes.Ensure(value.GetType(), $"The argument '{name}'");
            }
        }
        _dictionary = dictionary;
    }

    internal override IEnumerable<KeyValuePair<string, object?>> ToInputs() => _dictionary;
}
