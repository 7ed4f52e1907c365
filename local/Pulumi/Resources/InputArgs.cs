using System.Reflection;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Arguments whose members marked <c>[Input]</c> are sent, under the marked names.</summary>
public abstract class InputArgs
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private protected InputArgs() { }

    /// <summary>Wire names and values, those that are not set included.</summary>
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
            throw new RunException($"{GetType().Name} needs a value for '{input.Name}' ({member}); it has none.");
        }

        return new(input.Name, input.IsJson && value is not null ? JsonText.Of(member, value) : value);
    }
}
