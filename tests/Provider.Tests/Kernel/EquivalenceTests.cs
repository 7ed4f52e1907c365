using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Tests.Kernel;

internal sealed class EquivalenceTests
{
    [TestCase("name", """null""", """ "" """, true)]
    [TestCase("steps", """[]""", """null""", true)]
    [TestCase("shape", """{"kind":null}""", """null""", true)]
    [TestCase("name", """ "a" """, """ "A" """, false)]
    [TestCase("network", """ "10.0.0.0/8" """, """ "10.9.9.9/8" """, true)]
    [TestCase("network", """ "?" """, """ "?" """, false, Description = "unknown values may differ")]
    [TestCase("network", """ "?" """, """ "10.0.0.0/8" """, false)]
    [TestCase("steps", """["a","b"]""", """["a","c"]""", false)]
    [TestCase("steps", """["a"]""", """["a","b"]""", false)]
    [TestCase("parts", """[{"host":"a"}]""", """[{"host":"a"},{"host":"b"}]""", false)]
    [TestCase("parts", """[{"host":"a","description":"x"}]""", """[{"host":"a"}]""", false, Description = "entries are owned whole")]
    [TestCase("enabled", """false""", """null""", false)]
    [TestCase("size", """1""", """1""", true)]
    [TestCase("size", """1""", """ "1" """, false)]
    [TestCase("steps", """["a","b"]""", """["b","a"]""", false)]
    [TestCase("ranges", """["10.0.0.0/8","fd00::/8"]""", """["FD00::/8","10.0.0.0/8"]""", true)]
    [TestCase("ranges", """["10.0.0.0/8","10.0.0.0/8"]""", """["10.0.0.0/8","fd00::/8"]""", false)]
    [TestCase("parts", """[{"host":"a","description":""}]""", """[{"host":"a"}]""", true)]
    [TestCase("labels", """{"a":"1"}""", """{"a":"1","b":""}""", true)]
    [TestCase("labels", """{"a":"1"}""", """{"a":"1","b":"2"}""", false)]
    public void Values_that_mean_the_same_are_equivalent(string property, string a, string b, bool expected)
    {
        var spec = Widget.Spec.Find(property)!.Value;
        var (first, second) = (Widget.Of($$"""{"v":{{a}}}""")["v"], Widget.Of($$"""{"v":{{b}}}""")["v"]);

        Assert.That(Equivalence.Equivalent(spec, first, second, owned: true), Is.EqualTo(expected));
        Assert.That(Equivalence.Equivalent(spec, second, first, owned: true), Is.EqualTo(expected), "the other way round");
        Assert.That(Equivalence.Equivalent(spec, new PropertySecret(first), second, owned: true), Is.EqualTo(expected), "as a secret");
    }

    [Test]
    public void Of_an_object_that_the_program_does_not_own_only_what_it_sets_is_compared()
    {
        var spec = Widget.Spec.Find("shape")!.Value;
        var (live, wanted) = (Widget.Of("""{"kind":"box","sides":4}"""), Widget.Of("""{"kind":"box"}"""));

        Assert.That(Equivalence.Equivalent(spec, live, wanted, owned: false), Is.True);
        Assert.That(Equivalence.Equivalent(spec, live, wanted, owned: true), Is.False);
    }
}
