using Google.Protobuf;
using Grpc.Core;
using Pulumi.Run;
using Pulumi.Tests.Samples;
using Pulumirpc;
using ZeroTrust.Protocol.Loopback;
using ZeroTrust.Protocol.Values;

namespace Pulumi.Tests.Run;

internal sealed class TransformTests
{
    private const string Site = "urn:pulumi:dev::office::acme:index:Site::s";
    private const string Lab = "urn:pulumi:dev::office::pulumi:providers:acme::lab::lab-id";

    private static readonly PropertyMap Properties = PropertyMap.Of(
        ("name", new PropertyOutput { Value = "a", Dependencies = [Site] }),
        ("rules", new PropertyArray([PropertyMap.Of(("match", new PropertySecret("x")), ("ttl", PropertyValue.Unknown))]))
    );

    private static readonly TransformResourceOptions Options = new()
    {
        DependsOn = { Site },
        Protect = true,
        IgnoreChanges = { "port" },
        ReplaceOnChanges = { "name" },
        Version = "1.2.3",
        Aliases =
        {
            new Pulumirpc.Alias { Urn = "urn:x" },
            new Pulumirpc.Alias
            {
                Spec = new() { Name = "y", ParentUrn = Site },
            },
        },
        Provider = Lab,
        CustomTimeouts = new() { Create = "300000000000ns", Delete = "90000000000ns" },
        PluginDownloadUrl = "https://example.com",
        RetainOnDelete = true,
        DeletedWith = Site,
        DeleteBeforeReplace = true,
        AdditionalSecretOutputs = { "rules" },
        Import = "z-1",
    };

    [Test]
    public async Task A_transform_is_registered_with_its_resource()
    {
        var monitor = new FakeMonitor();
        await monitor.RunAsync(() => _ = new Zone("z", new() { Name = "a" }, new() { ResourceTransforms = { Same } }));

        Assert.That(monitor["z"].Transforms, Is.EqualTo([new Callback { Target = "127.0.0.1:1", Token = "transform" }]));
    }

    [Test]
    public async Task Values_that_a_transform_returns_unchanged_survive_the_round_trip()
    {
        var response = await RunAsync(Same);

        Assert.That(PropertyCodec.Read(response.Properties)?.WithoutOutputs(), Is.EqualTo(Properties.WithoutOutputs()));
        Assert.That(response.Options, Is.EqualTo(Options));
    }

    [Test]
    public async Task A_transform_can_change_inputs_and_options()
    {
        var response = await RunAsync(
            (args, _) =>
            {
                args.Options.Protect = false;
                args.Options.CustomTimeouts = new() { Update = TimeSpan.FromHours(1) };
                return Task.FromResult<ResourceTransformResult?>(new(args.Args.SetItem("name", "b"), args.Options));
            }
        );

        Assert.That(response.Properties.Fields["name"].StringValue, Is.EqualTo("b"));
        Assert.That(response.Options.Protect, Is.False);
        Assert.That(
            response.Options.CustomTimeouts,
            Is.EqualTo(new RegisterResourceRequest.Types.CustomTimeouts { Update = "3600000000000ns" })
        );
    }

    [Test]
    public async Task A_transform_that_returns_null_changes_nothing()
    {
        Assert.That(await RunAsync((_, _) => Task.FromResult<ResourceTransformResult?>(null)), Is.EqualTo(new TransformResponse()));
    }

    [TestCase("1h30m", 5400)]
    [TestCase("1.5s", 1.5)]
    [TestCase("250ms", 0.25)]
    public void Durations_are_read_in_any_unit(string text, double seconds)
    {
        var timeouts = OptionMessages.Read(new RegisterResourceRequest.Types.CustomTimeouts { Create = text });

        Assert.That(timeouts, Is.Not.Null);
        Assert.That(timeouts.Create, Is.EqualTo(TimeSpan.FromSeconds(seconds)));
        Assert.That(timeouts.Delete, Is.Null);
    }

    [Test]
    public void A_duration_without_a_unit_is_refused()
    {
        var timeouts = new RegisterResourceRequest.Types.CustomTimeouts { Create = "5" };

        Assert.That(() => OptionMessages.Read(timeouts), Throws.TypeOf<FormatException>());
    }

    [Test]
    public async Task The_engine_calls_back_over_its_own_connection()
    {
        await using var callbacks = await CallbackServer.StartAsync();
        var callback = callbacks.Add((request, _) => Task.FromResult<IMessage>(new LogRequest { Message = request.ToStringUtf8() + "!" }));
        using var channel = LoopbackChannel.To(callback.Target);
        var client = new Callbacks.CallbacksClient(channel);

        var response = await client.InvokeAsync(new() { Token = callback.Token, Request = ByteString.CopyFromUtf8("a") });
        Assert.That(LogRequest.Parser.ParseFrom(response.Response).Message, Is.EqualTo("a!"));
        Assert.That(
            async () => await client.InvokeAsync(new() { Token = "other" }),
            Throws.TypeOf<RpcException>().With.Property(nameof(RpcException.StatusCode)).EqualTo(StatusCode.InvalidArgument)
        );
    }

    [Test]
    public async Task A_failed_callback_reports_the_reason_to_the_engine()
    {
        await using var callbacks = await CallbackServer.StartAsync();
        var callback = callbacks.Add((_, _) => throw new InvalidOperationException("boom"));
        using var channel = LoopbackChannel.To(callback.Target);

        Assert.That(
            async () => await new Callbacks.CallbacksClient(channel).InvokeAsync(new() { Token = callback.Token }),
            Throws.TypeOf<RpcException>().With.Property(nameof(RpcException.Status)).Property(nameof(Status.Detail)).EqualTo("boom")
        );
    }

    private static Task<ResourceTransformResult?> Same(ResourceTransformArgs args, CancellationToken ct) =>
        Task.FromResult<ResourceTransformResult?>(new(args.Args, args.Options));

    private static async Task<TransformResponse> RunAsync(ResourceTransform transform)
    {
        var monitor = new FakeMonitor();
        var settings = new DeploymentSettings
        {
            Project = "office",
            Stack = "dev",
            Organization = "acme",
            IsDryRun = false,
        };
        var callback = new TransformCallback(new(settings, monitor, monitor), transform);
        var request = new TransformRequest
        {
            Type = "acme:index:Zone",
            Name = "z",
            Custom = true,
            Properties = PropertyCodec.Write(Properties),
            Options = Options,
        };
        return (TransformResponse)await callback.RunAsync(request.ToByteString(), CancellationToken.None);
    }
}
