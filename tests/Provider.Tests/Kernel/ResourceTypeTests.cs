using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Tests.Kernel;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ResourceTypeTests
{
    private const string Urn = "urn:pulumi:dev::project::test:index:Gadget::one";
    private const string Place = GadgetResource.Place;
    private const string Serial = GadgetResource.Serial;
    private const string Id = $"{Place}/{Serial}";
    private const string OtherPlace = "ffffffffffffffffffffffffffffffff";

    private readonly DeclaredProgram _program = new();
    private readonly List<string> _messages = [];

    private static PropertyMap Stored =>
        Widget.Of(
            $$"""
            {"placeId":"{{Place}}","name":"a","size":3,"enabled":true,"model":"small",
            "serial":"{{Serial}}","revision":"1","area":"9","token":"secret:t"}
            """
        );

    [Test]
    public void Rules_run_on_what_the_specification_accepts()
    {
        Assert.That(Problems("""{"name":"a","size":101}"""), Is.EqualTo(["size: is too large for a gadget. (ZT105)"]));
        Assert.That(Problems("""{"size":1}"""), Is.EqualTo(["name: is required. (ZT101)"]), "one problem a mistake");
        Assert.That(
            Problems("""{"name":"","size":101}"""),
            Is.EqualTo([
                "name: is empty. (ZT106)",
                "size: is too large for a gadget. (ZT105)",
                "name: a gadget needs a name. (ZT106)",
            ]).AsCollection
        );
    }

    [Test]
    public void A_resource_is_in_the_scope_that_it_names_or_is_in_or_that_the_provider_has()
    {
        Assert.That(Scope("""{"name":"a"}"""), Is.EqualTo(Place));
        Assert.That(Scope($$"""{"name":"a","placeId":"{{OtherPlace.ToUpperInvariant()}}"}"""), Is.EqualTo(OtherPlace));
        Assert.That(Scope("""{"name":"a","placeId":"?"}"""), Is.Null);
        Assert.That(Scope("""{"name":"a"}""", Stored.With("placeId", OtherPlace)), Is.EqualTo(OtherPlace));
    }

    [Test]
    public void The_scope_is_implied_while_the_program_sets_none()
    {
        var type = Type(new());

        Assert.That(type.ImpliedScope(Stored.With("placeId", Place.ToUpperInvariant()), Widget.Of("""{"name":"a"}""")), Is.EqualTo(Place));
        Assert.That(type.ImpliedScope(Stored, Widget.Of($$"""{"placeId":"{{OtherPlace}}"}""")), Is.Null);
        Assert.That(type.ImpliedScope(PropertyMap.Empty, PropertyMap.Empty), Is.Null);
    }

    [Test]
    public void What_a_resource_uses_is_declared_with_its_scope()
    {
        var type = Type(new CapableGadget());

        Assert.That(Uses("""{"name":"a"}"""), Is.EqualTo([$"{Place}/a"]));
        Assert.That(Uses("""{"name":"a","placeId":"?"}"""), Is.Empty, "the scope is unknown");
        Assert.That(Uses("""{"name":"?"}"""), Is.Empty);

        IEnumerable<string> Uses(string inputs) => type.Declare(Urn, Widget.Of(inputs), null, Place).Uses.Select(use => use.Of);
    }

    [Test]
    public void A_declaration_has_the_state_of_an_object_that_exists_until_a_later_call_has_another()
    {
        var type = Type(new());
        var inputs = Widget.Of("""{"name":"b"}""");
        var known = (DeclaredResource<GadgetArgs, GadgetState>)type.Declare(Urn, inputs, Stored, Place);
        var checkedAgain = (DeclaredResource<GadgetArgs, GadgetState>)type.Declare(Urn, inputs, null, Place, known);
        var never = (DeclaredResource<GadgetArgs, GadgetState>)type.Declare(Urn, inputs, null, Place);

        Assert.That((known.Args.Name, known.State!.Serial), Is.EqualTo(("b", Serial)));
        Assert.That((checkedAgain.State, checkedAgain.Scope), Is.EqualTo((known.State, known.Scope)));
        Assert.That(never.State, Is.Null);
    }

    [Test]
    public async Task Only_what_a_resource_lists_can_be_listed()
    {
        Assert.That((Type(new()).IsListable, Type(new()).List(Place, default)), Is.EqualTo((false, (IAsyncEnumerable<ListedObject>?)null)));
        Assert.That(Type(new CapableGadget()).IsListable, Is.True);
        Assert.That(
            await Type(new CapableGadget()).List(Place, default)!.ToListAsync(),
            Is.EqualTo([new ListedObject(new(Place), "gadget")])
        );
    }

    [Test]
    public void What_only_the_state_knows_cannot_be_imported() =>
        Assert.That((Type(new()).IsImportable, Type(new CapableGadget()).IsImportable), Is.EqualTo((true, false)));

    [Test]
    public void A_resource_is_identified_by_its_inputs_when_they_have_every_part_of_its_id()
    {
        Assert.That(Type(new()).IsIdentifiedByInputs, Is.False);
        Assert.That(
            new ResourceType<GadgetArgs, GadgetState>(
                "test:index:Gadget",
                "placeId/name",
                new GadgetResource(),
                GadgetJson.Default
            ).IsIdentifiedByInputs,
            Is.True
        );
    }

    [Test]
    public void Ignored_changes_are_no_changes()
    {
        var inputs = Widget.Of("""{"name":"b","size":4}""");

        Assert.That(Changes(Type(new()).Diff(Stored, Stored, inputs, [])), Is.EqualTo(["name", "size"]));
        Assert.That(Changes(Type(new()).Diff(Stored, Stored, inputs, ["size"])), Is.EqualTo(["name"]));
    }

    [Test]
    public void Changes_without_effect_are_no_changes()
    {
        var type = Type(new CapableGadget());

        Assert.That(Changes(type.Diff(Stored, Stored, Widget.Of("""{"name":"A","size":4}"""), [])), Is.EqualTo(["size"]));
        Assert.That(Changes(type.Diff(Stored, Stored, Widget.Of("""{"name":"b"}"""), [])), Is.EqualTo(["name"]));
        Assert.That(
            Changes(type.Diff(Stored, Stored, Widget.Of("""{"name":"A","size":"?"}"""), [])),
            Is.EqualTo(["name", "size"]),
            "what is unknown may matter"
        );
    }

    [Test]
    public async Task A_change_that_the_server_refuses_is_reported_and_not_made()
    {
        var gadget = new CapableGadget();
        var inputs = Widget.Of("""{"name":"a","size":2}""");

        var refusal = await Assert.ThrowsAsync<RefusedException>(() =>
            Type(gadget).UpdateAsync(Id, Stored, Stored, inputs, [], Operation(), default)
        );

        Assert.That(
            Type(gadget).Diff(Stored, Stored, inputs, []).Problems.Select(problem => problem.Text),
            Is.EqualTo(["size: is smaller than before. (ZT999)"])
        );
        Assert.That(refusal!.Message, Is.EqualTo("size: is smaller than before. (ZT999)"));
        Assert.That(gadget.Stored, Is.Null);
        Assert.That(Type(gadget).Diff(Stored, Stored, Widget.Of("""{"name":"a","size":3}"""), []).Problems, Is.Empty);
    }

    [Test]
    public void A_replacement_is_created_first_unless_it_keeps_a_unique_value_or_moves()
    {
        var place = Widget.Of($$"""{"name":"a","placeId":"{{OtherPlace}}"}""");

        Assert.That(Type(new()).Diff(Stored, Stored, Widget.Of("""{"name":"a","size":4}"""), []).DeleteBeforeReplace, Is.True);
        Assert.That(Type(new()).Diff(Stored, Stored, Widget.Of("""{"name":"b","size":4}"""), []).DeleteBeforeReplace, Is.False);
        Assert.That(Type(new()).Diff(Stored, Stored, Widget.Of("""{"name":"?","size":4}"""), []).DeleteBeforeReplace, Is.False);
        Assert.That(Type(new()).Diff(Stored, Stored, place, []).DeleteBeforeReplace, Is.False, "the scope may be a mistake");
    }

    [Test]
    public void An_object_that_its_inputs_identify_is_deleted_before_it_is_replaced()
    {
        var type = new ResourceType<GadgetArgs, GadgetState>("test:index:Gadget", "placeId/name", new GadgetResource(), GadgetJson.Default);

        Assert.That(type.Diff(Stored, Stored, Widget.Of("""{"name":"b"}"""), []).DeleteBeforeReplace, Is.True);
        Assert.That(
            type.Diff(Stored, Stored, Widget.Of($$"""{"name":"a","placeId":"{{OtherPlace}}"}"""), []).DeleteBeforeReplace,
            Is.False
        );
    }

    [Test]
    public void The_preview_of_a_create_knows_the_inputs_and_the_scope()
    {
        var inputs = Widget.Of("""{"name":"a","size":3}""");

        var preview = Type(new()).PreviewCreate(inputs, Place);

        Assert.That(
            (preview["name"], preview["size"], preview["placeId"]),
            Is.EqualTo(((PropertyValue)"a", (PropertyValue)3, (PropertyValue)Place))
        );
        Assert.That((preview["serial"], preview["area"]), Is.EqualTo((PropertyValue.Unknown, PropertyValue.Unknown)));
        Assert.That(preview["token"], Is.EqualTo(new PropertySecret(PropertyValue.Unknown)));
        Assert.That(Type(new()).PreviewCreate(inputs, null)["placeId"], Is.EqualTo(PropertyValue.Unknown));
    }

    [Test]
    public void The_preview_of_an_update_knows_what_cannot_change()
    {
        var preview = Type(new()).PreviewUpdate(Stored, Stored, Widget.Of("""{"name":"b","size":3}"""), []);

        Assert.That(preview, Is.EqualTo(Stored.With("name", "b").With("revision", PropertyValue.Unknown)));
    }

    [Test]
    public void The_preview_of_an_update_does_not_know_what_follows_from_a_change()
    {
        var preview = Type(new()).PreviewUpdate(Stored, Stored, Widget.Of("""{"name":"a","size":4}"""), []);

        Assert.That((preview["size"], preview["area"]), Is.EqualTo(((PropertyValue)4, PropertyValue.Unknown)));
    }

    [Test]
    public void The_preview_of_an_update_forgets_what_only_the_program_knew()
    {
        var state = Stored.With("seed", "x");

        Assert.That(Type(new()).PreviewUpdate(state, state, Widget.Of("""{"name":"a"}"""), []), Has.No.Member("seed"));
        Assert.That(
            Type(new()).PreviewUpdate(state, state, Widget.Of("""{"name":"a","seed":"x"}"""), [])["seed"],
            Is.EqualTo((PropertyValue)"x")
        );
    }

    [Test]
    public async Task A_create_returns_the_id_and_the_outputs()
    {
        var (id, outputs) = await Type(new()).CreateAsync(Widget.Of("""{"name":"a","size":3,"key":"secret:k"}"""), Operation(), default);

        Assert.That(id, Is.EqualTo(Id));
        Assert.That(outputs["key"], Is.EqualTo(new PropertySecret("k")));
        Assert.That(outputs["area"], Is.EqualTo((PropertyValue)"9"));
        Assert.That(_program.KeeperOf("test:index:Gadget", "urn:other", Id), Is.Not.Null, "the program has it");
    }

    [Test]
    public async Task A_create_that_fails_half_way_keeps_what_exists()
    {
        var failure = await Assert.ThrowsAsync<IncompleteException>(() =>
            Type(new() { FailsHalfWay = true }).CreateAsync(Widget.Of("""{"name":"a"}"""), Operation(), default)
        );

        Assert.That((failure!.Id, failure.Message, failure.Outputs["serial"]), Is.EqualTo((Id, "half-way", (PropertyValue)Serial)));
        Assert.That(failure.InnerException, Is.TypeOf<RefusedException>());
        Assert.That(_program.KeeperOf("test:index:Gadget", "urn:other", Id), Is.Not.Null);
    }

    [Test]
    public async Task An_existing_object_is_adopted_once_when_the_user_allows_it()
    {
        var type = Type(new() { Adopts = true });
        var inputs = Widget.Of("""{"name":"a"}""");

        await Assert.ThrowsAsync<RefusedException>(() => type.CreateAsync(inputs, Operation(), default));
        await type.CreateAsync(inputs, Operation() with { AdoptExisting = true }, default);
        await Assert.ThrowsAsync<RefusedException>(() => type.CreateAsync(inputs, Operation("two") with { AdoptExisting = true }, default));

        Assert.That(
            _messages,
            Is.EqualTo([
                $"Warning Adopted '{Id}' instead of creating it: it exists exactly as declared. "
                    + $"If it belongs to somebody else, release it: pulumi state delete '{Urn}'",
            ])
        );
    }

    [Test]
    public async Task A_refresh_keeps_the_id_and_takes_over_drift()
    {
        var gadget = new GadgetResource();
        var type = Type(gadget);
        var inputs = Widget.Of("""{"name":"a","size":3}""");
        var (_, outputs) = await type.CreateAsync(inputs, Operation(), default);
        gadget.Stored = gadget.Stored! with { Size = 5, Enabled = false };

        var read = await type.ReadAsync(
            Id.ToUpperInvariant().Replace(Serial.ToUpperInvariant(), Serial, StringComparison.Ordinal),
            outputs,
            inputs,
            Operation(),
            default
        );

        Assert.That(read!.Id, Is.EqualTo($"{Place.ToUpperInvariant()}/{Serial}"), "a stored id stays as it is");
        Assert.That(read.Inputs, Is.EqualTo(Widget.Of("""{"name":"a","size":5}""")), "only what the program sets");
        Assert.That((read.Outputs["size"], read.Outputs["enabled"]), Is.EqualTo(((PropertyValue)5, (PropertyValue)false)));
    }

    [Test]
    public async Task An_import_finds_the_inputs_that_describe_the_object()
    {
        var gadget = new GadgetResource();
        var type = Type(gadget);
        await type.CreateAsync(Widget.Of("""{"name":"a","size":3,"key":"secret:k"}"""), Operation(), default);
        gadget.Stored = gadget.Stored! with { Note = "read only while set" };

        var read = await type.ReadAsync(Serial, null, null, Operation("two"), default);

        Assert.That(read!.Id, Is.EqualTo(Id));
        Assert.That(
            read.Inputs,
            Is.EqualTo(Widget.Of("""{"name":"a","size":3,"key":"secret:k"}""")),
            "no defaults, and not the provider's scope"
        );
        Assert.That(_program.KeeperOf("test:index:Gadget", "urn:third", Id), Is.Not.Null, "the engine may delete it under another id");
    }

    [Test]
    public async Task An_import_names_the_scope_when_it_is_not_the_providers()
    {
        var gadget = new GadgetResource();
        await Type(gadget)
            .CreateAsync(Widget.Of($$"""{"name":"a","placeId":"{{OtherPlace}}","enabled":false,"model":"large"}"""), Operation(), default);
        gadget.Stored = gadget.Stored! with { Enabled = false };

        var read = await Type(gadget).ReadAsync($"{OtherPlace}/{Serial}", null, null, Operation("two"), default);

        Assert.That(read!.Inputs, Is.EqualTo(Widget.Of($$"""{"placeId":"{{OtherPlace}}","name":"a","enabled":false,"model":"large"}""")));
    }

    [Test]
    public async Task An_object_that_is_gone_is_not_read()
    {
        Assert.That(await Type(new()).ReadAsync(Id, Stored, Widget.Of("""{"name":"a"}"""), Operation(), default), Is.Null);
        Assert.That(await Type(new()).ReadAsync(Id, null, null, Operation(), default), Is.Null);
        await Assert.ThrowsAsync<FormatException>(() => Type(new()).ReadAsync($"{Place}/office", null, null, Operation(), default));
        Assert.That(
            await Type(new()).ReadAsync($"{Place}/office", Stored, Widget.Of("""{"name":"a"}"""), Operation(), default),
            Is.Null,
            "a stored id is the server's"
        );
    }

    [Test]
    public async Task An_update_applies_the_changes_by_name()
    {
        var gadget = new GadgetResource();

        var outputs = await Type(gadget).UpdateAsync(Id, Stored, Stored, Widget.Of("""{"name":"b","size":4}"""), [], Operation(), default);

        Assert.That(gadget.Changed, Is.EqualTo(["name", "size"]));
        Assert.That(outputs["area"], Is.EqualTo((PropertyValue)"16"));
        Assert.That(_program.KeeperOf("test:index:Gadget", Urn, Id), Is.Not.Null, "it stays");
    }

    [Test]
    public async Task An_update_that_fails_half_way_keeps_what_was_stored()
    {
        var failure = await Assert.ThrowsAsync<IncompleteException>(() =>
            Type(new() { FailsHalfWay = true }).UpdateAsync(Id, Stored, Stored, Widget.Of("""{"name":"b"}"""), [], Operation(), default)
        );

        Assert.That((failure!.Id, failure.Outputs["name"]), Is.EqualTo((Id, (PropertyValue)"b")));
    }

    [Test]
    public async Task A_delete_leaves_an_object_that_the_program_still_has()
    {
        var gadget = new GadgetResource();
        var type = Type(gadget);
        var (id, outputs) = await type.CreateAsync(Widget.Of("""{"name":"a"}"""), Operation(), default);

        await type.DeleteAsync(id, outputs, Widget.Of("""{"name":"a"}"""), Operation("two"), default);

        Assert.That(gadget.Stored, Is.Not.Null);
        Assert.That(_messages, Is.EqualTo([$"Info '{Id}' was not deleted: the program still has it."]));
    }

    [Test]
    public async Task A_deleted_object_is_not_adopted_in_the_same_run()
    {
        var gadget = new GadgetResource
        {
            Adopts = true,
            Stored = new()
            {
                PlaceId = Place,
                Name = "a",
                Serial = Serial,
            },
        };

        await Type(gadget).DeleteAsync(Id, Stored, Stored, Operation(), default);

        Assert.That(gadget.Stored, Is.Null);
        await Assert.ThrowsAsync<RefusedException>(() =>
            Type(gadget).CreateAsync(Widget.Of("""{"name":"a"}"""), Operation() with { AdoptExisting = true }, default)
        );
    }

    private static IEnumerable<string> Problems(string inputs) =>
        Type(new()).Check(Widget.Of(inputs)).Problems.Select(problem => problem.Text);

    private static string? Scope(string inputs, PropertyMap? state = null) =>
        Type(new()).Declare(Urn, Widget.Of(inputs), state, Place).Scope;

    private static IEnumerable<string> Changes(DiffOutcome outcome) => outcome.Changes.Select(change => change.Path);

    private static ResourceType<GadgetArgs, GadgetState> Type(GadgetResource resource) =>
        new("test:index:Gadget", "placeId/serial", resource, GadgetJson.Default);

    private Operation Operation(string name = "one") =>
        new(
            Urn.Replace("::one", $"::{name}", StringComparison.Ordinal),
            name,
            Place,
            (severity, message) => _messages.Add($"{severity} {message}"),
            CancellationToken.None
        )
        {
            Program = _program,
        };
}
