using System.Text.Json;
using System.Text.RegularExpressions;
using Grpc.Core;
using Pulumirpc;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;
using ZeroTrust.Provider.Tests.Wire;
using ZeroTrust.Simulator;

namespace ZeroTrust.Provider.Tests.Cases;

/// <summary>Runs real-world configurations through the provider with the simulated API.</summary>
internal sealed partial class ConfigurationTests
{
    /// <summary>Cases that the data-driven tests skip, with reasons.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["custom-v4-precedence"] = "an object of the API, not a program: An_import_shows_the_precedence_that_the_server_has",
        ["custom-both-lists"] = "cannot be written: a SplitTunnel has one mode",
        ["custom-tunnel-only-with-host"] = "a rule between two resources: the profile's mode and the split tunnel's routes",
        ["default-6988"] = "has no program: Without_changes_nothing_is_sent",
        ["m365-merge"] = "entries of an owner among others' are SplitTunnelRoute's",
        ["include-contains-tls-endpoint"] = "a rule between two resources: the list and a managed network",
        ["ldf-restore-defaults"] = "a request, not a program: Deleting_restores_the_default_list",
        ["ldf-two-owners"] = "a rule between two resources of one program",
        ["connector-soft-deleted"] = "an answer, not a program: A_tunnel_marked_as_deleted_is_gone",
        ["connector-delete-connected"] = "an action, not a program: A_tunnel_in_use_is_deleted_only_with_cascade",
    };

    private static IEnumerable<ConfigurationCase> Programs => ConfigurationCase.All.Where(item => !Elsewhere.ContainsKey(item.Name));

    private static IEnumerable<ConfigurationCase> Accepted => Programs.Where(item => item.Ok && !item.IsUpdate && !item.IsOtherSpelling);

    private static IEnumerable<ConfigurationCase> Updates => Programs.Where(item => item.Ok && item.IsUpdate);

    private static IEnumerable<ConfigurationCase> OtherSpellings => Programs.Where(item => item.Ok && item.IsOtherSpelling);

    private static IEnumerable<ConfigurationCase> Refused => Programs.Where(item => !item.Ok);

    [Test]
    public void Every_case_is_in_exactly_one_test()
    {
        Assert.That(Elsewhere.Keys, Is.SubsetOf(ConfigurationCase.All.Select(item => item.Name)));
        Assert.That(
            Elsewhere.Keys.Concat(Accepted.Concat(Updates).Concat(OtherSpellings).Concat(Refused).Select(item => item.Name)),
            Is.EquivalentTo(ConfigurationCase.All.Select(item => item.Name))
        );
    }

    [TestCaseSource(nameof(Accepted))]
    public async Task Accepted_configurations_are_created_without_later_differences(ConfigurationCase item)
    {
        await using var host = await ProviderHost.StartAsync(new() { DefaultProfileLists = DefaultProfileLists.Refused });
        var program = item.Program();

        var stored = await CreateAsync(host, program);

        AssertCalls(item, host);
        AssertExpectations(item, host, stored);
        foreach (var resource in stored)
        {
            Assert.That(ProviderHost.Describe(await host.DiffAsync(resource.Stored, resource.Program)), Is.Empty, "the same program again");
            Assert.That(await host.DriftAsync(resource.Stored), Is.Empty, "after a refresh");
        }
    }

    [TestCaseSource(nameof(Updates))]
    public async Task A_change_is_made_in_place_or_by_replacement(ConfigurationCase item)
    {
        await using var host = await ProviderHost.StartAsync(new() { DefaultProfileLists = DefaultProfileLists.Refused });
        var before = await CreateAsync(host, Completed(item.Before()));
        host.Cloudflare.ClearRequests();
        var replace = item.Expect.TryGetProperty("replace", out var expected) && expected.GetBoolean();

        foreach (var next in Completed(item.After()))
        {
            var old = before.Single(resource => resource.Stored.Type == next.Type);
            var inputs =
                item.Name == "custom-virtual-networks-shrink"
                    ? new(old.Program.Concat(next.Inputs.Without("match").Without("name").Without("precedence")))
                    : next.Inputs;
            var diff = await host.DiffAsync(old.Stored, inputs);

            Assert.That(ProviderHost.Describe(diff), Is.Not.Empty);
            Assert.That(diff.Replaces, replace ? Is.Not.Empty : Is.Empty);
            if (!replace)
            {
                var updated = await host.UpdateAsync(old.Stored, inputs);
                Assert.That(await host.DriftAsync(updated), Is.Empty);
                AssertOnlyChangesAreSent(host, diff);
            }
        }

        if (!replace)
        {
            AssertCalls(item, host);
        }
    }

    [TestCaseSource(nameof(OtherSpellings))]
    public async Task Values_that_the_server_normalizes_are_not_differences(ConfigurationCase item)
    {
        await using var host = await ProviderHost.StartAsync();
        var declared = item.ProgramOf(item.Member("config")!.Value).Single();
        var stored = await host.CreateAsync(declared.Type, declared.Inputs);
        var list = item.Kind == "fallbackList" ? "fallback_domains" : "exclude";
        var server = item.Member("server") is { } entries ? entries.GetRawText() : "[]";
        using var client = host.Cloudflare.CreateClient();
        using var answer = await client.PutAsync(
            new Uri($"accounts/{host.Cloudflare.AccountId}/devices/policy/{list}", UriKind.Relative),
            new StringContent(server, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"))
        );
        answer.EnsureSuccessStatusCode();

        Assert.That(await host.DriftAsync(stored), Is.Empty);
        var fresh = await host.ReadAsync(stored);
        Assert.That(ProviderHost.Describe(await host.DiffAsync(fresh!, declared.Inputs)), Is.Empty);
    }

    [TestCaseSource(nameof(Refused))]
    public async Task Invalid_configurations_are_refused_before_any_request(ConfigurationCase item)
    {
        await using var host = await ProviderHost.StartAsync();
        var failures = new List<string>();
        foreach (var declared in item.Program())
        {
            failures.AddRange((await host.CheckAsync(declared.Type, declared.Inputs)).Failures);
        }

        Assert.That(failures.Select(failure => failure.Split(':')[0]), Does.Contain(Where[item.Name]));
        Assert.That(failures, Is.All.Match(@"\(ZT\d{3}\)$"));
        Assert.That(host.Cloudflare.Requests, Is.Empty);
    }

    [Test]
    public async Task Without_changes_nothing_is_sent()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DefaultDeviceProfile", Sample.Settings);
        host.Cloudflare.ClearRequests();

        Assert.That(ProviderHost.Describe(await host.DiffAsync(stored, Sample.Settings)), Is.Empty);
        Assert.That(host.Cloudflare.Requests, Is.Empty);
    }

    [Test]
    public async Task An_import_shows_the_precedence_that_the_server_has()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("DeviceProfile", Sample.Profile.With("precedence", 10437));

        var imported = await host.ImportAsync("DeviceProfile", stored.Id);

        Assert.That(imported!.Inputs["precedence"], Is.EqualTo((PropertyValue)10437));
    }

    [Test]
    public async Task Deleting_restores_the_default_list()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("FallbackDomains", Sample.Domains(Sample.Domain("only.example.com")));

        await host.DestroyAsync(stored);

        var restored = await host.InvokeAsync("getFallbackDomains", PropertyMap.Empty);
        var expected = ConfigurationCase
            .All.Single(item => item.Name == "ldf-restore-defaults")
            .Expect.GetProperty("result")
            .EnumerateArray()
            .Select(suffix => suffix.GetString());
        Assert.That(
            ((PropertyArray)restored["domains"]).Cast<PropertyMap>().Select(domain => ((PropertyString)domain["suffix"]).Value),
            Is.EquivalentTo(expected)
        );
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_tunnel_marked_as_deleted_is_gone(bool notFound)
    {
        await using var host = await ProviderHost.StartAsync(new() { DeletedTunnelsAreNotFound = notFound });
        var stored = await host.CreateAsync("WarpConnectorTunnel", Sample.Tunnel);
        using var client = host.Cloudflare.CreateClient();
        using var answer = await client.DeleteAsync(
            new Uri($"accounts/{stored.Id.Replace("/", "/warp_connector/", StringComparison.Ordinal)}", UriKind.Relative)
        );
        answer.EnsureSuccessStatusCode();

        Assert.That(await host.ReadAsync(stored), Is.Null);
    }

    [Test]
    public async Task A_tunnel_in_use_is_deleted_only_with_cascade()
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("WarpConnectorTunnel", Sample.Tunnel);
        host.Cloudflare.Seed.Connector(stored.Id.Split('/')[1]);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.DestroyAsync(stored));
        Assert.That(refusal!.StatusCode, Is.EqualTo(StatusCode.FailedPrecondition));
        Assert.That(refusal.Status.Detail, Does.Contain("cascadeOnDelete"));

        var cascading = await host.UpdateAsync(stored, Sample.Tunnel.With("cascadeOnDelete", true));
        await host.DestroyAsync(cascading);
        Assert.That(await host.ReadAsync(stored), Is.Null);
    }

    /// <summary>The property for which each refused case is refused.</summary>
    private static readonly Dictionary<string, string> Where = new()
    {
        ["custom-missing-match"] = "match",
        ["custom-old-doc-match"] = "match",
        ["custom-match-without-operator"] = "match",
        ["custom-description-too-long"] = "description",
        ["custom-vnet-default-not-allowed"] = "virtualNetworks.default",
        ["custom-vnet-empty"] = "virtualNetworks.allowed",
        ["custom-browser-config-on-warp"] = "browserExtensionConfig",
        ["custom-lan-subnet-too-large"] = "lanAllowSubnetSize",
        ["default-with-match"] = "match",
        ["default-with-precedence"] = "precedence",
        ["exclude-host-bits"] = "routes[0].address",
        ["exclude-both-fields"] = "routes[0]",
        ["exclude-neither-field"] = "routes[0]",
        ["exclude-long-description"] = "routes[0].description",
        ["exclude-1001-entries"] = "routes",
        ["ldf-no-suffix"] = "domains[0].suffix",
        ["connector-secret-short"] = "tunnelSecret",
    };

    private static async Task<IReadOnlyList<Created>> CreateAsync(ProviderHost host, IEnumerable<Declared> program)
    {
        var created = new List<Created>();
        foreach (var declared in program)
        {
            var profile = created.FirstOrDefault(resource => resource.Stored.Type == "DeviceProfile");
            var inputs = profile is null ? declared.Inputs : declared.Inputs.With("profileId", profile.Stored.Outputs["policyId"]);
            created.Add(new(await host.CreateAsync(declared.Type, inputs), inputs));
        }

        return created;
    }

    // Adds required properties of a profile, and resources of the other half, to a case that has only the changes.
    private static IEnumerable<Declared> Completed(IEnumerable<Declared> program) =>
        program.Select(declared =>
            declared.Type != "DeviceProfile"
                ? declared
                : declared with
                {
                    Inputs = new(
                        Sample
                            .Profile.Concat(declared.Inputs)
                            .Concat(
                                declared.Inputs.GetValueOrDefault("profileType") == "browser_extension"
                                    ? PropertyMap.Of(
                                        ("browserExtensionConfig", PropertyMap.Of(("proxyControl", "locked"), ("proxyEnabled", true)))
                                    )
                                    : PropertyMap.Empty
                            )
                    ),
                }
        );

    private static void AssertCalls(ConfigurationCase item, ProviderHost host)
    {
        if (item.Calls is { } calls)
        {
            var writes = host.Writes.Select(request => $"{request.Method} {AccountPrefix().Replace(request.Path, "")}").ToArray();
            Assert.That(writes, Has.Length.EqualTo(calls.Length), string.Join(", ", writes));
            foreach (var (write, call) in writes.Zip(calls))
            {
                var parts = call.Split(' ');
                var path = Regex
                    .Escape(parts[1])
                    .Replace(@"\.\.\.", ".*", StringComparison.Ordinal)
                    .Replace(@"\{id}", "[^/]+", StringComparison.Ordinal);
                Assert.That(write, Does.Match($"^{parts[0]} {path}$"));
            }
        }
    }

    private static void AssertOnlyChangesAreSent(ProviderHost host, DiffResponse diff)
    {
        if (host.Writes.LastOrDefault() is { Method: "PATCH" } patch)
        {
            using var body = JsonDocument.Parse(patch.Body);
            Assert.That(
                body.RootElement.EnumerateObject().Select(member => ConfigurationCase.CamelCase(member.Name)),
                Is.EquivalentTo(diff.Diffs)
            );
        }
    }

    private static void AssertExpectations(ConfigurationCase item, ProviderHost host, IReadOnlyList<Created> stored)
    {
        if (item.Expect.TryGetProperty("serverDefaults", out var defaults))
        {
            foreach (var member in defaults.EnumerateObject())
            {
                var output = stored[0].Stored.Outputs.GetValueOrDefault(ConfigurationCase.CamelCase(member.Name));
                Assert.That(Text(output), Is.EqualTo(member.Value.ToString()), member.Name);
            }
        }

        if (item.Expect.TryGetProperty("mode", out var mode))
        {
            Assert.That(
                stored.Single(resource => resource.Stored.Type == "SplitTunnel").Stored.Outputs["mode"],
                Is.EqualTo((PropertyValue)mode.GetString()!)
            );
        }

        if (item.Expect.TryGetProperty("entries", out var entries))
        {
            Assert.That((PropertyArray)stored.Single().Stored.Outputs["domains"], Has.Count.EqualTo(entries.GetInt32()));
        }

        if (item.Kind == "customProfile" && item.Expect.TryGetProperty("warn", out _))
        {
            Assert.That(host.Log.Select(message => message.Severity), Is.Not.Empty.And.All.EqualTo(LogSeverity.Warning));
        }
    }

    private static string Text(PropertyValue? value) =>
        value switch
        {
            PropertyBool flag => flag.Value.ToString(),
            PropertyNumber number => $"{number.Value}",
            PropertyString text => text.Value,
            _ => "",
        };

    [GeneratedRegex("^/accounts/[0-9a-f]{32}")]
    private static partial Regex AccountPrefix();

    private sealed record Created(Stored Stored, PropertyMap Program);
}
