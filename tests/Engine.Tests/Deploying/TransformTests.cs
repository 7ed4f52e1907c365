using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;
using ZeroTrust.Protocol.Loopback;

namespace ZeroTrust.Engine.Tests.Deploying;

[CancelAfter(900_000)]
internal sealed class TransformTests
{
    private Sandbox _sandbox = null!;

    [SetUp]
    public async Task Start() => _sandbox = await Sandbox.StartAsync();

    [TearDown]
    public async Task Stop() => await _sandbox.DisposeAsync();

    [Test]
    public async Task A_stack_transform_sees_and_changes_every_resource()
    {
        await using var callbacks = await ServeAsync(ChangeSize);

        await _sandbox.UpAsync(async script =>
        {
            await script.Monitor.RegisterStackTransformAsync(new Callback { Target = callbacks.Address, Token = "size" });
            await script.ThingAsync("a", Bag.Of(("size", 1)));
        });

        var thing = _sandbox.Resource("a");
        Assert.That(thing.Inputs.Fields["size"].NumberValue, Is.EqualTo(2));
        Assert.That(thing.Protect);
    }

    [Test]
    public async Task A_components_transform_reaches_its_children_only()
    {
        await using var callbacks = await ServeAsync(ChangeSize);

        await _sandbox.UpAsync(async script =>
        {
            var site = new RegisterResourceRequest
            {
                Type = "office:index:Site",
                Name = "site",
                Parent = script.Stack.Value,
            };
            site.Transforms.Add(new Callback { Target = callbacks.Address, Token = "size" });
            var parent = await script.RegisterAsync(site);
            await script.ThingAsync("inside", Bag.Of(("size", 1)), options => options.Parent = parent.Urn);
            await script.ThingAsync("outside", Bag.Of(("size", 1)));
        });

        Assert.That(
            _sandbox.Resources.Select(resource => (resource.Urn.Name, resource.Inputs.Fields["size"].NumberValue)),
            Is.EquivalentTo([("inside", 2.0), ("outside", 1.0)])
        );
    }

    [Test]
    public async Task A_stack_invoke_transform_changes_the_arguments()
    {
        await using var callbacks = await ServeAsync(bytes =>
        {
            var request = TransformInvokeRequest.Parser.ParseFrom(bytes);
            return new TransformInvokeResponse { Args = Bag.Of(("x", request.Token)), Options = request.Options };
        });
        Struct? answer = null;

        await _sandbox.PreviewAsync(async script =>
        {
            await script.Monitor.RegisterStackInvokeTransformAsync(new Callback { Target = callbacks.Address, Token = "args" });
            answer = (
                await script.Monitor.InvokeAsync(
                    new()
                    {
                        Tok = "memory:index:echo",
                        Args = Bag.Of(("x", 1)),
                        Version = "1.0.0",
                    }
                )
            ).Return;
        });

        Assert.That(answer!.Fields["x"].StringValue, Is.EqualTo("memory:index:echo"));
    }

    [Test]
    public async Task Packages_can_be_given_by_reference()
    {
        await _sandbox.UpAsync(async script =>
        {
            var package = await script.Monitor.RegisterPackageAsync(new() { Name = "memory", Version = "1.0.0" });
            await script.ThingAsync("a", Bag.Of(), options => (options.Version, options.PackageRef) = ("", package.Ref));
        });

        Assert.That(_sandbox.Resource("a").Provider, Does.Contain("::default_1_0_0::"));
    }

    private static TransformResponse ChangeSize(ByteString bytes)
    {
        var request = TransformRequest.Parser.ParseFrom(bytes);
        if (request.Custom)
        {
            request.Properties.Fields["size"] = Value.ForNumber(2);
            request.Options.Protect = request.Type == Sandbox.Type;
        }
        return new() { Properties = request.Properties, Options = request.Options };
    }

    private static Task<LoopbackServer> ServeAsync(Func<ByteString, IMessage> answer) =>
        LoopbackServer.StartAsync(toStatus: null, binder => Callbacks.BindService(binder, new ProgramCallbacks(answer)));

    private sealed class ProgramCallbacks(Func<ByteString, IMessage> answer) : Callbacks.CallbacksBase
    {
        public override Task<CallbackInvokeResponse> Invoke(CallbackInvokeRequest request, ServerCallContext context) =>
            Task.FromResult(new CallbackInvokeResponse { Response = answer(request.Request).ToByteString() });
    }
}
