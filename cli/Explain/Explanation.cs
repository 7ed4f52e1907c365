using System.Globalization;
using System.Text.Json.Nodes;
using ZeroTrust.Matching;
using ZeroTrust.Network;
using ZeroTrust.Syntax;

namespace ZeroTrust.Cli.Explain;

/// <summary>Explains which profile a device gets and why, and how its traffic and DNS queries are routed.</summary>
internal static class Explanation
{
    /// <summary>Everything about a device.</summary>
    /// <param name="targets">Addresses and names.</param>
    public static IEnumerable<string> Lines(NetworkModel model, DeviceContext device, IReadOnlyList<string> targets)
    {
        var choice = model.Choose(device);
        yield return choice.Profile is { } only
            ? $"The device gets {Title(only)}."
            : $"The device gets one of these, in this order: {string.Join(", ", choice.Candidates.Select(Title))}.";
        foreach (var step in choice.Steps)
        {
            yield return $"  {Mark(step.Matches)} {Title(step.Profile)}: {Reason(step)}";
        }

        foreach (var profile in choice.Candidates)
        {
            yield return "";
            yield return choice.Candidates.Count == 1 ? "Settings" : $"With {Title(profile)}";
            foreach (var (name, value) in profile.Settings.Settings.Value.OrderBy(setting => setting.Key, StringComparer.Ordinal))
            {
                yield return $"  {name}: {value}";
            }

            foreach (var target in targets)
            {
                yield return "";
                yield return target;
                foreach (
                    var line in IpAddress.TryParse(target, out var address) ? Packet(model, profile, address) : Name(model, profile, target)
                )
                {
                    yield return $"  {line}";
                }
            }
        }
    }

    /// <summary>A section of problems of the network as a whole; nothing if there are none.</summary>
    public static IEnumerable<string> ProblemLines(IReadOnlyList<string> problems) =>
        problems.Count == 0 ? [] : ["", "Problems", .. problems.Select(problem => $"  {problem}")];

    /// <summary>The same as data.</summary>
    public static JsonObject Json(NetworkModel model, DeviceContext device, IReadOnlyList<string> targets, IReadOnlyList<string> problems)
    {
        var choice = model.Choose(device);
        return new()
        {
            ["profile"] = choice.Profile?.Name,
            ["candidates"] = Array(choice.Candidates.Select(profile => (JsonNode)profile.Name)),
            ["steps"] = Array(
                choice.Steps.Select(step =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["profile"] = step.Profile.Name,
                            ["precedence"] = step.Profile.Settings.Precedence,
                            ["matches"] = step.Matches,
                            ["deciding"] = Array((step.Why?.Deciding ?? []).Select(test => (JsonNode)test.Condition.ToString())),
                        }
                )
            ),
            ["profiles"] = Array(
                choice.Candidates.Select(profile =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["name"] = profile.Name,
                            ["settings"] = new JsonObject(
                                profile
                                    .Settings.Settings.Value.OrderBy(setting => setting.Key, StringComparer.Ordinal)
                                    .Select(setting => KeyValuePair.Create(setting.Key, (JsonNode?)setting.Value))
                            ),
                            ["targets"] = Array(targets.Select(target => (JsonNode)Target(model, profile, target))),
                        }
                )
            ),
            ["problems"] = Array(problems.Select(problem => (JsonNode)problem)),
        };
    }

    /// <summary>What decides, or would decide: <c>os.name == "mac" (it is "windows")</c>.</summary>
    public static string Deciding(MatchExplanation why) =>
        string.Join(
            why.IsMatch is null ? ", " : " and ",
            why.Deciding.Select(test =>
                test.Actual switch
                {
                    null => test.Condition.ToString(),
                    [] => $"{test.Condition} (there is none)",
                    [""] => $"{test.Condition} (it is empty)",
                    var actual => $"{test.Condition} (it is {string.Join(", ", actual.Select(value => $"\"{value}\""))})",
                }
            )
        );

    public static string Title(Profile profile) =>
        profile.Settings switch
        {
            { IsDefault: true } => "the default profile",
            { Precedence: { } precedence } => string.Create(CultureInfo.InvariantCulture, $"{Called(profile)} (precedence {precedence})"),
            _ => Called(profile),
        };

    // Without a known name, the resource's description, which has quotes.
    private static string Called(Profile profile) => profile.Settings.Name is { } name ? $"'{name}'" : profile.Name;

    /// <summary>What resolves a name, in the terms of <c>zt test</c>: <c>gateway</c>, <c>device</c>, or addresses.</summary>
    public static string ResolverOf(NamePath path) =>
        path.Resolver switch
        {
            Resolver.Gateway => "gateway",
            Resolver.Device => "device",
            Resolver.Servers => string.Join(", ", path.Servers.Select(server => server.Address)),
            _ => "unknown",
        };

    public static string Way(bool? inTunnel) =>
        inTunnel switch
        {
            true => "through the tunnel",
            false => "outside the tunnel",
            null => "unknown",
        };

    private static JsonObject Target(NetworkModel model, Profile profile, string target)
    {
        if (IpAddress.TryParse(target, out var address))
        {
            var path = model.Trace(profile, address);
            return new()
            {
                ["to"] = target,
                ["inTunnel"] = path.Decision.InTunnel,
                ["entry"] = path.Decision.Entry?.ToString().Trim('\''),
                ["list"] = profile.SplitTunnel?.Origin.Label,
                ["virtualNetwork"] = path.VirtualNetwork?.Name,
                ["route"] = path.Route?.Network.ToString(),
                ["connector"] = path.Route?.Connector?.Name,
            };
        }

        var name = model.Trace(profile, target);
        return new()
        {
            ["to"] = target,
            ["resolver"] = ResolverOf(name),
            ["fallbackDomain"] = name.Fallback?.Suffix,
            ["servers"] = Array(
                name.Servers.Select(server =>
                    (JsonNode)new JsonObject { ["address"] = server.Address.ToString(), ["inTunnel"] = server.Decision.InTunnel }
                )
            ),
            ["inTunnel"] = name.InTunnel,
            ["entry"] = name.Entry?.ToString().Trim('\''),
            ["connector"] = name.Route?.Connector?.Name,
        };
    }

    private static IEnumerable<string> Packet(NetworkModel model, Profile profile, IpAddress address)
    {
        var path = model.Trace(profile, address);
        yield return $"{Way(path.Decision.InTunnel)}: {Because(profile, path.Decision)}";
        if (path.Decision.InTunnel is false)
        {
            yield break;
        }

        var network = path.VirtualNetwork is { } known ? $"in the virtual network '{known.Name}'" : "in an unknown virtual network";
        yield return path.Route is { } route
            ? $"route {route.Network} ({route}) {network}, through {route.Connector?.ToString() ?? "a tunnel that is not declared here"}"
        : path.IsMesh ? "to the address of another device or connector"
        : $"no route {network}: Cloudflare routes it to the internet";
    }

    private static IEnumerable<string> Name(NetworkModel model, Profile profile, string name)
    {
        var path = model.Trace(profile, name);
        yield return path.Resolver switch
        {
            Resolver.Gateway => "resolved by Gateway",
            Resolver.Servers => $"resolved by {ResolverOf(path)}, since '{path.Fallback!.Suffix}' is a fallback domain",
            Resolver.Device when path.Fallback is { } fallback =>
                $"resolved by the device's own resolver, since '{fallback.Suffix}' is a fallback domain without servers",
            Resolver.Device => $"resolved by the device's own resolver, since mode '{profile.Settings.Mode}' does not manage DNS",
            _ => "resolver unknown: the fallback domains are not declared here",
        };
        foreach (var server in path.Servers)
        {
            yield return $"  {server.Address} {Way(server.Decision.InTunnel)}: {Because(profile, server.Decision)}"
                + (server.Decision.InTunnel is true && server.Route is { } route ? $"; route {route.Network} ({route})" : "");
        }

        yield return path.Entry is { } entry
            ? $"packets {Way(path.InTunnel)}: {profile.SplitTunnel!.Origin} {(path.InTunnel is true ? "includes" : "excludes")} {entry}"
        : path.Route is { } host
            ? $"packets {Way(path.InTunnel)}: {host.Origin} leads to it, "
                + $"through {host.Connector?.ToString() ?? "a tunnel that is not declared here"}"
        : path.InTunnel is { } way ? $"packets {Way(way)}"
        : "routed like the address it resolves to";
    }

    private static string Because(Profile profile, TunnelDecision decision) =>
        decision.Reason switch
        {
            TunnelReason.Direct => "the client connects directly",
            TunnelReason.Excluded => $"{decision.Entry} is excluded in {Owner(profile)}",
            TunnelReason.NotExcluded => $"no entry of {Owner(profile)} excludes it{Unless(decision)}",
            TunnelReason.Included => $"{decision.Entry} is included in {Owner(profile)}",
            TunnelReason.NotIncluded => $"no entry of {Owner(profile)} includes it{Unless(decision)}",
            TunnelReason.NoTunnel => $"mode '{profile.Settings.Mode}' has no tunnel",
            _ => "the split tunnel is not declared here",
        };

    private static string Owner(Profile profile) =>
        profile.SplitTunnel is { IsStock: true } ? "Cloudflare's own list" : profile.SplitTunnel!.Origin.Label;

    private static string Unless(TunnelDecision decision) =>
        decision.Hosts is { Count: > 0 } hosts
            ? $", unless {Sentence.List(hosts)} {(hosts.Count == 1 ? "resolves" : "resolve")} to it"
            : "";

    private static string Mark(bool? matches) =>
        matches switch
        {
            true => "+",
            false => "-",
            null => "?",
        };

    private static string Reason(ProfileStep step) =>
        step switch
        {
            { Profile.Settings.IsDefault: true } => "no other profile matches",
            { Profile.Settings.Enabled: false } => "disabled",
            { Why: null } => "its match expression is unknown",
            { Matches: true } => $"matches: {Deciding(step.Why)}",
            { Matches: false } => $"does not match: {Deciding(step.Why)}",
            _ => $"undetermined: depends on {Deciding(step.Why)}",
        };

    private static JsonArray Array(IEnumerable<JsonNode> items) => new([.. items]);
}
