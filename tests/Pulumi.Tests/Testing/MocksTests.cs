using System.Collections.Immutable;
using Pulumi.Testing;
using Pulumi.Tests.Samples;

namespace Pulumi.Tests.Testing;

internal sealed class MocksTests
{
    private readonly OfficeMocks _mocks = new();

    [SetUp]
    public void Forget() => _mocks.Seen.Clear();

    [Test]
    public async Task A_stack_class_runs_against_mocks()
    {
        var resources = await Deployment.TestAsync<OfficeStack>(_mocks, new() { IsPreview = false });

        Assert.That(resources.Select(resource => resource.GetResourceName()), Is.EqualTo(["project-stack", "z"]));
        var stack = (OfficeStack)resources[0];
        Assert.That((await stack.Name.Data).Value, Is.EqualTo("mocked"));
        Assert.That((await stack.Found.Data).Value, Is.EqualTo("found-mocked"));
    }

    [Test]
    public async Task A_function_runs_against_mocks_and_returns_its_outputs()
    {
        var (resources, outputs) = await Deployment.TestAsync(
            _mocks,
            new() { ProjectName = "office", StackName = "dev" },
            () =>
            {
                var zone = new Zone("z", new() { Name = Sample.Secret("a"), Port = Sample.Unknown<int>() });
                return new Dictionary<string, object?> { ["urn"] = zone.Urn };
            }
        );

        Assert.That(resources, Is.EqualTo([resources.OfType<Zone>().Single()]));
        Assert.That(
            (await ((Output<string>)outputs["urn"]!).Data).Value,
            Is.EqualTo("urn:pulumi:dev::office::pulumi:pulumi:Stack$acme:index:Zone::z")
        );
        Assert.That(_mocks.Seen.Single().Inputs, Is.EqualTo(ImmutableDictionary<string, object>.Empty.Add("name", "a")));
    }

    [Test]
    public async Task Programs_of_every_shape_run_against_mocks()
    {
        var options = new TestOptions();

        Assert.That(
            await Deployment.TestAsync(
                _mocks,
                options,
                () =>
                {
                    _ = new Zone("z", new() { Name = "a" });
                }
            ),
            Has.Length.EqualTo(1)
        );
        Assert.That(
            await Deployment.TestAsync(
                _mocks,
                options,
                async () =>
                {
                    await Task.Yield();
                    _ = new Zone("z", new() { Name = "a" });
                }
            ),
            Has.Length.EqualTo(1)
        );
    }

    [Test]
    public async Task By_default_the_test_is_a_preview()
    {
        var isDryRun = false;
        await Deployment.TestAsync(
            _mocks,
            new(),
            () =>
            {
                isDryRun = Deployment.Instance.IsDryRun;
            }
        );

        Assert.That(isDryRun);
    }

    [Test]
    public async Task A_read_resource_reaches_the_mocks_with_its_ID()
    {
        var resources = await Deployment.TestAsync(
            _mocks,
            new(),
            () =>
            {
                _ = new Zone("z", new() { Name = "a" }, new() { Id = "z-1" });
            }
        );

        Assert.That(_mocks.Seen.Single().Id, Is.EqualTo("z-1"));
        Assert.That((await resources.OfType<Zone>().Single().Id.Data).Value, Is.EqualTo("z-1"));
    }

    [Test]
    public async Task A_resource_reference_becomes_the_class_of_its_type()
    {
        Output<ImmutableDictionary<string, Resource>> found = null!;
        await Deployment.TestAsync(
            _mocks,
            new(),
            () =>
            {
                var zone = new Zone("z", new() { Name = "a" });
                found = Deployment.Instance.Invoke<ImmutableDictionary<string, Resource>>(
                    "acme:index:echo",
                    new DictionaryInvokeArgs(ImmutableDictionary<string, object?>.Empty.Add("zone", zone))
                );
            }
        );

        var copy = (Zone)(await found.Data).Value["zone"];
        Assert.That((await copy.Name.Data).Value, Is.EqualTo("mocked"));
        Assert.That((await copy.Id.Data).Value, Is.EqualTo("z-id"));
    }

    [Test]
    public void Errors_are_thrown_in_the_test()
    {
        Assert.That(
            async () =>
                await Deployment.TestAsync(
                    _mocks,
                    new(),
                    () =>
                    {
                        Log.Error("one");
                    }
                ),
            Throws.TypeOf<RunException>().With.Message.EqualTo("one")
        );
        Assert.That(
            async () =>
                await Deployment.TestAsync(
                    _mocks,
                    new(),
                    () =>
                    {
                        Log.Error("one");
                        Log.Error("two");
                    }
                ),
            Throws.TypeOf<AggregateException>()
        );
        Assert.That(
            async () =>
                await Deployment.TestAsync(
                    _mocks,
                    new(),
                    () =>
                    {
                        _ = new Zone("z", new());
                    }
                ),
            Throws.TypeOf<RunException>().With.Message.Contains("'name'")
        );
    }

    [Test]
    public async Task A_failed_test_does_not_change_the_test_runners_exit_code()
    {
        var before = Environment.ExitCode;
        try
        {
            await Deployment.TestAsync(
                _mocks,
                new(),
                () =>
                {
                    _ = new Zone("z", new());
                }
            );
        }
        catch (RunException)
        {
            Assert.That(Environment.ExitCode, Is.EqualTo(before));
            return;
        }

        Assert.Fail("The missing input was not noticed.");
    }

    [Test]
    public async Task Registered_outputs_reach_the_mocks()
    {
        await Deployment.TestAsync(
            _mocks,
            new(),
            () =>
            {
                new Office("office") { Label = Sample.Secret("a") }.Done();
            }
        );

        var (urn, outputs) = _mocks.Outputs.Single(registered => registered.Urn.EndsWith("::office", StringComparison.Ordinal));
        Assert.That(urn, Does.Contain("acme:index:Office"));
        Assert.That(await Sample.LookAsync(outputs["label"]), Is.EqualTo(((object?)"a", true, true, "")));
    }

    private sealed class OfficeMocks : IMocks
    {
        public List<MockResourceArgs> Seen { get; } = [];

        public List<(string Urn, ImmutableDictionary<string, Output<object?>> Outputs)> Outputs { get; } = [];

        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        {
            Seen.Add(args);
            return Task.FromResult<(string?, object)>(
                (args.Id is { Length: > 0 } id ? id : $"{args.Name}-id", args.Inputs.SetItem("name", "mocked"))
            );
        }

        public Task<object> CallAsync(MockCallArgs args) =>
            Task.FromResult<object>(
                args.Token == "acme:index:echo" ? args.Args : new Dictionary<string, object> { ["id"] = $"found-{args.Args["name"]}" }
            );

        public Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args)
        {
            Outputs.Add((args.Urn, args.Outputs));
            return Task.CompletedTask;
        }
    }

    private sealed class OfficeStack : Stack
    {
        public OfficeStack()
        {
            var zone = new Zone("z", new() { Name = "a" });
            Name = zone.Name;
            Found = Deployment
                .Instance.Invoke<GetZoneResult>("acme:index:getZone", new GetZoneArgs { Name = zone.Name })
                .Apply(result => result.Id);
        }

        [Output]
        public Output<string> Name { get; private set; }

        [Output]
        public Output<string> Found { get; private set; }
    }
}
