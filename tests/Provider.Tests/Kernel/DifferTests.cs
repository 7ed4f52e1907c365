using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Tests.Kernel;

internal sealed class DifferTests
{
    private const string None = "";

    [TestCase("""{"shelves":[]}""", """{"stocked":true}""", None)]
    [TestCase("""{"shelves":["a"]}""", """{"stocked":true}""", "shelves[0] Delete", Description = "left out, it is empty")]
    public void A_list_that_is_left_out_with_its_flag_is_empty(string state, string inputs, string expected) =>
        Assert.That(
            string.Join(
                ", ",
                Differ
                    .Diff(Rack.Spec, Widget.Of(state).With("stocked", true), Widget.Of(inputs), Widget.Of(inputs))
                    .Select(change => $"{change.Path} {change.Kind}")
            ),
            Is.EqualTo(expected)
        );

    // Nothing differs.
    [TestCase("""{"name":"a"}""", """{"name":"a"}""", None)]
    [TestCase("""{"name":"a","size":3}""", """{"name":"a"}""", None, Description = "not set: not managed")]
    [TestCase("""{"size":3}""", """{"size":null}""", None)]
    [TestCase("""{}""", """{"note":""}""", None)]
    [TestCase("""{"parts":[]}""", """{"parts":null}""", None)]
    [TestCase("""{}""", """{"ranges":[]}""", None)]
    [TestCase("""{"network":"10.0.0.0/8"}""", """{"network":"10.1.2.3/8"}""", None, Description = "another spelling")]
    [TestCase("""{"key":"secret:a"}""", """{"key":"a"}""", None, Description = "secrecy")]
    [TestCase("""{}""", """{"model":"small"}""", None, Description = "a default that older states lack")]
    [TestCase("""{"ranges":["10.0.0.0/8","fd00::/8"]}""", """{"ranges":["FD00::/8","10.0.0.1/8"]}""", None)]
    [TestCase("""{"shape":{"kind":"box","sides":4}}""", """{"shape":{"kind":"box"}}""", None)]
    [TestCase("""{}""", """{"origin":"x"}""", None, Description = "imported: nobody knows what it was created with")]
    // Values.
    [TestCase("""{"name":"a"}""", """{"name":"b"}""", "name Update")]
    [TestCase("""{}""", """{"size":3}""", "size Add")]
    [TestCase("""{"enabled":false}""", """{"enabled":true}""", "enabled Update")]
    [TestCase("""{"enabled":true}""", """{"enabled":"?"}""", "enabled Update")]
    [TestCase("""{"place":"a"}""", """{"place":"b"}""", "place Update replaces")]
    [TestCase("""{"owner":"a"}""", """{"owner":"b"}""", "owner Update")]
    [TestCase("""{"owner":"a"}""", """{"owner":"?"}""", "owner Update replaces")]
    [TestCase("""{}""", """{"model":"large"}""", "model Add")]
    // Ordered lists.
    [TestCase("""{"steps":["a","b"]}""", """{"steps":["b","a"]}""", "steps[0] Update, steps[1] Update")]
    [TestCase("""{"steps":["a"]}""", """{"steps":["a","b"]}""", "steps[1] Add")]
    [TestCase("""{"steps":["a","b"]}""", """{"steps":["a"]}""", "steps[1] Delete")]
    // Sets: an entry is compared by its key, at the place on both sides that the engine looks up.
    [TestCase("""{"ranges":["10.0.0.0/8"]}""", """{"ranges":["10.0.0.0/8","fd00::/8"]}""", "ranges[1] Add")]
    [TestCase("""{"ranges":["10.0.0.0/8","fd00::/8"]}""", """{"ranges":["fd00::/8"]}""", "ranges[0] Delete")]
    [TestCase("""{"ranges":["10.0.0.0/8"]}""", """{"ranges":["fd00::/8"]}""", "ranges[0] Update")]
    [TestCase(
        """{"parts":[{"address":"10.0.0.0/8","description":"a"}]}""",
        """{"parts":[{"address":"10.0.0.1/8","description":"b"}]}""",
        "parts[0].description Update"
    )]
    [TestCase(
        """{"parts":[{"address":"10.0.0.0/8","description":"a"}]}""",
        """{"parts":[{"address":"10.0.0.0/8"}]}""",
        "parts[0].description Delete",
        Description = "entries are owned whole"
    )]
    [TestCase(
        """{"parts":[{"address":"10.0.0.0/8"},{"host":"a"}]}""",
        """{"parts":[{"host":"a","description":"x"},{"address":"10.0.0.0/8"}]}""",
        "parts[0] Add, parts[1] Delete",
        Description = "moved and changed: a delete at the old index, an add at the new one"
    )]
    [TestCase("""{"ranges":["10.0.0.0/8"]}""", """{"ranges":"?"}""", "ranges Update")]
    // Objects and maps.
    [TestCase("""{"shape":{"kind":"box"}}""", """{"shape":{"kind":"ball"}}""", "shape.kind Update")]
    [TestCase("""{"shape":{"kind":"box","sides":4}}""", """{"shape":{"kind":"box","sides":6}}""", "shape.sides Update replaces")]
    [TestCase("""{}""", """{"shape":{"kind":"box"}}""", "shape Add")]
    [TestCase("""{"labels":{"a":"1","b":"2"}}""", """{"labels":{"b":"3","c":"4"}}""", "labels.a Delete, labels.b Update, labels.c Add")]
    public void A_change_is_what_the_program_manages_and_what_means_something_else(string state, string inputs, string expected) =>
        Assert.That(Diff(state, "{}", inputs), Is.EqualTo(expected));

    [TestCase("""{"note":"x"}""", """{"note":"x"}""", "note Delete")]
    [TestCase("""{"note":""}""", """{"note":"x"}""", None, Description = "it is empty already")]
    [TestCase("""{"note":"x"}""", """{}""", None, Description = "the program never set it")]
    [TestCase("""{"size":3}""", """{"size":3}""", None, Description = "any other property just stops being managed")]
    public void A_property_that_the_program_no_longer_sets_is_cleared_if_it_is_marked_so(string state, string oldInputs, string expected) =>
        Assert.That(Diff(state, oldInputs, "{}"), Is.EqualTo(expected));

    [TestCase("""{"seed":"a"}""", """{"seed":"a"}""", None)]
    [TestCase("""{"seed":"a"}""", """{"seed":"b"}""", "seed Update inputs")]
    [TestCase("""{"onDelete":"keep"}""", """{"onDelete":"drop"}""", "onDelete Update inputs")]
    [TestCase("""{"origin":"a"}""", """{"origin":"b"}""", "origin Update replaces inputs")]
    [TestCase("""{}""", """{"seed":"a"}""", "seed Add")]
    public void What_the_server_never_returns_is_compared_with_the_last_inputs(string oldInputs, string inputs, string expected) =>
        Assert.That(Diff("{}", oldInputs, inputs), Is.EqualTo(expected));

    [TestCase("""{"note":""}""", "note Add", Description = "read only while set: an empty note has to be sent")]
    [TestCase("""{"note":"x"}""", "note Add")]
    [TestCase("""{"note":"?"}""", "note Add")]
    [TestCase("""{}""", None)]
    public void What_the_server_returns_only_while_it_is_set_is_set_first(string inputs, string expected)
    {
        var type = new ResourceType<GadgetArgs, GadgetState>(
            "test:index:Gadget",
            "placeId/serial",
            new GadgetResource(),
            GadgetJson.Default
        );
        var changes = Differ.Diff(type.Outputs, Protocol.Values.PropertyMap.Empty, Protocol.Values.PropertyMap.Empty, Widget.Of(inputs));

        Assert.That(string.Join(", ", changes.Select(change => $"{change.Path} {change.Kind}")), Is.EqualTo(expected));
    }

    private static string Diff(string state, string oldInputs, string inputs) =>
        string.Join(
            ", ",
            Differ
                .Diff(Widget.Spec, Widget.Of(state), Widget.Of(oldInputs), Widget.Of(inputs))
                .Select(change =>
                    $"{change.Path} {change.Kind}{(change.Replaces ? " replaces" : "")}{(change.FromInputs ? " inputs" : "")}"
                )
        );
}
