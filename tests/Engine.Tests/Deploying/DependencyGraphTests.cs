using ZeroTrust.Engine.Deployment;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Tests.Deploying;

internal sealed class DependencyGraphTests
{
    private static Urn Name(string name) => Urn.Create("dev", "p", default, "t:i:T", name);

    private static ResourceState Resource(string name, params string[] needs) =>
        new()
        {
            Urn = Name(name),
            Type = "t:i:T",
            Custom = true,
            Dependencies = [.. needs.Select(Name)],
        };

    private static IEnumerable<string> Groups(IReadOnlyList<IReadOnlyList<ResourceState>> order) =>
        order.Select(group => string.Join(' ', group.Select(resource => resource.Urn.Name).Order(StringComparer.Ordinal)));

    [Test]
    public void Dependencies_are_deleted_after_their_dependents()
    {
        ResourceState[] all = [Resource("network"), Resource("server", "network"), Resource("name", "server"), Resource("log")];

        Assert.That(Groups(new DependencyGraph(all).DeletionOrder(all)), Is.EqualTo(["name", "server", "log network"]));
    }

    [Test]
    public void Children_are_deleted_before_their_parents()
    {
        var parent = Resource("parent");
        var child = Resource("child");
        child.Parent = parent.Urn;

        Assert.That(Groups(new DependencyGraph([parent, child]).DeletionOrder([parent, child])), Is.EqualTo(["child", "parent"]));
    }

    [Test]
    public void Resources_that_stay_do_not_affect_the_deletion_order()
    {
        var (a, b, c) = (Resource("a"), Resource("b", "a"), Resource("c", "b"));

        Assert.That(Groups(new DependencyGraph([a, b, c]).DeletionOrder([a, c])), Is.EqualTo(["a c"]));
    }

    [Test]
    public void Transitive_dependents_are_found_except_through_ignored_resources()
    {
        var (root, near, far, handled, behind) = (
            Resource("root"),
            Resource("near", "root"),
            Resource("far", "near"),
            Resource("handled", "root"),
            Resource("behind", "handled")
        );

        var found = new DependencyGraph([root, near, far, handled, behind]).DependingOn(root, urn => urn == handled.Urn);

        Assert.That(found, Is.EqualTo([near, far]));
    }

    [Test]
    public void A_child_alone_does_not_depend_on_its_parent()
    {
        var parent = Resource("parent");
        var child = Resource("child");
        child.Parent = parent.Urn;

        Assert.That(new DependencyGraph([parent, child]).DependingOn(parent, _ => false), Is.Empty);
    }

    [Test]
    public void Finding_dependents_visits_no_other_resources()
    {
        ResourceState[] all =
        [
            Resource("root"),
            .. Enumerable.Range(0, 1_000).Select(i => Resource($"other{i}")),
            Resource("near", "root"),
        ];
        var looked = 0;

        var found = new DependencyGraph(all).DependingOn(all[0], _ => ++looked == 0);

        Assert.That(found, Is.EqualTo([all[^1]]));
        Assert.That(looked, Is.EqualTo(1));
    }
}
