using Grpc.Core;
using Pulumi.Tests.Samples;
using Pulumirpc;
using ZeroTrust.Protocol.Values;

namespace Pulumi.Tests.Resources;

internal sealed class RegistrationTests
{
    private const string StackUrn = "urn:pulumi:dev::office::pulumi:pulumi:Stack::office-dev";

    [Test]
    public async Task Outputs_come_from_the_engine_and_depend_on_the_resource()
    {
        var monitor = new FakeMonitor();
        Zone zone = null!;
        Assert.That(await monitor.RunAsync(() => zone = new("z", new() { Name = Sample.Secret("a"), Port = 80 })), Is.Zero);

        Assert.That(await Sample.LookAsync(zone.Urn), Is.EqualTo(("urn:pulumi:dev::office::acme:index:Zone::z", true, false, "z")));
        Assert.That(await Sample.LookAsync(zone.Id), Is.EqualTo(("z-id", true, false, "z")));
        Assert.That(await Sample.LookAsync(zone.Name), Is.EqualTo(("a", true, true, "z")));
        Assert.That(await Sample.LookAsync(zone.Port), Is.EqualTo(((int?)80, true, false, "z")));
    }

    [Test]
    public async Task Missing_outputs_are_empty_after_an_update_and_unknown_in_a_preview()
    {
        Zone zone = null!;
        await new FakeMonitor().RunAsync(() => zone = new("z", new() { Name = "a" }));
        Assert.That(await Sample.LookAsync(zone.Port), Is.EqualTo(((int?)null, true, false, "z")));

        await new FakeMonitor { IsDryRun = true }.RunAsync(() => zone = new("z", new() { Name = "a" }));
        Assert.That(await Sample.LookAsync(zone.Port), Is.EqualTo(((int?)null, false, false, "z")));
        Assert.That((await zone.Id.Data).IsKnown, Is.False);
    }

    [TestCase(Result.Fail)]
    [TestCase(Result.Skip)]
    public async Task Outputs_of_a_step_that_was_not_done_are_unknown_and_the_program_continues(Result result)
    {
        var monitor = new FakeMonitor();
        monitor.Register = request =>
            Task.FromResult(
                request.Name == "bad"
                    ? new RegisterResourceResponse { Urn = "urn:pulumi:dev::office::acme:index:Zone::bad", Result = result }
                    : monitor.Echo(request)
            );

        var exitCode = await monitor.RunAsync(() =>
        {
            var bad = new Zone("bad", new() { Name = "a" });
            _ = new Zone("next", new() { Name = bad.Name });
        });

        Assert.That(exitCode, Is.Zero);
        Assert.That(PropertyCodec.Read(monitor["next"].Object), Is.EqualTo(PropertyMap.Of(("name", PropertyValue.Unknown))));
    }

    [Test]
    public async Task A_resource_that_is_refused_fails_its_dependents_and_is_reported_once()
    {
        var monitor = new FakeMonitor();
        monitor.Register = request =>
            request.Name == "bad"
                ? throw new RpcException(new(StatusCode.InvalidArgument, "refused"))
                : Task.FromResult(monitor.Echo(request));

        var exitCode = await monitor.RunAsync(() =>
        {
            var bad = new Zone("bad", new() { Name = "a" });
            var next = new Zone("next", new() { Name = bad.Name });
            _ = new Zone("after", new() { Name = "a" }, new() { DependsOn = { next } });
        });

        Assert.That(exitCode, Is.EqualTo(32));
        Assert.That(monitor.Registered.Select(request => request.Name), Is.EquivalentTo(["office-dev", "bad"]));
        Assert.That(
            monitor.Messages,
            Is.EqualTo([
                new LogRequest
                {
                    Severity = LogSeverity.Error,
                    Message = "acme:index:Zone 'bad' could not be registered (InvalidArgument): refused",
                    Urn = "urn:pulumi:dev::office::acme:index:Zone::bad",
                },
            ])
        );
    }

    [Test]
    public async Task A_missing_input_is_reported_without_a_stack()
    {
        var monitor = new FakeMonitor();

        Assert.That(await monitor.RunAsync(() => _ = new Zone("z", new())), Is.EqualTo(32));
        Assert.That(monitor.Messages.Single().Message, Is.EqualTo("ZoneArgs has no value for the required input 'name' (Name)."));
    }

    [Test]
    public async Task Dependencies_are_sent_per_property_and_for_the_whole_resource()
    {
        var monitor = new FakeMonitor();
        await monitor.RunAsync(() =>
        {
            var first = new Zone("first", new() { Name = "a" });
            var second = new Zone("second", new() { Name = "a" });
            _ = new Zone("z", new() { Name = first.Name, Port = 1 }, new() { DependsOn = { second } });
        });

        var request = monitor["z"];
        Assert.That(request.Dependencies, Is.EquivalentTo([UrnOf("first"), UrnOf("second")]));
        Assert.That(request.PropertyDependencies["name"].Urns, Is.EqualTo([UrnOf("first")]));
        Assert.That(request.PropertyDependencies["port"].Urns, Is.Empty);
        Assert.That(request.PropertyDependencies, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_dependency_on_a_component_expands_to_the_custom_resources_below_it()
    {
        var monitor = new FakeMonitor();
        await monitor.RunAsync(() =>
        {
            var outer = new Office("outer");
            var inner = new Office("inner", new() { Parent = outer });
            var top = new Zone("top", new() { Name = "a" }, new() { Parent = outer });
            _ = new Zone("deep", new() { Name = "a" }, new() { Parent = inner });
            _ = new Zone("below-custom", new() { Name = "a" }, new() { Parent = top });
            _ = new Zone("z", new() { Name = "a" }, new() { DependsOn = { outer } });
        });

        Assert.That(
            monitor["z"].Dependencies,
            Is.EquivalentTo([
                "urn:pulumi:dev::office::acme:index:Office$acme:index:Zone::top",
                "urn:pulumi:dev::office::acme:index:Office$acme:index:Office$acme:index:Zone::deep",
            ])
        );
    }

    [Test]
    public async Task Depending_on_ones_own_parent_does_not_wait()
    {
        var monitor = new FakeMonitor();
        var exitCode = await monitor.RunAsync(() =>
        {
            var office = new Office("office");
            _ = new Zone("one", new() { Name = "a" }, new() { Parent = office, DependsOn = { office } });
            _ = new Zone("two", new() { Name = "a" }, new() { Parent = office, DependsOn = { office } });
        });

        Assert.That(exitCode, Is.Zero);
        Assert.That(monitor["one"].Dependencies, Is.Empty);
    }

    [Test]
    public async Task All_options_are_sent()
    {
        var monitor = new FakeMonitor();
        await monitor.RunAsync(() =>
        {
            var provider = new AcmeProvider("lab");
            var other = new Zone("other", new() { Name = "a" });
            _ = new Zone(
                "z",
                new() { Name = "a" },
                new()
                {
                    Provider = provider,
                    Protect = true,
                    RetainOnDelete = false,
                    DeleteBeforeReplace = false,
                    ImportId = "z-1",
                    Version = "1.2.3",
                    PluginDownloadURL = "https://example.com",
                    IgnoreChanges = { "port" },
                    ReplaceOnChanges = { "name" },
                    AdditionalSecretOutputs = { "rules" },
                    DeletedWith = other,
                    CustomTimeouts = new() { Update = TimeSpan.FromMinutes(1.5) },
                    Aliases =
                    {
                        new Alias { Urn = "urn:pulumi:old::office::acme:index:Zone::z" },
                        new Alias
                        {
                            Name = "y",
                            Type = "acme:old:Zone",
                            Stack = "old",
                            Project = "home",
                            NoParent = true,
                        },
                        new Alias { ParentUrn = "urn:pulumi:dev::office::acme:index:Office::o" },
                        Sample.Unknown<Alias>(),
                    },
                }
            );
        });

        Assert.That(
            monitor["z"],
            Is.EqualTo(
                new RegisterResourceRequest
                {
                    Type = "acme:index:Zone",
                    Name = "z",
                    Parent = StackUrn,
                    Custom = true,
                    Object = PropertyCodec.Write(PropertyMap.Of(("name", "a"))),
                    Protect = true,
                    Provider = "urn:pulumi:dev::office::pulumi:providers:acme::lab::lab-id",
                    PropertyDependencies = { ["name"] = new() },
                    DeleteBeforeReplace = false,
                    DeleteBeforeReplaceDefined = true,
                    Version = "1.2.3",
                    IgnoreChanges = { "port" },
                    AcceptSecrets = true,
                    AdditionalSecretOutputs = { "rules" },
                    ImportId = "z-1",
                    CustomTimeouts = new() { Update = "90000000000ns" },
                    AcceptResources = true,
                    ReplaceOnChanges = { "name" },
                    PluginDownloadURL = "https://example.com",
                    RetainOnDelete = false,
                    Aliases =
                    {
                        new Pulumirpc.Alias { Urn = "urn:pulumi:old::office::acme:index:Zone::z" },
                        new Pulumirpc.Alias
                        {
                            Spec = new()
                            {
                                Name = "y",
                                Type = "acme:old:Zone",
                                Stack = "old",
                                Project = "home",
                                NoParent = true,
                            },
                        },
                        new Pulumirpc.Alias { Spec = new() { ParentUrn = "urn:pulumi:dev::office::acme:index:Office::o" } },
                    },
                    DeletedWith = UrnOf("other"),
                    SupportsResultReporting = true,
                    Hooks = new(),
                }
            )
        );
    }

    [Test]
    public async Task An_alias_that_contradicts_itself_is_refused()
    {
        var monitor = new FakeMonitor();
        var exitCode = await monitor.RunAsync(() =>
            _ = new Zone(
                "z",
                new() { Name = "a" },
                new()
                {
                    Aliases =
                    {
                        new Alias { Urn = "urn:x", Name = "y" },
                    },
                }
            )
        );

        Assert.That(exitCode, Is.EqualTo(32));
        Assert.That(
            monitor.Messages.Single().Message,
            Is.EqualTo("The alias 'urn:x' is a full URN, which excludes the alias's other properties.")
        );
    }

    [Test]
    public async Task Protection_and_providers_are_inherited_from_parents()
    {
        var monitor = new FakeMonitor();
        await monitor.RunAsync(() =>
        {
            var provider = new AcmeProvider("lab");
            var office = new Office("office", new() { Protect = true, Providers = { provider } });
            _ = new Zone("inherits", new() { Name = "a" }, new() { Parent = office });
            _ = new Zone("decides", new() { Name = "a" }, new() { Parent = office, Protect = false });
        });

        Assert.That((monitor["inherits"].Protect, monitor["decides"].Protect), Is.EqualTo((true, false)));
        Assert.That(monitor["inherits"].Provider, Is.EqualTo("urn:pulumi:dev::office::pulumi:providers:acme::lab::lab-id"));
        Assert.That(monitor["office"].Provider, Is.Empty);
    }

    [Test]
    public async Task In_a_preview_the_reference_of_a_new_provider_has_an_unknown_ID()
    {
        var monitor = new FakeMonitor { IsDryRun = true };
        await monitor.RunAsync(() => _ = new Zone("z", new() { Name = "a" }, new() { Provider = new AcmeProvider("lab") }));

        Assert.That(
            monitor["z"].Provider,
            Is.EqualTo("urn:pulumi:dev::office::pulumi:providers:acme::lab::04da6b54-80e4-46f7-96ec-b56ff0331ba9")
        );
    }

    [Test]
    public async Task Provider_and_Providers_of_a_component_are_mutually_exclusive()
    {
        var monitor = new FakeMonitor();
        var exitCode = await monitor.RunAsync(() =>
        {
            var provider = new AcmeProvider("lab");
            _ = new Office("office", new() { Provider = provider, Providers = { provider } });
        });

        Assert.That(exitCode, Is.EqualTo(32));
        Assert.That(monitor.Messages.Single().Message, Does.Contain("has both options Provider and Providers"));
    }

    [Test]
    public async Task A_component_sets_its_outputs_itself_and_registers_them()
    {
        var monitor = new FakeMonitor();
        await monitor.RunAsync(() =>
        {
            var office = new Office("office");
            office.Label = Sample.Secret("a");
            office.Done();
        });

        var outputs = monitor.Outputs.Single(request => request.Urn.EndsWith("::office", StringComparison.Ordinal));
        Assert.That(PropertyCodec.Read(outputs.Outputs), Is.EqualTo(PropertyMap.Of(("label", new PropertySecret("a")))));
    }

    [Test]
    public async Task A_resource_with_an_ID_is_read_with_the_same_request_as_the_package()
    {
        var monitor = new FakeMonitor();
        Zone zone = null!;
        await monitor.RunAsync(() =>
            zone = new(
                "z",
                new() { Name = "a" },
                new()
                {
                    Id = "z-1",
                    Version = "1.2.3",
                    PluginDownloadURL = "https://example.com",
                    AdditionalSecretOutputs = { "rules" },
                }
            )
        );

        Assert.That(monitor.Registered.Select(request => request.Name), Is.EqualTo(["office-dev"]));
        Assert.That(
            monitor.Read.Single(),
            Is.EqualTo(
                new ReadResourceRequest
                {
                    Id = "z-1",
                    Type = "acme:index:Zone",
                    Name = "z",
                    Parent = StackUrn,
                    Properties = PropertyCodec.Write(PropertyMap.Of(("name", "a"))),
                    Version = "1.2.3",
                    AcceptSecrets = true,
                    AcceptResources = true,
                }
            )
        );
        Assert.That((await zone.Id.Data).Value, Is.EqualTo("z-1"));
        Assert.That((await zone.Name.Data).Value, Is.EqualTo("a"));
    }

    [Test]
    public async Task A_resource_with_an_unknown_ID_is_read_and_an_empty_ID_is_ignored()
    {
        var monitor = new FakeMonitor { IsDryRun = true };
        Zone zone = null!;
        await monitor.RunAsync(() =>
        {
            zone = new("unknown", new() { Name = "a" }, new() { Id = Sample.Unknown<string>() });
            _ = new Zone("empty", new() { Name = "a" }, new() { Id = "" });
        });

        Assert.That(monitor.Read.Single().Id, Is.EqualTo("04da6b54-80e4-46f7-96ec-b56ff0331ba9"));
        Assert.That((await zone.Id.Data).IsKnown, Is.False);
        Assert.That(monitor["empty"].Custom);
    }

    [Test]
    public async Task A_resource_with_a_URN_is_looked_up_in_the_stack()
    {
        var monitor = new FakeMonitor
        {
            Invoke = request =>
                PropertyMap.Of(
                    ("urn", request.Args.Fields["urn"].StringValue),
                    ("id", "z-1"),
                    ("state", PropertyMap.Of(("name", new PropertySecret("a"))))
                ),
        };
        Zone zone = null!;
        await monitor.RunAsync(() => zone = new("z", new() { Name = "b" }, new() { Urn = UrnOf("z") }));

        Assert.That(monitor.Invoked.Single().Tok, Is.EqualTo("pulumi:pulumi:getResource"));
        Assert.That((await zone.Id.Data).Value, Is.EqualTo("z-1"));
        Assert.That(await Sample.LookAsync(zone.Name), Is.EqualTo(("a", true, true, "z")));
    }

    [Test]
    public async Task Transformations_of_the_resource_its_parents_and_the_stack_run_inside_out()
    {
        var monitor = new FakeMonitor();
        var seen = new List<string>();
        await monitor.RunAsync(
            () =>
            {
                var office = new Office("office", new() { ResourceTransformations = { Note("parent") } });
                _ = new Zone("z", new() { Name = "a" }, new() { Parent = office, ResourceTransformations = { Note("own"), Rename } });
                return Task.CompletedTask;
            },
            new StackOptions { ResourceTransformations = { Note("stack") } }
        );

        Assert.That(seen, Is.EqualTo(["office-dev:stack", "office:parent", "office:stack", "z:own", "z:parent", "z:stack"]));
        Assert.That(monitor["z"].Object.Fields["name"].StringValue, Is.EqualTo("b"));

        ResourceTransformation Note(string who) =>
            args =>
            {
                seen.Add($"{args.Resource.GetResourceName()}:{who}");
                return null;
            };

        static ResourceTransformationResult? Rename(ResourceTransformationArgs args) => new(new ZoneArgs { Name = "b" }, args.Options);
    }

    [Test]
    public async Task A_missing_engine_feature_is_an_error_only_if_it_is_used()
    {
        var monitor = new FakeMonitor { MissingFeatures = { "aliasSpecs", "deletedWith", "transforms" } };
        Assert.That(await monitor.RunAsync(() => _ = new Zone("z", new() { Name = "a" })), Is.Zero);

        Assert.That(
            await monitor.RunAsync(() => _ = new Zone("y", new() { Name = "a" }, new() { Aliases = { new Alias { Name = "z" } } })),
            Is.EqualTo(32)
        );
        Assert.That(
            monitor.Messages.Single().Message,
            Is.EqualTo("acme:index:Zone 'y' has the option Aliases, which this engine does not support; use a newer one.")
        );
    }

    private static string UrnOf(string name) => FakeMonitor.UrnOf("", "acme:index:Zone", name);
}
