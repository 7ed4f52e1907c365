using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Function arguments without an args class. Values must have types that outputs can have, so no <c>InputList</c>.</summary>
public sealed class DictionaryInvokeArgs : InvokeArgs
{
    private readonly ImmutableDictionary<string, object?> _dictionary;

    public DictionaryInvokeArgs(ImmutableDictionary<string, object?> dictionary)
    {
        foreach (var (name, value) in dictionary)
        {
            if (value is not null)
            {
                SupportedTypes.Ensure(TypeOf(value), $"The argument '{name}'");
            }
        }
        _dictionary = dictionary;
    }

    internal override IEnumerable<KeyValuePair<string, object?>> ToInputs() => _dictionary;

    private static Type TypeOf(object value) =>
        value.GetType() is { IsConstructedGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Input<>)
            ? type.GenericTypeArguments[0]
            : value.GetType();
}
