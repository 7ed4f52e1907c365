using System.Collections.Immutable;

namespace Pulumi.Serialization;

/// <summary>The data of an output: its value, whether it is known and secret, and the resources it depends on.</summary>
internal readonly record struct OutputData<T>(T Value, bool IsKnown, bool IsSecret, ImmutableHashSet<Resource> Resources)
{
    public static implicit operator OutputData<object?>(OutputData<T> data) => new(data.Value, data.IsKnown, data.IsSecret, data.Resources);
}

internal static class OutputData
{
    public static OutputData<T> Known<T>(T value, bool isSecret = false) => new(value, IsKnown: true, isSecret, []);

    public static OutputData<T> Unknown<T>(T placeholder) => new(placeholder, IsKnown: false, IsSecret: false, []);
}

/// <summary>Combines the flags and dependencies of several outputs: if any is unknown or secret, so is the result.</summary>
internal sealed class OutputFlags
{
    public bool IsKnown { get; private set; } = true;

    public bool IsSecret { get; private set; }

    public ImmutableHashSet<Resource> Resources { get; private set; } = [];

    public T Add<T>(OutputData<T> data)
    {
        IsKnown &= data.IsKnown;
        IsSecret |= data.IsSecret;
        Resources = Resources.Union(data.Resources);
        return data.Value;
    }

    public OutputData<T> With<T>(T value) => new(value, IsKnown, IsSecret, Resources);
}
