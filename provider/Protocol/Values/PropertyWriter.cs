namespace ZeroTrust.Protocol.Values;

/// <summary>Encodes property values as google.protobuf.Struct and Value. What is read first is written last.</summary>
internal sealed class PropertyWriter
{
    private readonly PropertyTrail _trail = new();
    private readonly WireWriter _wire = new();

    /// <summary>Everything written.</summary>
    public byte[] ToArray() => _wire.ToArray();

    /// <summary>Writes the content of a Struct.</summary>
    public void WriteProperties(PropertyMap properties)
    {
        for (var index = properties.Count - 1; index >= 0; index--)
        {
            var (key, value) = properties.Entry(index);
            if (key == PropertySignatures.Key)
            {
                throw _trail.Error($"has the key '{key}', which is reserved; rename it.");
            }

            CheckString(key);
            _trail.Enter(key);
            WriteEntry(key, value);
            _trail.Leave();
        }
    }

    /// <summary>Writes the content of a Value.</summary>
    public void WriteValue(PropertyValue value)
    {
        var before = _wire.Length;
        switch (value)
        {
            case PropertyNull:
                _wire.WriteVarint(WireFields.Null, 0);
                break;
            case PropertyBool { Value: var truth }:
                _wire.WriteVarint(WireFields.Bool, truth ? 1u : 0u);
                break;
            case PropertyNumber { Value: var number }:
                _wire.WriteDouble(
                    WireFields.Number,
                    double.IsFinite(number) ? number : throw _trail.Error("is not a finite number; state cannot hold it.")
                );
                break;
            case PropertyString { Value: var text }:
                CheckString(text);
                _wire.WriteString(
                    WireFields.String,
                    PropertySignatures.IsUnknown(text)
                        ? throw _trail.Error("is the string that Pulumi reserves for unknown values; use another one.")
                        : text
                );
                break;
            case PropertyUnknown:
                _wire.WriteString(WireFields.String, PropertySignatures.Unknown);
                break;
            case PropertyArray items:
                for (var index = items.Count - 1; index >= 0; index--)
                {
                    _trail.Enter(index);
                    var item = _wire.Length;
                    WriteValue(items[index]);
                    _wire.EndMessage(WireFields.Items, item);
                    _trail.Leave();
                }

                _wire.EndMessage(WireFields.List, before);
                break;
            case PropertyMap map:
                WriteProperties(map);
                _wire.EndMessage(WireFields.Struct, before);
                break;
            default:
                WriteSpecial(value);
                _wire.EndMessage(WireFields.Struct, before);
                break;
        }
    }

    private void WriteSpecial(PropertyValue value)
    {
        switch (value)
        {
            case PropertySecret secret:
                WriteSpecial(PropertySignatures.Secret, ("value", secret.Inner));
                break;
            case PropertyOutput output:
                WriteSpecial(
                    PropertySignatures.Output,
                    ("value", output.Value),
                    ("secret", output.IsSecret ? true : null),
                    ("dependencies", output.Dependencies.IsEmpty ? null : new PropertyArray(output.Dependencies.Select(Text)!))
                );
                break;
            case PropertyResource resource:
                WriteSpecial(
                    PropertySignatures.Resource,
                    ("urn", resource.Urn),
                    ("id", Text(resource.Id)),
                    ("packageVersion", Text(resource.PackageVersion)),
                    ("name", Text(resource.Name)),
                    ("type", Text(resource.Type))
                );
                break;
            case PropertyAsset asset:
                WriteSpecial(
                    PropertySignatures.Asset,
                    ("hash", Text(asset.Hash)),
                    ("text", Text(asset.Text)),
                    ("path", Text(asset.Path)),
                    ("uri", Text(asset.Uri))
                );
                break;
            case PropertyArchive archive:
                WriteSpecial(
                    PropertySignatures.Archive,
                    ("hash", Text(archive.Hash)),
                    ("assets", archive.Assets),
                    ("path", Text(archive.Path)),
                    ("uri", Text(archive.Uri))
                );
                break;
            case PropertyBytes { Value: var bytes }:
                WriteSpecial(PropertySignatures.Bytes, ("value", Convert.ToBase64String(bytes.Span)));
                break;
            default:
                throw _trail.Error($"is a {value.GetType().Name}, which cannot be written.");
        }
    }

    // Absent members are omitted, because the engine rejects null as a value of the wrong type.
    private void WriteSpecial(string signature, params ReadOnlySpan<(string Name, PropertyValue? Value)> members)
    {
        for (var index = members.Length - 1; index >= 0; index--)
        {
            if (members[index] is (var name, { } value))
            {
                _trail.EnterInner();
                WriteEntry(name, value);
                _trail.LeaveInner();
            }
        }

        WriteEntry(PropertySignatures.Key, signature);
    }

    private void WriteEntry(string key, PropertyValue value)
    {
        var entry = _wire.Length;
        WriteValue(value);
        _wire.EndMessage(WireFields.Value, entry);
        _wire.WriteString(WireFields.Key, key);
        _wire.EndMessage(WireFields.Items, entry);
    }

    private static PropertyString? Text(string? text) => text is null ? null : new PropertyString(text);

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
