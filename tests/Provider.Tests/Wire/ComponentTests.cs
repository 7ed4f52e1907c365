using System.Collections.Concurrent;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;
using ZeroTrust.Protocol.Loopback;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>Components over gRPC, with the test as the engine's monitor.</summary>
internal sealed class ComponentTests
{
    private const string Stack = "urn:pulumi:branch::shop::pulumi:pulumi:Stack::shop-branch";
    private const string Staff = "urn:pulumi:branch::shop::zerotrust:index:DeviceProfile::staff";

    private static readonly PropertyMap Profile = PropertyMap.Of(
        ("name", "Staff"),
        ("match", "identity.email == \"a@example.com\""),
        ("accountId", Known.AccountId),
        ("splitTunnel", Sample.InlineRoutes.With("onDelete", "retain")),
        ("fallbackDomains", Sample.Domains(Sample.Domain("corp.example.com")).With("includeDefaults", true))
    );

    [TestCase("32a-remote-preview")]
    [TestCase("32b-remote-up-create")]
    public async Task A_component_registers_the_same_as_one_on_the_official_SDK(string recording)
    {
        await using var fixture = await ComponentHost.StartAsync();
        using var recorded = JsonDocument.Parse(
            await File.ReadAllTextAsync(RepositoryFiles.PathTo("tests", "recordings", $"{recording}.json"))
        );
        var request = fixture.Read<ConstructRequest>(recorded, "construct", "request");
        request.Type = ProviderHost.Token("ConnectorSite");
        var inputs = PropertyCodec.Read(request.Inputs);
        request.Inputs = PropertyCodec.Write(
            PropertyMap.Of(("tunnelSecret", inputs["tunnelSecret"]), ("comment", inputs["profileId"]), ("name", inputs["title"]))
        );
        request.InputDependencies.Clear();

        var response = await fixture.ConstructAsync(request);

        var (component, tunnel) = (fixture.Registered("ConnectorSite"), fixture.Registered("WarpConnectorTunnel"));
        var (theirs, child) = (
            fixture.Read<RegisterResourceRequest>(recorded, "component", "request"),
            fixture.Read<RegisterResourceRequest>(recorded, "child", "request")
        );
        Assert.Multiple(() =>
        {
            Assert.That(Options(component), Is.EqualTo(Options(theirs)));
            Assert.That(component.Object.Fields["tunnelSecret"], Is.EqualTo(theirs.Object.Fields["tunnelSecret"]));
            Assert.That(component.Object.Fields["comment"], Is.EqualTo(theirs.Object.Fields["profileId"]), "unknown or known");
            Assert.That(component.PropertyDependencies["comment"], Is.EqualTo(theirs.PropertyDependencies["profileId"]));
            Assert.That(
                Options(tunnel).Replace("ConnectorSite", "Office", StringComparison.Ordinal),
                Is.EqualTo(Options(child).Replace("branch:index", "zerotrust:index", StringComparison.Ordinal))
            );
            Assert.That(tunnel.Object.Fields["tunnelSecret"], Is.EqualTo(child.Object.Fields["tunnelSecret"]));
            Assert.That(tunnel.Version, Is.EqualTo(child.Version));
            Assert.That(response.Urn, Does.EndWith("zerotrust:index:ConnectorSite::oslo"));
            Assert.That(
                response.StateDependencies["tunnelId"].Urns.Single(),
                Does.EndWith("ConnectorSite$zerotrust:index:WarpConnectorTunnel::oslo")
            );
            Assert.That(
                response.State.Fields["tunnelId"].StringValue,
                Is.EqualTo(request.DryRun ? PropertySignatures.Unknown : "tunnelId of oslo")
            );
            Assert.That(fixture.Outputs.Single().Outputs, Is.EqualTo(response.State));
        });
    }

    [Test]
    public async Task A_profile_has_its_lists_as_children_that_are_deleted_with_it()
    {
        await using var fixture = await ComponentHost.StartAsync();

        var response = await fixture.ConstructAsync("ManagedProfile", Profile);

        var (profile, tunnel, domains) = (
            fixture.Registered("DeviceProfile"),
            fixture.Registered("SplitTunnel"),
            fixture.Registered("FallbackDomains")
        );
        Assert.That(PropertyCodec.Read(profile.Object).Keys, Is.EqualTo(["accountId", "match", "name"]));
        foreach (var list in new[] { tunnel, domains })
        {
            Assert.That(list.DeletedWith, Is.EqualTo(fixture.UrnOf(profile)));
            Assert.That(list.Parent, Is.EqualTo(response.Urn));
            Assert.That(PropertyCodec.Read(list.Object)["profileId"], Is.EqualTo((PropertyValue)"policyId of staff"));
            Assert.That(list.PropertyDependencies["profileId"].Urns, Is.EqualTo([fixture.UrnOf(profile)]));
            Assert.That(PropertyCodec.Read(list.Object)["accountId"], Is.EqualTo((PropertyValue)Known.AccountId));
        }

        Assert.That(PropertyCodec.Read(tunnel.Object)["onDelete"], Is.EqualTo((PropertyValue)"retain"));
        Assert.That(PropertyCodec.Read(response.State), Is.EqualTo(PropertyMap.Of(("policyId", "policyId of staff"))));
    }

    [Test]
    public async Task Children_belong_to_the_provider_of_the_component_unless_the_program_names_another()
    {
        const string providers = "urn:pulumi:dev::office::pulumi:providers:zerotrust";
        await using var fixture = await ComponentHost.StartAsync();
        await fixture.ConfigureAsync($"{providers}::default", "1");

        await fixture.ConstructAsync("ManagedProfile", Profile);
        var request = ComponentHost.Request("ConnectorSite", PropertyMap.Empty);
        request.Providers["zerotrust"] = $"{providers}::lab::2";
        await fixture.ConstructAsync(request);

        Assert.That(fixture.Registered("DeviceProfile").Provider, Is.EqualTo($"{providers}::default::1"));
        Assert.That(fixture.Registered("SplitTunnel").Provider, Is.EqualTo($"{providers}::default::1"));
        Assert.That(fixture.Registered("WarpConnectorTunnel").Provider, Is.EqualTo($"{providers}::lab::2"));
    }

    [Test]
    public async Task The_options_of_a_component_reach_the_engine_and_its_children_inherit_protect_alone()
    {
        await using var fixture = await ComponentHost.StartAsync();
        var request = ComponentHost.Request("ConnectorSite", PropertyMap.Empty);
        request.Protect = true;
        request.RetainOnDelete = true;
        request.DeleteBeforeReplace = true;
        request.DeletedWith = Staff;
        request.Dependencies.Add(Staff);
        request.IgnoreChanges.Add("comment");
        request.ReplaceOnChanges.Add("name");
        request.ReplaceWith.Add(Staff);
        request.ReplacementTrigger = Value.ForString("2");
        request.AdditionalSecretOutputs.Add("tunnelId");
        request.CustomTimeouts = new()
        {
            Create = "1m",
            Update = "2m",
            Delete = "3m",
        };
        request.ResourceHooks = new()
        {
            BeforeCreate = { "before" },
            AfterDelete = { "after" },
            OnError = { "failed" },
        };
        request.StackTraceHandle = "trace";
        request.Aliases.Add(new Alias { Spec = new() { Name = "old" } });

        await fixture.ConstructAsync(request);

        var (component, child) = (fixture.Registered("ConnectorSite"), fixture.Registered("WarpConnectorTunnel"));
        Assert.Multiple(() =>
        {
            Assert.That((component.Protect, component.RetainOnDelete, component.DeleteBeforeReplace), Is.EqualTo((true, true, true)));
            Assert.That(
                (component.DeletedWith, component.Dependencies.Single(), component.ReplaceWith.Single()),
                Is.EqualTo((Staff, Staff, Staff))
            );
            Assert.That((component.IgnoreChanges.Single(), component.ReplaceOnChanges.Single()), Is.EqualTo(("comment", "name")));
            Assert.That(component.ReplacementTrigger, Is.EqualTo(request.ReplacementTrigger));
            Assert.That(component.AdditionalSecretOutputs.Single(), Is.EqualTo("tunnelId"));
            Assert.That(component.CustomTimeouts.ToString(), Is.EqualTo(request.CustomTimeouts.ToString()));
            Assert.That(component.Hooks.ToString(), Is.EqualTo(request.ResourceHooks.ToString()));
            Assert.That(component.Aliases.Single().Spec, Is.EqualTo(new Alias.Types.Spec { Name = "old", ParentUrn = request.Parent }));
            Assert.That((component.ParentStackTraceHandle, child.ParentStackTraceHandle), Is.EqualTo(("trace", "trace")));

            // The engine passes on what else a child inherits: retainOnDelete, deletedWith and the names before an alias.
            Assert.That(
                (child.Protect, child.HasRetainOnDelete, child.DeletedWith, child.Hooks),
                Is.EqualTo((true, false, "", (object?)null))
            );
            Assert.That(child.IgnoreChanges.Concat(child.ReplaceOnChanges).Concat(child.ReplaceWith), Is.Empty);
            Assert.That((child.DeleteBeforeReplace, child.DeleteBeforeReplaceDefined), Is.EqualTo((false, false)));
            Assert.That(child.CustomTimeouts, Is.EqualTo(new RegisterResourceRequest.Types.CustomTimeouts()));
        });
    }

    [Test]
    public async Task Unset_lists_are_not_managed()
    {
        await using var fixture = await ComponentHost.StartAsync();

        await fixture.ConstructAsync("ManagedProfile", Profile.Without("splitTunnel").Without("fallbackDomains"));

        Assert.That(fixture.Types, Is.EqualTo(["ManagedProfile", "DeviceProfile"]));
    }

    [Test]
    public async Task A_secret_list_stays_secret_entry_by_entry()
    {
        await using var fixture = await ComponentHost.StartAsync();
        var secret = new PropertyOutput
        {
            Value = Sample.InlineRoutes,
            IsSecret = true,
            Dependencies = [Staff],
        };

        await fixture.ConstructAsync("ManagedProfile", Profile.With("splitTunnel", secret));

        var tunnel = fixture.Registered("SplitTunnel");
        Assert.That(PropertyCodec.Read(tunnel.Object)["routes"], Is.InstanceOf<PropertySecret>());
        Assert.That(tunnel.PropertyDependencies["routes"].Urns, Is.EqualTo([Staff]));
        Assert.That(tunnel.Dependencies, Does.Contain(Staff));
    }

    [Test]
    public async Task A_site_has_a_tunnel_a_configuration_a_route_a_network_and_the_profile_of_its_hosts()
    {
        await using var fixture = await ComponentHost.StartAsync();

        var response = await fixture.ConstructAsync(
            "ConnectorSite",
            PropertyMap.Of(
                ("networks", new PropertyArray(["10.0.0.0/16", "2001:db8::/32"])),
                ("comment", "Oslo"),
                (
                    "highAvailability",
                    PropertyMap.Of(("haMode", "local"), ("config", PropertyMap.Of(("vips", new PropertyArray(["10.0.0.1"])))))
                ),
                ("newProfile", PropertyMap.Of(("team", "acme")))
            )
        );

        var (profile, tunnel) = (fixture.Registered("DeviceProfile"), fixture.Registered("WarpConnectorTunnel"));
        Assert.That(
            PropertyCodec.Read(profile.Object),
            Is.EqualTo(
                PropertyMap.Of(
                    ("name", "WARP connectors"),
                    ("match", "identity.email == \"warp_connector@acme.cloudflareaccess.com\""),
                    ("tunnelProtocol", "masque")
                )
            )
        );
        Assert.That(PropertyCodec.Read(tunnel.Object), Is.EqualTo(PropertyMap.Of(("name", "staff"), ("ha", true))));
        Assert.That(tunnel.Dependencies, Does.Contain(fixture.UrnOf(profile)));
        Assert.That(fixture.Registered("WarpConnectorConfiguration").DeletedWith, Is.EqualTo(fixture.UrnOf(tunnel)));
        var state = PropertyCodec.Read(response.State);
        Assert.That(state["token"], Is.EqualTo(new PropertySecret("token of staff")));
        Assert.That(
            state["routeIds"],
            Is.EqualTo(PropertyMap.Of(("10.0.0.0/16", "routeId of staff-10.0.0.0-16"), ("2001:db8::/32", "routeId of staff-2001-db8---32")))
        );
        Assert.That(response.StateDependencies["routeIds"].Urns, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Unknown_networks_have_no_routes_in_a_preview()
    {
        await using var fixture = await ComponentHost.StartAsync();

        var response = await fixture.ConstructAsync("ConnectorSite", PropertyMap.Of(("networks", new PropertyOutput())), preview: true);

        Assert.That(fixture.Types, Is.EqualTo(["ConnectorSite", "WarpConnectorTunnel"]));
        Assert.That(PropertyCodec.Read(response.State)["routeIds"], Is.EqualTo(PropertyValue.Unknown));
    }

    [Test]
    public async Task All_problems_of_the_inputs_are_reported_together_and_nothing_is_registered()
    {
        await using var fixture = await ComponentHost.StartAsync();

        var refusal = await Assert.ThrowsAsync<RpcException>(() =>
            fixture.ConstructAsync(
                "ConnectorSite",
                PropertyMap.Of(
                    ("networks", new PropertyArray(["10.0.0.0/99"])),
                    ("highAvailability", PropertyMap.Of(("haMode", "local"))),
                    ("newProfile", PropertyMap.Of(("tunnelProtocol", "wireguard"))),
                    ("nets", "x")
                )
            )
        );

        Assert.That(refusal!.StatusCode, Is.EqualTo(StatusCode.InvalidArgument));
        Assert.That(
            refusal.GetRpcStatus()!.GetDetail<InputPropertiesError>()!.Errors.Select(error => error.PropertyPath),
            Is.EquivalentTo(["nets", "networks[0]", "newProfile.team", "newProfile.tunnelProtocol"])
        );
        Assert.That(fixture.Types, Is.Empty);
    }

    [Test]
    public async Task A_child_that_the_engine_refuses_fails_the_component()
    {
        await using var fixture = await ComponentHost.StartAsync();
        fixture.Refuse = request => request.Name == "staff" && request.Custom ? "no more" : null;

        var refusal = await Assert.ThrowsAsync<RpcException>(() => fixture.ConstructAsync("ManagedProfile", Profile));

        Assert.That(refusal!.Status.Detail, Is.EqualTo("no more"));
        Assert.That(fixture.Outputs, Is.Empty);
    }

    [Test]
    public async Task A_component_says_that_it_is_incomplete_because_the_engine_stopped()
    {
        await using var fixture = await ComponentHost.StartAsync();
        fixture.Arrived = request => request.Custom ? fixture.CancelAsync() : Task.CompletedTask;

        var refusal = await Assert.ThrowsAsync<RpcException>(() => fixture.ConstructAsync("ManagedProfile", Profile));

        Assert.That(refusal!.StatusCode, Is.EqualTo(StatusCode.Cancelled));
        Assert.That(refusal.Status.Detail, Does.StartWith("Pulumi stopped before the component was complete"));
        Assert.That(fixture.Outputs, Is.Empty);
    }

    [Test]
    public async Task An_unknown_component_is_not_found()
    {
        await using var fixture = await ComponentHost.StartAsync();

        var refusal = await Assert.ThrowsAsync<RpcException>(() => fixture.ConstructAsync("DeviceProfile", Profile));

        Assert.That(refusal!.StatusCode, Is.EqualTo(StatusCode.NotFound));
    }

    // Everything except intentional differences: names, types, inputs, and how a failed child is reported.
    private static string Options(RegisterResourceRequest request)
    {
        var options = request.Clone();
        (options.Type, options.Name, options.Object, options.Version, options.PluginDownloadURL) = ("", "", null, "", "");
        options.PropertyDependencies.Clear();
        options.AdditionalSecretOutputs.Clear();
        options.SupportsResultReporting = false;
        options.ClearRetainOnDelete();
        return JsonFormatter.Default.Format(options);
    }
}

/// <summary>A provider that constructs a component, and the monitor with which it registers the children.</summary>
internal sealed class ComponentHost : ResourceMonitor.ResourceMonitorBase, IAsyncDisposable
{
    private readonly ConcurrentQueue<RegisterResourceRequest> _requests = new();
    private ProviderHost _host = null!;
    private LoopbackServer _server = null!;
    private bool _preview;

    /// <summary>Returns why a registration fails, or null.</summary>
    public Func<RegisterResourceRequest, string?> Refuse { get; set; } = _ => null;

    /// <summary>What happens before the monitor answers a registration.</summary>
    public Func<RegisterResourceRequest, Task> Arrived { get; set; } = _ => Task.CompletedTask;

    public ConcurrentQueue<RegisterResourceOutputsRequest> Outputs { get; } = new();

    public IEnumerable<string> Types => _requests.Select(request => request.Type.Split(':')[^1]);

    public static async Task<ComponentHost> StartAsync()
    {
        var fixture = new ComponentHost { _host = await ProviderHost.StartAsync() };
        fixture._server = await LoopbackServer.StartAsync(toStatus: null, binder => ResourceMonitor.BindService(binder, fixture));
        return fixture;
    }

    public T Read<T>(JsonDocument recording, string what, string part)
        where T : IMessage, new() => JsonParser.Default.Parse<T>(recording.RootElement.GetProperty(what).GetProperty(part).GetRawText());

    public static ConstructRequest Request(string type, PropertyMap inputs, bool preview = false) =>
        new()
        {
            Type = ProviderHost.Token(type),
            Name = "staff",
            Parent = "urn:pulumi:dev::office::pulumi:pulumi:Stack::office-dev",
            Project = "office",
            Stack = "dev",
            Inputs = PropertyCodec.Write(inputs),
            DryRun = preview,
            AcceptsOutputValues = true,
        };

    /// <summary>Configures the provider as one that the engine names.</summary>
    public async Task ConfigureAsync(string urn, string id) =>
        await _host.Client.ConfigureAsync(
            new()
            {
                Urn = urn,
                Id = id,
                Args = PropertyCodec.Write(PropertyMap.Of(("accountId", Known.AccountId), ("apiToken", _host.Cloudflare.Token))),
            }
        );

    public Task<ConstructResponse> ConstructAsync(string type, PropertyMap inputs, bool preview = false) =>
        ConstructAsync(Request(type, inputs, preview));

    public async Task<ConstructResponse> ConstructAsync(ConstructRequest request)
    {
        _preview = request.DryRun;
        request.MonitorEndpoint = _server.Address;
        return await _host.Client.ConstructAsync(request);
    }

    /// <summary>Stops the provider's calls, as the engine does when a resource fails.</summary>
    public Task CancelAsync() => _host.Client.CancelAsync(new()).ResponseAsync;

    public RegisterResourceRequest Registered(string type) => _requests.Single(request => request.Type == ProviderHost.Token(type));

    public string UrnOf(RegisterResourceRequest request)
    {
        var parts = request.Parent.Split("::");
        var parent = parts[2].EndsWith("Stack", StringComparison.Ordinal) ? "" : parts[2] + "$";
        return $"{parts[0]}::{parts[1]}::{parent}{request.Type}::{request.Name}";
    }

    public override async Task<RegisterResourceResponse> RegisterResource(RegisterResourceRequest request, ServerCallContext context)
    {
        await Arrived(request);
        if (Refuse(request) is { } reason)
        {
            throw new RpcException(new(StatusCode.Unknown, reason));
        }

        _requests.Enqueue(request);
        var outputs = new PropertyMap(
            _preview || !request.Custom
                ? []
                : new[] { "policyId", "tunnelId", "token", "routeId" }.Select(name =>
                    KeyValuePair.Create(
                        name,
                        name == "token" ? new PropertySecret($"token of {request.Name}") : (PropertyValue)$"{name} of {request.Name}"
                    )
                )
        );
        return new RegisterResourceResponse { Urn = UrnOf(request), Object = PropertyCodec.Write(outputs) };
    }

    public override Task<Empty> RegisterResourceOutputs(RegisterResourceOutputsRequest request, ServerCallContext context)
    {
        Outputs.Enqueue(request);
        return Task.FromResult(new Empty());
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _host.DisposeAsync();
    }
}
