using FsCheck;
using FsCheck.Fluent;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Tests.Syntax;

/// <summary>Generators of prefixes.</summary>
internal static class Prefixes
{
    public static readonly Gen<IpPrefix> Any =
        from bits in ArbMap.Default.GeneratorFor<ulong>().Two()
        from isV6 in Gen.Elements(true, false)
        from length in Gen.Choose(0, isV6 ? 128 : 32)
        select IpPrefix.Of(new(isV6, isV6 ? new UInt128(bits.Item1, bits.Item2) : (uint)bits.Item1), length);

    /// <summary>Prefixes within 256 adjacent addresses of either family, so that they often overlap.</summary>
    public static readonly Gen<IpPrefix> Near =
        from host in Gen.Choose(0, 255)
        from isV6 in Gen.Elements(true, false)
        from length in Gen.Choose(0, 8)
        select IpPrefix.Of(Address(isV6, host), (isV6 ? 120 : 24) + length);

    public static readonly Gen<(IpPrefix A, IpPrefix B, IpPrefix C)> Three = Near.Three()
        .Select(three => (three.Item1, three.Item2, three.Item3));

    public static readonly Gen<IpPrefix[]> Lists = from count in Gen.Choose(0, 12) from prefixes in Near.ArrayOf(count) select prefixes;

    /// <summary>All addresses that prefixes of <see cref="Near"/> can contain.</summary>
    public static readonly IReadOnlyList<IpAddress> Neighbours =
    [
        .. from isV6 in (bool[])[true, false] from host in Enumerable.Range(0, 256) select Address(isV6, host),
    ];

    private static IpAddress Address(bool isV6, int host)
    {
        _ = IpAddress.TryParse(isV6 ? "2001:db8::" : "10.0.0.0", out var network);
        return network with { Bits = network.Bits + (uint)host };
    }
}
