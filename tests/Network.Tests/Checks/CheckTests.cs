using ZeroTrust.Network.Checks;

namespace ZeroTrust.Network.Tests.Checks;

/// <summary>The findings of each check, and programs without findings.</summary>
internal sealed class CheckTests
{
    private static readonly string[] Nothing = [];

    [Test]
    public void A_route_that_every_list_excludes_is_reported_with_the_deciding_entries() =>
        Assert.That(
            Findings(Some.Profile("staff"), Some.Exclude("staff", "10.0.0.0/8"), Some.Route("hq", "10.1.0.0/16")),
            Is.EqualTo([
                "RouteShutOut at TunnelRoute 'hq'.network: no device reaches 10.1.0.0/16 through the tunnel: '10.0.0.0/8' is excluded in "
                    + "SplitTunnel 'staff'. "
                    + "Let it through in a split tunnel, or remove the route.",
            ])
        );

    [Test]
    public void Each_of_several_reasons_is_reported_once() =>
        Assert.That(
            Findings(
                Some.Profile("a", 1),
                Some.Exclude("a", "10.0.0.0/8"),
                Some.Profile("b", 2, """os.name == "mac" """),
                Some.Exclude("b", "10.0.0.0/8"),
                Some.Profile("c", 3, """os.name == "ios" """),
                Some.Include("c", "192.0.2.0/24"),
                Some.Profile("d", 4, """os.name == "linux" """),
                Some.Route("hq", "10.1.0.0/16")
            ),
            Is.EqualTo([
                "RouteShutOut at TunnelRoute 'hq'.network: no device reaches 10.1.0.0/16 through the tunnel: '10.0.0.0/8' is excluded in "
                    + "SplitTunnel 'a' and SplitTunnel 'b'; "
                    + "none of it is included in SplitTunnel 'c'; '10.0.0.0/8' is excluded in Cloudflare's default list of DeviceProfile "
                    + "'d'. "
                    + "Let it through in a split tunnel, or remove the route.",
            ])
        );

    [Test]
    public void For_a_partly_excluded_route_the_excluded_part_is_reported() =>
        Assert.That(
            Findings(Some.Profile("staff"), Some.Exclude("staff", "10.1.2.0/24", "10.1.3.0/24"), Some.Route("hq", "10.1.0.0/16")),
            Is.EqualTo([
                "RoutePartlyShutOut at TunnelRoute 'hq'.network: no device reaches 10.1.2.0/23 of 10.1.0.0/16 through the tunnel: "
                    + "'10.1.2.0/24' and '10.1.3.0/24' are excluded in SplitTunnel 'staff'. Let that part through in a split tunnel, "
                    + "unless nobody needs it.",
            ])
        );

    [Test]
    public void One_profile_that_includes_a_route_suffices_and_the_only_other_one_is_reported() =>
        Assert.That(
            Findings(
                Some.Profile("staff", 1),
                Some.Exclude("staff", "192.168.0.0/16"),
                Some.Profile("guests", 2, """os.name == "mac" """),
                Some.Exclude("guests", "10.0.0.0/8"),
                Some.Route("hq", "10.1.0.0/16"),
                Some.Route("lab", "10.2.0.0/16")
            ),
            Is.EqualTo([
                "RoutesShutOutByOne at SplitTunnel 'guests'.routes: keeps devices of DeviceProfile 'guests' from 10.1.0.0/16 "
                    + "(TunnelRoute 'hq') and 10.2.0.0/16 (TunnelRoute 'lab'), "
                    + "which those of all other profiles reach through the tunnel: '10.0.0.0/8' is excluded in SplitTunnel 'guests'. "
                    + "Let it through there, unless these devices must not reach it.",
            ])
        );

    [Test]
    public void Findings_call_defaults_beside_single_entries_Cloudflares() =>
        Assert.That(
            Findings(
                Some.Profile("staff"),
                Some.Exclude("staff", "203.0.113.0/24") with
                {
                    IsWhole = false,
                },
                Some.Route("hq", "10.1.0.0/16")
            ),
            Is.EqualTo([
                "RouteShutOut at TunnelRoute 'hq'.network: no device reaches 10.1.0.0/16 through the tunnel: "
                    + "'10.0.0.0/8' is excluded by Cloudflare's defaults beside SplitTunnel 'staff'. "
                    + "Let it through in a split tunnel, or remove the route.",
            ])
        );

    [Test]
    public void A_list_of_an_unknown_profile_counts() =>
        Assert.That(
            Findings(Some.Profile("staff"), Some.Exclude(null, "10.0.0.0/8"), Some.Route("hq", "10.1.0.0/16")),
            Has.Exactly(1).StartsWith("RouteShutOut at TunnelRoute 'hq'")
        );

    private static IEnumerable<TestCaseData> Silent()
    {
        TestCaseData Case(string name, params NetworkPart[] parts) => new TestCaseData(new object[] { parts }).SetArgDisplayNames(name);

        yield return Case("no list is known", Some.Route("hq", "10.1.0.0/16"));
        yield return Case(
            "the list lets it through",
            Some.Profile("staff"),
            Some.Exclude("staff", "192.168.0.0/16"),
            Some.Route("hq", "10.1.0.0/16")
        );
        yield return Case(
            "the devices are at a network",
            Some.Profile("office", 1, """network == "HQ" """),
            Some.Exclude("office", "10.0.0.0/8"),
            Some.Route("hq", "10.1.0.0/16")
        );
        yield return Case(
            "the profile is disabled",
            Some.Profile("staff") with
            {
                Enabled = false,
            },
            Some.Exclude("staff", "10.0.0.0/8"),
            Some.Route("hq", "10.1.0.0/16")
        );
        yield return Case(
            "the list is that of the connectors",
            Some.Profile("connectors", 1, """identity.email == "warp_connector@team.cloudflareaccess.com" """),
            Some.Exclude("connectors", "10.0.0.0/8"),
            Some.Route("hq", "10.1.0.0/16")
        );
        yield return Case(
            "hosts may resolve to it",
            Some.Profile("staff"),
            Some.Include("staff", "*.corp.example"),
            Some.Route("hq", "10.1.0.0/16")
        );
        yield return Case(
            "single entries of an include list",
            Some.Profile("staff"),
            Some.Include("staff", "192.0.2.0/24") with
            {
                IsWhole = false,
            },
            Some.Route("hq", "10.1.0.0/16")
        );
        yield return Case(
            "the list may be that of devices at a network",
            Some.Profile("office", 1, """network == "HQ" """),
            Some.Exclude(null, "10.0.0.0/8"),
            Some.Route("hq", "10.1.0.0/16")
        );
        yield return Case(
            "another profile may have Cloudflare's list, which lets it through",
            Some.Profile("staff"),
            Some.Profile("guests", 20, """os.name == "mac" """),
            Some.Include(null, "192.0.2.0/24"),
            Some.Route("lab", "203.0.113.0/24")
        );
        yield return Case(
            "the profile's users cannot be in that network",
            Some.Profile("staff") with
            {
                AllowedNetworks = ["one"],
                ChosenNetwork = "one",
            },
            Some.Exclude("staff", "10.0.0.0/8"),
            Some.VirtualNetwork("one"),
            Some.VirtualNetwork("two"),
            Some.Route("hq", "10.1.0.0/16", null, "two")
        );
    }

    [TestCaseSource(nameof(Silent))]
    public void A_route_is_not_reported_when(NetworkPart[] parts) => Assert.That(Findings(parts), Is.EqualTo(Nothing));

    [TestCase("""network != "HQ" """)]
    [TestCase("""not network == "HQ" """)]
    [TestCase("""network == "HQ" or os.name == "windows" """)]
    [TestCase("""network == "" """)]
    [TestCase("""identity.email != "warp_connector@team.cloudflareaccess.com" """)]
    [TestCase("""not identity.email in {"warp_connector@team.cloudflareaccess.com"}""")]
    public void A_route_is_reported_for_devices_that_may_be_elsewhere_and_are_no_connectors(string match) =>
        Assert.That(
            Findings(Some.Profile("staff", 1, match), Some.Exclude("staff", "10.0.0.0/8"), Some.Route("hq", "10.1.0.0/16")),
            Has.Exactly(1).StartsWith("RouteShutOut at TunnelRoute 'hq'")
        );

    [TestCase("""network == "HQ" """)]
    [TestCase("""network in {"HQ" "Austin"} and not os.name == "ios" """)]
    [TestCase("""network matches "^HQ" """)]
    [TestCase("""network != "" """)]
    [TestCase("""identity.email matches "^warp_connector@" """)]
    [TestCase("""identity.email in {"warp_connector@a.cloudflareaccess.com" "warp_connector@b.cloudflareaccess.com"}""")]
    public void A_route_is_not_reported_for_devices_at_a_network_or_connectors(string match) =>
        Assert.That(
            Findings(Some.Profile("office", 1, match), Some.Exclude("office", "10.0.0.0/8"), Some.Route("hq", "10.1.0.0/16")),
            Is.EqualTo(Nothing)
        );

    [Test]
    public void A_profile_whose_match_is_not_known_yet_may_be_for_devices_at_a_network() =>
        Assert.That(
            Findings(Some.Profile("office", 1, ""), Some.Exclude("office", "10.0.0.0/8"), Some.Route("hq", "10.1.0.0/16")),
            Is.EqualTo(Nothing)
        );

    [Test]
    public void No_network_is_not_a_network_that_the_program_has_to_declare() =>
        Assert.That(
            Findings(Some.Profile("away", 1, """network == "" """), new ManagedNetworkPart(Some.Resource("ManagedNetwork", "hq"), "HQ")),
            Is.EqualTo(Nothing)
        );

    [Test]
    public void A_list_of_an_unknown_profile_counts_beside_profiles_at_a_network() =>
        Assert.That(
            Findings(
                Some.Profile("office", 1, """network == "HQ" """),
                Some.Profile("staff", 2),
                Some.Exclude(null, "10.0.0.0/8"),
                Some.Route("hq", "10.1.0.0/16")
            ),
            Is.EqualTo([
                "RouteShutOut at TunnelRoute 'hq'.network: no device reaches 10.1.0.0/16 through the tunnel: '10.0.0.0/8' is excluded "
                    + "in SplitTunnel 'later'; "
                    + "'10.0.0.0/8' is excluded in Cloudflare's default list of DeviceProfile 'staff'. Let it through in a split "
                    + "tunnel, or remove the route.",
            ])
        );

    [Test]
    public void Several_single_entries_may_belong_to_one_profile_at_a_network() =>
        Assert.That(
            Findings(
                Some.Profile("office", 1, """network == "HQ" """),
                Single("a", "10.0.0.0/8"),
                Single("b", "203.0.113.0/24"),
                Some.Route("hq", "10.1.0.0/16")
            ),
            Is.EqualTo(Nothing)
        );

    [Test]
    public void A_list_of_a_profile_that_is_not_in_the_run_counts_as_one_of_an_unknown_profile() =>
        Assert.That(
            Findings(
                Some.Exclude("urn:DeviceProfile::elsewhere", "10.0.0.0/8", "100.64.0.0/10"),
                Some.Route("hq", "10.1.0.0/16"),
                Some.Connector("branch")
            ),
            Is.EqualTo([
                "MeshShutOut at SplitTunnel 'urn:DeviceProfile::elsewhere'.routes: devices of the list's profile cannot reach other "
                    + "devices and connectors, whose addresses are "
                    + "100.96.0.0/12: '100.64.0.0/10' is excluded in SplitTunnel 'urn:DeviceProfile::elsewhere'. Let that range through.",
                "RouteShutOut at TunnelRoute 'hq'.network: no device reaches 10.1.0.0/16 through the tunnel: "
                    + "'10.0.0.0/8' is excluded in SplitTunnel 'urn:DeviceProfile::elsewhere'. Let it through in a split tunnel, or "
                    + "remove the route.",
            ])
        );

    [Test]
    public void A_part_that_only_one_profile_excludes_is_reported_there() =>
        Assert.That(
            Findings(
                Some.Profile("staff", 1),
                Some.Exclude("staff", "192.168.0.0/16"),
                Some.Profile("guests", 2, """os.name == "mac" """),
                Some.Exclude("guests", "10.1.9.0/24", "10.2.0.0/16"),
                Some.Route("hq", "10.1.0.0/16"),
                Some.Route("lab", "10.2.0.0/16")
            ),
            Is.EqualTo([
                "RoutesShutOutByOne at SplitTunnel 'guests'.routes: keeps devices of DeviceProfile 'guests' from 10.2.0.0/16 "
                    + "(TunnelRoute 'lab'), "
                    + "which those of all other profiles reach through the tunnel: '10.2.0.0/16' is excluded in SplitTunnel 'guests'. "
                    + "Let it through there, unless these devices must not reach it.",
                "RoutesPartlyShutOutByOne at SplitTunnel 'guests'.routes: keeps devices of DeviceProfile 'guests' from 10.1.9.0/24 of "
                    + "10.1.0.0/16 (TunnelRoute 'hq'), "
                    + "which those of all other profiles reach through the tunnel: '10.1.9.0/24' is excluded in SplitTunnel 'guests'. "
                    + "Let it through there, unless these devices must not reach it.",
            ])
        );

    [Test]
    public void An_IPv6_route_is_compared_as_exactly() =>
        Assert.That(
            Findings(Some.Profile("staff"), Some.Exclude("staff", "fd12::/33", "10.0.0.0/8"), Some.Route("hq", "fd12::/32")),
            Is.EqualTo([
                "RoutePartlyShutOut at TunnelRoute 'hq'.network: no device reaches fd12::/33 of fd12::/32 through the tunnel: "
                    + "'fd12::/33' is excluded in SplitTunnel 'staff'. Let that part through in a split tunnel, unless nobody needs it.",
            ])
        );

    [Test]
    public void Fallback_domains_that_are_not_known_yet_are_not_taken_for_Cloudflares() =>
        Assert.That(
            Findings(
                Some.Profile("staff"),
                Some.Exclude("staff", "192.168.0.0/16"),
                Some.Fallback("staff") with
                {
                    Entries = null,
                },
                Some.HostnameRoute("wiki", "wiki.corp")
            ),
            Is.EqualTo(Nothing)
        );

    [TestCase("""identity.email == "warp_connector@team.cloudflareaccess.com" """)]
    [TestCase("""identity.email matches "^warp_connector@" """)]
    public void The_profile_of_connectors_is_found_by_its_match(string match) =>
        Assert.That(
            Findings(
                Some.Profile("windows", 1),
                Some.Profile("connectors", 2, match) with
                {
                    TunnelProtocol = "wireguard",
                },
                new HighAvailabilityPart(Some.Resource("WarpConnectorFailover", "branch"), "elsewhere")
            ),
            Has.Exactly(1)
                .EqualTo(
                    "ConnectorProtocol at DeviceProfile 'connectors'.tunnelProtocol: is 'wireguard', and hosts of connectors get this "
                        + "profile: "
                        + "the tunnel of WarpConnectorFailover 'branch' is highly available, which needs MASQUE. Set it to 'masque'."
                )
        );

    [Test]
    public void A_resolver_behind_a_tunnel_is_not_reached_without_one() =>
        Assert.That(
            Findings(
                Some.Profile("staff", 1) with
                {
                    Mode = "1dot1",
                },
                Some.Fallback("staff", ("corp.example", ["10.0.0.53"])),
                Some.Route("hq", "10.0.0.0/8")
            ),
            Is.EqualTo([
                "ResolverOutside at FallbackDomains 'staff'.domains[0]: TunnelRoute 'hq' leads to the DNS server 10.0.0.53 of "
                    + "'corp.example' through 10.0.0.0/8, "
                    + "but mode '1dot1' of DeviceProfile 'staff' has no tunnel, so devices query it outside the tunnel.",
            ])
        );

    [TestCase(null, new[] { "office", "lab" })]
    [TestCase("office", new[] { "office", null })]
    public void A_network_that_users_may_be_in_is_not_reported(string? chosen, string?[] allowed) =>
        Assert.That(
            Findings(
                Some.Profile("staff", 1) with
                {
                    AllowedNetworks = allowed,
                    ChosenNetwork = chosen,
                },
                Some.Exclude("staff", "192.168.0.0/16"),
                Some.Fallback("staff", ("corp.example", ["10.0.0.53"])),
                Some.VirtualNetwork("office"),
                Some.VirtualNetwork("lab"),
                Some.Route("hq", "10.0.0.0/8", null, "lab")
            ),
            Is.EqualTo(Nothing)
        );

    [Test]
    public void Lists_that_exceed_the_limit_only_with_Cloudflares_own_entries_are_reported()
    {
        string[] Of(int routes, params NetworkPart[] others) =>
            Findings([Some.Profile("staff"), Some.Exclude("staff", [.. Addresses(routes)]), .. others]);

        Assert.That(Of(986), Is.EqualTo(Nothing));
        Assert.That(
            Of(987),
            Is.EqualTo([
                "ListsTooLong at SplitTunnel 'staff'.routes: with the 14 entries that Cloudflare gives a new profile, the lists of "
                    + "DeviceProfile 'staff' have 1,001; "
                    + "a profile holds at most 1,000. Manage the list that has them, or remove entries.",
            ])
        );
        Assert.That(Of(1_000, Some.Fallback("staff")), Is.EqualTo(Nothing), "both lists are managed");
        Assert.That(Of(1_001, Some.Fallback("staff")), Is.EqualTo(Nothing), "a list that is too long by itself is refused earlier");
    }

    [Test]
    public void A_profile_that_only_its_lists_name_is_taken_to_have_Cloudflares_entries()
    {
        Assert.That(Findings(Some.Exclude("default", [.. Addresses(986)])), Is.EqualTo(Nothing));
        Assert.That(
            Findings(Some.Exclude("default", [.. Addresses(987)])).Single(),
            Does.Contain("the lists of the default profile have 1,001; a profile holds at most 1,000.")
        );
        Assert.That(
            Findings(Some.Exclude("default", [.. Addresses(971)]) with { IsWhole = false }).Single(),
            Does.Contain("with the 30 entries that Cloudflare gives a new profile, the lists of the default profile have 1,001;")
        );
    }

    [Test]
    public void Fallback_domains_with_an_unmanaged_split_tunnel_are_reported() =>
        Assert.That(
            Findings(
                Some.Profile("staff"),
                Some.Fallback("staff", [.. Enumerable.Range(0, 990).Select(index => ($"d{index}.example", Nothing))])
            ),
            Is.EqualTo([
                "ListsTooLong at FallbackDomains 'staff'.domains: with the 16 entries that Cloudflare gives a new profile, the lists of "
                    + "DeviceProfile 'staff' have 1,006; "
                    + "a profile holds at most 1,000. Manage the list that has them, or remove entries.",
            ])
        );

    [Test]
    public void A_hostname_route_needs_the_addresses_that_Gateway_returns() =>
        Assert.That(
            Findings(Some.Profile("staff"), Some.HostnameRoute("wiki", "wiki.corp.example")),
            Is.EqualTo([
                "HostShutOut at HostnameRoute 'wiki'.hostname: no device reaches 'wiki.corp.example' through the tunnel: '100.64.0.0/10' "
                    + "is excluded in Cloudflare's default list of "
                    + "DeviceProfile 'staff'. Gateway resolves hosts of hostname routes to addresses in 100.80.0.0/16; 100.96.0.0/12 "
                    + "must go through the tunnel as well.",
            ])
        );

    [TestCase(new[] { "100.80.0.0/16", "100.96.0.0/12" }, true)]
    [TestCase(new[] { "100.80.0.0/16" }, false)]
    [TestCase(new[] { "100.96.0.0/12" }, false)]
    public void A_hostname_route_needs_both_ranges_included(string[] included, bool reached) =>
        Assert.That(
            Findings(Some.Profile("staff"), Some.Include("staff", included), Some.HostnameRoute("wiki", "wiki.corp.example")),
            reached ? Is.Empty : Has.Exactly(1).Contains("through the tunnel: none of it is included in SplitTunnel 'staff'. Gateway")
        );

    [TestCase("wiki.corp.example", new[] { "*.corp.example" }, "'*.corp.example' is excluded in SplitTunnel 'staff'")]
    [TestCase(
        "wiki.corp.internal",
        new string[0],
        "Gateway does not resolve it, because 'internal' is a fallback domain in Cloudflare's default list of DeviceProfile 'staff'"
    )]
    [TestCase("wiki.corp.example", new[] { "corp.example" }, null)]
    [TestCase("wiki.corp.example", new[] { "10.0.0.0/8" }, null)]
    public void A_hostname_route_needs_a_name_that_Gateway_resolves_and_no_entry_excludes(string host, string[] excluded, string? reason)
    {
        var findings = Findings(Some.Profile("staff"), Some.Exclude("staff", excluded), Some.HostnameRoute("wiki", host));

        Assert.That(findings, reason is null ? Is.Empty : Has.Exactly(1).Contains($"through the tunnel: {reason}. Gateway"));
    }

    [Test]
    public void An_include_list_that_names_the_host_lets_it_through() =>
        Assert.That(
            Findings(Some.Profile("staff"), Some.Include("staff", "*.corp.example"), Some.HostnameRoute("wiki", "wiki.corp.example")),
            Is.EqualTo(Nothing)
        );

    [Test]
    public void Devices_and_connectors_reach_each_other_at_their_own_addresses() =>
        Assert.That(
            Findings(
                Some.Profile("staff", 1),
                Some.Profile("guests", 2, """os.name == "mac" """),
                Some.Profile("lab", 3, """os.name == "linux" """),
                Some.Include("lab", "10.0.0.0/8"),
                Some.Profile("open", 4, """os.name == "ios" """),
                Some.Exclude("open", "192.168.0.0/16"),
                Some.Connector("branch")
            ),
            Is.EqualTo([
                "MeshShutOut at DeviceProfile 'guests': devices of DeviceProfile 'guests' and DeviceProfile 'staff' cannot reach other "
                    + "devices and connectors, whose addresses are "
                    + "100.96.0.0/12: '100.64.0.0/10' is excluded in Cloudflare's default list of DeviceProfile 'guests' and "
                    + "DeviceProfile 'staff'. Let that range through.",
                "MeshShutOut at SplitTunnel 'lab'.routes: devices of DeviceProfile 'lab' cannot reach other devices and connectors, "
                    + "whose addresses are 100.96.0.0/12: "
                    + "none of it is included in SplitTunnel 'lab'. Let that range through.",
            ])
        );

    [Test]
    public void Device_addresses_are_not_needed_when_no_device_is_reached_by_them() =>
        Assert.That(Findings(Some.Profile("staff")), Is.EqualTo(Nothing));

    [Test]
    public void An_account_may_have_other_ranges() =>
        Assert.That(
            Findings(Some.Mesh("10.200.0.0/16"), Some.Profile("staff"), Some.Exclude("staff", "100.64.0.0/10"), Some.Connector("branch")),
            Is.EqualTo(Nothing)
        );

    [Test]
    public void Of_several_ranges_the_excluded_ones_are_reported() =>
        Assert.That(
            Findings(
                Some.Mesh("10.200.0.0/16", "100.96.0.0/12", "172.20.0.0/16"),
                Some.Default(),
                Some.Exclude("default", "10.0.0.0/8", "172.16.0.0/12"),
                Some.Connector("branch")
            ),
            Is.EqualTo([
                "MeshShutOut at SplitTunnel 'default'.routes: devices of DefaultDeviceProfile 'everybody' cannot reach other devices and "
                    + "connectors, whose addresses are "
                    + "10.200.0.0/16 and 172.20.0.0/16: '10.0.0.0/8' and '172.16.0.0/12' are excluded in SplitTunnel 'default'. Let "
                    + "these ranges through.",
            ])
        );

    [Test]
    public void Settings_without_effect_are_reported() =>
        Assert.That(
            Findings(
                Some.Profile("a", 1) with
                {
                    ExcludeOfficeIps = true,
                    LanProperties = ["lanAllowMinutes", "lanAllowSubnetSize"],
                },
                Some.Include("a", "10.0.0.0/8"),
                Some.Profile("b", 2, """os.name == "mac" """) with
                {
                    Mode = "posture_only",
                },
                Some.Exclude("b", "10.0.0.0/8"),
                Some.Fallback("b", ("corp.example", ["192.0.2.53"])),
                Some.Profile("c", 3, """os.name == "ios" """) with
                {
                    Mode = "warp_tunnel_only",
                    HasSearchSuffixes = true,
                }
            ),
            Is.EqualTo([
                "NoEffect at DeviceProfile 'a'.excludeOfficeIps: has no effect: SplitTunnel 'a' is in mode 'include', which keeps "
                    + "everything else out of the tunnel.",
                "NoEffect at DeviceProfile 'a'.lanAllowMinutes: has no effect: SplitTunnel 'a' is in mode 'include', which keeps the "
                    + "local network out of the tunnel anyway.",
                "NoEffect at DeviceProfile 'a'.lanAllowSubnetSize: has no effect: SplitTunnel 'a' is in mode 'include', which keeps the "
                    + "local network out of the tunnel anyway.",
                "NoEffect at DeviceProfile 'c'.dnsSearchSuffixes: has no effect: in mode 'warp_tunnel_only' the client does not handle "
                    + "DNS.",
                "NoEffect at FallbackDomains 'b'.domains: has no effect: in mode 'posture_only' of DeviceProfile 'b' the client does not "
                    + "handle DNS.",
                "NoEffect at SplitTunnel 'b'.routes: has no effect: in mode 'posture_only' of DeviceProfile 'b' no traffic goes through "
                    + "the tunnel.",
            ])
        );

    [TestCase("1dot1", true, false)]
    [TestCase("posture_only", true, true)]
    [TestCase("proxy", false, true)]
    [TestCase("warp_tunnel_only", false, true)]
    [TestCase("warp", false, false)]
    [TestCase(null, false, false)]
    public void Each_mode_uses_its_lists_or_not(string? mode, bool tunnelInVain, bool domainsInVain)
    {
        var findings = Findings(
            Some.Profile("a") with
            {
                Mode = mode,
            },
            Some.Exclude("a", "192.0.2.0/24"),
            Some.Fallback("a", ("corp.example", ["192.0.2.53"]))
        );

        Assert.Multiple(() =>
        {
            Assert.That(findings, tunnelInVain ? Has.Some.Contains("at SplitTunnel 'a'") : Has.None.Contains("at SplitTunnel 'a'"));
            Assert.That(
                findings,
                domainsInVain ? Has.Some.Contains("at FallbackDomains 'a'") : Has.None.Contains("at FallbackDomains 'a'")
            );
        });
    }

    [Test]
    public void The_profile_of_connectors_has_the_mode_and_protocol_that_they_need() =>
        Assert.That(
            Findings(
                Some.Profile("connectors", 1, """identity.email == "warp_connector@team.cloudflareaccess.com" """) with
                {
                    Mode = "warp_tunnel_only",
                    TunnelProtocol = "wireguard",
                },
                Some.Exclude("connectors", "192.168.0.0/16"),
                Some.Connector("branch"),
                Some.Route("v6", "fd12::/64", "branch")
            ),
            Is.EqualTo([
                "ConnectorProtocol at DeviceProfile 'connectors'.tunnelProtocol: is 'wireguard', and hosts of connectors get this "
                    + "profile: TunnelRoute 'v6' leads to the IPv6 network "
                    + "fd12::/64, which needs MASQUE. Set it to 'masque'.",
                "ConnectorMode at DeviceProfile 'connectors'.serviceModeV2: is 'warp_tunnel_only', and hosts of WarpConnectorTunnel "
                    + "'branch' get this profile: connectors need mode 'warp'.",
            ])
        );

    [TestCase("10.1.0.0/16", null, false, ExpectedResult = false)]
    [TestCase("fd12::/64", null, false, ExpectedResult = true)]
    [TestCase("10.1.0.0/16", "wiki.corp.example", false, ExpectedResult = true)]
    [TestCase("10.1.0.0/16", null, true, ExpectedResult = true)]
    public bool Wireguard_suffices_for_connectors_with_IPv4_routes_only(string network, string? host, bool ha) =>
        Findings([
                Some.Profile("connectors", 1, """identity.email == "warp_connector@team.cloudflareaccess.com" """) with
                {
                    TunnelProtocol = "wireguard",
                },
                Some.Connector("branch", ha),
                Some.Route("r", network, "branch"),
                .. host is null ? (NetworkPart[])[] : [Some.HostnameRoute("h", host, "branch")],
            ])
            .Any(finding => finding.StartsWith("ConnectorProtocol", StringComparison.Ordinal));

    [Test]
    public void Without_a_connector_profile_connectors_get_the_profile_of_their_user_name() =>
        Assert.That(
            Findings(Some.Default() with { Mode = "proxy" }, Some.Exclude("default", "192.168.0.0/16"), Some.Connector("branch")),
            Has.Exactly(1).StartsWith("ConnectorMode at DefaultDeviceProfile 'everybody'")
        );

    [Test]
    public void A_profile_whose_devices_all_match_earlier_profiles_never_applies() =>
        Assert.That(
            Findings(
                Some.Profile("first", 10),
                Some.Profile("second", 20, """os.name in {"windows"}"""),
                Some.Profile("both", 30, """os.name in {"windows" "mac"}"""),
                Some.Profile("nobody", 40, """os.name == "mac" and os.name == "ios" """)
            ),
            Is.EqualTo([
                "NeverApplies at DeviceProfile 'nobody'.match: matches no device: its conditions contradict each other.",
                "NeverApplies at DeviceProfile 'second'.match: applies to no device: DeviceProfile 'first' (precedence 10) comes first "
                    + "and matches every device that it does. "
                    + "Give it a lower precedence, or a different match.",
            ])
        );

    [Test]
    public void Profiles_that_are_disabled_or_of_unknown_precedence_match_no_device() =>
        Assert.That(
            Findings(
                Some.Profile("off", 1) with
                {
                    Enabled = false,
                },
                Some.Profile("maybe", 2) with
                {
                    Enabled = null,
                },
                Some.Profile("somewhere", 3) with
                {
                    Precedence = null,
                },
                Some.Profile("same", 20),
                Some.Profile("twin", 20)
            ),
            Is.EqualTo(Nothing)
        );

    [Test]
    public void Profiles_of_an_order_are_tried_in_that_order_whatever_their_precedences() =>
        Assert.That(
            Findings(
                Some.Profile("second", 10, """os.name in {"windows"}"""),
                Some.Profile("first", 20),
                Some.Profile("third") with
                {
                    Precedence = null,
                },
                Some.Order("order", "first", "third", "second")
            ),
            Is.EqualTo([
                "NeverApplies at DeviceProfile 'second'.match: applies to no device: DeviceProfile 'first' (number 1 of "
                    + "DeviceProfileOrder 'order') comes first and matches "
                    + "every device that it does. Put it before them, or give it a different match.",
                "NeverApplies at DeviceProfile 'third'.match: applies to no device: DeviceProfile 'first' (number 1 of "
                    + "DeviceProfileOrder 'order') comes first and matches "
                    + "every device that it does. Put it before them, or give it a different match.",
            ])
        );

    [Test]
    public void Precedences_that_an_order_will_change_are_not_compared_with_others() =>
        Assert.That(
            Findings(
                Some.Profile("a", 30, """os.name == "mac" """),
                Some.Profile("b", 10, """os.name == "ios" """),
                Some.Profile("own", 20, """os.name in {"ios" "mac"} and os.version == "1.0.0" """),
                Some.Order("order", "a", "b")
            ),
            Is.EqualTo(Nothing)
        );

    [Test]
    public void Precedences_that_are_already_in_order_are_compared() =>
        Assert.That(
            Findings(
                Some.Profile("a", 10),
                Some.Profile("b", 30, """os.name == "mac" """),
                Some.Profile("own", 20, """os.name in {"windows"}"""),
                Some.Order("order", "a", "b", "gone")
            ),
            Has.Exactly(1).StartsWith("NeverApplies at DeviceProfile 'own'.match").And.Exactly(1).Items
        );

    [Test]
    public void A_device_gets_the_first_profile_of_an_order_that_matches() =>
        Assert.That(
            NetworkBuilder
                .Build([
                    Some.Profile("b", 10),
                    Some.Profile("a", 20),
                    Some.Profile("own", 15, """os.name == "mac" """),
                    Some.Order("order", "a", "b"),
                ])
                .Profiles.Select(profile => profile.Name),
            Is.EqualTo(["a", "own", "b"])
        );

    [Test]
    public void A_domain_without_servers_requires_the_devices_own_resolver() =>
        Assert.That(
            Findings(
                Some.Profile("staff") with
                {
                    DisableAutoFallback = true,
                },
                Some.Fallback("staff", ("local", []), ("corp.example", []), ("lab.example", ["192.0.2.53"]))
            ),
            Is.EqualTo([
                "NoResolver at FallbackDomains 'staff'.domains[1]: devices of DeviceProfile 'staff' cannot resolve 'corp.example': no "
                    + "DNS servers are set, and "
                    + "disableAutoFallback keeps the client from using the device's own resolver. Set DNS servers, or remove "
                    + "disableAutoFallback.",
            ])
        );

    [Test]
    public void Cloudflares_own_domains_need_no_servers() =>
        Assert.That(Findings(Some.Profile("staff") with { DisableAutoFallback = true }), Is.EqualTo(Nothing));

    [Test]
    public void A_resolver_behind_a_tunnel_must_be_reached_through_it() =>
        Assert.That(
            Findings(
                    Some.Profile("staff", 1),
                    Some.Exclude("staff", "10.0.0.53/32"),
                    Some.Fallback("staff", ("corp.example", ["10.0.0.53"])),
                    Some.Route("hq", "10.0.0.0/8")
                )
                .Where(finding => finding.StartsWith("Resolver", StringComparison.Ordinal)),
            Is.EqualTo([
                "ResolverOutside at FallbackDomains 'staff'.domains[0]: TunnelRoute 'hq' leads to the DNS server 10.0.0.53 of "
                    + "'corp.example' through 10.0.0.0/8, but '10.0.0.53/32' is "
                    + "excluded in SplitTunnel 'staff', so devices query it outside the tunnel.",
            ])
        );

    [Test]
    public void A_resolver_must_be_in_the_devices_virtual_network() =>
        Assert.That(
            Findings(
                Some.Profile("staff", 1),
                Some.Exclude("staff", "192.168.0.0/16"),
                Some.Fallback("staff", ("corp.example", ["10.0.0.53"])),
                Some.VirtualNetwork("lab"),
                Some.Route("hq", "10.0.0.0/8", null, "lab")
            ),
            Is.EqualTo([
                "ResolverInOtherNetwork at FallbackDomains 'staff'.domains[0]: TunnelRoute 'hq' leads to the DNS server 10.0.0.53 of "
                    + "'corp.example', but in the virtual network 'lab', "
                    + "while devices of DeviceProfile 'staff' are in 'default'. Move the route there, or choose its network in the "
                    + "profile's virtualNetworks.",
            ])
        );

    [TestCase(true)]
    [TestCase(null)]
    public void A_network_that_may_be_the_default_one_is_not_reported(bool? isDefault) =>
        Assert.That(
            Findings(
                Some.Profile("staff", 1),
                Some.Exclude("staff", "192.168.0.0/16"),
                Some.Fallback("staff", ("corp.example", ["10.0.0.53"])),
                Some.VirtualNetwork("lab", isDefault),
                Some.Route("hq", "10.0.0.0/8", null, "lab")
            ),
            Is.EqualTo(Nothing)
        );

    [Test]
    public void A_network_that_users_may_choose_is_not_reported() =>
        Assert.That(
            Findings(
                Some.Profile("staff", 1) with
                {
                    AllowedNetworks = ["office", "lab"],
                    ChosenNetwork = "office",
                },
                Some.Exclude("staff", "192.168.0.0/16"),
                Some.Fallback("staff", ("corp.example", ["10.0.0.53"])),
                Some.VirtualNetwork("office"),
                Some.VirtualNetwork("lab"),
                Some.Route("hq", "10.0.0.0/8", null, "lab")
            ),
            Is.EqualTo(Nothing)
        );

    [Test]
    public void An_include_entry_that_the_client_drops_is_reported() =>
        Assert.That(
            Findings(Some.Profile("staff", 1), Some.Include("staff", "192.0.2.0/24", "10.0.0.0/8"), Some.Endpoint("HQ", "10.0.0.1")),
            Is.EqualTo([
                "DirectAddress at SplitTunnel 'staff'.routes[1].address: includes '10.0.0.0/8', which contains 10.0.0.1, the endpoint of "
                    + "ManagedNetwork 'HQ'. The client always reaches "
                    + "that address outside the tunnel, so it drops the whole entry. Include the prefixes around the address instead; "
                    + "the function subtractCidrs computes them.",
            ])
        );

    private static SplitTunnelPart Single(string name, string entry) =>
        Some.Exclude(null, entry) with
        {
            Origin = Some.Resource("SplitTunnelRoute", name),
            IsWhole = false,
        };

    private static string[] Findings(params NetworkPart[] parts) =>
        [
            .. NetworkChecks
                .Run(NetworkBuilder.Build(parts))
                .Select(finding =>
                    $"{finding.Kind} at {finding.At}{(finding.Path.Length == 0 ? "" : "." + finding.Path)}: {finding.Message}"
                ),
        ];

    private static IEnumerable<string> Addresses(int count) =>
        Enumerable.Range(0, count).Select(index => $"198.18.{index / 256}.{index % 256}/32");
}
