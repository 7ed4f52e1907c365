using Google.Protobuf.WellKnownTypes;

namespace ZeroTrust.Protocol.Values;

/// <summary>Converts property values to protobuf values.</summary>
internal sealed class PropertyWriter
{
    private readonly PropertyTrail _trail = new();

    public Struct WriteProperties(PropertyMap properties)
    {
        var written = new Struct();
        foreach (var (key, value) in properties)
        {
            if (key == PropertySignatures.Key)
            {
                throw _trail.Error($"has the key '{key}', which is reserved; rename it.");
            }

            CheckString(key);
            written.Fields.Add(key, _trail.At(key, value, WriteValue));
        }

        return written;
    }

    public Value WriteValue(PropertyValue value) =>
        value switch
        {
            PropertyNull => Value.ForNull(),
            PropertyBool { Value: var truth } => Value.ForBool(truth),
            PropertyNumber { Value: var number } when double.IsFinite(number) => Value.ForNumber(number),
            PropertyNumber => throw _trail.Error("is not a finite number; state cannot hold it."),
            PropertyString { Value: var text } => WriteString(text),
            PropertyArray items => Value.ForList([.. items.Select((item, index) => _trail.At(index, item, WriteValue))]),
            PropertyMap map => Value.ForStruct(WriteProperties(map)),
            PropertyUnknown => Value.ForString(PropertySignatures.Unknown),
            PropertySecret secret => Special(PropertySignatures.Secret, ("value", secret.Inner)),
            PropertyOutput output => Special(
                PropertySignatures.Output,
                ("value", output.Value),
                ("secret", output.IsSecret ? true : null),
                ("dependencies", output.Dependencies.IsEmpty ? null : new PropertyArray(output.Dependencies.Select(Text)!))
            ),
            PropertyResource resource => Special(
                PropertySignatures.Resource,
                ("urn", resource.Urn),
                ("id", Text(resource.Id)),
                ("packageVersion", Text(resource.PackageVersion)),
                ("name", Text(resource.Name)),
                ("type", Text(resource.Type))
            ),
            PropertyAsset asset => Special(
                PropertySignatures.Asset,
                ("hash", Text(asset.Hash)),
                ("text", Text(asset.Text)),
                ("path", Text(asset.Path)),
                ("uri", Text(asset.Uri))
            ),
            PropertyArchive archive => Special(
                PropertySignatures.Archive,
                ("hash", Text(archive.Hash)),
                ("assets", archive.Assets),
                ("path", Text(archive.Path)),
                ("uri", Text(archive.Uri))
            ),
            PropertyBytes { Value: var bytes } => Special(PropertySignatures.Bytes, ("value", Convert.ToBase64String(bytes.Span))),
            _ => throw _trail.Error($"is a {value.GetType().Name}, which cannot be written."),
        };

    private static PropertyString? Text(string? text) => text is null ? null : new PropertyString(text);

    // Absent members are omitted, because the engine rejects null as a value of the wrong type.
    private Value Special(string signature, params ReadOnlySpan<(string Name, PropertyValue? Value)> members)
    {
        var written = new Struct { Fields = { [PropertySignatures.Key] = Value.ForString(signature) } };
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                written.Fields.Add(name, _trail.Inside(value, WriteValue));
            }
        }

        return Value.ForStruct(written);
    }

    private Value WriteString(string text)
    {
        CheckString(text);
        return PropertySignatures.IsUnknown(text)
            ? throw _trail.Error("is the string that Pulumi reserves for unknown values; use another one.")
            : Value.ForString(text);
    }

    // Protobuf silently replaces half a surrogate pair.
    private void CheckString(string text)
    {
        for (var i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF'); i >= 0 && i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                throw _trail.Error("contains half a surrogate pair, which is not valid Unicode.");
            }
        }
    }
}
