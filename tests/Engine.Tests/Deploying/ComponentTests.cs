using Google.Protobuf;
using Grpc.Core;
using Pulumirpc;
using ZeroTrust.Protocol.Loopback;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Engine.Tests.Deploying;

/// <summary>Components constructed by a plugin: the program requests them, and the plugin registers them again.</summary>
[CancelAfter(900_000)]
internal sealed class ComponentTests
{
    private const string Type = "memory:index:Site";

    private Sandbox _sandbox = null!;

    [SetUp]
    public async Task Start() => _sandbox = await Sandbox.StartAsync();

    [TearDown]
    public async Task Stop() => await _sandbox.DisposeAsync();

    [Test]
    public async Task Its_child_is_in_the_state_below_it_and_the_program_gets_its_outputs()
    {
        RegisterResourceResponse? site = null;

        var result = await _sandbox.UpAsync(async script => site = await SiteAsync(script));

        var child = _sandbox.Resource("site-thing");
        Assert.That(result.ExitCode, Is.Zero);
        Assert.That(child.Parent.Value, Is.EqualTo(site!.Urn));
        Assert.That(_sandbox.Load().Resources.Single(resource => resource.Type == Type).Outputs, Is.EqualTo(site.Object));
        Assert.That(site.Object.Fields["serial"], Is.EqualTo(child.Outputs.Fields["serial"]));
        Assert.That(site.PropertyDependencies["serial"].Urns, Is.EqualTo([child.Urn.Value]));
    }

    [Test]
    public async Task It_gets_secrets_and_unknown_values_as_outputs()
    {
        var unknown = new PropertyOutput { Dependencies = [_sandbox.UrnOf("other").Value] };

        await _sandbox.PreviewAsync(script =>
            SiteAsync(
                script,
                request =>
                    request.Object = PropertyCodec.Write(
                        PropertyMap.Of(
                            ("size", unknown),
                            ("password", new PropertySecret("hunter2")),
                            ("plain", "x"),
                            ("soon", PropertyValue.Unknown)
                        )
                    )
            )
        );

        var inputs = PropertyCodec.Read(_sandbox.Provider.Requests.OfType<ConstructRequest>().Single().Inputs);
        Assert.That(
            inputs,
            Is.EqualTo(
                PropertyMap.Of(
                    ("size", unknown),
                    ("password", new PropertyOutput { Value = "hunter2", IsSecret = true }),
                    ("plain", "x"),
                    ("soon", new PropertyOutput())
                )
            )
        );
    }

    [Test]
    public async Task It_is_constructed_again_and_its_child_stays_unchanged()
    {
        await _sandbox.UpAsync(script => SiteAsync(script));

        var second = await _sandbox.UpAsync(script => SiteAsync(script), new() { ExpectNoChanges = true });

        Assert.That(second.ExitCode, Is.Zero);
        Assert.That(
            _sandbox.Provider.CallsOf("Construct", "Create"),
            Is.EqualTo(["Construct site", "Create site-thing", "Construct site"])
        );
    }

    [Test]
    public async Task A_child_that_it_no_longer_creates_is_deleted()
    {
        await _sandbox.UpAsync(script => SiteAsync(script));

        await _sandbox.UpAsync(script => SiteAsync(script, request => request.Object = Bag.Of(("empty", true))));

        Assert.That(_sandbox.Resources, Is.Empty);
        Assert.That(_sandbox.Provider.Objects, Is.Empty);
    }

    [Test]
    public async Task A_transform_of_the_component_reaches_its_child_once()
    {
        var callbacks = new Counting();
        await using var server = await LoopbackServer.StartAsync(toStatus: null, binder => Callbacks.BindService(binder, callbacks));

        await _sandbox.UpAsync(script =>
            SiteAsync(script, request => request.Transforms.Add(new Callback { Target = server.Address, Token = "count" }))
        );

        Assert.That(callbacks.Names, Is.EqualTo(["site", "site-thing"]));
    }

    [Test]
    public async Task A_component_that_fails_fails_the_run_with_its_reason()
    {
        _sandbox.Provider.Before = (method, _, _) =>
            method == "Construct" ? throw new RpcException(new(StatusCode.InvalidArgument, "size: too large")) : Task.CompletedTask;

        var result = await _sandbox.UpAsync(script => SiteAsync(script));

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Diagnostics.Select(diagnostic => diagnostic.Message), Has.Some.EqualTo("size: too large"));
    }

    private static Task<RegisterResourceResponse> SiteAsync(Script script, Action<RegisterResourceRequest>? options = null)
    {
        var request = new RegisterResourceRequest
        {
            Type = Type,
            Name = "site",
            Remote = true,
            Parent = script.Stack.Value,
            Object = Bag.Of(("size", 1)),
            Version = "1.0.0",
            Protect = false,
        };
        options?.Invoke(request);
        return script.RegisterAsync(request);
    }

    private sealed class Counting : Callbacks.CallbacksBase
    {
        public List<string> Names { get; } = [];

        public override Task<CallbackInvokeResponse> Invoke(CallbackInvokeRequest request, ServerCallContext context)
        {
            var transform = TransformRequest.Parser.ParseFrom(request.Request);
            Names.Add(transform.Name);
            return Task.FromResult(new CallbackInvokeResponse { Response = new TransformResponse().ToByteString() });
        }
    }
}
