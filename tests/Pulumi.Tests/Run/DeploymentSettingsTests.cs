using Pulumi.Run;

namespace Pulumi.Tests.Run;

internal sealed class DeploymentSettingsTests
{
    private static readonly Dictionary<string, string> Environment = new()
    {
        ["PULUMI_MONITOR"] = "127.0.0.1:1",
        ["PULUMI_ENGINE"] = "127.0.0.1:2",
        ["PULUMI_PROJECT"] = "office",
        ["PULUMI_STACK"] = "dev",
        ["PULUMI_ORGANIZATION"] = "acme",
        ["PULUMI_DRY_RUN"] = "true",
        ["PULUMI_QUERY_MODE"] = "false",
        ["PULUMI_PARALLEL"] = "8",
        ["PULUMI_CONFIG"] = """{"office:step":"1","office:config:old":"2","acme:port":"80"}""",
    };

    [Test]
    public void Settings_are_read_from_the_environment()
    {
        var (settings, monitor, engine) = DeploymentSettings.FromEnvironment(Environment.GetValueOrDefault);

        Assert.That((monitor, engine), Is.EqualTo(("127.0.0.1:1", "127.0.0.1:2")));
        Assert.That(
            (settings.Project, settings.Stack, settings.Organization, settings.IsDryRun),
            Is.EqualTo(("office", "dev", "acme", true))
        );
        Assert.That(
            settings.Config,
            Is.EquivalentTo(
                new Dictionary<string, string>
                {
                    ["office:step"] = "1",
                    ["office:old"] = "2",
                    ["acme:port"] = "80",
                }
            )
        );
    }

    [TestCase("PULUMI_MONITOR")]
    [TestCase("PULUMI_ENGINE")]
    [TestCase("PULUMI_PROJECT")]
    [TestCase("PULUMI_STACK")]
    [TestCase("PULUMI_DRY_RUN")]
    [TestCase("PULUMI_QUERY_MODE")]
    [TestCase("PULUMI_PARALLEL")]
    public void A_program_does_not_start_without(string name)
    {
        Assert.That(
            () => DeploymentSettings.FromEnvironment(asked => asked == name ? null : Environment.GetValueOrDefault(asked)),
            Throws.InvalidOperationException.With.Message.EndsWith($"`pulumi up`. Missing environment variables: {name}.")
        );
    }

    [Test]
    public void An_organization_and_configuration_are_optional()
    {
        var (settings, _, _) = DeploymentSettings.FromEnvironment(name =>
            name is "PULUMI_ORGANIZATION" or "PULUMI_CONFIG" ? null : Environment.GetValueOrDefault(name)
        );

        Assert.That(settings.Organization, Is.EqualTo("organization"));
        Assert.That(settings.Config, Is.Empty);
    }
}
