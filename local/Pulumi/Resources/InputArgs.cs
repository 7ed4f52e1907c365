using System.Reflection;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Arguments. Members marked <c>[Input]</c> are sent under the marked names.</summary>
public abstract class InputArgs
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private protected InputArgs() { }

    /// <summary>Wire names and values, including unset ones.</summary>
    internal virtual IEnumerable<KeyValuePair<string, object?>> ToInputs() =>
        [
            .. from field in GetType().GetFields(Instance)
            let input = field.GetCustomAttribute<InputAttribute>()
            where input is not null
            select ToInput(input, field.Name, field.GetValue(this)),
            .. from property in GetType().GetProperties(Instance)
            let input = property.GetCustomAttribute<InputAttribute>()
            where input is not null
            select ToInput(input, property.Name, property.GetValue(this)),
        ];

    private KeyValuePair<string, object?> ToInput(InputAttribute input, string member, object? value)
    {
        if (value is null && input.IsRequired)
        {
            throw new RunException($"{GetType().Name} has no value for the required input '{input.Name}' ({member}).");
        }

        return new(input.Name, input.IsJson && value is not null ? JsonText.Of(member, value) : value);
    }
}
