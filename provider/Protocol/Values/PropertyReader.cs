using System.Runtime.InteropServices;
using System.Text;

namespace ZeroTrust.Protocol.Values;

/// <summary>Decodes property values from the encoding of google.protobuf.Struct.</summary>
internal sealed class PropertyReader
{
    private const int MaxKeys = 32;

    private static readonly byte[] SignatureKey = Encoding.ASCII.GetBytes(PropertySignatures.Key);
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly PropertyTrail _trail = new();

    // The entries of a list have the same keys over and over.
    private readonly List<string> _keys = [];

    /// <param name="fields">An encoded Struct.</param>
    /// <param name="like">Properties that are probably the same.</param>
    public PropertyMap ReadProperties(ReadOnlySpan<byte> fields, PropertyMap? like = null) =>
        Signature(fields) is null ? ReadMap(fields, like) : throw _trail.Error("is a special value, but must be an object of properties.");

    /// <param name="value">An encoded Value. Of several kinds, the last counts.</param>
    /// <param name="like">A value that is probably the same. What is the same is taken from it, which saves memory.</param>
    public PropertyValue ReadValue(ReadOnlySpan<byte> value, PropertyValue? like = null)
    {
        var result = PropertyValue.Null;
        var reader = new WireReader(value);
        while (reader.Next())
        {
            result = (reader.Field, reader.Type) switch
            {
                (WireFields.Null, WireType.Varint) => PropertyValue.Null,
                (WireFields.Number, WireType.Fixed64) => ReadNumber(reader.Bits, like as PropertyNumber),
                (WireFields.String, WireType.Length) => ReadString(reader.Content, like as PropertyString),
                (WireFields.Bool, WireType.Varint) => reader.Bits != 0,
                (WireFields.Struct, WireType.Length) => ReadObject(reader.Content, like as PropertyMap),
                (WireFields.List, WireType.Length) => ReadArray(reader.Content, like as PropertyArray),
                _ => result,
            };
        }

        return result;
    }

    private static PropertyNumber ReadNumber(ulong bits, PropertyNumber? like) =>
        BitConverter.UInt64BitsToDouble(bits) is var number && like?.Value.Equals(number) == true ? like : new(number);

    private static PropertyValue ReadString(ReadOnlySpan<byte> utf8, PropertyString? like)
    {
        if (like is not null && like.Value.Length == utf8.Length && Ascii.Equals(utf8, like.Value))
        {
            return like;
        }

        var text = Utf8.GetString(utf8);
        return PropertySignatures.IsUnknown(text) ? PropertyValue.Unknown : text;
    }

    private PropertyArray ReadArray(ReadOnlySpan<byte> list, PropertyArray? like)
    {
        var values = new PropertyValue[Count(list)];
        var reader = new WireReader(list);
        for (var index = 0; NextMessage(ref reader, WireFields.Items); index++)
        {
            _trail.Enter(index);
            values[index] = ReadValue(reader.Content, index < like?.Count ? like[index] : null);
            _trail.Leave();
        }

        return PropertyArray.Of(values).OrSame(like);
    }

    private PropertyMap ReadMap(ReadOnlySpan<byte> fields, PropertyMap? like)
    {
        var entries = new KeyValuePair<string, PropertyValue>[Count(fields)];
        var reader = new WireReader(fields);
        for (var index = 0; NextMessage(ref reader, WireFields.Items); index++)
        {
            ReadEntry(reader.Content, out var utf8, out var content);
            var key = ReadKey(utf8);
            _trail.Enter(key);
            entries[index] = KeyValuePair.Create(key, ReadValue(content, like?.GetValueOrDefault(key)));
            _trail.Leave();
        }

        return PropertyMap.Of(entries).OrSame(like);
    }

    private string ReadKey(ReadOnlySpan<byte> utf8)
    {
        foreach (var known in CollectionsMarshal.AsSpan(_keys))
        {
            if (known.Length == utf8.Length && Ascii.Equals(utf8, known))
            {
                return known;
            }
        }

        var key = Utf8.GetString(utf8);
        if (_keys.Count < MaxKeys)
        {
            _keys.Add(key);
        }

        return key;
    }

    private PropertyValue ReadObject(ReadOnlySpan<byte> fields, PropertyMap? like) =>
        Signature(fields) switch
        {
            null => ReadMap(fields, like),
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

    // Most objects are ordinary, which a search of their bytes shows faster than reading their keys.
    private string? Signature(ReadOnlySpan<byte> fields) =>
        fields.IndexOf(SignatureKey) < 0 ? null : FindString(fields, PropertySignatures.Key);

    /// <summary>A member of a special value.</summary>
    private PropertyValue? Find(ReadOnlySpan<byte> fields, string name)
    {
        if (!TryFind(fields, name, out var member))
        {
            return null;
        }

        _trail.EnterInner();
        var value = ReadValue(member);
        _trail.LeaveInner();
        return value;
    }

    private string? FindString(ReadOnlySpan<byte> fields, string name)
    {
        if (!TryFind(fields, name, out var member))
        {
            return null;
        }

        // Only the kind is of interest of a value that is no string; reading it would be as deep as it is.
        var result = default(string);
        var isString = name != PropertySignatures.Key;
        var reader = new WireReader(member);
        while (reader.Next())
        {
            switch (reader.Field, reader.Type)
            {
                case (WireFields.String, WireType.Length):
                    (result, isString) = (Utf8.GetString(reader.Content), true);
                    break;
                case (WireFields.Null, WireType.Varint):
                    (result, isString) = (null, name != PropertySignatures.Key);
                    break;
                case (WireFields.Number or WireFields.Bool or WireFields.Struct or WireFields.List, _):
                    (result, isString) = (null, false);
                    break;
            }
        }

        return isString ? result : throw _trail.Error($"is a special value whose '{name}' is not a string.");
    }

    private string ReadDependency(PropertyValue urn) =>
        urn is PropertyString text ? text.Value : throw _trail.Error("is an output with a dependency that is not a URN.");

    // SDKs may send the ID as an output.
    private string? ReadId(ReadOnlySpan<byte> fields) =>
        Find(fields, "id")?.WithoutOutputs().Unsecret() switch
        {
            null or PropertyNull => null,
            PropertyString id => id.Value,
            PropertyUnknown => "",
            _ => throw _trail.Error("is a resource reference whose ID is not a string."),
        };

    private PropertyMap? ReadAssets(ReadOnlySpan<byte> fields)
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

    private static bool TryFind(ReadOnlySpan<byte> fields, string key, out ReadOnlySpan<byte> value)
    {
        value = default;
        var found = false;
        var reader = new WireReader(fields);
        while (NextMessage(ref reader, WireFields.Items))
        {
            ReadEntry(reader.Content, out var candidate, out var content);
            if (candidate.Length == key.Length && Ascii.Equals(candidate, key))
            {
                found = true;
                value = content;
            }
        }

        return found;
    }

    private static void ReadEntry(ReadOnlySpan<byte> entry, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        key = value = default;
        var reader = new WireReader(entry);
        while (reader.Next())
        {
            switch (reader.Field, reader.Type)
            {
                case (WireFields.Key, WireType.Length):
                    key = reader.Content;
                    break;
                case (WireFields.Value, WireType.Length):
                    value = reader.Content;
                    break;
            }
        }
    }

    private static int Count(ReadOnlySpan<byte> items)
    {
        var count = 0;
        var reader = new WireReader(items);
        while (NextMessage(ref reader, WireFields.Items))
        {
            count++;
        }

        return count;
    }

    private static bool NextMessage(ref WireReader reader, int field)
    {
        while (reader.Next())
        {
            if (reader.Field == field && reader.Type == WireType.Length)
            {
                return true;
            }
        }

        return false;
    }
}
