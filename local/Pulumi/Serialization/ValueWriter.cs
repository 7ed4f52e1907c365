using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Pulumi.Run;
using ZeroTrust.Protocol.Values;

namespace Pulumi.Serialization;

/// <summary>The features that the receiver of the values supports.</summary>
/// <param name="KeepReferences">Whether resources are sent as references; otherwise as their ID or URN.</param>
/// <param name="KeepOutputs">Whether outputs are sent with their dependencies; otherwise as a value, secret or unknown.</param>
/// <param name="ReferencesAreDependencies">Whether resources among the values are also dependencies.</param>
internal readonly record struct WriterOptions(bool KeepReferences, bool KeepOutputs = false, bool ReferencesAreDependencies = true);

/// <summary>Converts a program's values to property values, awaiting outputs, and collects their dependencies.</summary>
internal sealed class ValueWriter(WriterOptions options)
{
    public HashSet<Resource> Dependencies { get; } = [];

    public async Task<PropertyValue> WriteAsync(string path, object? value)
    {
        switch (value)
        {
            case null:
            case ValueTuple:
                return PropertyValue.Null;
            case bool flag:
                return flag;
            case int number:
                return number;
            case double number:
                return number;
            case string text:
                return text;
            case InputArgs args:
                return await WriteFieldsAsync(path, args.ToInputs());
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
                return await WriteFieldsAsync(path, Entries(path, dictionary));
            case IList list:
                return await WriteListAsync(path, list);
            case Enum constant when constant.GetTypeCode() == TypeCode.Int32:
                return (int)value;
            default:
                return await WriteAnnotatedAsync(path, value, value.GetType());
        }
    }

    /// <summary>Writes an object without its null entries.</summary>
    public async Task<PropertyMap> WriteFieldsAsync(string path, IEnumerable<KeyValuePair<string, object?>> fields)
    {
        var written = new Dictionary<string, PropertyValue>();
        foreach (var (name, field) in fields)
        {
            var value = await WriteAsync($"{path}.{name}", field);
            if (value is not PropertyNull)
            {
                written[name] = value;
            }
        }

        return new(written);
    }

    private static IEnumerable<KeyValuePair<string, object?>> Entries(string path, IDictionary dictionary) =>
        dictionary
            .Keys.Cast<object>()
            .Select(key =>
                key is string name
                    ? KeyValuePair.Create(name, dictionary[name])
                    : throw new InvalidOperationException($"{path} is a dictionary whose keys are not strings.")
            );

    private async Task<PropertyArray> WriteListAsync(string path, IList list)
    {
        var items = new List<PropertyValue>();
        if (!IsDefaultImmutableArray(list))
        {
            for (var i = 0; i < list.Count; i++)
            {
                items.Add(await WriteAsync($"{path}[{i}]", list[i]));
            }
        }

        return new(items);
    }

    // A default ImmutableArray throws on any use.
    private static bool IsDefaultImmutableArray(IList list) =>
        list.GetType() is { IsGenericType: true } type
        && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
        && list.Equals(Activator.CreateInstance(type));

    private async Task<PropertyValue> WriteAssetAsync(string path, AssetOrArchive asset) =>
        asset switch
        {
            FileAsset file => new PropertyAsset { Path = file.Path },
            StringAsset text => new PropertyAsset { Text = text.Text },
            RemoteAsset remote => new PropertyAsset { Uri = remote.Uri },
            FileArchive file => new PropertyArchive { Path = file.Path },
            RemoteArchive remote => new PropertyArchive { Uri = remote.Uri },
            AssetArchive parts => new PropertyArchive
            {
                Assets = await WriteFieldsAsync(path, parts.Assets.Select(part => KeyValuePair.Create(part.Key, (object?)part.Value))),
            },
            _ => throw new InvalidOperationException($"{path} is a {asset.GetType().Name}, which is not a supported asset or archive."),
        };

    private async Task<PropertyValue> WriteOutputAsync(string path, IOutput output)
    {
        var data = await output.GetDataAsync();
        var inner = new ValueWriter(options with { KeepOutputs = false });
        var value = data.IsKnown ? await inner.WriteAsync(path, data.Value) : PropertyValue.Unknown;
        HashSet<Resource> dependencies = [.. data.Resources, .. inner.Dependencies];
        Dependencies.UnionWith(dependencies);

        if (options.KeepOutputs && (!data.IsKnown || data.IsSecret || dependencies.Count > 0))
        {
            var urns = await DependencyUrns.OfAsync(dependencies, dependent: null);
            return new PropertyOutput
            {
                Value = data.IsKnown ? value : null,
                IsSecret = data.IsSecret,
                Dependencies = [.. urns.Order(StringComparer.Ordinal)],
            };
        }

        return data is { IsKnown: true, IsSecret: true } ? new PropertySecret(value) : value;
    }

    private async Task<PropertyValue> WriteResourceAsync(string path, Resource resource)
    {
        var parts = new ValueWriter(options with { KeepOutputs = false });
        var urn = await parts.WriteAsync($"{path}.urn", resource.Urn);
        var id = resource is CustomResource { Id: { } output } ? await parts.WriteAsync($"{path}.id", output) : null;
        if (!options.KeepReferences || options.ReferencesAreDependencies)
        {
            Dependencies.UnionWith(parts.Dependencies);
        }

        return options.KeepReferences
            ? new PropertyResource(((PropertyString)urn).Value)
            {
                Id =
                    id is null ? null
                    : id is PropertyString known ? known.Value
                    : "",
            }
            : id ?? urn;
    }

    private async Task<PropertyValue> WriteAnnotatedAsync(string path, object value, Type type)
    {
        if (type.IsDefined(typeof(EnumTypeAttribute)))
        {
            // Enums are structs with an explicit conversion to string or number.
            var conversion =
                type.GetMethod("op_Explicit", BindingFlags.Public | BindingFlags.Static, [type])
                ?? throw new InvalidOperationException($"The [EnumType] {type.FullName} has no explicit conversion to string or double.");
            return await WriteAsync(path, conversion.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [value], null));
        }

        if (type.IsDefined(typeof(OutputTypeAttribute)))
        {
            var fields = type.GetFields(BindingFlags.Public | BindingFlags.Instance).Where(field => field.IsInitOnly);
            return await WriteFieldsAsync(path, fields.Select(field => KeyValuePair.Create(WireName(field), field.GetValue(value))));
        }

        throw new InvalidOperationException(
            $"{path} is a {type.FullName}, which cannot be sent; use a bool, int, double, string, list, dictionary or an [Input] class."
        );
    }

    private static string WireName(FieldInfo field) => char.ToLowerInvariant(field.Name[0]) + field.Name[1..];

    private static PropertyValue FromJson(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.String => json.GetString()!,
            JsonValueKind.Number => json.GetDouble(),
            JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
            JsonValueKind.Array => new PropertyArray(json.EnumerateArray().Select(FromJson)),
            JsonValueKind.Object => PropertyMap.Of(json.EnumerateObject().Select(property => (property.Name, FromJson(property.Value)))),
            _ => PropertyValue.Null,
        };
}
