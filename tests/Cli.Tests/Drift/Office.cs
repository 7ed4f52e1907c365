using System.Text.Json.Nodes;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Cli.Tests.Drift;

/// <summary>A company's stack and manual changes to its account.</summary>
internal static class Office
{
    public static PropertyMap Engineers =>
        PropertyMap.Of(
            ("name", "Engineers"),
            ("match", "identity.groups.name == \"engineers\""),
            ("precedence", 10),
            ("captivePortal", 180),
            ("switchLocked", true),
            ("tunnelProtocol", "masque")
        );

    public static PropertyMap Route(string address, string? description = null) =>
        description is null ? PropertyMap.Of(("address", address)) : PropertyMap.Of(("address", address), ("description", description));

    public static PropertyMap Domain(string suffix, params string[] servers) =>
        PropertyMap.Of(("suffix", suffix), ("dnsServers", new PropertyArray(servers.Select(server => (PropertyValue)server))));

    /// <summary>Deploys eight resources for all kinds of drift.</summary>
    public static async Task<TestStack> DeployAsync()
    {
        var stack = await TestStack.StartAsync();
        var engineers = (PropertyString)(await stack.CreateAsync("DeviceProfile", "engineers", Engineers))["policyId"];
        await stack.CreateAsync(
            "SplitTunnel",
            "engineers-routes",
            PropertyMap.Of(
                ("profileId", engineers),
                ("includeDefaults", true),
                (
                    "routes",
                    new PropertyArray([
                        Route("10.20.0.0/16", "Lisbon office"),
                        Route("10.30.0.0/16", "Porto office"),
                        Route("198.51.100.0/24", "Monitoring"),
                        PropertyMap.Of(("host", "*.example.com"), ("description", "Own services")),
                    ])
                )
            )
        );
        await stack.CreateAsync(
            "FallbackDomains",
            "engineers-names",
            PropertyMap.Of(
                ("profileId", engineers),
                (
                    "domains",
                    new PropertyArray([Domain("corp.example.com", "10.20.0.53", "10.20.1.53"), Domain("lab.example.com", "10.30.0.53")])
                )
            )
        );
        await stack.CreateAsync(
            "DeviceProfile",
            "contractors",
            PropertyMap.Of(
                ("name", "Contractors"),
                ("match", "identity.email matches \".*@partner[.]example\""),
                ("precedence", 20),
                ("allowedToLeave", false),
                ("splitTunnel", PropertyMap.Of(("mode", "include"), ("routes", new PropertyArray([Route("10.20.8.0/24", "Wiki")]))))
            )
        );
        var branches = await stack.CreateAsync("VirtualNetwork", "branches", PropertyMap.Of(("name", "branches")));
        var lisbon = await stack.CreateAsync("WarpConnectorTunnel", "lisbon", PropertyMap.Of(("name", "lisbon")));
        await stack.CreateAsync(
            "TunnelRoute",
            "lisbon-lan",
            PropertyMap.Of(
                ("network", "10.20.0.0/16"),
                ("comment", "Lisbon office"),
                ("tunnelId", lisbon["tunnelId"]),
                ("virtualNetworkId", branches["virtualNetworkId"])
            )
        );
        await stack.CreateAsync(
            "ManagedNetwork",
            "lisbon-wifi",
            PropertyMap.Of(
                ("name", "lisbon-wifi"),
                (
                    "config",
                    PropertyMap.Of(
                        ("tlsSockaddr", "10.20.0.1:3333"),
                        ("sha256", "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c")
                    )
                )
            )
        );
        return stack;
    }

    /// <summary>Changes the account as a user would in the dashboard.</summary>
    public static async Task ChangeByHandAsync(TestStack stack)
    {
        var policies = (await stack.ByHandAsync("GET", "devices/policies"))!.AsArray();
        string Policy(string name) => (string)policies.Single(policy => (string?)policy!["name"] == name)!["policy_id"]!;
        var engineers = Policy("Engineers");
        await stack.ByHandAsync("PATCH", $"devices/policy/{engineers}", """{"captive_portal":600,"switch_locked":false}""");

        var routes = (await stack.ByHandAsync("GET", $"devices/policy/{engineers}/exclude"))!.AsArray();
        var kept = routes
            .Select(route => route!.DeepClone())
            .Where(route => (string?)route["address"] is not ("192.168.0.0/16" or "198.51.100.0/24"))
            .ToList();
        kept.Single(route => (string?)route["address"] == "10.30.0.0/16")["description"] = "Porto and Braga";
        var added = JsonNode.Parse("""{"address":"203.0.113.0/24","description":"temporary, ask Rui"}""");
        var body = new JsonArray([.. kept, added]);
        await stack.ByHandAsync("PUT", $"devices/policy/{engineers}/exclude", body.ToJsonString());

        await stack.ByHandAsync(
            "PUT",
            $"devices/policy/{engineers}/fallback_domains",
            """
            [{"suffix":"corp.example.com","dns_server":["10.20.0.53","10.99.0.53"]},
             {"suffix":"lab.example.com","dns_server":["10.30.0.53"]}]
            """
        );

        var route = (await stack.ByHandAsync("GET", "teamnet/routes"))!.AsArray().Single()!;
        await stack.ByHandAsync("DELETE", $"teamnet/routes/{route["id"]}");
        await stack.ByHandAsync(
            "POST",
            "devices/policy",
            """{"name":"Test <b>do not touch</b>","match":"identity.email == \"rui@example.com\"","precedence":5}"""
        );
    }
}
