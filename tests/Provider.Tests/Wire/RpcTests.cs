using System.Collections.Concurrent;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;
using ZeroTrust.Simulator.Faults;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>Every call of the ResourceProvider service, over real HTTP/2.</summary>
internal sealed class RpcTests
{
    private const string Account = "0123456789abcdef0123456789abcdef";
    private const string OtherAccount = "ffffffffffffffffffffffffffffffff";
    private const string Canary = "canary-c3VwZXItc2VjcmV0LWNhbmFyeS10b2tlbg";
    private const string TunnelToken = "/accounts/*/warp_connector/*/token";

    [Test]
    public async Task The_handshake_reports_the_providers_capabilities()
    {
        await using var host = await ProviderHost.StartAsync(configure: false);

        var response = await host.Client.HandshakeAsync(new() { EngineAddress = "127.0.0.1:1" });

        Assert.That(response.AcceptSecrets && response.AcceptResources && response.AcceptOutputs, Is.True);
        Assert.That(response.SupportsAutonamingConfiguration, Is.False);
    }

    [Test]
    public async Task The_schema_is_json_of_the_plugins_own_version()
    {
        await using var host = await ProviderHost.StartAsync(configure: false);

        var info = await host.Client.GetPluginInfoAsync(new());
        using var schema = JsonDocument.Parse((await host.Client.GetSchemaAsync(new())).Schema);

        Assert.That(schema.RootElement.GetProperty("name").GetString(), Is.EqualTo("zerotrust"));
        Assert.That(schema.RootElement.GetProperty("version").GetString(), Is.EqualTo(info.Version));
        Assert.That(
            schema.RootElement.GetProperty("resources").EnumerateObject().Select(entry => entry.Name),
            Is.SupersetOf(EveryResource.Full.Keys.Select(ProviderHost.Token))
        );
    }

    [TestCase("zerotrust:index:DeviceProfil", "did you mean 'zerotrust:index:DeviceProfile'?")]
    [TestCase("zerotrust:DeviceProfile", "did you mean 'zerotrust:index:DeviceProfile'?")]
    [TestCase("zerotrust:DeviceProfil", "did you mean 'zerotrust:index:DeviceProfile'?")]
    [TestCase("zerotrust:index:Bucket", "Is the plugin older than the SDK?")]
    public async Task The_error_about_an_unknown_resource_suggests_a_similar_one(string type, string expected)
    {
        await using var host = await ProviderHost.StartAsync();

        var refusal = await Refusal(() =>
            host.Client.CheckAsync(new() { Urn = $"urn:pulumi:dev::p::{type}::a", News = new() }).ResponseAsync
        );

        Assert.That(refusal.Status.Detail, Does.Contain($"'{type}'").And.EndsWith(expected));
    }

    [Test]
    public async Task There_are_no_subpackages()
    {
        await using var host = await ProviderHost.StartAsync(configure: false);

        Assert.That(
            (await Refusal(() => host.Client.GetSchemaAsync(new() { SubpackageName = "other" }).ResponseAsync)).StatusCode,
            Is.EqualTo(StatusCode.InvalidArgument)
        );
    }

    [Test]
    public async Task Configuration_is_returned_unchanged()
    {
        await using var host = await ProviderHost.StartAsync(configure: false);
        var config = PropertyMap.Of(
            ("accountId", Account),
            ("apiToken", new PropertySecret(Canary)),
            ("maxRetries", "3"),
            ("requestTimeout", "\"20\""),
            ("baseUrl", PropertyValue.Unknown),
            ("version", "0.1.0")
        );

        var response = await CheckConfigAsync(host, config);

        Assert.That(response.Failures, Is.Empty);
        Assert.That(PropertyCodec.Read(response.Inputs), Is.EqualTo(config));
    }

    [Test]
    public async Task Configuration_problems_are_reported_by_property()
    {
        await using var host = await ProviderHost.StartAsync(configure: false);

        var response = await CheckConfigAsync(
            host,
            PropertyMap.Of(
                ("accountId", "12"),
                ("apiToken", new PropertySecret(Canary)),
                ("apiKey", new PropertySecret(Canary)),
                ("email", "a@example.com"),
                ("maxRetries", "99"),
                ("baseUrl", "http://example.com")
            )
        );

        Assert.That(
            response.Failures.Select(failure => failure.Property),
            Is.EquivalentTo(["accountId", "", "maxRetries", "baseUrl"]),
            "the engine prints the value of what is named"
        );
        Assert.That(response.Failures.Select(failure => failure.Reason), Has.None.Contains(Canary).And.One.StartsWith("apiKey: "));
    }

    [Test]
    public async Task An_entry_of_a_list_that_is_not_known_yet_is_not_a_problem()
    {
        await using var host = await ProviderHost.StartAsync(configure: false);

        var response = await CheckConfigAsync(
            host,
            PropertyMap.Of(
                ("accountId", Account),
                ("apiToken", new PropertySecret(Canary)),
                ("meshRanges", PropertyArray.Create([PropertyValue.Unknown, "100.96.0.0/12"])),
                ("ignoreProblems", PropertyArray.Create([PropertyValue.Unknown, new PropertySecret(PropertyValue.Unknown), "ZT180"]))
            )
        );

        Assert.That(response.Failures.Select(failure => failure.Property), Is.EqualTo(["ignoreProblems[2]"]));
    }

    [TestCase("accountId", Account, OtherAccount, true)]
    [TestCase("apiToken", "one", "two", false)]
    [TestCase("maxRetries", "3", "4", false)]
    public async Task Only_another_account_replaces_the_provider(string property, string before, string after, bool replaces)
    {
        await using var host = await ProviderHost.StartAsync(configure: false);

        var diff = await DiffConfigAsync(host, PropertyMap.Of((property, before)), PropertyMap.Of((property, after)));

        Assert.That(ProviderHost.Describe(diff), Is.EqualTo([replaces ? $"UpdateReplace {property}" : $"Update {property}"]));
        Assert.That(diff.Replaces, replaces ? Is.EqualTo([property]) : Is.Empty);
    }

    [Test]
    public async Task Another_account_replaces_the_provider_secret_or_not([Values] bool wasSecret, [Values] bool isSecret)
    {
        await using var host = await ProviderHost.StartAsync(configure: false);
        static PropertyMap Config(string account, bool secret) =>
            PropertyMap.Of(("accountId", secret ? new PropertySecret(account) : (PropertyValue)account));

        var diff = await DiffConfigAsync(host, Config(Account, wasSecret), Config(OtherAccount, isSecret));

        Assert.That(diff.Replaces, Is.EqualTo(["accountId"]));
    }

    [Test]
    public async Task An_unknown_configuration_replaces_nothing()
    {
        await using var host = await ProviderHost.StartAsync(configure: false);

        var diff = await DiffConfigAsync(
            host,
            PropertyMap.Of(("accountId", Account)),
            PropertyMap.Of(("accountId", PropertyValue.Unknown))
        );

        Assert.That(diff.Replaces, Is.Empty);
    }

    [Test]
    public async Task Missing_configuration_is_refused_before_any_resource()
    {
        await using var host = await ProviderHost.StartAsync(configure: false);
        await using var other = await ProviderHost.StartAsync(configure: false, environment: OfEnvironment);

        var nothing = await CheckConfigAsync(host, PropertyMap.Empty);
        var unknown = await CheckConfigAsync(
            host,
            PropertyMap.Of(("accountId", PropertyValue.Unknown), ("apiToken", new PropertySecret(PropertyValue.Unknown)))
        );
        var wrong = await CheckConfigAsync(host, PropertyMap.Of(("accountId", "12"), ("apiToken", "token")));
        var ofTheEnvironment = await CheckConfigAsync(other, PropertyMap.Empty);

        Assert.That(
            nothing.Failures.Select(failure => $"{failure.Property}: {failure.Reason}"),
            Is.EqualTo([
                "accountId: No account is set. pulumi config set zerotrust:accountId <id>, or set CLOUDFLARE_ACCOUNT_ID. (ZT001)",
                "apiToken: No credentials are set. pulumi config set --secret zerotrust:apiToken <token>, or set CLOUDFLARE_API_TOKEN. "
                    + "(ZT002)",
            ])
        );
        Assert.That(unknown.Failures, Is.Empty);
        Assert.That(wrong.Failures, Has.Count.EqualTo(1));
        Assert.That(ofTheEnvironment.Failures, Is.Empty);
    }

    private static string? OfEnvironment(string variable) => variable is "CLOUDFLARE_ACCOUNT_ID" or "CLOUDFLARE_API_TOKEN" ? Account : null;

    // A refresh or destroy runs no program and calls no CheckConfig; the engine would repeat an error of Configure for each resource.
    [Test]
    public async Task Missing_configuration_is_explained_by_the_first_of_many_failures([Values] bool configuredBefore)
    {
        await using var host = await ProviderHost.StartAsync(configure: configuredBefore);
        await host.Client.ConfigureAsync(new() { Args = PropertyCodec.Write(PropertyMap.Empty) });

        var first = await Refusal(() => host.ImportAsync("SplitTunnel", $"{Account}/default"));
        var second = await Refusal(() => host.ImportAsync("DeviceProfile", $"{Account}/{Known.TunnelId}"));

        Assert.That(first.StatusCode, Is.EqualTo(StatusCode.InvalidArgument));
        Assert.That(
            first.Status.Detail,
            Is.EqualTo(
                "zerotrust:accountId: No account is set. pulumi config set zerotrust:accountId <id>, or set CLOUDFLARE_ACCOUNT_ID. (ZT001) "
                    + "zerotrust:apiToken: No credentials are set. pulumi config set --secret zerotrust:apiToken <token>, or set "
                    + "CLOUDFLARE_API_TOKEN. (ZT002) "
                    + "Without a program, an operation uses the configuration that the last update recorded: if the stack's "
                    + "configuration has "
                    + "changed since, run pulumi up, or add --run-program."
            )
        );
        Assert.That(second.StatusCode, Is.EqualTo(StatusCode.InvalidArgument));
        Assert.That(second.Status.Detail, Is.EqualTo("The provider's configuration cannot be used; see the first such error."));

        await host.ConfigureAsync();
        Assert.That(await host.ImportAsync("SplitTunnel", $"{Account}/default"), Is.Not.Null, "the next run");
    }

    [Test]
    public async Task Rejected_credentials_of_the_state_are_distinguished_from_those_of_the_stack([Values] bool withProgram)
    {
        await using var host = await ProviderHost.StartAsync(configure: false);
        if (withProgram)
        {
            await CheckConfigAsync(host, PropertyMap.Of(("accountId", Account), ("apiToken", "wrong")));
        }

        await host.ConfigureAsync(token: "wrong");

        Assert.That(
            (await Refusal(() => host.ImportAsync("SplitTunnel", $"{Account}/default"))).Status.Detail,
            Does.Contain("Check apiToken (or CLOUDFLARE_API_TOKEN)")
                .And.Matches(withProgram ? "email\\.( Ray ID \\S+)?$" : "that the last update recorded: .* add --run-program\\.$")
        );
    }

    [Test]
    public async Task The_environment_supplies_values_that_the_stack_does_not_set()
    {
        var address = "";
        await using var host = await ProviderHost.StartAsync(
            configure: false,
            environment: variable =>
                variable switch
                {
                    "CLOUDFLARE_ACCOUNT_ID" => Account,
                    "CLOUDFLARE_API_TOKEN" => "simulator-token",
                    "CLOUDFLARE_BASE_URL" => address,
                    _ => null,
                }
        );
        address = host.Cloudflare.BaseUrl;
        await host.Client.ConfigureAsync(new() { Args = PropertyCodec.Write(PropertyMap.Empty) });

        Assert.That((await host.CreateAsync("DeviceProfile", Sample.Profile)).Id, Does.StartWith(Account));
    }

    [Test]
    public async Task Problems_in_the_environment_are_reported_before_any_request()
    {
        await using var host = await ProviderHost.StartAsync(
            configure: false,
            environment: variable =>
                variable switch
                {
                    "CLOUDFLARE_ACCOUNT_ID" => "example",
                    "CLOUDFLARE_API_TOKEN" => "copied badly",
                    "CLOUDFLARE_BASE_URL" => "http://api.example.com",
                    _ => null,
                }
        );

        var response = await CheckConfigAsync(host, PropertyMap.Empty);
        await host.Client.ConfigureAsync(new() { Args = PropertyCodec.Write(PropertyMap.Empty) });
        var refusal = await Refusal(() => host.ImportAsync("SplitTunnel", $"{Account}/default"));

        Assert.That(
            string.Join('\n', response.Failures.Select(failure => failure.Reason)),
            Does.Contain("CLOUDFLARE_ACCOUNT_ID: 'example' is not an account or zone id")
                .And.Contain("CLOUDFLARE_API_TOKEN: contains a space")
                .And.Contain("CLOUDFLARE_BASE_URL: 'http://api.example.com' would send the credentials unencrypted")
                .And.Not.Contain("copied badly")
        );
        Assert.That(refusal.Status.Detail, Does.Contain("CLOUDFLARE_ACCOUNT_ID: 'example' is not an account or zone id"));
        Assert.That(host.Cloudflare.Requests, Is.Empty);
        Assert.That(refusal.Status.Detail, Does.Not.Contain("copied badly"));
    }

    [TestCase(true, false, true)]
    [TestCase(false, false, false)]
    [TestCase(true, true, false)]
    public async Task A_key_alongside_the_token_in_the_environment_is_reported(bool hasKey, bool stackHasToken, bool reported)
    {
        var environment = new Dictionary<string, string>
        {
            ["CLOUDFLARE_ACCOUNT_ID"] = Account,
            ["CLOUDFLARE_API_TOKEN"] = "one",
            ["CLOUDFLARE_API_KEY"] = hasKey ? "two" : "",
            ["CLOUDFLARE_EMAIL"] = "a@example.com",
        };
        await using var host = await ProviderHost.StartAsync(configure: false, environment: environment.GetValueOrDefault);

        await host.Client.ConfigureAsync(
            new()
            {
                Args = PropertyCodec.Write(stackHasToken ? PropertyMap.Of(("apiToken", new PropertySecret("three"))) : PropertyMap.Empty),
            }
        );

        Assert.That(
            host.Log.Select(entry => $"{entry.Severity} {entry.Message}"),
            Is.EqualTo(
                reported
                    ?
                    [
                        "Warning CLOUDFLARE_API_TOKEN and CLOUDFLARE_API_KEY are both set: the token is used, and the key is not. Unset "
                            + "the one that you do not use. (ZT005)",
                    ]
                    : Array.Empty<string>()
            )
        );
    }

    [Test]
    public async Task A_resource_of_another_account_than_the_providers_is_reported_once()
    {
        await using var host = await ProviderHost.StartAsync();
        var program = EveryResource.Full["VirtualNetwork"];
        var stored = await host.CreateAsync("VirtualNetwork", program);
        var old = new string('f', 32);
        var elsewhere = stored with { Id = $"{old}/{Known.NetworkId}", Outputs = stored.Outputs.With("accountId", old) };
        await host.ConfigureAsync();

        Assert.That(ProviderHost.Describe(await host.DiffAsync(elsewhere, program)), Is.Empty);
        Assert.That(
            host.Log.Select(entry => $"{entry.Severity} {entry.Message}"),
            Is.EqualTo([
                $"Warning accountId: is not set, and the provider's account is {host.Cloudflare.AccountId} now: the resource stays in "
                    + $"account {old}. "
                    + $"Set accountId to {old} to keep it there, or to {host.Cloudflare.AccountId} to replace it. (ZT006)",
            ])
        );

        await host.DiffAsync(elsewhere, program.With("accountId", old));
        await host.DiffAsync(stored, program);
        Assert.That(host.Log, Has.Count.EqualTo(1), "no warning if the program sets the account or it is the provider's");
    }

    [Test]
    public async Task Old_engines_configure_with_variables()
    {
        await using var host = await ProviderHost.StartAsync(configure: false);
        await host.Client.ConfigureAsync(
            new()
            {
                Variables =
                {
                    ["zerotrust:config:accountId"] = Account,
                    ["zerotrust:config:apiToken"] = host.Cloudflare.Token,
                    ["zerotrust:config:baseUrl"] = host.Cloudflare.BaseUrl,
                },
            }
        );

        Assert.That((await host.CreateAsync("DeviceProfile", Sample.Profile)).Id, Does.StartWith(Account));
    }

    [Test]
    public async Task A_new_configuration_does_not_affect_running_calls()
    {
        await using var host = await ProviderHost.StartAsync();
        host.Cloudflare.Faults.Add("POST", "/accounts/*/devices/policy", Fault.Slow(TimeSpan.FromMilliseconds(200)));
        var creation = host.CreateAsync("DeviceProfile", Sample.Profile);
        await host.Cloudflare.WaitForRequestAsync(request => request.Method == "POST", CancellationToken.None);

        await host.ConfigureAsync();
        var stored = await creation;

        Assert.That(await host.DriftAsync(stored), Is.Empty);
    }

    [Test]
    public async Task Nothing_works_before_the_configuration()
    {
        await using var host = await ProviderHost.StartAsync(configure: false);
        var type = ProviderHost.Token("DeviceProfile");
        Func<Task>[] calls =
        [
            () => host.Client.CheckAsync(new() { Type = type }).ResponseAsync,
            () => host.Client.DiffAsync(new() { Type = type }).ResponseAsync,
            () => host.Client.CreateAsync(new() { Type = type }).ResponseAsync,
            () => host.Client.ReadAsync(new() { Type = type }).ResponseAsync,
            () => host.Client.UpdateAsync(new() { Type = type }).ResponseAsync,
            () => host.Client.DeleteAsync(new() { Type = type }).ResponseAsync,
            () => host.Client.InvokeAsync(new() { Tok = ProviderHost.Token("getDeviceProfiles") }).ResponseAsync,
        ];

        foreach (var call in calls)
        {
            Assert.That((await Refusal(call)).StatusCode, Is.EqualTo(StatusCode.FailedPrecondition));
        }
    }

    [Test]
    public async Task Unknown_resources_and_functions_are_not_found()
    {
        await using var host = await ProviderHost.StartAsync();

        var resource = await Refusal(() => host.CheckAsync("Nonsense", PropertyMap.Empty));
        var function = await Refusal(() => host.InvokeAsync("getNonsense", PropertyMap.Empty));

        Assert.That(resource.StatusCode, Is.EqualTo(StatusCode.NotFound));
        Assert.That(resource.Status.Detail, Does.Contain("zerotrust:index:Nonsense"));
        Assert.That(function.StatusCode, Is.EqualTo(StatusCode.NotFound));
        Assert.That(function.Status.Detail, Does.Contain("zerotrust:index:getNonsense"));
    }

    [Test]
    public async Task Unsupported_methods_are_unimplemented()
    {
        await using var host = await ProviderHost.StartAsync();
        Func<Task>[] calls =
        [
            () => host.Client.CallAsync(new CallRequest()).ResponseAsync,
            () => host.Client.ParameterizeAsync(new()).ResponseAsync,
            () => host.Client.GetMappingAsync(new()).ResponseAsync,
            () => host.Client.GetMappingsAsync(new()).ResponseAsync,
        ];

        foreach (var call in calls)
        {
            Assert.That((await Refusal(call)).StatusCode, Is.EqualTo(StatusCode.Unimplemented));
        }
    }

    [Test]
    public async Task An_interrupted_creation_keeps_existing_state_and_the_next_update_completes_it()
    {
        await using var host = await ProviderHost.StartAsync();
        host.Cloudflare.Faults.Add("GET", TunnelToken, Fault.NoResponse);
        var creation = host.CreateAsync("WarpConnectorTunnel", Sample.Tunnel);
        await host.Cloudflare.WaitForRequestAsync(request => request.Method == "POST", CancellationToken.None);

        await host.Client.CancelAsync(new());
        await host.Client.CancelAsync(new());
        var failure = await Refusal(() => creation);

        var partial = failure.GetRpcStatus()?.GetDetail<ErrorResourceInitFailed>();
        Assert.That(partial, Is.Not.Null, failure.Message);
        host.Cloudflare.Faults.Clear();
        await host.Client.HandshakeAsync(new());
        var finished = await host.UpdateAsync(Kept(partial!, Sample.Tunnel), Sample.Tunnel);
        Assert.That(finished.Outputs["token"], Is.InstanceOf<PropertySecret>());
        Assert.That(host.Cloudflare.Requests.Count(request => request.Method == "POST"), Is.EqualTo(1));
        Assert.That(await host.DriftAsync(finished), Is.Empty);
    }

    [Test]
    public async Task An_interruption_during_the_creating_request_loses_nothing()
    {
        await using var host = await ProviderHost.StartAsync();
        host.Cloudflare.Faults.Add("POST", "/accounts/*/devices/policy", Fault.Slow(TimeSpan.FromMilliseconds(200)));
        var creation = host.CreateAsync("DeviceProfile", Sample.Profile);
        await host.Cloudflare.WaitForRequestAsync(request => request.Method == "POST", CancellationToken.None);

        await host.Client.CancelAsync(new());
        var stored = await creation;

        await host.Client.HandshakeAsync(new());
        Assert.That(await host.DriftAsync(stored), Is.Empty);
        Assert.That(host.Cloudflare.Requests.Count(request => request.Method == "POST"), Is.EqualTo(1));
    }

    [Test]
    public async Task After_an_interruption_nothing_starts_until_the_next_handshake()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.Client.CancelAsync(new());

        Assert.That((await Refusal(() => host.CreateAsync("DeviceProfile", Sample.Profile))).StatusCode, Is.EqualTo(StatusCode.Cancelled));
        Assert.That(host.Cloudflare.Requests, Is.Empty);

        await host.Client.HandshakeAsync(new());
        Assert.That((await host.CreateAsync("DeviceProfile", Sample.Profile)).Id, Is.Not.Empty);
    }

    [Test]
    public async Task A_lost_response_does_not_create_a_second_profile()
    {
        await using var host = await ProviderHost.StartAsync();
        host.Cloudflare.Faults.Add("POST", "/accounts/*/devices/policy", Fault.LostResponse);

        var stored = await host.CreateAsync("DeviceProfile", Sample.Profile);

        Assert.That(host.Writes.Count(), Is.EqualTo(1));
        Assert.That(await host.DriftAsync(stored), Is.Empty);
    }

    [Test]
    public async Task A_tunnel_without_its_token_is_kept_and_completed_by_the_next_update()
    {
        await using var host = await ProviderHost.StartAsync();
        host.Cloudflare.Faults.Add("GET", TunnelToken, Fault.Status(403), FaultPlan.Always);
        var failure = await Refusal(() => host.CreateAsync("WarpConnectorTunnel", Sample.Tunnel));

        var partial = failure.GetRpcStatus()!.GetDetail<ErrorResourceInitFailed>()!;
        Assert.That(partial.Id, Does.StartWith(Account));
        Assert.That(partial.Reasons, Is.EqualTo([failure.Status.Detail]));

        host.Cloudflare.Faults.Clear();
        var finished = await host.UpdateAsync(Kept(partial, Sample.Tunnel), Sample.Tunnel);
        Assert.That(finished.Outputs["token"], Is.InstanceOf<PropertySecret>());
        Assert.That(host.Writes.Select(request => request.Method), Is.EqualTo(["POST"]));
    }

    [Test]
    public async Task Secrets_inside_lists_stay_secret()
    {
        await using var host = await ProviderHost.StartAsync();
        var program = Sample.Routes(
            Sample.Address("10.0.0.0/8").With("description", new PropertySecret("private")),
            Sample.Host("intranet.example.com")
        );

        var stored = await host.CreateAsync("SplitTunnel", program);
        var fresh = await host.ReadAsync(stored);

        foreach (var outputs in new[] { stored.Outputs, fresh!.Outputs, fresh.Inputs })
        {
            Assert.That(outputs["routes"].ContainsSecret, Is.True);
        }

        Assert.That(ProviderHost.Describe(await host.DiffAsync(stored, program)), Is.Empty);
    }

    [Test]
    public async Task An_asset_is_not_a_string()
    {
        await using var host = await ProviderHost.StartAsync();

        var (_, failures) = await host.CheckAsync(
            "DeviceProfile",
            Sample.Profile.With("description", new PropertyAsset { Text = "x", Hash = new string('0', 64) })
        );

        Assert.That(failures, Is.EqualTo(["description: expected a string, got an asset. (ZT102)"]));
    }

    [Test]
    public async Task A_list_of_maximum_length_is_accepted()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CreateAsync("FallbackDomains", Sample.Domains());
        var program = Sample.Routes([
            .. Enumerable.Range(0, 1000).Select(i => Sample.Address($"10.{i / 250}.{i % 250}.0/24", new string('d', 100))),
        ]);

        var stored = await host.CreateAsync("SplitTunnel", program);

        Assert.That(ProviderHost.Describe(await host.DiffAsync(stored, program)), Is.Empty);
        Assert.That(await host.DriftAsync(stored), Is.Empty);
    }

    [Test]
    public async Task A_string_of_megabytes_is_refused_without_quoting_it()
    {
        await using var host = await ProviderHost.StartAsync();

        var (_, failures) = await host.CheckAsync("DeviceProfile", Sample.Profile.With("description", new string('d', 5_000_000)));

        Assert.That(failures, Is.EqualTo(["description: has 5000000 characters; at most 500 are allowed. (ZT106)"]));
    }

    [Test]
    public async Task A_hundred_concurrent_calls_are_all_answered()
    {
        await using var host = await ProviderHost.StartAsync();

        var stored = await Task.WhenAll(
            Enumerable
                .Range(0, 100)
                .Select(i => host.CreateAsync("DeviceProfile", Sample.Profile.With("name", $"Staff {i}").With("precedence", i)))
        );

        Assert.That(stored.Select(profile => profile.Id), Is.Unique);
        Assert.That(host.Writes.Count(), Is.EqualTo(100));
    }

    [TestCase("WarpConnectorTunnel", Description = "all share one request")]
    [TestCase("SplitTunnel", Description = "each has its own request")]
    public async Task A_wrong_token_is_explained_by_the_first_of_many_failures(string type)
    {
        await using var host = await ProviderHost.StartAsync();
        await host.ConfigureAsync(token: "wrong", bulkReads: false);
        var failures = new ConcurrentQueue<string>();

        await Task.WhenAll(
            Enumerable
                .Range(1, 100)
                .Select(async index =>
                {
                    var id = $"{Account}/{new Guid(index, 0, 0, new byte[8])}";
                    failures.Enqueue((await Refusal(() => host.ImportAsync(type, id))).Status.Detail);
                })
        );

        Assert.That(failures.Count(failure => failure.Contains("Check apiToken", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(
            failures.Where(failure => !failure.Contains("Check apiToken", StringComparison.Ordinal)).Distinct(),
            Is.EqualTo(["Cloudflare rejected the credentials; see the first such error."])
        );
    }

    [Test]
    public async Task Without_a_type_the_urns_type_is_used()
    {
        await using var host = await ProviderHost.StartAsync();

        var response = await host.Client.CheckAsync(
            new()
            {
                Urn = "urn:pulumi:dev::office::office:index:Site$zerotrust:index:DeviceProfile::name::with::colons",
                News = PropertyCodec.Write(Sample.Profile),
            }
        );

        Assert.That(response.Failures, Is.Empty);
        Assert.That(PropertyCodec.Read(response.Inputs)["name"], Is.EqualTo((PropertyValue)"Staff"));
    }

    [TestCase(401)]
    [TestCase(403)]
    [TestCase(400)]
    public async Task No_failure_repeats_a_secret(int status)
    {
        var secret = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(Canary));
        await using var host = await ProviderHost.StartAsync(new() { Token = Canary });
        var tunnel = Sample.Tunnel.With("tunnelSecret", new PropertySecret(secret));
        host.Cloudflare.Faults.Add("PATCH", "/accounts/*/warp_connector/*", Fault.Status(status), FaultPlan.Always);
        host.Cloudflare.Faults.Add("POST", "/accounts/*/devices/policy", Fault.Status(status), FaultPlan.Always);
        List<RpcException> failures =
        [
            await Refusal(() => host.CreateAsync("WarpConnectorTunnel", tunnel)),
            await Refusal(() => host.CreateAsync("DeviceProfile", Sample.Profile)),
        ];
        host.Cloudflare.Faults.Add("GET", "/**", Fault.Status(status), FaultPlan.Always);
        failures.AddRange([
            await Refusal(() => host.ImportAsync("WarpConnectorTunnel", $"{Account}/f70ff985-a4ef-4643-bbbc-4a0ed4fc8415")),
            await Refusal(() => host.InvokeAsync("getDeviceProfiles", PropertyMap.Empty)),
        ]);
        var (_, problems) = await host.CheckAsync(
            "WarpConnectorTunnel",
            Sample.Tunnel.With("tunnelSecret", new PropertySecret(Canary + "!"))
        );

        foreach (
            var text in failures.Select(failure => failure.Message).Concat(problems).Concat(host.Log.Select(message => message.Message))
        )
        {
            Assert.That(text, Does.Not.Contain(Canary).And.Not.Contain(secret));
        }

        var partial = failures[0].GetRpcStatus()!.GetDetail<ErrorResourceInitFailed>()!;
        Assert.That(string.Concat(partial.Reasons), Does.Not.Contain(secret));
        Assert.That(
            PropertyCodec
                .Read(partial.Properties)
                .Where(entry => entry.Value is not PropertySecret)
                .Select(entry => entry.Value.ToString()),
            Has.None.Contains(secret)
        );
    }

    [Test]
    public async Task A_failure_of_a_secret_does_not_name_the_property_whose_value_the_engine_would_print(
        [Values("tunnelSecret", "name")] string property,
        [Values] bool marked
    )
    {
        await using var host = await ProviderHost.StartAsync();
        PropertyValue wrong = property == "name" ? new string('x', 1000) : "short";
        var program = Sample.Tunnel.With(property, marked ? new PropertySecret(wrong) : wrong);

        var response = await host.Client.CheckAsync(
            new() { Urn = "urn:pulumi:dev::office::zerotrust:index:WarpConnectorTunnel::test", News = PropertyCodec.Write(program) }
        );

        var failure = response.Failures.Single();
        var isSecret = marked || property == "tunnelSecret";
        Assert.That(failure.Property, Is.EqualTo(isSecret ? "" : property));
        Assert.That(failure.Reason, isSecret ? Does.StartWith($"{property}: ") : Does.Not.StartWith(property));
    }

    private static async Task<RpcException> Refusal(Func<Task> call) => (await Assert.ThrowsAsync<RpcException>(() => call()))!;

    private static Stored Kept(ErrorResourceInitFailed partial, PropertyMap inputs) =>
        new("WarpConnectorTunnel", partial.Id, inputs, PropertyCodec.Read(partial.Properties));

    private static Task<CheckResponse> CheckConfigAsync(ProviderHost host, PropertyMap news) =>
        host
            .Client.CheckConfigAsync(
                new()
                {
                    Urn = "urn:pulumi:dev::office::pulumi:providers:zerotrust::default",
                    News = PropertyCodec.Write(news),
                    Olds = new Struct(),
                }
            )
            .ResponseAsync;

    private static Task<DiffResponse> DiffConfigAsync(ProviderHost host, PropertyMap old, PropertyMap news) =>
        host
            .Client.DiffConfigAsync(
                new()
                {
                    Urn = "urn:pulumi:dev::office::pulumi:providers:zerotrust::default",
                    Olds = PropertyCodec.Write(old),
                    OldInputs = PropertyCodec.Write(old),
                    News = PropertyCodec.Write(news),
                }
            )
            .ResponseAsync;
}
