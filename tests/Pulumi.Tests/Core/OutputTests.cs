using Pulumi.Tests.Samples;
using Pulumi.Utilities;

namespace Pulumi.Tests.Core;

internal sealed class OutputTests
{
    [Test]
    public async Task Apply_keeps_secrecy_and_dependencies()
    {
        var applied = Sample.Secret("a", Sample.Zone).Apply(text => text + "b");

        Assert.That(await Sample.LookAsync(applied), Is.EqualTo(("ab", true, true, "zone")));
    }

    [Test]
    public async Task Apply_adds_the_flags_and_dependencies_of_the_inner_output()
    {
        var applied = Sample.Known("a", Sample.Zone).Apply(text => Sample.Secret(text + "b", Sample.Site));

        Assert.That(await Sample.LookAsync(applied), Is.EqualTo(("ab", true, true, "site,zone")));
    }

    [Test]
    public async Task Apply_does_not_call_the_function_on_an_unknown()
    {
        var calls = 0;
        var applied = Sample.UnknownSecret<string>(Sample.Zone).Apply(text => ++calls);

        Assert.That(await Sample.LookAsync(applied), Is.EqualTo((0, false, true, "zone")));
        Assert.That(calls, Is.Zero);
    }

    [Test]
    public async Task Apply_of_a_function_that_returns_an_unknown_is_unknown()
    {
        var applied = Sample.Known(1, Sample.Zone).Apply(_ => Sample.Unknown<int>(Sample.Site));

        Assert.That(await Sample.LookAsync(applied), Is.EqualTo((0, false, false, "site,zone")));
    }

    [Test]
    public async Task Apply_accepts_functions_that_return_values_tasks_inputs_and_outputs()
    {
        var number = Output.Create(20);

        Assert.That((await number.Apply(n => n + 1).Data).Value, Is.EqualTo(21));
        Assert.That((await number.Apply(n => Task.FromResult(n + 2)).Data).Value, Is.EqualTo(22));
        Assert.That((await number.Apply(n => (Input<int>)(n + 3)).Data).Value, Is.EqualTo(23));
        Assert.That((await number.Apply(n => Output.Create(n + 4)).Data).Value, Is.EqualTo(24));
        Assert.That((await number.Apply(_ => (Output<string>?)null).Data).Value, Is.Null);
    }

    [Test]
    public async Task Apply_accepts_functions_that_return_a_plain_task()
    {
        var seen = 0;
        var done = Output
            .CreateSecret(20)
            .Apply(async n =>
            {
                await Task.Yield();
                seen = n;
            });

        Assert.That((await done.Data).IsSecret);
        Assert.That(seen, Is.EqualTo(20));
    }

    [Test]
    public async Task Apply_fails_with_the_exception_of_its_source_and_of_its_function()
    {
        var failure = new InvalidOperationException("no");
        var failed = Output.Create(Task.FromException<int>(failure));

        Assert.That(await Assert.ThrowsAsync<InvalidOperationException>(() => failed.Apply(n => n + 1).Data), Is.SameAs(failure));
        Assert.That(
            await Assert.ThrowsAsync<InvalidOperationException>(() => Output.Create(1).Apply(int (_) => throw failure).Data),
            Is.SameAs(failure)
        );
    }

    [Test]
    public async Task All_collects_in_order_and_combines_the_flags()
    {
        var all = Output.All(Sample.Known("a", Sample.Zone), Sample.Secret("b", Sample.Site));
        var (values, isKnown, isSecret, resources) = await Sample.LookAsync(all);

        Assert.That(values, Is.EqualTo(["a", "b"]));
        Assert.That((isKnown, isSecret, resources), Is.EqualTo((true, true, "site,zone")));
    }

    [Test]
    public async Task All_is_unknown_when_one_is()
    {
        var all = Output.All<string>(Sample.Known("a"), Sample.Unknown<string>(Sample.Zone), "c");

        Assert.That(await OutputUtilities.GetIsKnownAsync(all), Is.False);
        Assert.That(await OutputUtilities.GetDependenciesAsync(all), Is.EquivalentTo([Sample.Zone]));
    }

    [Test]
    public async Task Tuple_combines_the_flags_of_up_to_eight()
    {
        var tuple = Output.Tuple(
            Sample.Known(1),
            Sample.Known("2", Sample.Zone),
            Sample.Known(true),
            Sample.Known(4.0),
            Sample.Secret(5),
            Sample.Known(6),
            Sample.Known(7),
            Sample.Known(8, Sample.Site)
        );

        Assert.That(await Sample.LookAsync(tuple), Is.EqualTo(((1, "2", true, 4.0, 5, 6, 7, 8), true, true, "site,zone")));
    }

    [Test]
    public async Task Tuple_accepts_unset_inputs()
    {
        Input<string>? unset = null;
        var secret = Output.Tuple<Input<string>?, int>(unset, Output.CreateSecret(0)).Apply(pair => pair.Item1);

        Assert.That(await Sample.LookAsync(secret), Is.EqualTo(((string?)null, true, true, "")));
    }

    [Test]
    public async Task Format_fills_in_outputs_inputs_and_plain_values()
    {
        var text = Output.Format($"{Sample.Secret("a", Sample.Zone)}-{(Input<int>)2}-{1.5}");

        Assert.That(await Sample.LookAsync(text), Is.EqualTo(("a-2-1.5", true, true, "zone")));
    }

    [Test]
    public async Task Format_with_an_unknown_is_unknown()
    {
        var text = Output.Format($"{Sample.Unknown<string>(Sample.Zone)}.example.com");

        Assert.That(await Sample.LookAsync(text), Is.EqualTo(((string?)null, false, false, "zone")));
    }

    [Test]
    public async Task Secrecy_can_be_set_removed_and_queried()
    {
        var plain = Sample.Known("a", Sample.Zone);
        var secret = Output.CreateSecret(plain);

        Assert.That(await Output.IsSecretAsync(plain), Is.False);
        Assert.That(await Output.IsSecretAsync(secret));
        Assert.That(await Output.IsSecretAsync(Output.CreateSecret(Task.FromResult(1))));
        Assert.That(await Sample.LookAsync(Output.Unsecret(secret)), Is.EqualTo(("a", true, false, "zone")));
    }

    [Test]
    public async Task Unknown_outputs_can_be_created_and_never_run_their_factory()
    {
        var calls = 0;
        var unknown = OutputUtilities.CreateUnknown(() => Task.FromResult(++calls));

        Assert.That(await OutputUtilities.GetIsKnownAsync(unknown), Is.False);
        Assert.That(await OutputUtilities.GetValueAsync(unknown), Is.Zero);
        Assert.That(calls, Is.Zero);
    }

    [Test]
    public async Task A_dependency_can_be_added()
    {
        var output = OutputUtilities.WithDependency(Sample.Known("a", Sample.Zone), Sample.Site);

        Assert.That(await Sample.LookAsync(output), Is.EqualTo(("a", true, false, "site,zone")));
    }

    [Test]
    public async Task A_deferred_output_follows_the_one_it_is_resolved_with_once()
    {
        var deferred = new DeferredOutput<string>();
        var later = deferred.Output.Apply(text => text + "!");
        deferred.Resolve(Sample.Secret("a", Sample.Zone));

        Assert.That(await Sample.LookAsync(later), Is.EqualTo(("a!", true, true, "zone")));
        Assert.That(() => deferred.Resolve(Output.Create("b")), Throws.InvalidOperationException);
    }

    [Test]
    public void The_string_form_of_an_output_never_shows_its_value()
    {
        Assert.That($"{Output.CreateSecret("hunter2")}", Does.Contain("Output.Format").And.Not.Contain("hunter2"));
    }
}
