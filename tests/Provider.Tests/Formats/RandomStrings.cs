using FsCheck;
using FsCheck.Fluent;
using ZeroTrust.Provider.Tests.Matching;

namespace ZeroTrust.Provider.Tests.Formats;

/// <summary>Generators of strings: valid for a format, nearly valid, and arbitrary.</summary>
internal static class RandomStrings
{
    private static readonly Gen<string> Anything = ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "");

    public static Gen<string> Of(StringFormat format) => Gen.Frequency((6, Valid(format)), (2, Mangled(Valid(format))), (1, Anything));

    private static Gen<string> Valid(StringFormat format) =>
        format switch
        {
            StringFormat.Cidr => from address in Address from length in Gen.Choose(0, 130) select $"{address}/{length}",
            StringFormat.IpAddress => Address,
            StringFormat.Host => from wildcard in Gen.Elements("", "", "*.") from name in Name select wildcard + name,
            StringFormat.Suffix => Name,
            StringFormat.Uuid => Uuid,
            StringFormat.CloudflareId => Hex(32),
            StringFormat.ProfileId => from account in Hex(32)
            from id in Gen.OneOf(Uuid, Gen.Constant("default"))
            from form in Gen.Choose(0, 2)
            select Id(account, id, form),
            StringFormat.Name => Gen.Elements("Staff", " Staff ", "日本", "👩‍🚀"),
            StringFormat.TunnelId or StringFormat.VirtualNetworkId or StringFormat.RouteId => from account in Hex(32)
            from id in Uuid
            from form in Gen.Choose(0, 1)
            select Id(account, id, form),
            StringFormat.Endpoint => from address in Address from port in Port select Bracketed(address) + port,
            StringFormat.HostPort => from host in Gen.OneOf(Address.Select(Bracketed), Name) from port in Port select host + port,
            StringFormat.HttpsUrl => from scheme in Gen.Elements("https://", "HTTPS://", "http://")
            from address in Address
            from port in Gen.OneOf(Gen.Constant(""), Gen.Constant(":443"), Port)
            from path in Gen.Elements("", "/", "/Disconnect", "?x=1", "/a/b?c#d")
            select scheme + Bracketed(address) + port + path,
            StringFormat.Sha256 => Hex(64),
            StringFormat.Duration => from parts in Gen.NonEmptyListOf(
                from number in Gen.Choose(0, 5000)
                from fraction in Gen.Elements("", ".", ".5", ".025")
                from unit in Gen.Elements("h", "m", "s", "ms", "us", "µs", "ns")
                select $"{number}{fraction}{unit}"
            )
            select string.Concat(parts),
            StringFormat.TunnelSecret => from bytes in Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(32)
            select Convert.ToBase64String(bytes),
            StringFormat.Match => Expressions.Any.Select(expression => expression.ToString()),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
        };

    private static Gen<string> Address =>
        Gen.OneOf(
            Gen.Choose(0, 255).ArrayOf(4).Select(octets => string.Join('.', octets)),
            Ipv6,
            Gen.Elements("::", "::1", "2001:DB8::", "::ffff:192.0.2.1", "64:ff9b::192.0.2.33")
        );

    private static Gen<string> Ipv6 =>
        from groups in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(0, 0xffff))).ArrayOf(8)
        from form in Gen.Elements("x", "X4")
        select string.Join(':', groups.Select(value => value.ToString(form, null)));

    private static Gen<string> Name =>
        from labels in Gen.NonEmptyListOf(Gen.Elements("corp", "Example", "a-b", "_x", "bücher", "xn--bcher-kva", "1", "日本"))
        from dot in Gen.Elements("", ".")
        select string.Join('.', labels.Take(6)) + dot;

    private static Gen<string> Uuid => Hex(32).Select(hex => $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}");

    private static Gen<string> Port => Gen.Choose(0, 66_000).Select(port => $":{port}");

    private static Gen<string> Hex(int length) =>
        Gen.Elements("0123456789abcdefABCDEF".ToCharArray()).ArrayOf(length).Select(digits => new string(digits));

    // Adds, removes or replaces one character.
    private static Gen<string> Mangled(Gen<string> texts) =>
        from text in texts
        from at in Gen.Choose(0, text.Length)
        from removed in Gen.Choose(0, Math.Min(1, text.Length - at))
        from added in Gen.Elements("", " ", "\n", ".", "*", "0", "\"", "/", ":", "ß", "\0", "\ud800")
        select text.Remove(at, removed).Insert(at, added);

    private static string Id(string account, string id, int form) =>
        form switch
        {
            0 => id,
            1 => $"{account}/{id}",
            _ => account,
        };

    private static string Bracketed(string address) => address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;
}
