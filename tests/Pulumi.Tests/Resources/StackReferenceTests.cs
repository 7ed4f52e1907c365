using System.Collections.Immutable;
using Pulumi.Testing;

namespace Pulumi.Tests.Resources;

internal sealed class StackReferenceTests
{
    [Test]
    public async Task Outputs_of_another_stack_keep_their_own_secrecy()
    {
        var (plain, secret, missing) = await ReadAsync(stack =>
            (stack.GetOutput("address"), stack.RequireOutput("token"), stack.GetOutput("none"))
        );

        Assert.That((((await plain.Data).Value, (await plain.Data).IsSecret)), Is.EqualTo(((object)"10.0.0.1", false)));
        Assert.That(((await secret.Data).Value, (await secret.Data).IsSecret), Is.EqualTo(((object)"hunter2", true)));
        Assert.That((await missing.Data).Value, Is.Null);
    }

    [Test]
    public async Task Details_and_plain_values_distinguish_secrets()
    {
        var stack = await ReadAsync(stack => stack);

        Assert.That((await stack.GetOutputDetailsAsync("address")).Value, Is.EqualTo("10.0.0.1"));
        Assert.That((await stack.GetOutputDetailsAsync("token")).SecretValue, Is.EqualTo("hunter2"));
        Assert.That(await stack.GetValueAsync("address"), Is.EqualTo("10.0.0.1"));
        Assert.That(await stack.RequireValueAsync("address"), Is.EqualTo("10.0.0.1"));
        Assert.That(async () => await stack.RequireValueAsync("token"), Throws.InvalidOperationException);
    }

    [Test]
    public void An_output_that_is_required_and_missing_fails_the_program()
    {
        Assert.That(
            async () => await ReadAsync(stack => stack.RequireOutput("none")),
            Throws.TypeOf<RunException>().With.Message.Contains("Stack 'acme/office/prod' has no output 'none'.")
        );
    }

    private static async Task<T> ReadAsync<T>(Func<StackReference, T> read)
    {
        var result = default(T);
        await Deployment.TestAsync(
            new OtherStack(),
            new(),
            () =>
            {
                result = read(new StackReference("acme/office/prod"));
            }
        );
        return result!;
    }

    private sealed class OtherStack : IMocks
    {
        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args) =>
            Task.FromResult<(string?, object)>(
                (
                    args.Id,
                    new Dictionary<string, object?>
                    {
                        ["name"] = args.Id,
                        ["outputs"] = Output.CreateSecret(
                            ImmutableDictionary<string, object>.Empty.Add("address", "10.0.0.1").Add("token", "hunter2")
                        ),
                        ["secretOutputNames"] = new[] { "token" },
                    }
                )
            );

        public Task<object> CallAsync(MockCallArgs args) => throw new NotSupportedException();
    }
}
