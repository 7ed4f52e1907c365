using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Tests.Kernel;

internal sealed class CheckerTests
{
    [TestCase("""{}""", "name ZT101")]
    [TestCase("""{"name":null}""", "name ZT101")]
    [TestCase("""{"name":"?"}""", "")]
    [TestCase("""{"name":""}""", "name ZT106")]
    [TestCase("""{"name":"0123456789"}""", "")]
    [TestCase("""{"name":"0123456789a"}""", "name ZT106")]
    [TestCase("""{"name":1}""", "name ZT102")]
    [TestCase("""{"name":"a","enabled":"true"}""", "enabled ZT102")]
    [TestCase("""{"name":"a","size":0}""", "size ZT105")]
    [TestCase("""{"name":"a","size":1}""", "")]
    [TestCase("""{"name":"a","size":9}""", "")]
    [TestCase("""{"name":"a","size":10}""", "size ZT105")]
    [TestCase("""{"name":"a","size":1.5}""", "size ZT102")]
    [TestCase("""{"name":"a","weight":1.5}""", "")]
    [TestCase("""{"name":"a","weight":0}""", "")]
    [TestCase("""{"name":"a","weight":-1}""", "weight ZT105")]
    [TestCase("""{"name":"a","code":"abc"}""", "")]
    [TestCase("""{"name":"a","material":"wood"}""", "")]
    [TestCase("""{"name":"a","material":"iron"}""", "material ZT104")]
    [TestCase("""{"name":"a","nam":"b"}""", "nam ZT103")]
    [TestCase("""{"name":"a","nam":null}""", "", Description = "a null says nothing")]
    [TestCase("""{"name":"a","__internal":"b","version":"1"}""", "", Description = "the engine's own")]
    [TestCase("""{"name":"a","network":"10.0.0.300/8"}""", "network ZT108")]
    [TestCase("""{"name":"a","network":"10.0.0.1/8"}""", "network ZT109")]
    [TestCase("""{"name":"a","steps":[]}""", "steps ZT107")]
    [TestCase("""{"name":"a","steps":["a","b","c","d"]}""", "steps ZT107")]
    [TestCase("""{"name":"a","steps":["a",1,"?"]}""", "steps[1] ZT102")]
    [TestCase("""{"name":"a","ranges":["10.0.0.0/8",""]}""", "ranges[1] ZT108")]
    [TestCase("""{"name":"a","ranges":["fd00::/8","10.0.0.0/8","FD00::/8"]}""", "ranges[2] ZT110")]
    [TestCase("""{"name":"a","parts":[{"host":"a"},{"host":"a"}]}""", "parts[1].host ZT110")]
    [TestCase("""{"name":"a","parts":[{"host":"?"},{"host":"?"}]}""", "", Description = "unknown keys may differ")]
    [TestCase("""{"name":"a","parts":[{"host":"a","hots":"b"}]}""", "parts[0].hots ZT103")]
    [TestCase("""{"name":"a","labels":{"x":1}}""", "labels.x ZT102")]
    [TestCase("""{"name":"a","shape":{}}""", "shape.kind ZT101")]
    [TestCase("""{"name":"a","shape":"box"}""", "shape ZT102")]
    [TestCase("""{"size":0,"enabled":1,"nam":"a"}""", "nam ZT103, name ZT101, enabled ZT102, size ZT105", Description = "all at once")]
    public void Every_problem_is_reported_at_its_path(string inputs, string expected) =>
        Assert.That(
            string.Join(
                ", ",
                Checker.Check(Widget.Spec, Widget.Of(inputs)).Problems.Select(problem => $"{problem.Path} {problem.Kind.Code}")
            ),
            Is.EqualTo(expected)
        );

    [TestCase("""{}""", null, "shelves: is required unless stocked is true. (ZT101)")]
    [TestCase("""{"stocked":false}""", null, "shelves: is required unless stocked is true. (ZT101)")]
    [TestCase("""{"stocked":true}""", 0, "")]
    [TestCase("""{"stocked":true,"shelves":null}""", 0, "")]
    [TestCase("""{"stocked":"?"}""", 0, "", Description = "it may turn out to be true")]
    [TestCase("""{"stocked":true,"shelves":["a"]}""", 1, "")]
    [TestCase("""{"shelves":[]}""", 0, "")]
    public void A_list_may_be_left_out_with_its_flag(string inputs, int? count, string expected)
    {
        var (checkedInputs, problems) = Checker.Check(Rack.Spec, Widget.Of(inputs));

        Assert.That(string.Join(", ", problems.Select(problem => problem.Text)), Is.EqualTo(expected));
        Assert.That((checkedInputs.Get("shelves") as PropertyArray)?.Count, Is.EqualTo(count));
    }

    // What users read.
    [TestCase("""{}""", "name: is required. (ZT101)")]
    [TestCase("""{"name":1}""", "name: expected a string, got 1. (ZT102)")]
    [TestCase("""{"name":{}}""", "name: expected a string, got an object. (ZT102)")]
    [TestCase("""{"name":"a","enabled":"x"}""", "enabled: expected true or false, got the string 'x'. (ZT102)")]
    [TestCase("""{"name":"a","enabled":"secret:x"}""", "enabled: expected true or false, got a string. (ZT102)")]
    [TestCase("""{"name":"a","size":"x"}""", "size: expected a whole number, got the string 'x'. (ZT102)")]
    [TestCase("""{"name":"a","size":1.5}""", "size: expected a whole number, got 1.5. (ZT102)")]
    [TestCase("""{"name":"a","weight":[]}""", "weight: expected a number, got a list. (ZT102)")]
    [TestCase("""{"name":"a","steps":true}""", "steps: expected a list, got true. (ZT102)")]
    [TestCase("""{"name":"a","labels":false}""", "labels: expected a map, got false. (ZT102)")]
    [TestCase("""{"name":"a","labels":{"x":null}}""", "labels.x: expected a string, got null. (ZT102)")]
    [TestCase("""{"name":"a","shape":"box"}""", "shape: expected an object, got the string 'box'. (ZT102)")]
    [TestCase(
        """{"name":"a","xyzzyqwe":1}""",
        "xyzzyqwe: there is no property 'xyzzyqwe' here; none of the 20 that there are has a similar name. (ZT103)"
    )]
    [TestCase(
        """{"name":"a","shape":{"kind":"a","xyzzyqwe":1}}""",
        "shape.xyzzyqwe: there is no property 'xyzzyqwe' here; there are color, kind, sides. (ZT103)"
    )]
    [TestCase("""{"name":"a","shape":{"kind":""}}""", "shape.kind: is empty. (ZT101)")]
    [TestCase("""{"name":"a","material":"steal"}""", "material: 'steal' is not allowed; did you mean 'steel'? (ZT104)")]
    [TestCase("""{"name":"a","material":"glass"}""", "material: 'glass' is not allowed; use one of 'steel', 'wood'. (ZT104)")]
    [TestCase("""{"name":"a","size":0}""", "size: 0 is out of range; use 1 to 9. (ZT105)")]
    [TestCase("""{"name":"a","weight":2.5}""", "weight: 2.5 is out of range; use 0 to 2. (ZT105)")]
    [TestCase("""{"name":""}""", "name: is empty. (ZT106)")]
    [TestCase("""{"name":"0123456789a"}""", "name: has 11 characters; at most 10 are allowed. (ZT106)")]
    [TestCase("""{"name":"a","code":"ab"}""", "code: has 2 characters; at least 3 are needed. (ZT106)")]
    [TestCase("""{"name":"a","steps":[]}""", "steps: has 0 entries; at least 1 is needed. (ZT107)")]
    [TestCase("""{"name":"a","steps":["a","b","c","d"]}""", "steps: has 4 entries; at most 3 are allowed. (ZT107)")]
    [TestCase(
        """{"name":"a","ranges":[""]}""",
        "ranges[0]: is empty; write an IPv4 or IPv6 prefix such as '10.0.0.0/8', or remove the entry. (ZT108)"
    )]
    [TestCase(
        """{"name":"a","network":"10.0.0.1/8"}""",
        "network: '10.0.0.1/8' has host bits, which have no meaning; it is taken as '10.0.0.0/8'. (ZT109)"
    )]
    [TestCase("""{"name":"a","network":"secret:10.0.0.300/8"}""", "network: is not an IPv4 or IPv6 prefix such as '10.0.0.0/8'. (ZT108)")]
    [TestCase("""{"name":"a","network":"secret:10.0.0.1/8"}""", "network: A string will be stored in another notation. (ZT109)")]
    [TestCase(
        """{"name":"a","ranges":["fd00::/8","FD00::/8"]}""",
        "ranges[1]: 'FD00::/8' names the same as ranges[0]; keep one of them. (ZT110)"
    )]
    [TestCase(
        """{"name":"a","parts":[{"host":"a"},{"host":"secret:a"}]}""",
        "parts[1].host: names the same as parts[0]; keep one of them. (ZT110)"
    )]
    public void A_problem_says_what_is_wrong_and_what_to_write(string inputs, string expected) =>
        Assert.That(Checker.Check(Widget.Spec, Widget.Of(inputs)).Problems.Select(problem => problem.Text), Is.EqualTo([expected]));

    [Test]
    public void The_type_of_a_secret_is_named_without_its_value()
    {
        Assert.That(Text(new PropertySecret(true)), Is.EqualTo("name: expected a string, got a boolean. (ZT102)"));
        Assert.That(Text(new PropertySecret(4711)), Is.EqualTo("name: expected a string, got a number. (ZT102)"));

        static string Text(PropertyValue name) => Checker.Check(Widget.Spec, PropertyMap.Of(("name", name))).Problems.Single().Text;
    }

    [TestCase("""{"name":"a","size":3000000000}""", "size: 3000000000 is out of range; use at most 2147483647. (ZT105)")]
    [TestCase("""{"name":"a","size":-3000000000}""", "size: -3000000000 is out of range; use at least -2147483648. (ZT105)")]
    public void An_integer_without_bounds_has_those_of_its_type(string inputs, string expected)
    {
        var type = new ResourceType<GadgetArgs, GadgetState>(
            "test:index:Gadget",
            "placeId/serial",
            new GadgetResource(),
            GadgetJson.Default
        );

        Assert.That(Checker.Check(type.Inputs, Widget.Of(inputs)).Problems.Select(problem => problem.Text), Is.EqualTo([expected]));
    }

    [TestCase("""{"name":"secret:0123456789abcdef"}""", "0123456789abcdef")]
    [TestCase("""{"name":"a","network":"secret:10.0.0.300/8"}""", "10.0.0.300")]
    [TestCase("""{"name":"a","key":["value"]}""", "value")]
    [TestCase("""{"name":"a","size":"secret:twelve"}""", "twelve")]
    [TestCase("""{"name":"a","parts":[{"host":"secret:vault"},{"host":"vault"}]}""", "vault")]
    public void A_problem_of_a_secret_value_does_not_quote_it(string inputs, string secret)
    {
        var (_, problems) = Checker.Check(Widget.Spec, Widget.Of(inputs));

        Assert.That(problems, Is.Not.Empty);
        Assert.That(problems.Select(problem => problem.Text), Has.None.Contains(secret));
    }

    [TestCase("""{"name":"a"}""", """{"name":"a","model":"small"}""", Description = "defaults are filled in")]
    [TestCase("""{"name":"a","model":""}""", """{"name":"a","model":"small"}""")]
    [TestCase("""{"name":"a","model":"large","size":null}""", """{"name":"a","model":"large"}""")]
    [TestCase("""{"name":"a","key":"k"}""", """{"name":"a","key":"secret:k","model":"small"}""", Description = "secrets are marked")]
    [TestCase("""{"name":"a","key":"secret:k"}""", """{"name":"a","key":"secret:k","model":"small"}""")]
    [TestCase("""{"name":"a","note":""}""", """{"name":"a","model":"small","note":""}""", Description = "an empty string stays")]
    [TestCase("""{"name":"?","shape":"?"}""", """{"name":"?","model":"small","shape":"?"}""")]
    public void Inputs_are_normalized(string inputs, string expected) =>
        Assert.That(Checker.Check(Widget.Spec, Widget.Of(inputs)).Inputs, Is.EqualTo(Widget.Of(expected)));

    [Test]
    public void Inputs_that_are_as_they_should_be_stay_the_same_objects()
    {
        var inputs = Widget.Of("""{"name":"a","model":"large","parts":[{"host":"h"},{"address":"10.0.0.0/8"}]}""");

        Assert.That(Checker.Check(Widget.Spec, inputs).Inputs, Is.SameAs(inputs));
        Assert.That(Checker.Check(Widget.Spec, inputs.Without("model")).Inputs["parts"], Is.SameAs(inputs["parts"]));
    }

    [Test]
    public void An_output_is_checked_as_its_value()
    {
        var inputs = PropertyMap.Of(("name", new PropertyOutput { Value = "a", Dependencies = ["urn"] }));

        var (normalized, problems) = Checker.Check(Widget.Spec, inputs);

        Assert.That(problems, Is.Empty);
        Assert.That(normalized["name"], Is.EqualTo((PropertyValue)"a"));
    }

    [Test]
    public void A_misspelled_property_gets_a_suggestion() =>
        Assert.That(
            Checker.Check(Widget.Spec, Widget.Of("""{"name":"a","enabeld":true}""")).Problems.Single().Text,
            Is.EqualTo("enabeld: there is no property 'enabeld' here; did you mean 'enabled'? (ZT103)")
        );
}
