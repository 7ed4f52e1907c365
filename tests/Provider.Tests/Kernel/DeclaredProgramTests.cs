using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Tests.Kernel;

internal sealed class DeclaredProgramTests
{
    private const string Type = "test:index:Gadget";
    private const string One = "urn:pulumi:dev::project::test:index:Gadget::one";
    private const string Two = "urn:pulumi:dev::project::test:index:Gadget::two";
    private const string Id = "scope/object";

    private static readonly ProblemKind Taken = new("ZT999", "Two gadgets have one name.", "Rename one.");

    [Test]
    public void Two_resources_that_use_the_same_thing_conflict()
    {
        var program = new DeclaredProgram();

        Assert.That(Declare(program, One, Whole("name")), Is.Empty);
        Assert.That(
            Declare(program, Two, Whole("name")),
            Is.EqualTo(["name: Gadget 'two' and Gadget 'one' both have the name. Rename one. (ZT999)"])
        );
    }

    [Test]
    public void Parts_of_one_thing_do_not_conflict_with_each_other_but_with_the_whole()
    {
        var program = new DeclaredProgram();

        Assert.That(Declare(program, One, Part("list")), Is.Empty);
        Assert.That(Declare(program, Two, Part("list")), Is.Empty);
        Assert.That(Declare(program, Two, Whole("list")), Has.Exactly(1).Items);
        Assert.That(Declare(program, One, Part("list")), Has.Exactly(1).Items);
    }

    [Test]
    public void A_resource_does_not_conflict_with_its_own_earlier_declaration()
    {
        var program = new DeclaredProgram();
        Declare(program, One, Whole("name"));

        Assert.That(Declare(program, One, Whole("name")), Is.Empty);
        Declare(program, One, Whole("other"));
        Assert.That(Declare(program, Two, Whole("name")), Is.Empty, "it is released");
        Assert.That((program.UserOf("name")!.Urn, program.UserOf("other")!.Urn), Is.EqualTo((Two, One)));
    }

    [Test]
    public void The_user_of_something_is_the_one_that_uses_it_whole()
    {
        var program = new DeclaredProgram();
        Declare(program, One, Part("list"));
        Assert.That(program.UserOf("list"), Is.Null);

        Declare(program, Two, Whole("list"));

        Assert.That(program.UserOf("list")!.Urn, Is.EqualTo(Two));
        Assert.That(program.UserOf("other"), Is.Null);
    }

    [Test]
    public void A_resource_that_uses_one_thing_whole_and_another_in_part_is_the_user_of_the_first()
    {
        var program = new DeclaredProgram();

        Declare(program, One, Whole("name"), Part("list"));

        Assert.That((program.UserOf("name")?.Urn, program.UserOf("list")), Is.EqualTo((One, (DeclaredResource?)null)));
    }

    [Test]
    public void Resources_are_found_by_urn_and_by_kind()
    {
        var program = new DeclaredProgram();
        Declare(program, One);

        Assert.That(program.Find(One)!.Urn, Is.EqualTo(One));
        Assert.That(program.Find(Two), Is.Null);
        Assert.That(program.All<GadgetArgs, GadgetState>().Select(resource => resource.Urn), Is.EqualTo([One]));
        Assert.That(program.All<GadgetState, GadgetState>(), Is.Empty);
    }

    [Test]
    public void A_resource_may_delete_its_own_object_until_the_run_has_shown_that_it_stays()
    {
        var program = new DeclaredProgram();
        Assert.That(program.KeeperOf(Type, One, Id), Is.Null, "nothing is known");

        program.Compared(Type, One, Id, changes: true, replaces: false);
        Assert.That(program.KeeperOf(Type, One, Id), Is.Null, "users can have any change replace it");

        program.Compared(Type, One, Id, changes: false, replaces: false);
        Assert.That(program.KeeperOf(Type, One, Id), Is.Not.Null);

        program.Compared(Type, One, Id, changes: true, replaces: true);
        Assert.That(program.KeeperOf(Type, One, Id), Is.Null, "it is replaced");
    }

    [Test]
    public void A_resource_may_not_delete_an_object_that_another_one_has()
    {
        var program = new DeclaredProgram();
        program.Compared(Type, Two, Id, changes: true, replaces: false);

        Assert.That(program.KeeperOf(Type, One, Id), Is.Not.Null);
        Assert.That(program.KeeperOf("test:index:Other", One, Id), Is.Null, "another kind of object");
        Assert.That(program.KeeperOf(Type, One, "scope/other"), Is.Null);
    }

    [Test]
    public void What_a_resource_wrote_stays()
    {
        var program = new DeclaredProgram();
        program.Wrote(Type, One, Id);
        Assert.That(program.KeeperOf(Type, One, Id), Is.Not.Null);

        program.Wrote(Type, One, "scope/successor");

        Assert.That(program.KeeperOf(Type, One, Id), Is.Null, "the resource has another object now");
    }

    [Test]
    public void An_object_that_is_replaced_or_refreshed_is_known_to_be_in_the_state()
    {
        var program = new DeclaredProgram();
        program.Compared(Type, One, Id, changes: true, replaces: false);
        Assert.That(program.IsRecorded(One, Id), Is.False);

        program.Compared(Type, One, Id, changes: true, replaces: true);

        Assert.That(program.IsRecorded(One, Id), Is.True);
        Assert.That((program.IsRecorded(Two, Id), program.IsRecorded(One, "scope/other")), Is.EqualTo((false, false)));

        program.Refreshed(Two, Id);

        Assert.That(program.IsRecorded(Two, Id), Is.True);
    }

    [Test]
    public void The_first_deletion_after_other_operations_is_known()
    {
        var program = new DeclaredProgram();
        var begun = 0;
        void Delete() => program.BeforeDeletions(() => begun++);

        Delete();
        Delete();
        Assert.That(begun, Is.EqualTo(1));

        program.Wrote(Type, One, Id);
        Delete();
        Delete();
        Assert.That(begun, Is.EqualTo(2));
    }

    [Test]
    public void An_object_is_adopted_once()
    {
        var program = new DeclaredProgram();

        Assert.That(program.TryAdopt(Type, One, Id), Is.True);
        Assert.That(program.TryAdopt(Type, Two, Id), Is.False, "another resource has it");
        Assert.That(program.KeeperOf(Type, One, Id), Is.Not.Null, "it stays");
    }

    [Test]
    public void An_object_that_this_run_has_deleted_is_not_adopted()
    {
        var program = new DeclaredProgram();
        program.Deleted(Type, Id);

        Assert.That(program.TryAdopt(Type, One, Id), Is.False, "lists may still show it");
        Assert.That(program.TryAdopt("test:index:Other", One, Id), Is.True);
    }

    [TestCase(One, "Gadget 'one'", "one")]
    [TestCase("urn:pulumi:dev::project::test:index:Site$test:index:Gadget::one", "Gadget 'one'", "one")]
    [TestCase("urn:pulumi:dev::project::test:index:Gadget::a::b", "Gadget 'a::b'", "a::b")]
    [TestCase("gadget", "gadget", "gadget")]
    public void A_urn_is_shown_as_type_and_name(string urn, string description, string name) =>
        Assert.That((UrnText.Describe(urn), UrnText.Name(urn)), Is.EqualTo((description, name)));

    [Test]
    public void A_declaration_says_which_properties_are_known_and_which_are_secret()
    {
        var declared = new ResourceType<GadgetArgs, GadgetState>(Type, "placeId/serial", new GadgetResource(), GadgetJson.Default).Declare(
            One,
            Widget.Of("""{"name":"a","size":"?","key":"secret:k"}"""),
            null,
            GadgetResource.Place
        );

        Assert.That((declared.Knows("name"), declared.Knows("name", "size"), declared.Knows("note")), Is.EqualTo((true, false, true)));
        Assert.That((declared.IsSecret("name"), declared.IsSecret("name", "key")), Is.EqualTo((false, true)));
    }

    private static IEnumerable<string> Declare(DeclaredProgram program, string urn, params ExclusiveUse[] uses) =>
        program
            .Declare(
                new DeclaredResource<GadgetArgs, GadgetState>(urn, "scope", Protocol.Values.PropertyMap.Empty, new() { Name = "a" }, null)
                {
                    Uses = uses,
                }
            )
            .Select(problem => problem.Text);

    private static ExclusiveUse Whole(string of) => new(of, Taken, "name", "have the name");

    private static ExclusiveUse Part(string of) => Whole(of) with { SharedAs = "part" };
}
