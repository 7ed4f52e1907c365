using System.Text;
using System.Xml.Linq;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;
using ZeroTrust.Matching;
using ZeroTrust.Network;

namespace ZeroTrust.Cli.Explain;

/// <summary>What a device should get.</summary>
internal sealed class PolicyExpectation
{
    /// <summary>Name of the profile, or of its resource.</summary>
    public string? Profile { get; set; }

    /// <summary>By address or name: whether packets to it go through the tunnel.</summary>
    public Dictionary<string, bool> Tunnel { get; set; } = [];

    /// <summary>By name: <c>gateway</c>, <c>device</c>, or the addresses of the servers.</summary>
    public Dictionary<string, string> Resolver { get; set; } = [];
}

/// <summary>A device. Facts that are not set are unknown.</summary>
internal sealed class PolicyDevice
{
    public string? Email { get; set; }

    public string[]? Groups { get; set; }

    public string[]? GroupIds { get; set; }

    public string[]? GroupEmails { get; set; }

    public string[]? SamlAttributes { get; set; }

    public string? ServiceToken { get; set; }

    public string? Network { get; set; }

    public string? Os { get; set; }

    public string? OsVersion { get; set; }

    public DeviceContext Context() =>
        new()
        {
            Email = Email,
            GroupNames = Groups,
            GroupIds = GroupIds,
            GroupEmails = GroupEmails,
            SamlAttributes = SamlAttributes,
            ServiceTokenUuid = ServiceToken,
            Network = Network,
            OsName = Os,
            OsVersion = OsVersion,
        };
}

/// <summary>One test of the policy.</summary>
internal sealed class PolicyCase
{
    public string Name { get; set; } = "";

    public PolicyDevice Device { get; set; } = new();

    public PolicyExpectation Expect { get; set; } = new();
}

/// <summary>A file of tests.</summary>
internal sealed class PolicyTests
{
    public List<PolicyCase> Tests { get; set; } = [];

    /// <exception cref="CommandException">The text is not such a file.</exception>
    public static PolicyTests Parse(string yaml, string origin)
    {
        try
        {
            var tests = new StaticDeserializerBuilder(new PolicyYaml())
                .WithNamingConvention(CamelCaseNamingConvention.Instance)
                .WithDuplicateKeyChecking()
                .Build()
                .Deserialize<PolicyTests?>(yaml);
            return tests is { Tests.Count: > 0 }
                ? tests
                : throw new CommandException($"{origin} has no tests. List them under 'tests:', each with 'device:' and 'expect:'.");
        }
        catch (YamlException e)
        {
            throw new CommandException($"{origin}, line {e.Start.Line}: {e.InnerException?.Message ?? e.Message}", e);
        }
    }
}

/// <summary>Source-generated, since zt is trimmed.</summary>
[YamlStaticContext]
[YamlSerializable(typeof(PolicyTests))]
[YamlSerializable(typeof(PolicyCase))]
[YamlSerializable(typeof(PolicyDevice))]
[YamlSerializable(typeof(PolicyExpectation))]
public sealed partial class PolicyYaml : StaticContext;

/// <summary>What a test found.</summary>
/// <param name="Failures">Expectations that failed; none if the test passed.</param>
internal sealed record PolicyResult(string Name, IReadOnlyList<string> Failures)
{
    public static PolicyResult Of(NetworkModel model, PolicyCase test) => new(test.Name, [.. Check(model, test)]);

    private static IEnumerable<string> Check(NetworkModel model, PolicyCase test)
    {
        var device = new DevicePolicy(model, test.Device.Context());
        var choice = device.Choice;
        if (test.Expect.Profile is { } expected && !(choice.Profile is { } found && Is(found, expected)))
        {
            yield return choice.Profile is { } other
                ? $"profile: '{expected}' expected, but the device gets {Explanation.Title(other)}; {Why(choice, expected)}"
                : $"profile: '{expected}' expected, but undetermined: it depends on {Open(choice)}";
        }

        foreach (var (target, wanted) in test.Expect.Tunnel)
        {
            if (device.InTunnel(target) is var way && way != wanted)
            {
                yield return $"{target}: {Explanation.Way(wanted)} expected, but it is {Explanation.Way(way)}";
            }
        }

        foreach (var (name, wanted) in test.Expect.Resolver)
        {
            var resolvers = device.Resolvers(name);
            if (resolvers is not [var resolver] || resolver != wanted)
            {
                yield return $"{name}: resolver '{wanted}' expected, but it is {string.Join(" or ", resolvers.Select(one => $"'{one}'"))}";
            }
        }
    }

    private static string Why(ProfileChoice choice, string expected) =>
        choice.Steps.FirstOrDefault(step => Is(step.Profile, expected)) switch
        {
            { Matches: false, Why: { } why } => $"'{expected}' does not match: {Explanation.Deciding(why)}",
            { Matches: false } => $"'{expected}' is disabled",
            _ => $"no profile '{expected}' has precedence over it",
        };

    private static string Open(ProfileChoice choice) =>
        string.Join(
            "; ",
            choice
                .Steps.Where(step => step.Matches is null)
                .Select(step => step.Why is null ? $"the match of {Explanation.Title(step.Profile)}" : Explanation.Deciding(step.Why))
        );

    private static bool Is(Profile profile, string name) =>
        profile.Name == name || profile.Settings.Id == name || profile.Origin.Label.EndsWith($" '{name}'", StringComparison.Ordinal);
}

/// <summary>The results of a file of tests.</summary>
/// <param name="Problems">What the network checks find. No test fails because of it.</param>
internal sealed record PolicyReport(string File, IReadOnlyList<PolicyResult> Results, IReadOnlyList<string> Problems)
{
    public int Failed => Results.Count(result => result.Failures.Count > 0);

    public string Text()
    {
        var text = new StringBuilder();
        foreach (var result in Results)
        {
            text.Append(result.Failures.Count == 0 ? "ok    " : "FAIL  ").Append(result.Name).Append('\n');
            foreach (var failure in result.Failures)
            {
                text.Append("      ").Append(failure).Append('\n');
            }
        }

        text.Append(Results.Count - Failed).Append(" passed, ").Append(Failed).Append(" failed\n");
        return text.AppendJoin("", Explanation.ProblemLines(Problems).Select(line => line + "\n")).ToString();
    }

    public string JUnit() =>
        new XDocument(
            new XElement(
                "testsuites",
                Numbers(),
                new XElement(
                    "testsuite",
                    new XAttribute("name", XmlText.Valid(File)),
                    Numbers(),
                    Results.Select(result => new XElement(
                        "testcase",
                        new XAttribute("classname", XmlText.Valid(File)),
                        new XAttribute("name", XmlText.Valid(result.Name)),
                        new XAttribute("time", 0),
                        result.Failures.Count == 0
                            ? null
                            : new XElement(
                                "failure",
                                new XAttribute("type", "policy"),
                                new XAttribute("message", XmlText.Valid(result.Failures[0])),
                                XmlText.Valid(string.Join('\n', result.Failures))
                            )
                    )),
                    Problems.Count == 0 ? null : new XElement("system-out", XmlText.Valid(string.Join('\n', Problems)))
                )
            )
        ).ToString() + "\n";

    private XAttribute[] Numbers() => [new("tests", Results.Count), new("failures", Failed), new("errors", 0), new("time", 0)];
}
