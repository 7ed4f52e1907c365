using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Enum = System.Enum;
using Type = System.Type;

namespace Pulumi.Serialization;

/// <summary>
/// Turns wire values into values of a program's types. Whatever is unknown or secret inside makes the whole unknown or secret.
/// A value that does not fit its type becomes the type's default, with a warning: the provider may be newer than the SDK.
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

    public static OutputData<object?> Read(Value value, Type type, string path, Action<string> warn)
    {
        SupportedTypes.Ensure(type, path);
        var reader = new ValueReader(warn);
        var result = reader.ReadOrDefault(value, type, path);
        return reader._flags.With(result);
    }

    public static OutputData<T> Read<T>(Value value, string path, Action<string> warn)
    {
        var data = Read(value, typeof(T), path, warn);
        return new((T)data.Value!, data.IsKnown, data.IsSecret, data.Resources);
    }

    /// <summary>Reads without a type: double, bool, string, ImmutableArray, ImmutableDictionary, asset, archive, resource or null.</summary>
    public static OutputData<object?> ReadAny(Value value) => Read<object?>(value, "", _ => { });

    private static MethodInfo Generic(string name) => typeof(ValueReader).GetMethod(name, BindingFlags.Instance | BindingFlags.NonPublic)!;

    private object? ReadOrDefault(Value value, Type type, string path)
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

    private bool TryRead(Value value, Type type, string path, out object? result, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        result = null;
        if (type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(Output<>))
        {
            result = Invoke(OutputReader, [type.GenericTypeArguments[0]], value, path);
            return true;
        }

        value = Unwrap(value);
        if (WireValues.IsUnknown(value))
        {
            _flags.Add(OutputData.Unknown(0));
            result = Default(type);
            return true;
        }

        if (WireValues.IsNull(value))
        {
            result = Default(type);
            return true;
        }

        var target = Nullable.GetUnderlyingType(type) ?? type;
        result = ReadKnown(value, target, path, ref problem);
        if (result is null)
        {
            problem ??= $"{path} is a {KindOf(value)} where {target.Name} was expected; it is left out.";
        }

        return result is not null;
    }

    private object? ReadKnown(Value value, Type type, string path, ref string? problem)
    {
        var kind = value.KindCase;
        if (type == typeof(object))
        {
            return ReadUntyped(value, path);
        }

        if (type == typeof(string))
        {
            return kind == Value.KindOneofCase.StringValue ? value.StringValue : null;
        }

        if (type == typeof(bool))
        {
            return kind == Value.KindOneofCase.BoolValue ? value.BoolValue : null;
        }

        if (type == typeof(double))
        {
            return kind == Value.KindOneofCase.NumberValue ? value.NumberValue : null;
        }

        if (type == typeof(int))
        {
            return kind == Value.KindOneofCase.NumberValue ? (int)value.NumberValue : null;
        }

        if (type.IsEnum)
        {
            return kind == Value.KindOneofCase.NumberValue ? Enum.ToObject(type, (int)value.NumberValue) : null;
        }

        if (type.IsDefined(typeof(EnumTypeAttribute)))
        {
            return ReadEnum(value, type);
        }

        if (type == typeof(JsonElement))
        {
            return ReadJson(value);
        }

        if (typeof(AssetOrArchive).IsAssignableFrom(type) || typeof(Resource).IsAssignableFrom(type))
        {
            return ReadSigned(value) is { } special && type.IsInstanceOfType(special) ? special : null;
        }

        return type.IsConstructedGenericType ? ReadGeneric(value, type, path, ref problem) : ReadOutputType(value, type, path);
    }

    private object? ReadGeneric(Value value, Type type, string path, ref string? problem)
    {
        var definition = type.GetGenericTypeDefinition();
        if (definition == typeof(ImmutableArray<>))
        {
            return value.KindCase == Value.KindOneofCase.ListValue ? Invoke(ListReader, type.GenericTypeArguments, value, path) : null;
        }

        if (definition == typeof(ImmutableDictionary<,>))
        {
            return IsObject(value) ? Invoke(MapReader, [type.GenericTypeArguments[1]], value, path) : null;
        }

        var union = Invoke(UnionReader, type.GenericTypeArguments, value, path);
        if (union is null)
        {
            var alternatives = type.GenericTypeArguments.Select(alternative => alternative.Name);
            problem = $"{path} is a {KindOf(value)} where {string.Join(" or ", alternatives)} was expected; it is left out.";
        }

        return union;
    }

    private object? Invoke(MethodInfo method, Type[] arguments, Value value, string path) =>
        method.MakeGenericMethod(arguments).Invoke(this, BindingFlags.DoNotWrapExceptions, null, [value, path], null);

    private ImmutableArray<T> ReadList<T>(Value value, string path) =>
        [.. value.ListValue.Values.Select((item, i) => (T)ReadOrDefault(item, typeof(T), $"{path}[{i}]")!)];

    private ImmutableDictionary<string, T> ReadMap<T>(Value value, string path) =>
        Fields(value).ToImmutableDictionary(field => field.Key, field => (T)ReadOrDefault(field.Value, typeof(T), $"{path}.{field.Key}")!);

    private Output<T> ReadOutput<T>(Value value, string path) => new(Task.FromResult(Read<T>(value, path, _warn)));

    private Union<T0, T1>? ReadUnion<T0, T1>(Value value, string path)
    {
        if (TryRead(value, typeof(T0), path, out var first, out _))
        {
            return Union<T0, T1>.FromT0((T0)first!);
        }

        return TryRead(value, typeof(T1), path, out var second, out _) ? Union<T0, T1>.FromT1((T1)second!) : null;
    }

    private static object? ReadEnum(Value value, Type type)
    {
        object? content = value.KindCase switch
        {
            Value.KindOneofCase.StringValue => value.StringValue,
            Value.KindOneofCase.NumberValue => value.NumberValue,
            _ => null,
        };
        return content is null
            ? null
            : type.GetConstructor(AnyInstance, [content.GetType()])?.Invoke(BindingFlags.DoNotWrapExceptions, null, [content], null);
    }

    private object? ReadOutputType(Value value, Type type, string path)
    {
        if (!IsObject(value))
        {
            return null;
        }

        var fields = value.StructValue.Fields;
        var constructor = SupportedTypes.OutputConstructor(type)!;
        var arguments = constructor.GetParameters().Select(parameter =>
        {
            var name = parameter.GetCustomAttribute<OutputConstructorParameterAttribute>()?.Name ?? parameter.Name!;
            return fields.TryGetValue(name, out var field)
                ? ReadOrDefault(field, parameter.ParameterType, $"{path}.{name}")
                : Default(parameter.ParameterType);
        });
        return constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [.. arguments], null);
    }

    private object? ReadUntyped(Value value, string path) => value.KindCase switch
    {
        Value.KindOneofCase.StringValue => value.StringValue,
        Value.KindOneofCase.NumberValue => value.NumberValue,
        Value.KindOneofCase.BoolValue => value.BoolValue,
        Value.KindOneofCase.ListValue => ReadList<object?>(value, path),
        Value.KindOneofCase.StructValue when WireValues.IsSigned(value, out _) => ReadSigned(value),
        Value.KindOneofCase.StructValue => ReadMap<object?>(value, path),
        _ => null,
    };

    private JsonElement ReadJson(Value value)
    {
        var plain = Plain(value);
        return JsonElement.Parse(JsonFormatter.Default.Format(plain));
    }

    // JSON has no place for secrets and unknowns: they are noted for the whole.
    private Value Plain(Value value)
    {
        value = Unwrap(value);
        if (WireValues.IsUnknown(value))
        {
            _flags.Add(OutputData.Unknown(0));
            return Value.ForNull();
        }

        return value.KindCase switch
        {
            Value.KindOneofCase.ListValue => Value.ForList([.. value.ListValue.Values.Select(Plain)]),
            Value.KindOneofCase.StructValue => Value.ForStruct(new Struct
            {
                Fields = { value.StructValue.Fields.ToDictionary(field => field.Key, field => Plain(field.Value)) },
            }),
            _ => value,
        };
    }

    /// <summary>Takes off secrets and outputs, noting what they say.</summary>
    private Value Unwrap(Value value)
    {
        while (WireValues.IsSigned(value, out var signature) && signature is WireValues.Secret or WireValues.OutputValue)
        {
            var fields = value.StructValue.Fields;
            var isKnown = fields.TryGetValue("value", out var inner);
            var isSecret = signature == WireValues.Secret || (fields.TryGetValue("secret", out var secret) && secret.BoolValue);
            var dependencies = fields.TryGetValue("dependencies", out var urns)
                ? urns.ListValue.Values.Select(urn => new DependencyResource(urn.StringValue))
                : [];
            _flags.Add(new OutputData<int>(0, isKnown, isSecret, [.. dependencies]));
            value = inner ?? Value.ForNull();
        }

        return value;
    }

    private static object? ReadSigned(Value value)
    {
        if (!WireValues.IsSigned(value, out var signature))
        {
            return null;
        }

        var fields = value.StructValue.Fields;
        return signature switch
        {
            WireValues.Asset when fields.TryGetValue("text", out var text) => new StringAsset(text.StringValue),
            WireValues.Asset when fields.TryGetValue("path", out var path) => new FileAsset(path.StringValue),
            WireValues.Asset when fields.TryGetValue("uri", out var uri) => new RemoteAsset(uri.StringValue),
            WireValues.Archive when fields.TryGetValue("path", out var path) => new FileArchive(path.StringValue),
            WireValues.Archive when fields.TryGetValue("uri", out var uri) => new RemoteArchive(uri.StringValue),
            WireValues.Archive when fields.TryGetValue("assets", out var assets) => new AssetArchive(
                assets.StructValue.Fields.ToDictionary(asset => asset.Key, asset => (AssetOrArchive)ReadSigned(asset.Value)!)),
            WireValues.ResourceReference => ResourceTypes.Construct(
                fields["urn"].StringValue,
                fields.TryGetValue("packageVersion", out var version) ? version.StringValue : ""),
            _ => null,
        };
    }

    private static bool IsObject(Value value) =>
        value.KindCase == Value.KindOneofCase.StructValue && !WireValues.IsSigned(value, out _);

    // Names that begin with __ are the engine's own.
    private static IEnumerable<KeyValuePair<string, Value>> Fields(Value value) =>
        value.StructValue.Fields.Where(field => !field.Key.StartsWith("__", StringComparison.Ordinal));

    private static string KindOf(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.StringValue => "string",
        Value.KindOneofCase.NumberValue => "number",
        Value.KindOneofCase.BoolValue => "bool",
        Value.KindOneofCase.ListValue => "list",
        _ when WireValues.IsSigned(value, out _) => "special value",
        _ => "object",
    };
}
