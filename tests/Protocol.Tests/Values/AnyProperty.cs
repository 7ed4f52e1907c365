using FsCheck;
using FsCheck.Fluent;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Protocol.Tests.Values;

/// <summary>Arbitrary property values and paths, with strings that are likely to cause errors.</summary>
internal static class AnyProperty
{
    private static readonly Gen<string> Text = Few(
            Gen.Elements("a", "B", "é", "😀", "\0", "\n", "\"", ".", "[", "]", "\\", "*", " ", "0", "value")
        )
        .Select(string.Concat);

    private static readonly Gen<string?> MaybeText = Text.OrNull()!;

    private static readonly Gen<PropertyValue> Scalar = Gen.OneOf(
        Gen.Constant(PropertyValue.Null),
        Gen.Constant(PropertyValue.Unknown),
        Gen.Elements<PropertyValue>(true, false),
        ArbMap.Default.GeneratorFor<NormalFloat>().Select(number => (PropertyValue)number.Get),
        Text.Select(text => (PropertyValue)text),
        ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => (PropertyValue)new PropertyBytes(bytes)),
        Asset(),
        from urn in Text
        from id in MaybeText
        from version in MaybeText
        from name in MaybeText
        from type in MaybeText
        select (PropertyValue)
            new PropertyResource(urn)
            {
                Id = id,
                PackageVersion = version,
                Name = name,
                Type = type,
            }
    );

    public static Arbitrary<PropertyMap> Maps { get; } = Gen.Choose(0, 3).SelectMany(depth => Map(Value(depth))).ToArbitrary();

    /// <summary>Excludes keys that need quotes and end in a backslash, which the grammar cannot express.</summary>
    public static Arbitrary<PropertyPath> Paths { get; } =
        Few(
                Gen.OneOf(
                    Text.Where(key => !key.EndsWith('\\')).Select(key => (PathSegment)key),
                    Gen.Choose(0, int.MaxValue).Select(index => (PathSegment)index)
                )
            )
            .Select(segments => new PropertyPath(segments))
            .ToArbitrary();

    private static Gen<T[]> Few<T>(Gen<T> item) => Gen.Choose(0, 3).SelectMany(count => item.ArrayOf(count));

    private static Gen<PropertyValue> Value(int depth) =>
        depth == 0
            ? Scalar
            : Gen.OneOf(
                Scalar,
                Few(Value(depth - 1)).Select(items => (PropertyValue)new PropertyArray(items)),
                Map(Value(depth - 1)).Select(map => (PropertyValue)map),
                Value(depth - 1).Select(value => (PropertyValue)new PropertySecret(value)),
                Archive(depth),
                from value in Value(depth - 1).OrNull()
                from isSecret in Gen.Elements(true, false)
                from urns in Few(Text)
                select (PropertyValue)
                    new PropertyOutput
                    {
                        Value = value,
                        IsSecret = isSecret,
                        Dependencies = [.. urns],
                    }
            );

    private static Gen<PropertyMap> Map(Gen<PropertyValue> value) =>
        Few(Text.Zip(value)).Select(entries => new PropertyMap(entries.Select(entry => KeyValuePair.Create(entry.Item1, entry.Item2))));

    private static Gen<PropertyValue> Asset() =>
        from hash in MaybeText
        from text in MaybeText
        from path in MaybeText
        from uri in MaybeText
        select (PropertyValue)
            new PropertyAsset
            {
                Hash = hash,
                Text = text,
                Path = path,
                Uri = uri,
            };

    private static Gen<PropertyValue> Archive(int depth) =>
        from hash in MaybeText
        from path in MaybeText
        from assets in Map(depth == 1 ? Asset() : Gen.OneOf(Asset(), Archive(depth - 1))).OrNull()
        select (PropertyValue)
            new PropertyArchive
            {
                Hash = hash,
                Path = path,
                Assets = assets,
            };
}
