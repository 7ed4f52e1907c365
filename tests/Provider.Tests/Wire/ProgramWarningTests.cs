using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>Programs that are accepted with a warning in the preview, since they probably do not do what was intended.</summary>
internal sealed class ProgramWarningTests
{
    private static readonly string[] List = ["SplitTunnel", "DeviceProfile", "DefaultDeviceProfile"];

    [TestCaseSource(nameof(List))]
    public async Task A_route_within_another_is_reported_with_both_names(string type)
    {
        await using var host = await ProviderHost.StartAsync();

        await host.CheckAsync(
            type,
            With(
                type,
                "exclude",
                Sample.Address("10.1.0.0/16"),
                Sample.Host("a.Example.com"),
                Sample.Address("10.0.0.0/8"),
                Sample.Host("*.example.com"),
                Sample.Host("example.com")
            )
        );

        var path = type == "SplitTunnel" ? "routes" : "splitTunnel.routes";
        Assert.That(
            Reported(host),
            Is.EqualTo(
                (string[])
                    [
                        $"Warning {path}[0].address: '10.1.0.0/16' is within '10.0.0.0/8' ({path}[2]) and changes nothing; remove one of "
                            + "them. (ZT127)",
                        $"Warning {path}[1].host: 'a.Example.com' is within '*.example.com' ({path}[3]) and changes nothing; remove one "
                            + "of them. (ZT127)",
                    ]
            )
        );
    }

    [Test]
    public async Task Adjacent_routes_are_not_reported()
    {
        await using var host = await ProviderHost.StartAsync();

        await host.CheckAsync(
            "SplitTunnel",
            With(
                "SplitTunnel",
                "exclude",
                Sample.Address("10.0.0.0/9"),
                Sample.Address("10.128.0.0/9"),
                Sample.Address("2001:db8::/32"),
                Sample.Host("*.a.example.com"),
                Sample.Host("*.b.example.com"),
                Sample.Host("badexample.com"),
                Sample.Host("*.example.org"),
                Sample.Host("example.org")
            )
        );

        Assert.That(Reported(host), Is.Empty);
    }

    [Test]
    public async Task A_wildcard_within_a_wildcard_is_reported()
    {
        await using var host = await ProviderHost.StartAsync();

        await host.CheckAsync(
            "SplitTunnel",
            With("SplitTunnel", "exclude", Sample.Host("*.example.com"), Sample.Host("*.deep.a.example.com"))
        );

        Assert.That(Reported(host).Single(), Does.Contain("'*.deep.a.example.com' is within '*.example.com' (routes[0])"));
    }

    [Test]
    public async Task A_secret_route_is_not_revealed_by_another_one()
    {
        await using var host = await ProviderHost.StartAsync();

        await host.CheckAsync(
            "SplitTunnel",
            With("SplitTunnel", "exclude", Sample.Address("10.1.0.0/16"), PropertyMap.Of(("address", new PropertySecret("10.0.0.0/8"))))
        );

        Assert.That(Reported(host).Single(), Does.Contain("(ZT127)").And.Not.Contain("10.0.0.0/8"));
    }

    [TestCase("172.64.0.0/13", "172.64.128.0/20")]
    [TestCase("172.64.130.0/24", "172.64.128.0/20")]
    [TestCase("0.0.0.0/0", "172.64.128.0/20")]
    [TestCase("2606:4700::/32", "2606:4700:cf1::/48")]
    public async Task An_include_route_with_client_addresses_is_reported(string route, string range)
    {
        await using var host = await ProviderHost.StartAsync();

        await host.CheckAsync("SplitTunnel", With("SplitTunnel", "include", Sample.Address(route)));
        await host.CheckAsync("SplitTunnelRoute", Sample.Address(route).With("mode", "include").With("profileId", Known.TunnelId));
        await host.CheckAsync("DefaultDeviceProfile", With("DefaultDeviceProfile", "include", Sample.Address(route)));

        Assert.That(
            Reported(host),
            Has.Length.EqualTo(3)
                .And.All.Contains($"'{route}' contains addresses of {range}, which the client routes itself: it drops the whole route.")
                .And.All.EndsWith("(ZT128)")
        );
        Assert.That(
            Reported(host).Select(text => text.Split(": ")[0]),
            Is.EqualTo((string[])["Warning routes[0].address", "Warning address", "Warning splitTunnel.routes[0].address"])
        );
    }

    [Test]
    public async Task An_exclude_route_with_client_addresses_is_not_reported()
    {
        await using var host = await ProviderHost.StartAsync();

        await host.CheckAsync("SplitTunnel", With("SplitTunnel", "exclude", Sample.Address("172.64.0.0/13")));

        Assert.That(Reported(host), Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task An_include_route_with_a_managed_networks_endpoint_is_reported_in_either_order(bool networkFirst)
    {
        await using var host = await ProviderHost.StartAsync();
        Func<Task>[] steps =
        [
            () => host.CheckAsync("ManagedNetwork", Sample.ManagedNetwork, name: "office"),
            () =>
                host.CheckAsync(
                    "SplitTunnel",
                    With("SplitTunnel", "include", Sample.Address("10.0.0.0/8"), Sample.Address("198.51.100.0/24")),
                    name: "list"
                ),
        ];
        foreach (var step in networkFirst ? steps : steps.Reverse())
        {
            await step();
        }

        await FinishAsync(host);

        Assert.That(
            Reported(host).Single(),
            Does.StartWith(
                    "Warning routes[0].address: includes '10.0.0.0/8', which contains 10.0.0.1, the endpoint of ManagedNetwork 'office'."
                )
                .And.EndWith("(ZT128)")
        );
        Assert.That(host.Log.Single().Urn, Does.EndWith("::list"));
    }

    [Test]
    public async Task An_include_route_with_the_emergency_signal_is_reported()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync("SplitTunnel", With("SplitTunnel", "include", Sample.Address("192.0.2.0/24")), name: "list");

        await host.CheckAsync("DeviceSettings", Sample.AccountSettings, name: "settings");
        await FinishAsync(host);

        Assert.That(Reported(host), Has.Exactly(1).Contains("contains 192.0.2.1, the emergency signal of DeviceSettings 'settings'"));
    }

    [Test]
    public async Task A_warning_about_a_match_expression_has_its_own_code()
    {
        await using var host = await ProviderHost.StartAsync();

        await host.CheckAsync("DeviceProfile", Sample.Profile.With("match", "os.name == \"Windows\""));

        Assert.That(Reported(host).Single(), Does.StartWith("Warning match: os.name is \"windows\" in lower case").And.EndWith("(ZT116)"));
    }

    [TestCase(501, "Warning match: The expression has 501 characters;", null)]
    [TestCase(10_000, "Warning match: The expression has 10000 characters;", null)]
    [TestCase(10_001, null, "match: The expression has 10001 characters; at most 10000 are allowed.")]
    public async Task A_match_is_reported_above_500_characters_and_refused_above_10000(int length, string? warning, string? error)
    {
        await using var host = await ProviderHost.StartAsync();

        var (_, failures) = await host.CheckAsync(
            "DeviceProfile",
            Sample.Profile.With("match", $"identity.email == \"{new string('a', length - 24)}@b.c\"")
        );

        Assert.That(Reported(host), warning is null ? Is.Empty : Has.One.StartsWith(warning));
        Assert.That(failures, error is null ? Is.Empty : Has.One.StartsWith(error));
    }

    [Test]
    public async Task An_undeclared_network_is_reported_at_the_end_of_a_program_with_networks()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync("DeviceProfile", Matching("network in {\"Ofice\" \"Lisbon\"}"), name: "staff");
        await host.CheckAsync("ManagedNetwork", Sample.ManagedNetwork.With("name", "Office"), name: "office");
        Assert.That(Reported(host), Is.Empty, "more networks may follow");

        await FinishAsync(host);
        await FinishAsync(host);

        Assert.That(
            Reported(host),
            Is.EqualTo(
                (string[])
                    [
                        "Info match: refers to the managed network 'Lisbon', which no ManagedNetwork in this run declares; the run "
                            + "declares 'Office'. (ZT145)",
                        "Info match: refers to the managed network 'Ofice', which no ManagedNetwork in this run declares; did you mean "
                            + "'Office'? (ZT145)",
                    ]
            )
        );
        Assert.That(host.Log.Select(message => message.Urn), Is.All.EndsWith("::staff"));
    }

    [TestCase("a network declared after the profile", "office")]
    [TestCase("no network at all", null)]
    [TestCase("a network whose name is not known yet", "unknown")]
    public async Task There_is_no_false_alarm_about(string what, string? network)
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync("DeviceProfile", Matching("network == \"office\""));
        if (network is not null)
        {
            await host.CheckAsync(
                "ManagedNetwork",
                network == "unknown"
                    ? Sample.ManagedNetwork.With("name", PropertyValue.Unknown)
                    : Sample.ManagedNetwork.With("name", network),
                name: "late"
            );
            await host.CheckAsync(
                "ManagedNetwork",
                network == "unknown" ? Sample.ManagedNetwork.With("name", "other") : Sample.ManagedNetwork,
                name: "other"
            );
        }

        await FinishAsync(host);

        Assert.That(Reported(host), Is.Empty, what);
    }

    [TestCase("exclude", "10.20.0.0/16", "'10.20.0.0/16' is excluded in SplitTunnel 'test'")]
    [TestCase("include", "192.0.2.0/24", "it is not included in SplitTunnel 'test'")]
    public async Task A_resolver_outside_the_split_tunnel_is_reported_for_the_same_resource_in_any_order(
        string mode,
        string route,
        string reason
    )
    {
        (string Type, PropertyMap Program)[] resources =
        [
            ("TunnelRoute", Sample.Route),
            ("FallbackDomains", Sample.Domains(Sample.Domain("corp.example.com", "10.20.0.53"))),
            ("SplitTunnel", With("SplitTunnel", mode, Sample.Address(route))),
        ];
        for (var last = 0; last < resources.Length; last++)
        {
            await using var host = await ProviderHost.StartAsync();
            foreach (var (type, program) in resources.Where((_, index) => index != last).Append(resources[last]))
            {
                await host.CheckAsync(type, program);
            }

            await FinishAsync(host);

            var warning = host.Log.Single(message => message.Message.EndsWith("(ZT129)", StringComparison.Ordinal));
            Assert.That(
                warning.Message,
                Does.StartWith(
                    "domains[0]: TunnelRoute 'test' leads to the DNS server 10.20.0.53 of 'corp.example.com' through 10.20.0.0/16, but "
                        + $"{reason}, so devices query it outside the tunnel."
                )
            );
            Assert.That(warning.Urn, Does.Contain("FallbackDomains"));
        }
    }

    [Test]
    public async Task A_new_profile_with_contradicting_lists_is_reported_once()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync("TunnelRoute", Sample.Route);
        var program = With("DeviceProfile", "exclude", Sample.Address("10.0.0.0/8"))
            .With("fallbackDomains", new PropertyArray([Sample.Domain("corp.example.com", "10.20.0.53")]));

        var stored = await host.CreateAsync("DeviceProfile", program);
        await host.DiffAsync(stored, program);
        await FinishAsync(host);

        Assert.That(
            Reported(host),
            Has.Exactly(1).StartsWith("Warning fallbackDomains[0]: TunnelRoute 'test' leads to").And.Exactly(1).EndsWith("(ZT129)")
        );
    }

    [TestCase("the tunnel leads elsewhere", "10.30.0.53", "exclude", "10.0.0.0/8", "identity.email == \"a@example.com\"")]
    [TestCase("the server goes through the tunnel", "10.20.0.53", "exclude", "192.168.0.0/16", "identity.email == \"a@example.com\"")]
    [TestCase("the list includes the server", "10.20.0.53", "include", "10.20.0.0/24", "identity.email == \"a@example.com\"")]
    [TestCase("the devices are near the server", "10.20.0.53", "exclude", "10.0.0.0/8", "network == \"office\"")]
    public async Task A_reachable_resolver_is_not_reported(string why, string server, string mode, string route, string match)
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync("TunnelRoute", Sample.Route);

        await host.CheckAsync(
            "DeviceProfile",
            With("DeviceProfile", mode, Sample.Address(route))
                .With("match", match)
                .With("fallbackDomains", new PropertyArray([Sample.Domain("corp.example.com", server)]))
        );
        await FinishAsync(host);

        Assert.That(Reported(host), Has.None.EndsWith("(ZT129)"), why);
    }

    [Test]
    public async Task Routes_of_another_virtual_network_are_ignored()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync("TunnelRoute", Sample.Route.With("virtualNetworkId", Known.DeviceId));
        await host.CheckAsync("FallbackDomains", Sample.Domains(Sample.Domain("corp.example.com", "10.20.0.53")));

        await host.CheckAsync("SplitTunnel", With("SplitTunnel", "exclude", Sample.Address("10.0.0.0/8")));
        await FinishAsync(host);

        Assert.That(Reported(host), Has.None.EndsWith("(ZT129)"));
    }

    [Test]
    public async Task A_route_excluded_by_a_new_profiles_list_is_reported_before_anything_has_an_id()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync("DeviceProfile", Sample.Profile);
        await host.CheckAsync(
            "SplitTunnel",
            With("SplitTunnel", "exclude", Sample.Address("10.0.0.0/8")).With("profileId", PropertyValue.Unknown),
            name: "list"
        );
        await host.CheckAsync("TunnelRoute", Sample.Route, name: "hq");

        await FinishAsync(host);

        Assert.That(
            Reported(host).Single(),
            Does.StartWith(
                    "Warning network: no device reaches 10.20.0.0/16 through the tunnel: '10.0.0.0/8' is excluded in SplitTunnel 'list'"
                )
                .And.EndWith("(ZT180)")
        );
        Assert.That(host.Log.Single().Urn, Does.EndWith("::hq"));
    }

    [Test]
    public async Task A_secret_list_is_not_revealed()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync(
            "DeviceProfile",
            With("DeviceProfile", "exclude", PropertyMap.Of(("address", new PropertySecret("10.0.0.0/8"))))
        );
        await host.CheckAsync("TunnelRoute", Sample.Route);

        await FinishAsync(host);

        Assert.That(Reported(host), Is.Empty);
    }

    [Test]
    public async Task A_refused_program_is_not_checked_as_a_whole()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync("DeviceProfile", With("DeviceProfile", "exclude", Sample.Address("10.0.0.0/8")));
        await host.CheckAsync("TunnelRoute", Sample.Route);
        await host.CheckAsync("TunnelRoute", Sample.Route.With("network", "nowhere"), name: "wrong");

        await FinishAsync(host);

        Assert.That(Reported(host), Is.Empty);
    }

    [TestCase("ZT180: the lab is reached from the office only", true)]
    [TestCase("ZT180 test: the lab is reached from the office only", true)]
    [TestCase("ZT180 other: the lab is reached from the office only", false)]
    [TestCase("ZT181: nobody needs it", false)]
    public async Task A_warning_can_be_disabled_for_a_stack_or_a_resource(string ignored, bool isSilent)
    {
        await using var host = await ProviderHost.StartAsync();
        await host.ConfigureAsync(ignoreProblems: ignored);
        await host.CheckAsync("DeviceProfile", With("DeviceProfile", "exclude", Sample.Address("10.0.0.0/8")));
        await host.CheckAsync("TunnelRoute", Sample.Route);

        await FinishAsync(host);

        Assert.That(Reported(host), isSilent ? Is.Empty : Has.Exactly(1).EndsWith("(ZT180)"));
    }

    [TestCase("ZT180 tset: reached from the office only", "this run declares no resource 'tset' with this provider; did you mean 'test'?")]
    [TestCase("ZT182 lab: reached from the office only", "this run declares no resource 'lab' with this provider.")]
    [TestCase("ZT182 test: nothing to ignore at present", null)]
    [TestCase("ZT182: nothing to ignore at present", null)]
    public async Task An_entry_for_a_resource_that_is_not_there_is_noted(string ignored, string? expected)
    {
        await using var host = await ProviderHost.StartAsync();
        await host.ConfigureAsync(ignoreProblems: ignored);
        await host.CheckAsync("TunnelRoute", Sample.Route);

        await FinishAsync(host);

        Assert.That(Reported(host), expected is null ? Is.Empty : Is.EqualTo([$"Info ignoreProblems[0]: {expected} (ZT007)"]));
    }

    [Test]
    public async Task Without_a_program_no_entry_is_noted()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.ConfigureAsync(ignoreProblems: "ZT180 lab: reached from the office only");

        await FinishAsync(host);

        Assert.That(Reported(host), Is.Empty);
    }

    [TestCase("ZT180", "is not of the form 'code [resource]: reason'")]
    [TestCase("ZT180:", "is not of the form")]
    [TestCase("ZT999: no", "there is no problem 'ZT999'")]
    [TestCase("ZT101: no", "'ZT101' is an error, which cannot be ignored: set it.")]
    public async Task Only_warnings_can_be_disabled_and_only_with_a_reason(string ignored, string mistake)
    {
        await using var host = await ProviderHost.StartAsync(configure: false);

        var response = await host.Client.CheckConfigAsync(
            new() { News = PropertyCodec.Write(PropertyMap.Of(("ignoreProblems", $"[\"{ignored}\"]"))) }
        );

        var failure = response.Failures.Single(failure => failure.Property is not ("accountId" or "apiToken"));
        Assert.That(failure.Property, Is.EqualTo("ignoreProblems[0]"));
        Assert.That(failure.Reason, Does.Contain(mistake));
    }

    [Test]
    public async Task And_mixed_with_or_is_an_info_message()
    {
        await using var host = await ProviderHost.StartAsync();

        await host.CheckAsync("DeviceProfile", Matching("os.name == \"mac\" or os.name == \"ios\" and network == \"HQ\""));

        Assert.That(
            Reported(host).Single(),
            Does.StartWith("Info match: 'and' binds tighter than 'or'; add parentheses to make the grouping explicit.")
                .And.EndWith("(ZT189)")
        );
    }

    // The engine closes the provider at the end of the program.
    private static async Task FinishAsync(ProviderHost host) => await host.Client.CancelAsync(new());

    private static PropertyMap With(string type, string mode, params PropertyMap[] routes)
    {
        var list = Sample.Routes(routes).With("mode", mode);
        return type switch
        {
            "SplitTunnel" => list,
            "DeviceProfile" => Sample.Profile.With("splitTunnel", list),
            _ => PropertyMap.Of(("splitTunnel", list)),
        };
    }

    private static PropertyMap Matching(string match) => Sample.Profile.With("match", match);

    private static string[] Reported(ProviderHost host) => [.. host.Log.Select(message => $"{message.Severity} {message.Message}")];
}
