using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Arguments of a resource for which there is no class.</summary>
public sealed class DictionaryResourceArgs(ImmutableDictionary<string, object?> dictionary) : ResourceArgs
{
    internal override IEnumerable<KeyValuePair<string, object?>> ToInputs() => dictionary;
}
