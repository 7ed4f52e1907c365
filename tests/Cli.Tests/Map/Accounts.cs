using ZeroTrust.Network;
using ZeroTrust.Syntax;

namespace ZeroTrust.Cli.Tests.Map;

/// <summary>Deterministic accounts of any size.</summary>
internal static class Accounts
{
    private static readonly string[] Teams = ["Staff", "Contractors", "Finance", "Engineering", "Support", "Board"];

    public static NetworkModel Of(int profiles, int connectors) =>
        NetworkBuilder.Build([
            .. Enumerable.Range(0, profiles).SelectMany(Profile),
            .. Enumerable.Range(0, connectors).SelectMany(Connector),
        ]);

    private static IEnumerable<NetworkPart> Profile(int index)
    {
        var name = $"{Teams[index % Teams.Length]}{(index < Teams.Length ? "" : $" {index / Teams.Length}")}";
        yield return new ProfilePart(new($"profile-{index}", $"DeviceProfile '{name}'"))
        {
            Id = $"p{index}",
            Name = name,
            Precedence = (index + 1) * 10,
            Match = $"any(identity.groups.name[*] in {{\"{name}\"}})",
            Enabled = index % 7 != 5,
            Mode = index % 11 == 9 ? "1dot1" : "warp",
        };
        var (mode, entries) = (index % 3) switch
        {
            0 => (SplitTunnelMode.Include, new[] { "10.0.0.0/14", "100.96.0.0/12" }),
            1 => (SplitTunnelMode.Exclude, ["192.168.0.0/16", "10.2.0.0/16"]),
            _ => (SplitTunnelMode.Exclude, ["192.168.20.0/24"]),
        };
        yield return new SplitTunnelPart(
            new($"tunnel-{index}", $"SplitTunnel '{name}'"),
            $"p{index}",
            mode,
            [.. entries.Select(entry => new SplitTunnelEntry(entry, null, ""))]
        )
        {
            Path = "routes",
        };
        yield return new FallbackDomainsPart(
            new($"domains-{index}", $"FallbackDomains '{name}'"),
            $"p{index}",
            [new("corp.example.com", [IpPrefix.Parse("10.1.0.53").Network], "")]
        )
        {
            Path = "domains",
        };
    }

    private static IEnumerable<NetworkPart> Connector(int index)
    {
        var name = index switch
        {
            0 => "berlin-office",
            1 => "lisbon-office",
            2 => "aws-eu-central-1",
            _ => $"site-{index}",
        };
        yield return new ConnectorPart(
            new($"connector-{index}", $"WarpConnectorTunnel '{name}'"),
            $"c{index}",
            name,
            IsMesh: true,
            IsHighlyAvailable: index == 0
        );
        yield return new RoutePart(
            new($"route-{index}", $"TunnelRoute '{name}'"),
            IpPrefix.Parse($"10.{index * 2}.0.0/15"),
            $"c{index}",
            ""
        );
    }
}
