using System.Text.Json.Serialization;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Tests.Kernel;

internal sealed partial class FunctionTypeTests
{
    private static readonly Operation Operation = new("", "", GadgetResource.Place, (_, _) => { }, CancellationToken.None);

    [Test]
    public async Task A_function_returns_its_result_with_secrets_marked()
    {
        var (result, problems) = await InvokeAsync("""{"name":"a"}""");

        Assert.That(problems, Is.Empty);
        Assert.That(
            result,
            Is.EqualTo(Widget.Of("""{"greeting":"hello a","token":"secret:t","keys":[{"value":"secret:k"}],"last":{"value":"secret:l"}}"""))
        );
    }

    [Test]
    public async Task A_function_with_an_unknown_argument_has_an_unknown_result()
    {
        var (result, problems) = await InvokeAsync("""{"name":"?"}""");

        Assert.That(problems, Is.Empty);
        Assert.That(result, Is.EqualTo(Widget.Of("""{"greeting":"?","token":"?","keys":"?","last":"?"}""")));
    }

    [Test]
    public async Task A_function_with_a_wrong_argument_has_no_result()
    {
        var (result, problems) = await InvokeAsync("""{"name":"nobody","count":"many"}""");

        Assert.That(result, Is.Null);
        Assert.That(
            problems.Select(problem => problem.Text),
            Is.EqualTo(["count: expected a whole number, got the string 'many'. (ZT102)", "name: nobody is there. (ZT104)"])
        );
    }

    [Test]
    public async Task A_warning_does_not_keep_a_function_from_running()
    {
        var (result, problems) = await InvokeAsync("""{"name":"a","network":"10.0.0.1/8"}""");

        Assert.That(result, Is.Not.Null);
        Assert.That(problems.Single().Kind.Severity, Is.EqualTo(Severity.Warning));
    }

    [Test]
    public async Task A_rule_does_not_repeat_what_the_specification_found()
    {
        var (_, problems) = await InvokeAsync("""{}""");

        Assert.That(problems.Select(problem => problem.Text), Is.EqualTo(["name: is required. (ZT101)"]));
    }

    private static Task<(PropertyMap? Result, IReadOnlyList<Problem> Problems)> InvokeAsync(string args) =>
        new FunctionType<GreetArgs, Greeting>("test:index:greet", new Greet(), GreetJson.Default).InvokeAsync(
            Widget.Of(args),
            Operation,
            default
        );

    private sealed class Greet : IFunction<GreetArgs, Greeting>
    {
        public IEnumerable<Problem> Check(GreetArgs args) =>
            args.Name is "nobody" or "" ? [new(InputProblems.NotAllowed, "name", $"{args.Name} is there.")] : [];

        public Task<Greeting> InvokeAsync(GreetArgs args, Operation operation, CancellationToken ct) =>
            Task.FromResult(
                new Greeting
                {
                    Text = $"hello {args.Name}",
                    Token = "t",
                    Keys = [new() { Value = "k" }],
                    Last = new() { Value = "l" },
                }
            );
    }

    internal sealed record GreetArgs
    {
        public required string Name { get; init; }

        public int? Count { get; init; }

        [Format(StringFormat.Cidr)]
        public string? Network { get; init; }
    }

    internal sealed record Greeting
    {
        [JsonPropertyName("greeting")]
        public required string Text { get; init; }

        [Secret]
        public string? Token { get; init; }

        public IReadOnlyList<Key>? Keys { get; init; }

        public Key? Last { get; init; }
    }

    internal sealed record Key
    {
        [Secret]
        public string? Value { get; init; }
    }

    [JsonSerializable(typeof(GreetArgs))]
    [JsonSerializable(typeof(Greeting))]
    private sealed partial class GreetJson : JsonSerializerContext;
}
