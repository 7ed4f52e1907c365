using System.Collections.Immutable;
using Pulumi.Tests.Samples;
using Pulumirpc;
using ZeroTrust.Protocol.Values;

namespace Pulumi.Tests.Run;

internal sealed class FunctionTests
{
    private const string Token = "acme:index:getZone";

    [Test]
    public async Task A_function_is_called_with_its_options_and_returns_a_typed_result()
    {
        var monitor = new FakeMonitor();
        var id = "";
        await monitor.RunAsync(async () =>
            id = (
                await Deployment.Instance.InvokeAsync<GetZoneResult>(
                    Token,
                    new GetZoneArgs { Name = "a" },
                    new InvokeOptions
                    {
                        Version = "1.2.3",
                        PluginDownloadURL = "https://example.com",
                        Provider = new AcmeProvider("lab"),
                    }
                )
            ).Id
        );

        Assert.That(id, Is.EqualTo("found"));
        Assert.That(
            monitor.Invoked.Single(),
            Is.EqualTo(
                new ResourceInvokeRequest
                {
                    Tok = Token,
                    Args = PropertyCodec.Write(PropertyMap.Of(("name", "a"))),
                    Provider = "urn:pulumi:dev::office::pulumi:providers:acme::lab::lab-id",
                    Version = "1.2.3",
                    AcceptResources = true,
                    PluginDownloadURL = "https://example.com",
                }
            )
        );
    }

    [Test]
    public async Task The_output_result_has_the_dependencies_of_the_arguments()
    {
        var monitor = new FakeMonitor { Invoke = _ => PropertyMap.Of(("id", new PropertySecret("found"))) };
        Output<string> id = null!;
        await monitor.RunAsync(() =>
        {
            var zone = new Zone("z", new() { Name = "a" });
            id = Deployment.Instance.Invoke<GetZoneResult>(Token, new GetZoneArgs { Name = zone.Name }).Apply(result => result.Id);
        });

        Assert.That(await Sample.LookAsync(id), Is.EqualTo(("found", true, true, "z")));
    }

    [Test]
    public async Task Arguments_without_a_class_are_sent_by_name()
    {
        var monitor = new FakeMonitor();
        await monitor.RunAsync(() =>
            Deployment.Instance.InvokeAsync<GetZoneResult>(
                Token,
                new DictionaryInvokeArgs(
                    ImmutableDictionary<string, object?>
                        .Empty.Add("name", (Input<string>)"a")
                        .Add("tags", Output.Create(ImmutableArray.Create("b")))
                        .Add("none", null)
                )
            )
        );

        Assert.That(
            PropertyCodec.Read(monitor.Invoked.Single().Args),
            Is.EqualTo(PropertyMap.Of(("name", "a"), ("tags", new PropertyArray(["b"]))))
        );
    }

    [Test]
    public void Arguments_without_a_class_must_have_types_that_outputs_can_have()
    {
        var list = ImmutableDictionary<string, object?>.Empty.Add("tags", new InputList<string> { "b" });

        Assert.That(() => new DictionaryInvokeArgs(list), Throws.InvalidOperationException.With.Message.Contains("'tags'"));
        Assert.That(() => new DictionaryResourceArgs(list), Throws.InvalidOperationException.With.Message.Contains("'tags'"));
    }

    [Test]
    public async Task A_function_with_an_unknown_argument_is_not_called()
    {
        var monitor = new FakeMonitor { IsDryRun = true };
        Output<GetZoneResult> result = null!;
        await monitor.RunAsync(() =>
        {
            var zone = new Zone("z", new() { Name = "a" });
            result = Deployment.Instance.Invoke<GetZoneResult>(Token, new GetZoneArgs { Name = zone.Id });
        });

        Assert.That((await result.Data).IsKnown, Is.False);
        Assert.That(monitor.Invoked, Is.Empty);
    }

    [Test]
    public async Task A_function_that_depends_on_a_resource_waits_until_it_exists()
    {
        foreach (var isDryRun in new[] { true, false })
        {
            var monitor = new FakeMonitor { IsDryRun = isDryRun };
            Output<GetZoneResult> result = null!;
            await monitor.RunAsync(() =>
            {
                var office = new Office("office");
                _ = new Zone("z", new() { Name = "a" }, new() { Parent = office });
                result = Deployment.Instance.Invoke<GetZoneResult>(
                    Token,
                    new GetZoneArgs { Name = "a" },
                    new InvokeOutputOptions { DependsOn = { office } }
                );
            });

            Assert.That((await result.Data).IsKnown, Is.Not.EqualTo(isDryRun));
            Assert.That((await result.Data).Resources.Select(resource => resource.GetResourceName()), Is.EqualTo(["office"]));
            Assert.That(monitor.Invoked, Has.Count.EqualTo(isDryRun ? 0 : 1));
        }
    }

    [Test]
    public async Task A_function_with_a_single_value_returns_it_unwrapped()
    {
        var monitor = new FakeMonitor { Invoke = _ => PropertyMap.Of(("anything", 3)) };
        var (awaited, output) = (0, Output.Create(0));
        await monitor.RunAsync(async () =>
        {
            awaited = await Deployment.Instance.InvokeSingleAsync<int>(Token, InvokeArgs.Empty);
            output = Deployment.Instance.InvokeSingle<int>(Token, InvokeArgs.Empty);
        });

        Assert.That((awaited, (await output.Data).Value), Is.EqualTo((3, 3)));
    }

    [Test]
    public async Task A_method_is_called_on_its_resource_with_output_values()
    {
        var monitor = new FakeMonitor();
        Output<GetZoneResult> result = null!;
        await monitor.RunAsync(() =>
        {
            var zone = new Zone("z", new() { Name = "a" }, new() { Version = "1.2.3" });
            result = Deployment.Instance.Call<GetZoneResult>("acme:index:Zone/rotate", new RotateArgs { Key = Sample.Secret("k") }, zone);
        });

        var urn = "urn:pulumi:dev::office::acme:index:Zone::z";
        Assert.That(
            monitor.Called.Single(),
            Is.EqualTo(
                new ResourceCallRequest
                {
                    Tok = "acme:index:Zone/rotate",
                    Version = "1.2.3",
                    Args = PropertyCodec.Write(
                        PropertyMap.Of(
                            ("key", new PropertyOutput { Value = "k", IsSecret = true }),
                            ("__self__", new PropertyResource(urn) { Id = "z-id" })
                        )
                    ),
                    ArgDependencies =
                    {
                        ["key"] = new(),
                        ["__self__"] = new() { Urns = { urn } },
                    },
                }
            )
        );
        Assert.That((await result.Data).Value.Id, Is.EqualTo("called"));
        Assert.That((await result.Data).Resources, Has.Count.EqualTo(1));
    }

    private sealed class RotateArgs : CallArgs
    {
        [Input("key")]
        public Input<string>? Key { get; set; }
    }
}
