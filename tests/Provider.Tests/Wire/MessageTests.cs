using Grpc.Core;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>The exact messages that a preview shows about a program.</summary>
internal sealed class MessageTests
{
    private const string ZeroWidthSpace = "\u200b";

    private static TestCaseData[] Errors =>
        [
            Case(
                "an empty server",
                "FallbackDomain",
                Sample.Domain("corp.example.com", ""),
                "dnsServers[0]: is empty; write an IP address, or remove the entry. (ZT108)"
            ),
            Case(
                "a server that is null",
                "FallbackDomains",
                Sample.Domains(Sample.Domain("corp.example.com").With("dnsServers", new PropertyArray([PropertyValue.Null]))),
                "domains[0].dnsServers[0]: expected a string, got null. (ZT102)"
            ),
            Case(
                "an empty address of a connector",
                "WarpConnectorConfiguration",
                Sample.Ha("local", new() { Vips = [""] }),
                "config.vips[0]: is empty; write an IP address, or remove the entry. (ZT108)"
            ),
            Case(
                "an empty registration",
                "DeviceRevocation",
                PropertyMap.Of(("registrationIds", new PropertyArray([Known.RegistrationId, ""]))),
                "registrationIds[1]: is empty; write a UUID, or remove the entry. (ZT108)"
            ),
            Case(
                "a custom profile without a match",
                "DeviceProfile",
                Sample.Profile.Without("match"),
                "match: is required: a custom profile applies to the devices it matches. (ZT120)"
            ),
            Case(
                "a match of the default profile",
                "DefaultDeviceProfile",
                PropertyMap.Of(("match", "os.name == \"linux\"")),
                "match: the default profile has no match: it is for the devices that no DeviceProfile matches; remove it. (ZT103)"
            ),
            Case(
                "a precedence of the default profile",
                "DefaultDeviceProfile",
                PropertyMap.Of(("precedence", 5)),
                "precedence: the default profile has no precedence: it comes after every DeviceProfile; remove it. (ZT103)"
            ),
            Case(
                "a property without a similar name",
                "DefaultDeviceProfile",
                PropertyMap.Of(("xyz", 5)),
                "xyz: there is no property 'xyz' here; none of the 23 that there are has a similar name. (ZT103)"
            ),
            Case(
                "a property without a similar name among few",
                "VirtualNetwork",
                PropertyMap.Of(("name", "staging"), ("xyz", 5)),
                "xyz: there is no property 'xyz' here; there are accountId, comment, isDefaultNetwork, name. (ZT103)"
            ),
            Case(
                "a number that is too large",
                "DeviceProfile",
                Sample.Profile.With("precedence", 1e12),
                "precedence: 1000000000000 is out of range; use 0 to 2147483647. (ZT105)"
            ),
            Case(
                "a number that is not an integer",
                "DeviceProfile",
                Sample.Profile.With("precedence", 1.5),
                "precedence: expected a whole number, got 1.5. (ZT102)"
            ),
            Case("an empty name", "DeviceProfile", Sample.Profile.With("name", ""), "name: is empty. (ZT101)"),
            Case(
                "a route that is a string",
                "SplitTunnel",
                PropertyMap.Of(("routes", new PropertyArray(["10.0.0.0/8"]))),
                "routes[0]: expected an object, got the string '10.0.0.0/8'. (ZT102)"
            ),
            Case(
                "a route whose address is a number",
                "SplitTunnel",
                Sample.Routes(PropertyMap.Of(("address", 3))),
                "routes[0].address: expected a string, got 3. (ZT102)"
            ),
            Case(
                "a route with a typo in a name",
                "SplitTunnel",
                Sample.Routes(PropertyMap.Of(("addres", "10.0.0.0/8"))),
                "routes[0].addres: there is no property 'addres' here; did you mean 'address'? (ZT103)"
            ),
            Case(
                "a secret that is too short",
                "WarpConnectorTunnel",
                Sample.Tunnel.With("tunnelSecret", new PropertySecret("AQID")),
                "tunnelSecret: The secret holds 3 bytes; encode at least 32 random bytes, for example with 'openssl rand -base64 32'. "
                    + "(ZT108)"
            ),
            Case(
                "an invalid secret value",
                "TunnelRoute",
                Sample.Route.With("network", new PropertySecret("10.0.0.0/33")),
                "network: is not an IPv4 or IPv6 prefix such as '10.0.0.0/8'. (ZT108)"
            ),
            Case(
                "a virtual network by its name",
                "TunnelRoute",
                Sample.Route.With("virtualNetworkId", "staging"),
                "virtualNetworkId: 'staging' is not the id of a virtual network; write its UUID or the id of a virtual network resource. "
                    + "(ZT108)"
            ),
            Case(
                "a list that is too long including the defaults",
                "SplitTunnel",
                Sample.Routes(Addresses(985)).With("includeDefaults", true),
                "routes: has 1,001 entries with the 16 that includeDefaults keeps; at most 1,000 are allowed. (ZT107)"
            ),
            Case(
                "too many domains including the defaults",
                "FallbackDomains",
                Sample.Domains(Domains(990)).With("includeDefaults", true),
                "domains: has 1,004 entries with the 14 that includeDefaults keeps; at most 1,000 are allowed. (ZT107)"
            ),
            Case(
                "an invisible character in a match",
                "DeviceProfile",
                Sample.Profile.With("match", $"os.name ==\u200b \"linux\""),
                "match: The invisible character U+200B is not allowed here; remove it.\n"
                    + $"  os.name =={ZeroWidthSpace} \"linux\"\n            ^ (ZT108)"
            ),
        ];

    private static TestCaseData[] Warnings =>
        [
            Case(
                "a wildcard in an email address",
                "DeviceProfile",
                Sample.Profile.With("match", "identity.email == \"*@example.com\""),
                "match: identity.email is a full email address without wildcards: no device has this one. "
                    + "Match a group instead, such as any(identity.groups.name[*] == \"staff\").\n"
                    + "  identity.email == \"*@example.com\"\n                    ^~~~~~~~~~~~~~~ (ZT116)"
            ),
            Case(
                "a domain for an email address",
                "DeviceProfile",
                Sample.Profile.With("match", "identity.email in {\"@example.com\"}"),
                "match: identity.email is a full email address without wildcards: no device has this one. "
                    + "Match a group instead, such as any(identity.groups.name[*] == \"staff\").\n"
                    + "  identity.email in {\"@example.com\"}\n                     ^~~~~~~~~~~~~~ (ZT116)"
            ),
            Case(
                "tabs in a match, once",
                "DeviceProfile",
                Sample.Profile.With("match", "os.name\t==\t\"linux\""),
                "match: A tab is white space that Cloudflare may refuse; write a space instead.\n"
                    + "  os.name\t==\t\"linux\"\n         ^ (ZT116)"
            ),
            Case(
                "a non-breaking space in a match",
                "DeviceProfile",
                Sample.Profile.With("match", "os.name ==\u00a0\"linux\""),
                "match: U+00A0 is white space that Cloudflare may refuse; write a space instead.\n"
                    + "  os.name ==\u00a0\"linux\"\n            ^ (ZT116)"
            ),
            Case(
                "an invisible character in a value of a match",
                "DeviceProfile",
                Sample.Profile.With("match", $"network == \"off{ZeroWidthSpace}ice\""),
                "match: The value contains the invisible character U+200B; remove it.\n"
                    + $"  network == \"off{ZeroWidthSpace}ice\"\n             ^~~~~~~~~ (ZT116)"
            ),
            Case(
                "a secret host of a route",
                "SplitTunnelRoute",
                PropertyMap.Of(("host", new PropertySecret("intranet.example.com"))),
                "host: is a secret, but the resource's id has it, which is shown and stored in plain text. (ZT117)"
            ),
            Case(
                "a secret suffix",
                "FallbackDomain",
                PropertyMap.Of(("suffix", new PropertySecret("corp.example.com"))),
                "suffix: is a secret, but the resource's id has it, which is shown and stored in plain text. (ZT117)"
            ),
            .. Named($"of{ZeroWidthSpace}fice", $"'of{ZeroWidthSpace}fice' contains the invisible character U+200B; remove it."),
            .. Named("office\U000E0041", "'office\U000E0041' contains the invisible character U+E0041; remove it."),
            .. Named("of\u3164fice", "'of\u3164fice' contains the invisible character U+3164; remove it."),
            .. Named("  ", "'  ' is blank; write a name that people can read."),
            .. Named(" office\u00a0", "' office\u00a0' has blanks around it; write 'office'."),
            Case(
                "milliseconds for seconds",
                "DefaultDeviceProfile",
                PropertyMap.Of(("captivePortal", 180_000)),
                "captivePortal: is 180,000 seconds, more than an hour. If milliseconds are meant, write 180. (ZT165)"
            ),
            Case(
                "minutes for seconds",
                "DeviceProfile",
                Sample.Profile.With("autoConnect", 15),
                "autoConnect: is 15 seconds. If minutes are meant, as in the dashboard, write 900. (ZT165)"
            ),
            Case(
                "prefixes with host bits, together",
                "SplitTunnel",
                Sample.Routes(Sample.Address("10.0.0.1/8"), Sample.Address("192.0.2.1/24")),
                "routes[0].address: '10.0.0.1/8' has host bits, which have no meaning; it is taken as '10.0.0.0/8'. (ZT109)\n"
                    + "routes[1].address: '192.0.2.1/24' has host bits, which have no meaning; it is taken as '192.0.2.0/24'. (ZT109)"
            ),
        ];

    private static TestCaseData[] Fine =>
        [
            Case("60 emoji", "DeviceProfile", Sample.Profile.With("name", string.Concat(Enumerable.Repeat("😀", 60)))),
            Case("100 emoji", "DeviceProfile", Sample.Profile.With("name", string.Concat(Enumerable.Repeat("😀", 100)))),
            Case("emoji made of several", "VirtualNetwork", PropertyMap.Of(("name", "👩‍🚀"))),
            Case(
                "a flag",
                "VirtualNetwork",
                PropertyMap.Of(("name", "\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F"))
            ),
            Case("a script with characters that keep others apart", "VirtualNetwork", PropertyMap.Of(("name", "می‌خواهم"))),
            Case("an hour at a captive portal", "DefaultDeviceProfile", PropertyMap.Of(("captivePortal", 3_600))),
            Case("a minute until the next connection", "DefaultDeviceProfile", PropertyMap.Of(("autoConnect", 60))),
            Case("no connection by itself", "DefaultDeviceProfile", PropertyMap.Of(("autoConnect", 0))),
            Case("a list as long as can be with all defaults", "SplitTunnel", Sample.Routes(Addresses(970)).With("includeDefaults", true)),
            Case("line breaks in a match", "DeviceProfile", Sample.Profile.With("match", "os.name ==\r\n\"linux\"\n")),
        ];

    [TestCaseSource(nameof(Errors))]
    public async Task A_mistake_is_reported_once_with_what_to_write(string type, PropertyMap program, string expected)
    {
        await using var host = await ProviderHost.StartAsync();

        var (_, failures) = await host.CheckAsync(type, program);

        Assert.That(failures, Is.EqualTo([expected]));
    }

    [TestCaseSource(nameof(Warnings))]
    public async Task A_doubtful_value_is_reported_once_with_the_probable_intention(string type, PropertyMap program, string expected)
    {
        await using var host = await ProviderHost.StartAsync();

        var (_, failures) = await host.CheckAsync(type, program);

        Assert.That(failures, Is.Empty);
        Assert.That(host.Log.Select(entry => entry.Message), Is.EqualTo([expected]));
    }

    [TestCaseSource(nameof(Fine))]
    public async Task A_correct_value_is_not_reported(string type, PropertyMap program)
    {
        await using var host = await ProviderHost.StartAsync();

        var stored = await host.CreateAsync(type, program);

        Assert.That(host.Log, Is.Empty);
        Assert.That(await host.DriftAsync(stored), Is.Empty);
    }

    [Test]
    public async Task A_reported_spelling_is_reported_again_only_when_it_changes()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("SplitTunnel", Sample.Routes(Sample.Address("10.0.0.1/8")));

        await host.ConfigureAsync();
        await host.DiffAsync(stored, Sample.Routes(Sample.Address("10.0.0.1/8")));
        Assert.That(host.Log, Has.Count.EqualTo(1));

        await host.DiffAsync(stored, Sample.Routes(Sample.Address("10.0.0.1/8"), Sample.Address("192.0.2.1/24")));
        Assert.That(
            host.Log.Last().Message,
            Does.StartWith("routes[1].address: '192.0.2.1/24' has host bits").And.Not.Contain("routes[0]")
        );
    }

    [Test]
    public async Task A_change_of_what_was_deleted_in_the_dashboard_names_the_way_out()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DeviceProfile", Sample.Profile);
        var id = stored.Id.Split('/')[1];
        host.Cloudflare.State.Change(data => data.Profiles.Remove(id));

        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.UpdateAsync(stored, Sample.Profile.With("description", "Office")));

        Assert.That(refusal!.StatusCode, Is.EqualTo(StatusCode.NotFound));
        Assert.That(
            refusal.Status.Detail,
            Does.StartWith(
                $"PATCH profile '{id}': it does not exist (404, code 2052 'device settings policy not found'). "
                    + "If it was deleted outside of Pulumi, pulumi up --refresh creates it again. Nothing changed. Ray ID "
            )
        );
    }

    [TestCase("VirtualNetwork", "name", "one", "two", "name")]
    [TestCase("WarpConnectorTunnel", "name", "one", "two", "name")]
    [TestCase("TunnelRoute", "network", "10.1.0.0/16", "10.2.0.0/16", "network or virtual network")]
    [TestCase("HostnameRoute", "hostname", "a.example", "b.example", "hostname")]
    public async Task A_change_to_what_another_object_has_takes_two_updates(
        string type,
        string property,
        string first,
        string second,
        string named
    )
    {
        await using var host = await ProviderHost.StartAsync();
        PropertyMap Program(string value) => PropertyMap.Of((property, value), ("tunnelId", Known.TunnelId));
        PropertyMap Declared(string value) =>
            type is "TunnelRoute" or "HostnameRoute" ? Program(value) : Program(value).Without("tunnelId");
        var one = await host.CreateAsync(type, Declared(first), "one");
        var two = await host.CreateAsync(type, Declared(second), "two");
        await host.CheckAsync(type, Declared(first), two.Inputs, "two");

        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.UpdateAsync(one, Declared(second)));

        Assert.That(refusal!.StatusCode, Is.EqualTo(StatusCode.FailedPrecondition));
        Assert.That(
            refusal.Status.Detail,
            Does.EndWith(
                $"Choose another {named}. If the program changes or removes the object that has it: do that in an update before this one."
            )
        );
    }

    [Test]
    public async Task A_route_to_a_tunnel_that_is_gone_says_that_it_is_the_tunnel()
    {
        await using var host = await ProviderHost.StartAsync();

        var refusal = await Assert.ThrowsAsync<RpcException>(() =>
            host.CreateAsync("TunnelRoute", Sample.Route.With("tunnelId", Known.OtherTunnelId))
        );

        Assert.That(
            refusal!.Status.Detail,
            Does.StartWith(
                "POST route '10.20.0.0/16': the tunnel that it refers to does not exist (404, code 1002 'tunnel not found'). "
                    + "If the program manages the tunnel, pulumi up --refresh creates it again. Nothing changed. Ray ID "
            )
        );
    }

    [Test]
    public async Task A_conflict_of_two_owners_names_the_entry_and_the_list()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync("SplitTunnelRoute", Sample.Address("10.1.0.0/16"), name: "one");

        var (_, failures) = await host.CheckAsync("SplitTunnelRoute", Sample.Address("10.1.0.0/16"), name: "two");

        Assert.That(
            failures,
            Is.EqualTo([
                "profileId: SplitTunnelRoute 'two' and SplitTunnelRoute 'one' both manage '10.1.0.0/16' in the split tunnel of profile "
                    + "'default'. Keep one of them. (ZT141)",
            ])
        );
    }

    private static IEnumerable<TestCaseData> Named(string name, string expected) =>
        from type in (string[])["DeviceProfile", "WarpConnectorTunnel", "VirtualNetwork", "ManagedNetwork"]
        select Case($"{type} named '{name}'", type, EveryResource.Full[type].With("name", name), $"name: {expected} (ZT164)");

    private static PropertyMap[] Addresses(int count) =>
        [.. Enumerable.Range(0, count).Select(index => Sample.Address($"198.18.{index / 256}.{index % 256}/32"))];

    private static PropertyMap[] Domains(int count) =>
        [.. Enumerable.Range(0, count).Select(index => Sample.Domain($"d{index}.example.com"))];

    private static TestCaseData Case(string name, string type, PropertyMap program, params string[] expected) =>
        new TestCaseData([type, program, .. expected]).SetArgDisplayNames(name);
}
