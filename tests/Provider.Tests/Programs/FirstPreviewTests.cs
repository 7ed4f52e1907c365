namespace ZeroTrust.Provider.Tests.Programs;

/// <summary>Warnings about the program as a whole in the first preview, which knows no ID.</summary>
[Parallelizable(ParallelScope.Children)]
internal sealed class FirstPreviewTests
{
    private static IEnumerable<TestCaseData> Found()
    {
        yield return Case(
            "the lists of components",
            """
            staff:
              type: zerotrust:ManagedProfile
              properties: {name: Staff, match: 'os.name == "mac"', precedence: 10, splitTunnel: {routes: [{address: 192.168.0.0/16}]}}
            guests:
              type: zerotrust:ManagedProfile
              properties: {name: Guests, match: 'os.name == "ios"', precedence: 20, splitTunnel: {routes: [{address: 10.0.0.0/8}]}}
            hq:
              type: zerotrust:TunnelRoute
              properties: {network: 10.1.0.0/16, tunnelId: 7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c01}
            """,
            "(ZT182)",
            "SplitTunnel (guests)",
            "keeps devices of DeviceProfile 'guests' from 10.1.0.0/16 (TunnelRoute 'hq')"
        );
        yield return Case(
            "a component without a list",
            """
            staff:
              type: zerotrust:ManagedProfile
              properties: {name: Staff, match: 'os.name == "mac"', precedence: 10}
            hq:
              type: zerotrust:TunnelRoute
              properties: {network: 10.1.0.0/16, tunnelId: 7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c01}
            """,
            "(ZT180)",
            "TunnelRoute (hq)",
            "'10.0.0.0/8' is excluded in Cloudflare's default list of DeviceProfile 'staff'"
        );
        yield return Case(
            "the resolver of a component",
            """
            staff:
              type: zerotrust:ManagedProfile
              properties:
                name: Staff
                match: 'os.name == "mac"'
                precedence: 10
                splitTunnel: {routes: [{address: 10.1.0.53/32}]}
                fallbackDomains: {domains: [{suffix: corp.example, dnsServers: [10.1.0.53]}]}
            hq:
              type: zerotrust:TunnelRoute
              properties: {network: 10.1.0.0/16, tunnelId: 7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c01}
            """,
            "(ZT129)",
            "FallbackDomains (staff)",
            "but '10.1.0.53/32' is excluded in SplitTunnel 'staff'"
        );
        yield return Case(
            "the routes of a site",
            """
            site:
              type: zerotrust:ConnectorSite
              properties: {networks: ["2001:db8::/32"], newProfile: {team: acme, precedence: 5, tunnelProtocol: wireguard}}
            """,
            "(ZT186)",
            "DeviceProfile (site)",
            "TunnelRoute 'site-2001-db8---32' leads to the IPv6 network 2001:db8::/32, which needs MASQUE"
        );
        yield return Case(
            "inline lists",
            """
            staff:
              type: zerotrust:DeviceProfile
              properties: {name: Staff, match: 'os.name == "mac"', precedence: 10, splitTunnel: {mode: exclude, routes: [{address: 192.168.0.0/16}]}}
            guests:
              type: zerotrust:DeviceProfile
              properties: {name: Guests, match: 'os.name == "ios"', precedence: 20, splitTunnel: {mode: exclude, routes: [{address: 10.0.0.0/8}]}}
            hq:
              type: zerotrust:TunnelRoute
              properties: {network: 10.1.0.0/16, tunnelId: 7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c01}
            """,
            "(ZT182)",
            "DeviceProfile (guests)",
            "keeps devices of DeviceProfile 'guests' from 10.1.0.0/16 (TunnelRoute 'hq')"
        );
        yield return Case(
            "the list of the default profile",
            """
            staff:
              type: zerotrust:DeviceProfile
              properties: {name: Staff, match: 'os.name == "mac"', precedence: 10, splitTunnel: {mode: exclude, routes: [{address: 192.168.0.0/16}]}}
            everybody:
              type: zerotrust:SplitTunnel
              properties: {routes: [], includeDefaults: true}
            hq:
              type: zerotrust:TunnelRoute
              properties: {network: 10.1.0.0/16, tunnelId: 7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c01}
            """,
            "(ZT182)",
            "SplitTunnel (everybody)",
            "keeps devices of the default profile from 10.1.0.0/16 (TunnelRoute 'hq')"
        );
        yield return Case(
            "lists whose profiles are not known yet",
            """
            staff:
              type: zerotrust:DeviceProfile
              properties: {name: Staff, match: 'os.name == "mac"', precedence: 10}
            list:
              type: zerotrust:SplitTunnel
              properties: {profileId: "${staff.policyId}", routes: [{address: 10.1.0.0/16}]}
            hq:
              type: zerotrust:TunnelRoute
              properties: {network: 10.1.0.0/16, tunnelId: 7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c01}
            """,
            "(ZT180)",
            "TunnelRoute (hq)",
            "no device reaches 10.1.0.0/16 through the tunnel: '10.1.0.0/16' is excluded in SplitTunnel 'list'. Let"
        );
        yield return Case(
            "lists of unknown profiles that keep devices apart",
            """
            staff:
              type: zerotrust:DeviceProfile
              properties: {name: Staff, match: 'os.name == "mac"', precedence: 10}
            list:
              type: zerotrust:SplitTunnel
              properties: {profileId: "${staff.policyId}", routes: [{address: 100.64.0.0/10}]}
            branch:
              type: zerotrust:WarpConnectorTunnel
              properties: {name: branch}
            """,
            "(ZT184)",
            "SplitTunnel (list)",
            "devices of the list's profile cannot reach other devices and connectors"
        );
    }

    private static IEnumerable<TestCaseData> Silent()
    {
        yield return Case(
            "fallback domains are not known yet",
            """
            lab:
              type: zerotrust:VirtualNetwork
              properties: {name: lab}
            staff:
              type: zerotrust:DeviceProfile
              properties:
                name: Staff
                match: 'os.name == "mac"'
                precedence: 10
                splitTunnel: {mode: exclude, routes: [{address: 192.168.0.0/16}]}
                fallbackDomains: [{suffix: "${lab.virtualNetworkId}.example"}]
            wiki:
              type: zerotrust:HostnameRoute
              properties: {hostname: wiki.corp, tunnelId: 7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c01}
            """,
            "(ZT183)"
        );
        yield return Case(
            "the virtual network that devices are in is not known yet",
            """
            lab:
              type: zerotrust:VirtualNetwork
              properties: {name: lab}
            staff:
              type: zerotrust:DeviceProfile
              properties:
                name: Staff
                match: 'os.name == "mac"'
                precedence: 10
                virtualNetworks: {default: "${lab.virtualNetworkId}", allowed: ["${lab.virtualNetworkId}"]}
                splitTunnel: {mode: exclude, routes: [{address: 192.168.0.0/16}]}
                fallbackDomains: [{suffix: corp.example, dnsServers: [10.1.0.53]}]
            hq:
              type: zerotrust:TunnelRoute
              properties: {network: 10.1.0.0/16, tunnelId: 7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c01, virtualNetworkId: f1c2a8d4-3b5e-4c6f-9a7b-8c9d0e1f2a3b}
            """,
            "(ZT191)"
        );
    }

    [TestCaseSource(nameof(Found))]
    public async Task A_finding_is_made_at_once(string program, string code, string at, string expected)
    {
        var found = (await MessagesAsync(program)).Single(message => message.Text.Contains(code, StringComparison.Ordinal));

        Assert.That(found.At, Is.EqualTo(at));
        Assert.That(found.Text, Does.Contain(expected));
    }

    [TestCaseSource(nameof(Silent))]
    public async Task There_is_no_finding_while(string program, string code) =>
        Assert.That((await MessagesAsync(program)).Select(message => message.Text), Has.None.Contains(code));

    // Below the resource that they are about.
    private static async Task<IReadOnlyList<(string At, string Text)>> MessagesAsync(string program)
    {
        await using var stack = await ProgramStack.OpenAsync();

        var result = await stack.PreviewAsync(YamlProgram.Parse(program).Single());

        Assert.That(result.Succeeded, stack.Output);
        var messages = new List<(string, string)>();
        var at = "";
        foreach (var line in stack.Output.Split('\n').SkipWhile(line => line != "Diagnostics:"))
        {
            if (line.StartsWith("  zerotrust:index:", StringComparison.Ordinal))
            {
                at = line["  zerotrust:index:".Length..].TrimEnd(':');
            }
            else
            {
                messages.Add((at, line));
            }
        }

        return messages;
    }

    private static TestCaseData Case(string name, params string[] args) => new TestCaseData([.. args]).SetArgDisplayNames(name);
}
