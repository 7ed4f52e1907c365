using System.Globalization;
using System.Text;
using ZeroTrust.Network.Checks;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>docs/guides/network-checks.md: runs each check with a program that triggers it and one that does not.</summary>
internal sealed class NetworkGuideTests
{
    private const string Introduction = """
        # Preview sees the network

        When a program has run, the provider looks at it as a whole: which profile a device gets, what its split tunnel lets through, where the
        routes lead, and who resolves a name. Each finding is reported once, at the resource named below, in `preview` and in `up`.

        A list that the program does not declare is assumed to be Cloudflare's default, with the 16 routes that new profiles exclude. Checks of
        whether a network can be reached skip profiles that apply at managed networks only (`network == "…"`), whose devices may reach it
        without the tunnel. Unknown and secret values are skipped as well.

        In the first preview, the id of a new profile is unknown. Lists in a profile or in a component, and those of the default profile, are
        checked all the same, and so is what holds for every list of the program. Other findings that depend on which list belongs to which
        profile are reported once the id is known. `zt impact`, `zt explain` and `zt test` always know it, because they read the references in
        `pulumi preview --json`.

        A run with `--target` shows the provider only some of the resources, so it may report what the others prevent.

        ## Switching off a warning

        To switch off a warning that does not apply to you, name its code and the reason, for the stack or for the resources of one name:

        ```sh
        pulumi config set --path 'zerotrust:ignoreProblems[0]' 'ZT182 guests: guests must not reach the office'
        ```

        `zt explain`, `zt test` and `zt impact` leave it out as well. An entry that has no reason, an unknown code or the code of an error is
        refused; if no resource has the name, a note says so.

        In C#, for an explicit provider:

        ```csharp
        var provider = new Provider("zerotrust", new() { IgnoreProblems = { "ZT182 guests: guests must not reach the office" } });
        ```

        The programs below are Pulumi YAML; other languages write the same properties. Tests run each of them.

        """;

    private static readonly PropertyMap Staff = Profile("Staff", 10, "any(identity.groups.name[*] in {\"staff\"})");
    private static readonly PropertyMap Connector = PropertyMap.Of(("name", "hq"));

    private static IReadOnlyList<Case> Cases { get; } =
    [
        new(
            Problems.RouteShutOut,
            "The route exists, but the split tunnel keeps its traffic out of the tunnel. This is the most frequent mistake of all.",
            [("staff", "DeviceProfile", Staff), ("hq", "TunnelRoute", Route("10.1.0.0/16"))],
            [
                ("staff", "DeviceProfile", Staff.With("splitTunnel", List("exclude", "192.168.0.0/16", "172.16.0.0/12"))),
                ("hq", "TunnelRoute", Route("10.1.0.0/16")),
            ]
        ),
        new(
            Problems.RoutePartlyShutOut,
            "Devices reach the rest of the network, but not this part.",
            [
                ("staff", "DeviceProfile", Staff.With("splitTunnel", List("exclude", "10.1.9.0/24"))),
                ("hq", "TunnelRoute", Route("10.1.0.0/16")),
            ],
            [
                ("staff", "DeviceProfile", Staff.With("splitTunnel", List("exclude", "10.9.0.0/16"))),
                ("hq", "TunnelRoute", Route("10.1.0.0/16")),
            ]
        ),
        new(
            Problems.RoutesShutOutByOne,
            "All other profiles let the route's traffic through, and one does not.",
            [
                ("staff", "DeviceProfile", Staff.With("splitTunnel", List("exclude", "192.168.0.0/16"))),
                (
                    "guests",
                    "DeviceProfile",
                    Profile("Guests", 20, "any(identity.groups.name[*] in {\"guests\"})").With("splitTunnel", List("exclude", "10.0.0.0/8"))
                ),
                ("hq", "TunnelRoute", Route("10.1.0.0/16")),
            ],
            [
                ("staff", "DeviceProfile", Staff.With("splitTunnel", List("exclude", "192.168.0.0/16"))),
                (
                    "guests",
                    "DeviceProfile",
                    Profile("Guests", 20, "any(identity.groups.name[*] in {\"guests\"})")
                        .With("splitTunnel", List("exclude", "172.16.0.0/12"))
                ),
                ("hq", "TunnelRoute", Route("10.1.0.0/16")),
            ]
        ),
        new(
            Problems.RoutesPartlyShutOutByOne,
            "All other profiles let all of a route through, and one cuts off a part.",
            [
                ("staff", "DeviceProfile", Staff.With("splitTunnel", List("exclude", "192.168.0.0/16"))),
                (
                    "guests",
                    "DeviceProfile",
                    Profile("Guests", 20, "any(identity.groups.name[*] in {\"guests\"})")
                        .With("splitTunnel", List("exclude", "10.1.9.0/24"))
                ),
                ("hq", "TunnelRoute", Route("10.1.0.0/16")),
            ],
            [
                ("staff", "DeviceProfile", Staff.With("splitTunnel", List("exclude", "192.168.0.0/16"))),
                (
                    "guests",
                    "DeviceProfile",
                    Profile("Guests", 20, "any(identity.groups.name[*] in {\"guests\"})")
                        .With("splitTunnel", List("exclude", "10.9.0.0/16"))
                ),
                ("hq", "TunnelRoute", Route("10.1.0.0/16")),
            ]
        ),
        new(
            Problems.HostShutOut,
            "Gateway resolves the host of a hostname route to an address in 100.80.0.0/16. Devices must ask Gateway, and that range and\n"
                + "100.96.0.0/12, where devices and connectors are, must go through the tunnel. If a fallback domain covers the host, "
                + "devices ask\n"
                + "another server.",
            [
                (
                    "staff",
                    "DeviceProfile",
                    Staff
                        .With("splitTunnel", List("exclude", "192.168.0.0/16"))
                        .With("fallbackDomains", Domains(Sample.Domain("corp.example.com", "198.51.100.53")))
                ),
                (
                    "default",
                    "DefaultDeviceProfile",
                    Everybody.With("fallbackDomains", Domains(Sample.Domain("corp.example.com", "198.51.100.53")))
                ),
                ("wiki", "HostnameRoute", Host),
            ],
            [
                (
                    "staff",
                    "DeviceProfile",
                    Staff
                        .With("splitTunnel", List("exclude", "192.168.0.0/16"))
                        .With("fallbackDomains", Domains(Sample.Domain("lab.example.com", "198.51.100.53")))
                ),
                (
                    "default",
                    "DefaultDeviceProfile",
                    Everybody.With("fallbackDomains", Domains(Sample.Domain("corp.example.com", "198.51.100.53")))
                ),
                ("wiki", "HostnameRoute", Host),
            ]
        ),
        new(
            Problems.MeshShutOut,
            "Devices and connectors have addresses in a range that Cloudflare's default list excludes. If the account uses another range,\n"
                + "configure it: `pulumi config set --path 'zerotrust:meshRanges[0]' 10.200.0.0/16`, or `ZEROTRUST_MESH_RANGES` in the\n"
                + "environment; `zt` finds it in the state of the stack.",
            [("staff", "DeviceProfile", Staff), ("hq", "WarpConnectorTunnel", Connector)],
            [
                ("staff", "DeviceProfile", Staff.With("splitTunnel", List("exclude", "192.168.0.0/16", "100.64.0.0/11"))),
                ("hq", "WarpConnectorTunnel", Connector),
            ]
        ),
        new(
            Problems.NoEffect,
            "The client ignores the setting or the list, because another setting rules it out.",
            [("staff", "DeviceProfile", Staff.With("excludeOfficeIps", true).With("splitTunnel", List("include", "10.1.0.0/16")))],
            [("staff", "DeviceProfile", Staff.With("splitTunnel", List("include", "10.1.0.0/16")))]
        ),
        new(
            Problems.ConnectorProtocol,
            "IPv6 routes, hostname routes and high availability need MASQUE on the connector's hosts.",
            [
                ("hosts", "DeviceProfile", Hosts.With("tunnelProtocol", "wireguard")),
                ("hq", "WarpConnectorTunnel", Connector.With("ha", true)),
            ],
            [("hosts", "DeviceProfile", Hosts.With("tunnelProtocol", "masque")), ("hq", "WarpConnectorTunnel", Connector.With("ha", true))]
        ),
        new(
            Problems.ConnectorMode,
            "Hosts of connectors need traffic and DNS mode.",
            [
                ("hosts", "DeviceProfile", Hosts.With("serviceModeV2", PropertyMap.Of(("mode", "warp_tunnel_only")))),
                ("hq", "WarpConnectorTunnel", Connector),
            ],
            [
                ("hosts", "DeviceProfile", Hosts.With("serviceModeV2", PropertyMap.Of(("mode", "warp")))),
                ("hq", "WarpConnectorTunnel", Connector),
            ]
        ),
        new(
            Problems.NeverApplies,
            "The first profile that matches applies, so one that matches fewer devices has to come before one that matches more.",
            [
                ("windows", "DeviceProfile", Profile("Windows", 10, "os.name == \"windows\"")),
                ("desktops", "DeviceProfile", Profile("Old Windows", 20, "os.name in {\"windows\"} and os.version == \"10.0.0\"")),
            ],
            [
                ("desktops", "DeviceProfile", Profile("Old Windows", 10, "os.name in {\"windows\"} and os.version == \"10.0.0\"")),
                ("windows", "DeviceProfile", Profile("Windows", 20, "os.name == \"windows\"")),
            ]
        ),
        new(
            Problems.MixedAndOr,
            "Readers group such an expression differently; Cloudflare evaluates `and` first.",
            [("staff", "DeviceProfile", Staff.With("match", "os.name == \"mac\" or os.name == \"ios\" and network == \"HQ\""))],
            [("staff", "DeviceProfile", Staff.With("match", "os.name == \"mac\" or (os.name == \"ios\" and network == \"HQ\")"))]
        ),
        new(
            Problems.NoResolver,
            "The device's own resolver resolves a fallback domain without servers, unless `disableAutoFallback` is set.",
            [
                (
                    "staff",
                    "DeviceProfile",
                    Staff.With("disableAutoFallback", true).With("fallbackDomains", Domains(Sample.Domain("corp.example.com")))
                ),
            ],
            [
                (
                    "staff",
                    "DeviceProfile",
                    Staff
                        .With("disableAutoFallback", true)
                        .With("fallbackDomains", Domains(Sample.Domain("corp.example.com", "198.51.100.53")))
                ),
            ]
        ),
        new(
            Problems.ResolverOutside,
            "Devices query the servers of fallback domains themselves, and the split tunnel decides how they get there.",
            [
                (
                    "staff",
                    "DeviceProfile",
                    Staff
                        .With("splitTunnel", List("exclude", "10.1.0.53/32"))
                        .With("fallbackDomains", Domains(Sample.Domain("corp.example.com", "10.1.0.53")))
                ),
                ("hq", "TunnelRoute", Route("10.1.0.0/16")),
            ],
            [
                (
                    "staff",
                    "DeviceProfile",
                    Staff
                        .With("splitTunnel", List("exclude", "192.168.0.0/16"))
                        .With("fallbackDomains", Domains(Sample.Domain("corp.example.com", "10.1.0.53")))
                ),
                ("hq", "TunnelRoute", Route("10.1.0.0/16")),
            ]
        ),
        new(
            Problems.ResolverInOtherNetwork,
            "A route in a virtual network serves only devices in that network.",
            [
                ("lab", "VirtualNetwork", PropertyMap.Of(("name", "lab"))),
                (
                    "staff",
                    "DeviceProfile",
                    Staff
                        .With("splitTunnel", List("exclude", "192.168.0.0/16"))
                        .With("fallbackDomains", Domains(Sample.Domain("corp.example.com", "10.1.0.53")))
                ),
                ("hq", "TunnelRoute", Route("10.1.0.0/16").With("virtualNetworkId", "${lab.virtualNetworkId}")),
            ],
            [
                (
                    "staff",
                    "DeviceProfile",
                    Staff
                        .With("splitTunnel", List("exclude", "192.168.0.0/16"))
                        .With("fallbackDomains", Domains(Sample.Domain("corp.example.com", "10.1.0.53")))
                ),
                ("hq", "TunnelRoute", Route("10.1.0.0/16")),
            ]
        ),
        new(
            Problems.ClientAddress,
            "The client reaches the endpoint of a managed network itself, and drops an include route that contains it.",
            [
                ("office", "ManagedNetwork", Network("HQ")),
                ("staff", "DeviceProfile", Staff.With("splitTunnel", List("include", "10.0.0.0/24"))),
            ],
            [
                ("office", "ManagedNetwork", Network("HQ")),
                ("staff", "DeviceProfile", Staff.With("splitTunnel", List("include", "10.0.0.128/25"))),
            ]
        ),
        new(
            Problems.UnknownNetwork,
            "Managed networks are matched by name.",
            [("office", "ManagedNetwork", Network("HQ")), ("staff", "DeviceProfile", Staff.With("match", "network == \"Hq\""))],
            [("office", "ManagedNetwork", Network("HQ")), ("staff", "DeviceProfile", Staff.With("match", "network == \"HQ\""))]
        ),
    ];

    private static IEnumerable<string> Codes => Cases.Select(check => check.Kind.Code);

    private static PropertyMap Hosts =>
        Profile("Connector hosts", 5, "identity.email == \"warp_connector@team.cloudflareaccess.com\"")
            .With("splitTunnel", List("exclude", "192.168.0.0/16"));

    private static PropertyMap Everybody => PropertyMap.Of(("splitTunnel", List("exclude", "192.168.0.0/16")));

    private static PropertyMap Host => PropertyMap.Of(("hostname", "wiki.corp.example.com"), ("tunnelId", Known.TunnelId));

    [Test]
    public void The_guide_has_every_check()
    {
        var codes = Problems.All.Select(kind => kind.Code).Where(code => code[..4] is "ZT18" or "ZT19");
        var findings = Enum.GetValues<FindingKind>().Select(kind => ProgramNetwork.KindOf(kind).Code);

        // A program with a thousand entries is too long for an example.
        Assert.That(Cases.Select(check => check.Kind.Code).Append(Problems.ListsTooLong.Code), Is.SupersetOf(codes.Union(findings)));
    }

    [Test]
    public async Task The_guide_shows_each_checks_findings_for_a_program_and_its_corrected_version()
    {
        var guide = new StringBuilder(Introduction);
        foreach (var check in Cases)
        {
            var code = check.Kind.Code;
            var reported = await RunAsync(check.Wrong, code);
            Assert.That(reported, Is.Not.Empty, $"{code} is not reported");
            Assert.That(await RunAsync(check.Right, code), Is.Empty, $"{code} is reported for the corrected program");
            guide.Append(
                CultureInfo.InvariantCulture,
                $"\n## {code}: {check.Kind.Title}\n\n{check.Why}\n\n```yaml\n{Yaml(check.Wrong)}```\n\n"
            );
            foreach (var message in reported)
            {
                guide.Append(Quote(message));
            }

            guide.Append(CultureInfo.InvariantCulture, $"\nCorrected:\n\n```yaml\n{Yaml(check.Right)}```\n");
        }

        var path = RepositoryFiles.PathTo("docs", "guides", "network-checks.md");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(path, guide.ToString());
        }

        Assert.That(
            File.Exists(path) ? await File.ReadAllTextAsync(path) : "",
            Is.EqualTo(guide.ToString()),
            "If the change is wanted, run: UPDATE_GOLDEN=1 dotnet test tests/Provider.Tests"
        );
    }

    [TestCaseSource(nameof(Codes))]
    public async Task Each_finding_is_reported_once_at_the_same_resource_in_every_order(string code)
    {
        var check = Cases.Single(check => check.Kind.Code == code);
        await using var host = await ProviderHost.StartAsync();
        var stored = new List<(Stored Resource, PropertyMap Program)>();
        var outputs = new Dictionary<string, PropertyMap>();
        foreach (var (name, type, program) in check.Wrong)
        {
            var resolved = Resolved(program, outputs);
            stored.Add((await host.CreateAsync(type, resolved, name), resolved));
            outputs[name] = stored[^1].Resource.Outputs;
        }

        var expected = await FindingsAsync(one => InTurnAsync(stored, one));
        Assert.That(expected, Is.Not.Empty.And.Unique);
        foreach (var order in Permutations(stored))
        {
            Assert.That(await FindingsAsync(one => InTurnAsync(order, one)), Is.EqualTo(expected), "one by one");
            Assert.That(await FindingsAsync(one => Task.WhenAll(order.Select(one))), Is.EqualTo(expected), "all at once");
        }

        async Task<string[]> FindingsAsync(Func<Func<(Stored Resource, PropertyMap Program), Task>, Task> run)
        {
            await host.ConfigureAsync();
            var before = host.Log.Count;
            await run(one => host.DiffAsync(one.Resource, one.Program));
            await host.Client.CancelAsync(new());
            return [.. Findings(host, code, before).Order(StringComparer.Ordinal)];
        }

        static async Task InTurnAsync<T>(IEnumerable<T> all, Func<T, Task> run)
        {
            foreach (var one in all)
            {
                await run(one);
            }
        }
    }

    // The findings of the check with that code, and their places.
    private static async Task<string[]> RunAsync((string Name, string Type, PropertyMap Program)[] resources, string code)
    {
        await using var host = await ProviderHost.StartAsync();
        var outputs = new Dictionary<string, PropertyMap>();
        foreach (var (name, type, program) in resources)
        {
            outputs[name] = (await host.CreateAsync(type, Resolved(program, outputs), name)).Outputs;
        }

        await host.Client.CancelAsync(new());
        return Findings(host, code);
    }

    private static string[] Findings(ProviderHost host, string code, int after = 0) =>
        [
            .. host
                .Log.Skip(after)
                .Where(message => message.Message.EndsWith($"({code})", StringComparison.Ordinal))
                .Select(message => $"{UrnText.Describe(message.Urn)}: {message.Message}"),
        ];

    private static IEnumerable<IReadOnlyList<T>> Permutations<T>(IReadOnlyList<T> items) =>
        items.Count == 0
            ?
            [
                [],
            ]
            : items
                .Index()
                .SelectMany(first =>
                    Permutations([.. items.Where((_, index) => index != first.Index)])
                        .Select(rest => (IReadOnlyList<T>)[first.Item, .. rest])
                );

    // A message may end in the expression that it is about, with marks under it.
    private static string Quote(string message) =>
        message.Split('\n', 2) is [var sentence, var expression]
            ? $"> {sentence}\n>\n> ```text\n> {expression.Replace("\n", "\n> ", StringComparison.Ordinal)}\n> ```\n"
            : $"> {message}\n";

    // In these programs, only whole values are references.
    private static PropertyMap Resolved(PropertyMap program, Dictionary<string, PropertyMap> outputs) =>
        new(
            program.Select(entry =>
                entry.Value is PropertyString { Value: ['$', '{', .. var reference, '}'] } && reference.Split('.') is [var name, var output]
                    ? KeyValuePair.Create(entry.Key, outputs[name][output])
                    : entry
            )
        );

    private static string Yaml((string Name, string Type, PropertyMap Program)[] resources)
    {
        var text = new StringBuilder("resources:\n");
        foreach (var (name, type, program) in resources)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {name}:\n    type: zerotrust:{type}\n    properties:\n");
            Write(text, program, "      ");
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, PropertyMap map, string indent)
    {
        foreach (var (key, value) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            switch (value)
            {
                case PropertyMap nested:
                    text.Append(CultureInfo.InvariantCulture, $"{indent}{key}:\n");
                    Write(text, nested, indent + "  ");
                    break;
                case PropertyArray items:
                    text.Append(CultureInfo.InvariantCulture, $"{indent}{key}:\n");
                    foreach (var item in items)
                    {
                        text.Append(CultureInfo.InvariantCulture, $"{indent}  - {Inline(item)}\n");
                    }

                    break;
                default:
                    text.Append(CultureInfo.InvariantCulture, $"{indent}{key}: {Inline(value)}\n");
                    break;
            }
        }
    }

    private static string Inline(KeyValuePair<string, PropertyValue> entry) => $"{entry.Key}: {Inline(entry.Value)}";

    private static string Inline(PropertyValue value) =>
        value switch
        {
            PropertyMap map => $"{{ {string.Join(", ", map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(Inline))} }}",
            PropertyArray items => $"[{string.Join(", ", items.Select(Inline))}]",
            PropertyString { Value: var text } when text.AsSpan().IndexOfAny("\"{}[]*:#'") >= 0 =>
                $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
            PropertyString { Value: var text } => text,
            PropertyNumber number => number.Value.ToString(CultureInfo.InvariantCulture),
            PropertyBool flag => flag.Value ? "true" : "false",
            _ => "null",
        };

    private static PropertyMap Profile(string name, int precedence, string match) =>
        PropertyMap.Of(("name", name), ("precedence", precedence), ("match", match));

    private static PropertyMap Route(string network) => PropertyMap.Of(("network", network), ("tunnelId", Known.TunnelId));

    private static PropertyMap Network(string name) =>
        PropertyMap.Of(("name", name), ("config", PropertyMap.Of(("tlsSockaddr", "10.0.0.1:3333"))));

    private static PropertyMap List(string mode, params string[] addresses) =>
        PropertyMap.Of(
            ("mode", mode),
            ("routes", new PropertyArray(addresses.Select(address => (PropertyValue)PropertyMap.Of(("address", address)))))
        );

    private static PropertyArray Domains(params PropertyMap[] domains) => new(domains);

    /// <summary>A check and two programs.</summary>
    private sealed record Case(
        ProblemKind Kind,
        string Why,
        (string Name, string Type, PropertyMap Program)[] Wrong,
        (string Name, string Type, PropertyMap Program)[] Right
    );
}
