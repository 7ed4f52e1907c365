using Google.Protobuf.WellKnownTypes;
using Pulumirpc;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Engine.Tests.Deploying;

[CancelAfter(900_000)]
internal sealed class StackReferenceTests
{
    private Sandbox _sandbox = null!;

    [SetUp]
    public async Task Start() => _sandbox = await Sandbox.StartAsync();

    [TearDown]
    public async Task Stop() => await _sandbox.DisposeAsync();

    private static Task<ReadResourceResponse> ReferToAsync(Script script, string stack) =>
        script
            .Monitor.ReadResourceAsync(
                new()
                {
                    Id = stack,
                    Type = "pulumi:pulumi:StackReference",
                    Name = stack,
                    Parent = script.Stack.Value,
                    Properties = Bag.Of(("name", stack)),
                    AcceptSecrets = true,
                }
            )
            .ResponseAsync;

    [TestCase("dev")]
    [TestCase("organization/p/dev")]
    public async Task A_reference_reads_the_outputs_of_the_last_update_with_their_secrecy(string name)
    {
        var outputs = Bag.Of(("plain", 1), ("hidden", Bag.Of((PropertySignatures.Key, PropertySignatures.Secret), ("value", "s"))));
        await _sandbox.UpAsync(script => script.OutputsAsync(script.Stack, outputs));
        Struct? read = null;

        await _sandbox.PreviewAsync(async script => read = (await ReferToAsync(script, name)).Properties);

        Assert.That(read!.Fields["outputs"].StructValue, Is.EqualTo(outputs));
        Assert.That(read.Fields["secretOutputNames"].ListValue.Values, Is.EqualTo([Value.ForString("hidden")]));
    }

    [TestCase("other", "Stack 'other' is not in this state folder")]
    [TestCase("p/dev", "'p/dev' is not a stack name")]
    public async Task A_missing_stack_fails_the_update(string name, string message)
    {
        var result = await _sandbox.UpAsync(script => ReferToAsync(script, name));

        Assert.That(result.Succeeded, Is.False);
        Assert.That(result.Diagnostics.Select(diagnostic => diagnostic.Message), Has.Some.Contains(message));
    }
}
