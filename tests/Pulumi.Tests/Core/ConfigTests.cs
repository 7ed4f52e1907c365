using System.Collections.Immutable;
using Pulumi.Run;
using Pulumi.Tests.Samples;

namespace Pulumi.Tests.Core;

internal sealed class ConfigTests
{
    private static readonly ImmutableDictionary<string, string> Values = new Dictionary<string, string>
    {
        ["office:text"] = "a",
        ["office:flag"] = "true",
        ["office:number"] = "3",
        ["office:ratio"] = "1.5",
        ["office:hosts"] = """["a","b"]""",
        ["office:bad"] = "hunter2",
        ["acme:port"] = "80",
    }.ToImmutableDictionary();

    [Test]
    public Task Values_are_read_by_type() =>
        WithConfigAsync(config =>
        {
            Assert.That((config.Get("text"), config.Require("text")), Is.EqualTo(("a", "a")));
            Assert.That((config.GetBoolean("flag"), config.RequireBoolean("flag")), Is.EqualTo(((bool?)true, true)));
            Assert.That((config.GetInt32("number"), config.RequireInt32("number")), Is.EqualTo(((int?)3, 3)));
            Assert.That((config.GetDouble("ratio"), config.RequireDouble("ratio")), Is.EqualTo(((double?)1.5, 1.5)));
            Assert.That(config.GetObject<string[]>("hosts"), Is.EqualTo(["a", "b"]));
            Assert.That(config.RequireObject<string[]>("hosts"), Is.EqualTo(["a", "b"]));
            Assert.That(new Config("acme").GetInt32("port"), Is.EqualTo(80));
            Assert.That(new Config("acme:config").GetInt32("port"), Is.EqualTo(80));
        });

    [Test]
    public async Task Secrets_are_read_as_secret_outputs()
    {
        var outputs = new List<Output<object?>>();
        await WithConfigAsync(config =>
        {
            outputs.Add(config.RequireSecret("text").Apply(value => (object?)value));
            outputs.Add(config.GetSecret("text")!.Apply(value => (object?)value));
            outputs.Add(config.RequireSecretBoolean("flag").Apply(value => (object?)value));
            outputs.Add(config.RequireSecretInt32("number").Apply(value => (object?)value));
            outputs.Add(config.RequireSecretDouble("ratio").Apply(value => (object?)value));
            outputs.Add(config.RequireSecretObject<string[]>("hosts").Apply(value => (object?)value.Length));
        });

        var seen = new List<(object?, bool, bool, string)>();
        foreach (var output in outputs)
        {
            seen.Add(await Sample.LookAsync(output));
        }

        Assert.That(seen, Is.EqualTo(new object?[] { "a", "a", true, 3, 1.5, 2 }.Select(value => (value, true, true, ""))));
    }

    [Test]
    public Task Unset_values_are_null() =>
        WithConfigAsync(config =>
        {
            Assert.That(config.Get("none"), Is.Null);
            Assert.That(config.GetBoolean("none"), Is.Null);
            Assert.That(config.GetInt32("none"), Is.Null);
            Assert.That(config.GetDouble("none"), Is.Null);
            Assert.That(config.GetObject<string[]>("none"), Is.Null);
            Assert.That(config.GetSecret("none"), Is.Null);
            Assert.That(config.GetSecretInt32("none"), Is.Null);
            Assert.That(config.GetSecretObject<int>("none"), Is.Null);
        });

    [Test]
    public Task The_error_about_a_missing_required_value_explains_how_to_set_it() =>
        WithConfigAsync(config =>
            Assert.That(
                () => config.RequireInt32("none"),
                Throws
                    .TypeOf<RunException>()
                    .With.Message.EqualTo(
                        "The configuration value 'office:none' is missing; set it with `pulumi config set office:none <value>`."
                    )
            )
        );

    [Test]
    public Task The_error_about_a_value_of_the_wrong_type_does_not_show_the_value() =>
        WithConfigAsync(config =>
        {
            foreach (
                var read in new Action[]
                {
                    () => config.GetBoolean("bad"),
                    () => config.GetInt32("bad"),
                    () => config.GetDouble("bad"),
                    () => config.GetObject<int[]>("bad"),
                }
            )
            {
                Assert.That(
                    read,
                    Throws
                        .TypeOf<RunException>()
                        .With.Message.StartsWith("The configuration value 'office:bad' is not a")
                        .And.Message.Not.Contains("hunter2")
                );
            }
        });

    private static async Task WithConfigAsync(Action<Config> use)
    {
        var monitor = new FakeMonitor();
        var settings = new DeploymentSettings
        {
            Project = "office",
            Stack = "dev",
            Organization = "acme",
            IsDryRun = false,
            Config = Values,
        };
        Exception? failure = null;
        await Deployment.RunAsync(
            new DeploymentContext(settings, monitor, monitor),
            () =>
            {
                var stack = new Stack();
                try
                {
                    use(new Config());
                }
                catch (Exception e)
                {
                    failure = e;
                }

                return stack;
            }
        );
        Assert.That(failure, Is.Null);
    }
}
