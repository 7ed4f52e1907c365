using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Resource arguments without an args class. Values must have types that outputs can have, so no <c>Input</c>.</summary>
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
