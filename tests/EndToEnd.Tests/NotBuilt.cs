namespace ZeroTrust.EndToEnd.Tests;

/// <summary>Stands for all tests of this project where they cannot be built, so that the totals do not pass over them.</summary>
internal sealed class NotBuilt
{
    [Test]
    public void Pulumi_itself_deploys_the_stacks() =>
        Assert.Ignore(
            "NuGet had no package Pulumi.Automation when this was built, so nothing was deployed with Pulumi's own engine. "
                + "Where it has, remove .local/pulumi-source.props and build again."
        );
}
