using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Arguments of a function for which there is no class.</summary>
public sealed class DictionaryInvokeArgs(ImmutableDictionary<string, object?> dictionary) : InvokeArgs
{
    internal override IEnumerable<KeyValuePair<string, object?>> ToInputs() => dictionary;
}
