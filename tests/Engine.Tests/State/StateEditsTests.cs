using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Tests.State;

internal sealed class StateEditsTests
{
    private static readonly ResourceState Provider = new()
    {
        Urn = Name("p", "pulumi:providers:t"),
        Type = "pulumi:providers:t",
        Custom = true,
        Id = "1",
    };
    private static readonly ResourceState Profile = Resource("profile");
    private static readonly ResourceState List = Resource("list", Profile);
    private static readonly ResourceState Alone = Resource("alone");
    private static readonly Snapshot All = new() { Resources = [Provider, Profile, List, Alone] };

    [TestCase("profile")]
    [TestCase("urn:pulumi:dev::p::t:i:T::profile")]
    public void A_resource_is_found_by_name_and_by_urn(string text) => Assert.That(StateEdits.Find(All, text), Is.SameAs(Profile));

    [Test]
    public void An_unknown_resource_is_an_error() =>
        Assert.That(() => StateEdits.Find(All, "nobody"), Throws.TypeOf<EngineException>().With.Message.Contains("no resource 'nobody'"));

    [Test]
    public void An_ambiguous_name_is_an_error()
    {
        var all = All with
        {
            Resources =
            [
                .. All.Resources,
                new()
                {
                    Urn = Name("profile", "t:i:Other"),
                    Type = "t:i:Other",
                    Custom = true,
                },
            ],
        };

        Assert.That(() => StateEdits.Find(all, "profile"), Throws.TypeOf<EngineException>().With.Message.Contains("t:i:Other::profile"));
    }

    [Test]
    public void A_resource_with_dependents_is_removed_with_them_or_not_at_all()
    {
        Assert.That(
            () => StateEdits.Delete(All, Profile, dependents: false, force: false),
            Throws.TypeOf<EngineException>().With.Message.Contains("list (t:i:T)")
        );
        Assert.That(StateEdits.Delete(All, Profile, dependents: true, force: false).Resources, Is.EqualTo([Provider, Alone]));
        Assert.That(StateEdits.Delete(All, Alone, dependents: false, force: false).Resources, Is.EqualTo([Provider, Profile, List]));
    }

    [Test]
    public void A_protected_resource_is_removed_only_with_force()
    {
        var kept = Resource("kept");
        kept.Protect = true;
        var all = new Snapshot { Resources = [kept] };

        Assert.That(
            () => StateEdits.Delete(all, kept, dependents: false, force: false),
            Throws.TypeOf<EngineException>().With.Message.Contains("--force")
        );
        Assert.That(StateEdits.Delete(all, kept, dependents: false, force: true).Resources, Is.Empty);
        Assert.That(StateEdits.Unprotect(all, resource => resource == kept).Resources.Single().Protect, Is.False);
        Assert.That(kept.Protect, "the original snapshot is unchanged");
    }

    [Test]
    public void Renaming_a_resource_updates_references_to_it()
    {
        var renamed = StateEdits.Rename(StateEdits.Rename(All, Profile, "staff"), Provider, "q").Resources;

        Assert.That(renamed.Select(resource => resource.Urn.Name), Is.EqualTo(["q", "staff", "list", "alone"]));
        Assert.That(renamed[2].Dependencies, Is.EqualTo([renamed[1].Urn]));
        Assert.That(renamed[2].Provider, Is.EqualTo($"{renamed[0].Urn}::1"));
        Assert.That(() => StateEdits.Rename(All, Profile, "list"), Throws.TypeOf<EngineException>().With.Message.Contains("already"));
    }

    private static Urn Name(string name, string type) => Urn.Create("dev", "p", default, type, name);

    private static ResourceState Resource(string name, params ResourceState[] needs) =>
        new()
        {
            Urn = Name(name, "t:i:T"),
            Type = "t:i:T",
            Custom = true,
            Provider = $"{Provider.Urn}::1",
            Dependencies = [.. needs.Select(need => need.Urn)],
        };
}
