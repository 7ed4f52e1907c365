using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Tests.Kernel;

internal sealed class SetPairingTests
{
    [TestCase("""["10.0.0.0/8","fd00::/8"]""", """["FD00::/8","10.0.0.1/8"]""", "1-0 0-1")]
    [TestCase("""["10.0.0.0/8"]""", """["fd00::/8","10.0.0.0/8"]""", "x-0 0-1")]
    [TestCase("""["10.0.0.0/8","fd00::/8"]""", """[]""", "0-x 1-x")]
    [TestCase("""["10.0.0.0/8","10.0.0.1/8"]""", """["10.0.0.2/8","10.0.0.3/8","10.0.0.4/8"]""", "0-0 1-1 x-2", Description = "one each")]
    [TestCase("""["10.0.0.0/8","fd00::/8"]""", """["10.0.0.0/8","?"]""", "0-0 1-1", Description = "an unknown key: the entry in its place")]
    [TestCase("""["10.0.0.0/8","fd00::/8"]""", """["?","10.0.0.0/8"]""", "x-0 0-1 1-x", Description = "its place belongs to another")]
    [TestCase("""["10.0.0.0/8"]""", """["10.0.0.0/8","?"]""", "0-0 x-1")]
    public void Entries_with_one_key_are_one(string live, string wanted, string expected) =>
        Assert.That(Pairs("ranges", live, wanted), Is.EqualTo(expected));

    [TestCase("""[{"address":"10.0.0.0/8"}]""", """[{"address":"10.0.0.1/8"}]""", "0-0")]
    [TestCase("""[{"address":"10.0.0.0/8"}]""", """[{"host":"10.0.0.0/8"}]""", "x-0 0-x", Description = "another property")]
    [TestCase("""[{"address":"","host":"a"}]""", """[{"host":"a"}]""", "0-0", Description = "an empty key is none")]
    [TestCase("""[{"description":"a"}]""", """[{"description":"b"}]""", "0-0", Description = "without a key: the entry in its place")]
    public void The_key_is_the_first_property_that_is_set(string live, string wanted, string expected) =>
        Assert.That(Pairs("parts", live, wanted), Is.EqualTo(expected));

    private static string Pairs(string property, string live, string wanted) =>
        string.Join(
            ' ',
            SetPairing
                .Of(Widget.Spec.Find(property)!.Value, List(live), List(wanted))
                .Select(pair => $"{pair.Live?.ToString() ?? "x"}-{pair.Wanted?.ToString() ?? "x"}")
        );

    private static PropertyArray List(string json) => (PropertyArray)Widget.Of($$"""{"v":{{json}}}""")["v"];
}
