using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using ZeroTrust.Protocol.Values;

namespace Pulumi.Serialization;

/// <summary>
/// Converts property values to the program's types. An unknown or secret value inside makes the whole unknown or secret.
/// A value that does not match its type becomes the type's default, with a warning, because the provider may be newer than the SDK.
/// </summary>
internal sealed class ValueReader
{
    private const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly MethodInfo ListReader = Generic(nameof(ReadList));
    private static readonly MethodInfo MapReader = Generic(nameof(ReadMap));
    private static readonly MethodInfo OutputReader = Generic(nameof(ReadOutput));
    private static readonly MethodInfo UnionReader = Generic(nameof(ReadUnion));

    private readonly Action<string> _warn;
    private readonly OutputFlags _flags = new();

    private ValueReader(Action<string> warn)
    {
        _warn = warn;
    }

    public static OutputData<object?> Read(PropertyValue value, Type type, string path, Action<string> warn)
    {
        SupportedTypes.Ensure(type, path);
        var reader = new ValueReader(warn);
        var result = reader.ReadOrDefault(value, type, path);
        return reader._flags.With(result);
    }

    public static OutputData<T> Read<T>(PropertyValue value, string path, Action<string> warn)
    {
        var data = Read(value, typeof(T), path, warn);
        return new((T)data.Value!, data.IsKnown, data.IsSecret, data.Resources);
    }

    /// <summary>
    /// Reads without a type: null, bool, double, string, ImmutableArray, ImmutableDictionary, asset, archive or resource.
    /// </summary>
    public static OutputData<object?> ReadAny(PropertyValue value) => Read<object?>(value, "", _ => { });

    private static MethodInfo Generic(string name) => typeof(ValueReader).GetMethod(name, BindingFlags.Instance | BindingFlags.NonPublic)!;

    private object? ReadOrDefault(PropertyValue value, Type type, string path)
    {
        if (TryRead(value, type, path, out var result, out var problem))
        {
            return result;
        }

        _warn(problem);
        return Default(type);
    }

    private static object? Default(Type type) =>
        type.IsValueType && Nullable.GetUnderlyingType(type) is null ? Activator.CreateInstance(type) : null;

    private bool TryRead(PropertyValue value, Type type, string path, out object? result, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        if (type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(Output<>))
        {
            result = Invoke(OutputReader, type.GenericTypeArguments, value, path);
            return true;
        }

        value = Unwrap(value);
        if (value is PropertyUnknown or PropertyNull)
        {
            result = Default(type);
            return true;
        }

        var target = Nullable.GetUnderlyingType(type) ?? type;
        result = ReadKnown(value, target, path);
        if (result is null)
        {
            problem = $"{path} is {KindOf(value)} where {NameOf(target)} was expected; it is omitted.";
        }

        return result is not null;
    }

    private object? ReadKnown(PropertyValue value, Type type, string path)
    {
        if (type == typeof(object))
        {
            return ReadUntyped(value, path);
        }

        if (type == typeof(string))
        {
            return (value as PropertyString)?.Value;
        }

        if (type == typeof(bool))
        {
            return (value as PropertyBool)?.Value;
        }

        if (type == typeof(double))
        {
            return (value as PropertyNumber)?.Value;
        }

        if (type == typeof(int))
        {
            return value is PropertyNumber number ? (int)number.Value : null;
        }

        if (type.IsEnum)
        {
            return value is PropertyNumber number ? Enum.ToObject(type, (int)number.Value) : null;
        }

        if (type.IsDefined(typeof(EnumTypeAttribute)))
        {
            return ReadEnum(value, type);
        }

        if (type == typeof(JsonElement))
        {
            return JsonSerializer.Deserialize<JsonElement>(JsonText.Of(value.Rewrite(WithoutMarks)));
        }

        if (typeof(AssetOrArchive).IsAssignableFrom(type) || typeof(Resource).IsAssignableFrom(type))
        {
            var special = ReadSpecial(value);
            return type.IsInstanceOfType(special) ? special : null;
        }

        return type.IsConstructedGenericType ? ReadGeneric(value, type, path) : ReadOutputType(value, type, path);
    }

    private object? ReadGeneric(PropertyValue value, Type type, string path)
    {
        var arguments = type.GenericTypeArguments;
        if (type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
        {
            return value is PropertyArray ? Invoke(ListReader, arguments, value, path) : null;
        }

        if (type.GetGenericTypeDefinition() == typeof(ImmutableDictionary<,>))
        {
            return value is PropertyMap ? Invoke(MapReader, [arguments[1]], value, path) : null;
        }

        return Invoke(UnionReader, arguments, value, path);
    }

    private object? Invoke(MethodInfo method, Type[] arguments, PropertyValue value, string path) =>
        method.MakeGenericMethod(arguments).Invoke(this, BindingFlags.DoNotWrapExceptions, null, [value, path], null);

    private ImmutableArray<T> ReadList<T>(PropertyArray items, string path) =>
        [.. items.Select((item, i) => (T)ReadOrDefault(item, typeof(T), $"{path}[{i}]")!)];

    // Names that start with __ are reserved for the engine.
    private ImmutableDictionary<string, T> ReadMap<T>(PropertyMap entries, string path) =>
        entries
            .Where(entry => !entry.Key.StartsWith("__", StringComparison.Ordinal))
            .ToImmutableDictionary(entry => entry.Key, entry => (T)ReadOrDefault(entry.Value, typeof(T), $"{path}.{entry.Key}")!);

    private Output<T> ReadOutput<T>(PropertyValue value, string path) => new(Task.FromResult(Read<T>(value, path, _warn)));

    private Union<T0, T1>? ReadUnion<T0, T1>(PropertyValue value, string path)
    {
        if (TryRead(value, typeof(T0), path, out var first, out _))
        {
            return Union<T0, T1>.FromT0((T0)first!);
        }

        return TryRead(value, typeof(T1), path, out var second, out _) ? Union<T0, T1>.FromT1((T1)second!) : null;
    }

    private static object? ReadEnum(PropertyValue value, Type type)
    {
        object? content = value switch
        {
            PropertyString text => text.Value,
            PropertyNumber number => number.Value,
            _ => null,
        };
        return content is null
            ? null
            : type.GetConstructor(AnyInstance, [content.GetType()])?.Invoke(BindingFlags.DoNotWrapExceptions, null, [content], null);
    }

    private object? ReadOutputType(PropertyValue value, Type type, string path)
    {
        if (value is not PropertyMap fields)
        {
            return null;
        }

        var constructor = SupportedTypes.OutputConstructor(type)!;
        var arguments = constructor
            .GetParameters()
            .Select(parameter =>
            {
                var name = parameter.GetCustomAttribute<OutputConstructorParameterAttribute>()?.Name ?? parameter.Name!;
                return ReadOrDefault(fields.GetValueOrDefault(name, PropertyValue.Null), parameter.ParameterType, $"{path}.{name}");
            });
        return constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [.. arguments], null);
    }

    private object? ReadUntyped(PropertyValue value, string path) =>
        value switch
        {
            PropertyString text => text.Value,
            PropertyNumber number => number.Value,
            PropertyBool flag => flag.Value,
            PropertyArray items => ReadList<object?>(items, path),
            PropertyMap entries => ReadMap<object?>(entries, path),
            _ => ReadSpecial(value),
        };

    /// <summary>Removes secret and output marks and records them in the flags.</summary>
    private PropertyValue Unwrap(PropertyValue value)
    {
        while (WithoutMarks(value) is var inner && !ReferenceEquals(inner, value))
        {
            value = inner;
        }

        return value;
    }

    // Records the value's mark in the flags; unknown is also a mark.
    private PropertyValue WithoutMarks(PropertyValue value)
    {
        switch (value)
        {
            case PropertySecret secret:
                _flags.Add(OutputData.Known(0, isSecret: true));
                return secret.Inner;
            case PropertyOutput output:
                _flags.Add(
                    new OutputData<int>(
                        0,
                        output.Value is not null,
                        output.IsSecret,
                        [.. output.Dependencies.Select(urn => new DependencyResource(urn))]
                    )
                );
                return output.Value ?? PropertyValue.Null;
            case PropertyUnknown:
                _flags.Add(OutputData.Unknown(0));
                return PropertyValue.Null;
            default:
                return value;
        }
    }

    private static object? ReadSpecial(PropertyValue value) =>
        value switch
        {
            PropertyAsset { Text: { } text } => new StringAsset(text),
            PropertyAsset { Path: { } path } => new FileAsset(path),
            PropertyAsset { Uri: { } uri } => new RemoteAsset(uri),
            PropertyArchive { Path: { } path } => new FileArchive(path),
            PropertyArchive { Uri: { } uri } => new RemoteArchive(uri),
            PropertyArchive { Assets: { } assets } => new AssetArchive(
                assets.ToDictionary(asset => asset.Key, asset => (AssetOrArchive)ReadSpecial(asset.Value)!)
            ),
            PropertyResource resource => ResourceTypes.Construct(resource),
            _ => null,
        };

    private static string KindOf(PropertyValue value) =>
        value switch
        {
            PropertyString => "a string",
            PropertyNumber => "a number",
            PropertyBool => "a bool",
            PropertyArray => "a list",
            PropertyMap => "an object",
            PropertyResource => "a resource",
            _ => "an asset or archive",
        };

    private static string NameOf(Type type) =>
        !type.IsConstructedGenericType ? type.Name
        : type.GetGenericTypeDefinition() == typeof(Union<,>) ? string.Join(" or ", type.GenericTypeArguments.Select(NameOf))
        : type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) ? "a list"
        : "a dictionary";
}
