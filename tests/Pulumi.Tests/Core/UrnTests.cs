using Pulumi.Tests.Samples;

namespace Pulumi.Tests.Core;

internal sealed class UrnTests
{
    private const string Parent = "urn:pulumi:dev::office::acme:index:Office::o";

    [Test]
    public async Task A_URN_is_created_from_its_parts()
    {
        Output<string> own = null!,
            other = null!,
            below = null!;
        await new FakeMonitor().RunAsync(() =>
        {
            own = Urn.Create("z", "acme:index:Zone");
            other = Urn.Create("z", "acme:index:Zone", project: "home", stack: "old");
            below = Urn.Create("z", "acme:index:Zone", parentUrn: Parent);
        });

        Assert.That((await own.Data).Value, Is.EqualTo("urn:pulumi:dev::office::acme:index:Zone::z"));
        Assert.That((await other.Data).Value, Is.EqualTo("urn:pulumi:old::home::acme:index:Zone::z"));
        Assert.That((await below.Data).Value, Is.EqualTo("urn:pulumi:dev::office::acme:index:Office$acme:index:Zone::z"));
    }

    [Test]
    public void A_URN_has_one_parent() =>
        Assert.That(() => Urn.Create("z", "t", new DependencyResource(Parent), Parent), Throws.ArgumentException);

    [TestCase("urn:pulumi:dev::office::acme:index:Office$acme:index:Zone::z", "acme:index:Zone", "z")]
    [TestCase("urn:pulumi:dev::office::acme:index:Zone::a::b", "acme:index:Zone", "a::b")]
    public void Type_and_name_are_read_from_a_URN(string urn, string type, string name) =>
        Assert.That((Urn.TypeOf(urn), Urn.NameOf(urn)), Is.EqualTo((type, name)));
}
