using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;

namespace ZeroTrust.Protocol.Values;

/// <summary>Converts protobuf values to property values.</summary>
internal sealed class PropertyReader
{
    private readonly PropertyTrail _trail = new();
    private readonly Func<Value, PropertyValue> _readValue;

    // The entries of a list have the same keys over and over.
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    public PropertyReader() => _readValue = ReadValue;

    public PropertyMap ReadProperties(Struct properties) =>
        properties.Fields.ContainsKey(PropertySignatures.Key)
            ? throw _trail.Error("is a special value, but must be an object of properties.")
            : ReadMap(properties.Fields);

    public PropertyValue ReadValue(Value? value) =>
        value?.KindCase switch
        {
            null or Value.KindOneofCase.None or Value.KindOneofCase.NullValue => PropertyValue.Null,
            Value.KindOneofCase.BoolValue => value.BoolValue,
            Value.KindOneofCase.NumberValue => value.NumberValue,
            Value.KindOneofCase.StringValue => PropertySignatures.IsUnknown(value.StringValue) ? PropertyValue.Unknown : value.StringValue,
            Value.KindOneofCase.ListValue => ReadArray(value.ListValue.Values),
            Value.KindOneofCase.StructValue => ReadObject(value.StructValue.Fields),
            _ => throw _trail.Error($"is of the unknown kind {value.KindCase}."),
        };

    private PropertyArray ReadArray(RepeatedField<Value> items)
    {
        var values = new PropertyValue[items.Count];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = _trail.At(index, items[index], _readValue);
        }

        return PropertyArray.Of(values);
    }

    private PropertyMap ReadMap(MapField<string, Value> fields)
    {
        var entries = new KeyValuePair<string, PropertyValue>[fields.Count];
        var index = 0;
        foreach (var (key, value) in fields)
        {
            entries[index++] = KeyValuePair.Create(Shared(key), _trail.At(key, value, _readValue));
        }

        return PropertyMap.Of(entries);
    }

    private string Shared(string key)
    {
        if (_keys.TryGetValue(key, out var known))
        {
            return known;
        }

        _keys.Add(key);
        return key;
    }

    private PropertyValue ReadObject(MapField<string, Value> fields) =>
        FindString(fields, PropertySignatures.Key) switch
        {
            null => ReadMap(fields),
            PropertySignatures.Secret => new PropertySecret(Find(fields, "value") ?? throw _trail.Error("is a secret without a value.")),
            PropertySignatures.Output => new PropertyOutput
            {
                Value = Find(fields, "value"),
                IsSecret = Find(fields, "secret") switch
                {
                    null => false,
                    PropertyBool mark => mark.Value,
                    _ => throw _trail.Error("is an output whose 'secret' is not a Boolean."),
                },
                Dependencies = Find(fields, "dependencies") switch
                {
                    null => [],
                    PropertyArray urns => [.. urns.Select(ReadDependency)],
                    _ => throw _trail.Error("is an output whose 'dependencies' is not a list."),
                },
            },
            PropertySignatures.Resource => new PropertyResource(
                FindString(fields, "urn") ?? throw _trail.Error("is a resource reference without a URN.")
            )
            {
                Id = ReadId(fields),
                PackageVersion = FindString(fields, "packageVersion"),
                Name = FindString(fields, "name"),
                Type = FindString(fields, "type"),
            },
            PropertySignatures.Asset => new PropertyAsset
            {
                Hash = FindString(fields, "hash"),
                Text = FindString(fields, "text"),
                Path = FindString(fields, "path"),
                Uri = FindString(fields, "uri"),
            },
            PropertySignatures.Archive => new PropertyArchive
            {
                Hash = FindString(fields, "hash"),
                Assets = ReadAssets(fields),
                Path = FindString(fields, "path"),
                Uri = FindString(fields, "uri"),
            },
            PropertySignatures.Bytes => ReadBytes(FindString(fields, "value") ?? throw _trail.Error("is a byte string without a value.")),
            var signature => throw _trail.Error($"is a special value of an unknown kind (signature '{signature}')."),
        };

    /// <summary>A member of a special value.</summary>
    private PropertyValue? Find(MapField<string, Value> fields, string name) =>
        fields.TryGetValue(name, out var value) ? _trail.Inside(value, _readValue) : null;

    private string? FindString(MapField<string, Value> fields, string name) =>
        fields.GetValueOrDefault(name)?.KindCase switch
        {
            null => null,
            Value.KindOneofCase.StringValue => fields[name].StringValue,
            Value.KindOneofCase.None or Value.KindOneofCase.NullValue when name != PropertySignatures.Key => null,
            _ => throw _trail.Error($"is a special value whose '{name}' is not a string."),
        };

    private string ReadDependency(PropertyValue urn) =>
        urn is PropertyString text ? text.Value : throw _trail.Error("is an output with a dependency that is not a URN.");

    // SDKs may send the ID as an output.
    private string? ReadId(MapField<string, Value> fields) =>
        Find(fields, "id")?.WithoutOutputs().Unsecret() switch
        {
            null or PropertyNull => null,
            PropertyString id => id.Value,
            PropertyUnknown => "",
            _ => throw _trail.Error("is a resource reference whose ID is not a string."),
        };

    private PropertyMap? ReadAssets(MapField<string, Value> fields)
    {
        switch (Find(fields, "assets"))
        {
            case null or PropertyNull:
                return null;
            case PropertyMap assets when assets.Values.All(asset => asset.Unsecret() is PropertyAsset or PropertyArchive):
                return assets;
            default:
                throw _trail.Error("is an archive whose assets are not all assets and archives.");
        }
    }

    private PropertyBytes ReadBytes(string base64)
    {
        var bytes = new byte[base64.Length / 4 * 3 + 3];
        return Convert.TryFromBase64String(base64, bytes, out var length)
            ? new PropertyBytes(bytes.AsMemory(0, length))
            : throw _trail.Error("is a byte string that is not base64.");
    }
}
