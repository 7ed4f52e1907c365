using System.Collections.Immutable;
using System.Reflection;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Arguments whose members marked <c>[Input]</c> are sent, under the marked names.</summary>
public abstract class InputArgs
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private protected InputArgs()
    {
    }

    internal virtual ImmutableDictionary<string, object?> ToDictionary()
    {
        var values = ImmutableDictionary.CreateBuilder<string, object?>();
        foreach (var field in GetType().GetFields(Instance))
        {
            Add(values, field, field.GetValue(this));
        }

        foreach (var property in GetType().GetProperties(Instance).Where(property => property.IsDefined(typeof(InputAttribute))))
        {
            Add(values, property, property.GetValue(this));
        }

        return values.ToImmutable();
    }

    private void Add(ImmutableDictionary<string, object?>.Builder values, MemberInfo member, object? value)
    {
        if (member.GetCustomAttribute<InputAttribute>() is not { } input)
        {
            return;
        }

        if (value is null && input.IsRequired)
        {
            throw new RunException($"{GetType().Name} needs a value for '{input.Name}' ({member.Name}); it has none.");
        }

        values.Add(input.Name, input.IsJson && value is not null ? JsonText.Of(member.Name, value) : value);
    }
}
