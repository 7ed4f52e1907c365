using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>A resource output that waits for the engine's response.</summary>
internal interface IOutputSlot
{
    Type ValueType { get; }

    void Settle(OutputData<object?> data);

    /// <summary>Resolves without a value unless already resolved.</summary>
    void SettleEmpty(bool isKnown);

    void Fail(Exception exception);
}

internal sealed class OutputSlot<T> : IOutputSlot
{
    private readonly Resource _resource;
    private readonly TaskCompletionSource<OutputData<T>> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public OutputSlot(Resource resource, Action<Output<T>> assign)
    {
        _resource = resource;
        assign(new(_source.Task));
    }

    public Type ValueType => typeof(T);

    // Every output of a resource depends on the resource.
    public void Settle(OutputData<object?> data) =>
        _source.SetResult(new((T)data.Value!, data.IsKnown, data.IsSecret, data.Resources.Add(_resource)));

    public void SettleEmpty(bool isKnown) => _source.TrySetResult(new(default!, isKnown, IsSecret: false, [_resource]));

    public void Fail(Exception exception) => _source.TrySetException(exception);
}

internal static class OutputSlots
{
    /// <summary>Assigns an output to each property marked <c>[Output]</c>. Returns the slots by wire name.</summary>
    /// <param name="isEngineOwned">False for a component of this program, which sets its outputs itself and only gets a URN.</param>
    public static ImmutableDictionary<string, IOutputSlot> Assign(Resource resource, bool isEngineOwned)
    {
        var slots = ImmutableDictionary.CreateBuilder<string, IOutputSlot>();
        foreach (var property in resource.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            if (
                property.GetCustomAttribute<OutputAttribute>() is { } output
                && (isEngineOwned || property.DeclaringType == typeof(Resource))
            )
            {
                var name = output.Name ?? property.Name;
                slots.Add(name, Create(resource, property, name));
            }
        }

        return slots.ToImmutable();
    }

    private static IOutputSlot Create(Resource resource, PropertyInfo property, string name)
    {
        var type = property.PropertyType;
        if (!type.IsConstructedGenericType || type.GetGenericTypeDefinition() != typeof(Output<>))
        {
            throw RunException.OutputsHaveIncorrectType([name]);
        }

        var path = $"{property.DeclaringType!.Name}.{property.Name}";
        SupportedTypes.Ensure(type.GenericTypeArguments[0], path);

        // Reflection finds a private setter only on the declaring type.
        var setter =
            property.DeclaringType.GetProperty(property.Name)?.SetMethod
            ?? throw new InvalidOperationException($"{path} is an [Output] property without a setter.");
        var slot = typeof(OutputSlot<>).MakeGenericType(type.GenericTypeArguments);
        var assign = setter.CreateDelegate(typeof(Action<>).MakeGenericType(type), resource);
        return (IOutputSlot)Activator.CreateInstance(slot, resource, assign)!;
    }
}
