using ZeroTrust.Matching;
using ZeroTrust.Provider.FallbackDomains;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Networks;
using ZeroTrust.Provider.SplitTunnels;
using ZeroTrust.Texts;

namespace ZeroTrust.Provider.Profiles;

/// <summary>Topics of the facts about device profiles.</summary>
internal static class FactTopics
{
    /// <summary>One profile: its mode and its lists.</summary>
    public static string Profile(string account, string profile) => $"profile {account}/{profile}";

    /// <summary>DNS servers that fallback domains of an account name.</summary>
    public static string Resolvers(string account) => $"resolvers {account}";

    /// <summary>Networks that tunnels of an account lead to.</summary>
    public static string Routed(string account) => $"routed {account}";

    /// <summary>Addresses that the clients of an account reach on their own.</summary>
    public static string ClientAddresses(string account) => $"client addresses {account}";

    /// <summary>Split tunnels of an account.</summary>
    public static string SplitTunnels(string account) => $"split tunnels {account}";

    /// <summary>Hostnames that tunnels of an account lead to.</summary>
    public static string Hostnames(string account) => $"hostnames {account}";

    /// <summary>Managed networks of an account.</summary>
    public static string Networks(string account) => $"networks {account}";
}

/// <summary>The mode of a profile's client.</summary>
internal sealed record ServiceModeFact(string Account, string Profile, string Mode) : ProgramFact(FactTopics.Profile(Account, Profile))
{
    public override IEnumerable<Problem> Check(string urn, ProgramFacts program) =>
        from told in program.About<SplitTunnelFact>(FactTopics.Profile(Account, Profile))
        where Mode == DeviceProfileRules.TrafficOnly && told.Urn != urn
        from entry in told.Fact.Entries
        where !string.IsNullOrEmpty(entry.Route.Host)
        select new Problem(
            Problems.HostWithoutDns, "serviceModeV2.mode",
            $"'{Mode}' leaves DNS alone, but {told.By} routes the host '{entry.Route.Host}' for this profile; "
            + "use an address there, or another mode.");
}

/// <summary>Devices of the profile are at a managed network: what is private may be near them.</summary>
internal sealed record AtNetworkFact(string Account, string Profile) : ProgramFact(FactTopics.Profile(Account, Profile));

/// <summary>A profile's split tunnel, or routes of it.</summary>
/// <param name="Whole">Whether these are all its routes.</param>
/// <param name="Path">The property that has the routes; for problems of the list as a whole.</param>
internal sealed record SplitTunnelFact(
    string Account, string Profile, string Mode, bool Whole, string Path, IReadOnlyList<(string Path, SplitTunnelEntry Route)> Entries)
    : ProgramFact(FactTopics.Profile(Account, Profile), FactTopics.SplitTunnels(Account))
{
    public override IEnumerable<Problem> Check(string urn, ProgramFacts program) =>
        Hosts(urn, program)
            .Concat(ProfileLimit.Check(urn, program, Account, Profile, Path))
            .Concat(Resolvers.Check(program, Account, Profile, Path))
            .Concat(program.About<ClientAddressFact>(FactTopics.ClientAddresses(Account))
                .SelectMany(told => told.Fact.In(new(urn, this), told.By)))
            .Concat(program.About<RoutedHostnameFact>(FactTopics.Hostnames(Account))
                .SelectMany(told => RoutedHostnames.Check(told, new Told<SplitTunnelFact>(urn, this))));

    private IEnumerable<Problem> Hosts(string urn, ProgramFacts program) =>
        from told in program.About<ServiceModeFact>(FactTopics.Profile(Account, Profile))
        where told.Fact.Mode == DeviceProfileRules.TrafficOnly && told.Urn != urn
        from entry in Entries
        where !string.IsNullOrEmpty(entry.Route.Host)
        select new Problem(
            Problems.HostWithoutDns,
            entry.Path,
            $"cannot be used with mode '{told.Fact.Mode}' of {told.By}, which leaves DNS alone; use an address.");
}

/// <summary>A profile's fallback domains, or some of them.</summary>
/// <param name="Path">The property that has them.</param>
internal sealed record FallbackDomainsFact(string Account, string Profile, string Path, IReadOnlyList<FallbackDomainEntry> Domains)
    : ProgramFact(FactTopics.Profile(Account, Profile), FactTopics.Resolvers(Account))
{
    public override IEnumerable<Problem> Check(string urn, ProgramFacts program) =>
        ProfileLimit.Check(urn, program, Account, Profile, Path)
            .Concat(Resolvers.Check(program, Account, Profile, Path))
            .Concat(program.About<RoutedHostnameFact>(FactTopics.Hostnames(Account))
                .SelectMany(told => RoutedHostnames.Check(told, new Told<FallbackDomainsFact>(urn, this))));
}

/// <summary>A private network that a tunnel leads to, in the virtual network that devices use by default.</summary>
internal sealed record RoutedNetworkFact(string Account, IpPrefix Network) : ProgramFact(FactTopics.Routed(Account))
{
    // Other networks have been looked at before.
    public override IEnumerable<Problem> Check(string urn, ProgramFacts program) => program
        .About<FallbackDomainsFact>(FactTopics.Resolvers(Account))
        .Select(told => told.Fact.Profile)
        .Distinct(StringComparer.Ordinal)
        .SelectMany(profile => Resolvers.Check(program, Account, profile, "network", [new(urn, this)]));
}

/// <summary>An address that the client of every device reaches on its own, outside of the tunnel.</summary>
/// <param name="Use">What it is, to complete "… of ManagedNetwork 'x'".</param>
internal sealed record ClientAddressFact(string Account, IpAddress Address, string Path, string Use)
    : ProgramFact(FactTopics.ClientAddresses(Account))
{
    public override IEnumerable<Problem> Check(string urn, ProgramFacts program) => program
        .About<SplitTunnelFact>(FactTopics.SplitTunnels(Account))
        .SelectMany(told => In(told, UrnText.Describe(urn)))
        .Select(problem => problem with { Path = Path });

    /// <summary>Routes of an include list that the client drops for this address.</summary>
    /// <param name="by">Who has told the address.</param>
    public IEnumerable<Problem> In(Told<SplitTunnelFact> list, string by) =>
        from entry in list.Fact.Mode == SplitTunnelRules.Include ? list.Fact.Entries : []
        where IpPrefix.TryParse(entry.Route.Address, out var prefix) && prefix.Contains(Address)
        select new Problem(
            Problems.ClientAddress, entry.Path,
            $"{list.By} includes '{entry.Route.Address}', which contains {Address}, {Use} of {by}. The client reaches that address itself, "
            + "and drops the whole route: write the prefixes around the address; the function subtractCidrs computes them.");
}

/// <summary>A managed network, whether its name is known or not.</summary>
internal sealed record ManagedNetworkFact(string Account) : ProgramFact(FactTopics.Networks(Account));

/// <summary>The name of a managed network.</summary>
internal sealed record NetworkNameFact(string Account, string Name) : ProgramFact(FactTopics.Networks(Account));

/// <summary>Managed networks that a match expression names.</summary>
internal sealed record NamedNetworksFact(string Account, IReadOnlyList<string> Names) : ProgramFact(FactTopics.Networks(Account))
{
    // A program that declares none has them managed elsewhere; one whose name is not known yet may be the one that is meant. A run for some targets sees only
    // those, which the provider cannot know: so the message is about the run.
    public override IEnumerable<Problem> CheckAtEnd(ProgramFacts program)
    {
        var topic = FactTopics.Networks(Account);
        var declared = program.About<NetworkNameFact>(topic)
            .Select(told => told.Fact.Name)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToArray();
        var isKnown = program.About<ManagedNetworkFact>(topic).Count() == program.About<NetworkNameFact>(topic).Count();
        return declared.Length == 0 || !isKnown
            ? []
            : Names.Except(declared, StringComparer.Ordinal).Select(name => new Problem(
                Problems.UnknownNetwork, "match", $"names the managed network '{name}', which no ManagedNetwork of this run declares; " + (
                    Suggestion.For(name, declared) is { } meant
                        ? $"did you mean '{meant}'?"
                        : $"it declares {string.Join(", ", declared.Select(one => $"'{one}'"))}.")));
    }
}

/// <summary>Facts that several resources tell in the same way.</summary>
internal static class ProfileFacts
{
    private const string Splits = "splitTunnel";
    private const string Fallbacks = "fallbackDomains";

    /// <summary>What a profile tells; before it exists, its URN is its identity.</summary>
    public static IEnumerable<ProgramFact> OfProfile(ProfileWithLists args, string account, string profile)
    {
        if (args.ServiceModeV2 is { } mode)
        {
            yield return new ServiceModeFact(account, profile, mode.Mode) { Involves = ["serviceModeV2"] };
        }

        if (args.SplitTunnel is { } tunnel)
        {
            const string Routes = $"{Splits}.routes";
            yield return new SplitTunnelFact(account, profile, tunnel.Mode, Whole: true, Routes, Entries(tunnel.Routes, Routes)) { Involves = [Splits] };
        }

        if (args.FallbackDomains is { } domains)
        {
            yield return new FallbackDomainsFact(account, profile, Fallbacks, domains) { Involves = [Fallbacks] };
        }
    }

    /// <summary>What a match expression tells about its profile.</summary>
    public static IEnumerable<ProgramFact> OfMatch(string? match, string account, string profile)
    {
        if (!string.IsNullOrEmpty(match)
            && MatchParser.Parse(match).Expression is { } expression
            && MatchReferences.NetworkNames(expression) is { Count: > 0 } names)
        {
            yield return new AtNetworkFact(account, profile);
            yield return new NamedNetworksFact(account, names) { Involves = ["match"] };
        }
    }

    public static IReadOnlyList<(string Path, SplitTunnelEntry Route)> Entries(IReadOnlyList<SplitTunnelEntry> routes, string path) =>
        [.. routes.Select((route, index) => ($"{path}[{index}].{(string.IsNullOrEmpty(route.Host) ? "address" : "host")}", route))];
}

/// <summary>How many entries a profile's lists hold together.</summary>
internal static class ProfileLimit
{
    /// <summary>Documented by Cloudflare.</summary>
    public const int Entries = 1000;

    /// <summary>A profile whose lists are declared in several resources. Within one, the resource itself checks it.</summary>
    public static IEnumerable<Problem> Check(string urn, ProgramFacts program, string account, string profile, string path)
    {
        var topic = FactTopics.Profile(account, profile);
        var counts = program.About<SplitTunnelFact>(topic).Select(told => (told.Urn, told.By, told.Fact.Entries.Count))
            .Concat(program.About<FallbackDomainsFact>(topic).Select(told => (told.Urn, told.By, told.Fact.Domains.Count)))
            .OrderByDescending(entry => entry.Count)
            .ToArray();
        var total = counts.Sum(entry => entry.Count);
        if (total > Entries && counts.Where(entry => entry.Urn != urn).Select(entry => entry.By).FirstOrDefault() is { } other)
        {
            yield return new(
                InputProblems.WrongCount, path, $"together with {other} the profile's lists have {total:N0} entries; a profile holds at most {Entries:N0}.");
        }
    }
}

/// <summary>
/// DNS servers of fallback domains that are behind a tunnel while the split tunnel keeps them out of it. Devices ask these servers
/// themselves, and the split tunnel decides which way: a server that no tunnel of the program leads to may be near the devices, and one
/// that is public is reached either way.
/// </summary>
internal static class Resolvers
{
    public static IEnumerable<Problem> Check(ProgramFacts program, string account, string profile, string path) =>
        Check(program, account, profile, path, [.. program.About<RoutedNetworkFact>(FactTopics.Routed(account))]);

    /// <param name="networks">Those that tunnels lead to.</param>
    public static IEnumerable<Problem> Check(
        ProgramFacts program, string account, string profile, string path, IReadOnlyList<Told<RoutedNetworkFact>> networks)
    {
        var topic = FactTopics.Profile(account, profile);
        var tunnels = program.About<SplitTunnelFact>(topic).ToArray();
        if (tunnels.Length == 0 || networks.Count == 0 || program.About<AtNetworkFact>(topic).Any())
        {
            yield break;
        }

        foreach (var domain in program.About<FallbackDomainsFact>(topic).SelectMany(told => told.Fact.Domains))
        {
            foreach (var server in domain.DnsServers ?? [])
            {
                if (IpAddress.TryParse(server, out var address)
                    && networks.FirstOrDefault(told => told.Fact.Network.Contains(address)) is { Fact: { } network } behind
                    && Outside(tunnels, address) is { } reason)
                {
                    yield return new(
                        Problems.ResolverOutside, path,
                        $"{behind.By} leads to the DNS server {server} of '{domain.Suffix}' through {network.Network}, but {reason}, "
                        + "so devices ask outside of the tunnel.");
                }
            }
        }
    }

    // Why an address is kept out of the tunnel; null when it is not, or nobody knows.
    private static string? Outside(IEnumerable<Told<SplitTunnelFact>> tunnels, IpAddress address)
    {
        foreach (var told in tunnels)
        {
            var around = told.Fact.Entries
                .FirstOrDefault(entry => IpPrefix.TryParse(entry.Route.Address, out var prefix) && prefix.Contains(address))
                .Route;
            if (told.Fact.Mode != SplitTunnelRules.Include && around is not null)
            {
                return $"{told.By} excludes '{around.Address}'";
            }

            if (told.Fact is { Mode: SplitTunnelRules.Include, Whole: true } && around is null)
            {
                return $"{told.By} does not include it";
            }
        }

        return null;
    }
}
