using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Run;
using Enum = System.Enum;
using Type = System.Type;

namespace Pulumi.Serialization;

/// <summary>What the receiver of written values understands.</summary>
/// <param name="KeepReferences">Resources travel as references; otherwise as their ID or URN.</param>
/// <param name="KeepOutputs">Outputs travel whole, with dependencies; otherwise as their value, a secret or an unknown.</param>
/// <param name="ReferencesAreDependencies">A resource among the values is also something they depend on.</param>
internal readonly record struct WriterOptions(bool KeepReferences, bool KeepOutputs = false, bool ReferencesAreDependencies = true);

/// <summary>Turns values of a program into wire values, waiting for outputs, and collects what they depend on.</summary>
internal sealed class ValueWriter(WriterOptions options)
{
    public HashSet<Resource> Dependencies { get; } = [];

    public async Task<Value> WriteAsync(string path, object? value)
    {
        switch (value)
        {
            case null:
            case ValueTuple:
                return Value.ForNull();
            case bool flag:
                return Value.ForBool(flag);
            case int number:
                return Value.ForNumber(number);
            case double number:
                return Value.ForNumber(number);
            case string text:
                return Value.ForString(text);
            case InputArgs args:
                return Value.ForStruct(await WriteFieldsAsync(path, args.ToDictionary()));
            case AssetOrArchive asset:
                return await WriteAssetAsync(path, asset);
            case IInput input:
                return await WriteAsync(path, input.ToOutput());
            case IOutput output:
                return await WriteOutputAsync(path, output);
            case IUnion union:
                return await WriteAsync(path, union.Value);
            case JsonElement json:
                return FromJson(json);
            case Resource resource:
                return await WriteResourceAsync(path, resource);
            case Task:
                throw new InvalidOperationException($"{path} is a Task; wrap it with Output.Create.");
            case IDictionary dictionary:
                return Value.ForStruct(await WriteFieldsAsync(path, Entries(path, dictionary)));
            case IList list:
                return await WriteListAsync(path, list);
            case Enum constant when constant.GetTypeCode() == TypeCode.Int32:
                return Value.ForNumber((int)value);
            default:
                return await WriteAnnotatedAsync(path, value, value.GetType());
        }
    }

    /// <summary>Writes an object; entries that are null are left out.</summary>
    public async Task<Struct> WriteFieldsAsync(string path, IEnumerable<KeyValuePair<string, object?>> fields)
    {
        var result = new Struct();
        foreach (var (name, field) in fields)
        {
            var value = await WriteAsync($"{path}.{name}", field);
            if (!WireValues.IsNull(value))
            {
                result.Fields[name] = value;
            }
        }

        return result;
    }

    private static IEnumerable<KeyValuePair<string, object?>> Entries(string path, IDictionary dictionary) =>
        dictionary.Keys.Cast<object>().Select(key => key is string name
            ? KeyValuePair.Create(name, dictionary[name])
            : throw new InvalidOperationException($"{path} is a dictionary whose keys are not strings."));

    private async Task<Value> WriteListAsync(string path, IList list)
    {
        var values = new List<Value>();
        if (!IsDefaultImmutableArray(list))
        {
            for (var i = 0; i < list.Count; i++)
            {
                values.Add(await WriteAsync($"{path}[{i}]", list[i]));
            }
        }

        return Value.ForList([.. values]);
    }

    // An ImmutableArray that was never assigned throws on any use.
    private static bool IsDefaultImmutableArray(IList list) =>
        list.GetType() is { IsGenericType: true } type
        && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
        && list.Equals(Activator.CreateInstance(type));

    private async Task<Value> WriteAssetAsync(string path, AssetOrArchive asset) => WireValues.Signed(
        asset is Asset ? WireValues.Asset : WireValues.Archive,
        (asset.Key, await WriteAsync($"{path}.{asset.Key}", asset.Content)));

    private async Task<Value> WriteOutputAsync(string path, IOutput output)
    {
        var data = await output.GetDataAsync();
        var inner = new ValueWriter(options with { KeepOutputs = false });
        var value = data.IsKnown ? await inner.WriteAsync(path, data.Value) : Value.ForString(WireValues.Unknown);
        HashSet<Resource> dependencies = [.. data.Resources, .. inner.Dependencies];
        Dependencies.UnionWith(dependencies);

        if (options.KeepOutputs && (!data.IsKnown || data.IsSecret || dependencies.Count > 0))
        {
            return await WriteWholeOutputAsync(data, value, dependencies);
        }

        return data is { IsKnown: true, IsSecret: true } ? WireValues.Signed(WireValues.Secret, ("value", value)) : value;
    }

    private static async Task<Value> WriteWholeOutputAsync(OutputData<object?> data, Value value, HashSet<Resource> dependencies)
    {
        var result = WireValues.Signed(WireValues.OutputValue);
        if (data.IsKnown)
        {
            result.StructValue.Fields["value"] = value;
        }

        if (data.IsSecret)
        {
            result.StructValue.Fields["secret"] = Value.ForBool(true);
        }

        var urns = await DependencyUrns.OfAsync(dependencies, dependent: null);
        if (urns.Count > 0)
        {
            result.StructValue.Fields["dependencies"] = Value.ForList([.. urns.Order(StringComparer.Ordinal).Select(Value.ForString)]);
        }

        return result;
    }

    private async Task<Value> WriteResourceAsync(string path, Resource resource)
    {
        // References that are no dependencies are written aside, so that their URN and ID add none either.
        var writer = options is { KeepReferences: true, ReferencesAreDependencies: false } ? new ValueWriter(options) : this;
        var plain = new ValueWriter(options with { KeepOutputs = false });
        var urn = await plain.WriteAsync($"{path}.urn", resource.Urn);
        if (resource is not CustomResource custom)
        {
            writer.Dependencies.UnionWith(plain.Dependencies);
            return options.KeepReferences ? WireValues.Signed(WireValues.ResourceReference, ("urn", urn)) : urn;
        }

        var id = await plain.WriteAsync($"{path}.id", custom.Id);
        writer.Dependencies.Add(custom);
        writer.Dependencies.UnionWith(plain.Dependencies);
        return options.KeepReferences
            ? WireValues.Signed(WireValues.ResourceReference, ("urn", urn), ("id", WireValues.IsUnknown(id) ? Value.ForString("") : id))
            : id;
    }

    private async Task<Value> WriteAnnotatedAsync(string path, object value, Type type)
    {
        if (type.IsDefined(typeof(EnumTypeAttribute)))
        {
            // Enums are structs that convert explicitly to their text or number.
            var conversion = type.GetMethod("op_Explicit", BindingFlags.Public | BindingFlags.Static, [type])
                ?? throw new InvalidOperationException($"{type.FullName} is an [EnumType] without an explicit conversion to string or double.");
            return await WriteAsync(path, conversion.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [value], null));
        }

        if (type.IsDefined(typeof(OutputTypeAttribute)))
        {
            var fields = type.GetFields(BindingFlags.Public | BindingFlags.Instance).Where(field => field.IsInitOnly);
            return Value.ForStruct(await WriteFieldsAsync(
                path, fields.Select(field => KeyValuePair.Create(char.ToLowerInvariant(field.Name[0]) + field.Name[1..], field.GetValue(value)))));
        }

        throw new InvalidOperationException(
            $"{path} is a {type.FullName}, which cannot be sent; use a bool, int, double, string, list, dictionary or an [Input] class.");
    }

    private static Value FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => Value.ForString(json.GetString()),
        JsonValueKind.Number => Value.ForNumber(json.GetDouble()),
        JsonValueKind.True or JsonValueKind.False => Value.ForBool(json.GetBoolean()),
        JsonValueKind.Array => Value.ForList([.. json.EnumerateArray().Select(FromJson)]),
        JsonValueKind.Object => Value.ForStruct(new Struct
        {
            Fields = { json.EnumerateObject().ToDictionary(property => property.Name, property => FromJson(property.Value)) },
        }),
        _ => Value.ForNull(),
    };
}
