using System.CommandLine;
using ZeroTrust.Cli.Drift;
using ZeroTrust.Cli.Explain;
using ZeroTrust.Cli.Map;
using ZeroTrust.Cli.Tests.Drift;
using ZeroTrust.Cli.Tests.Explain;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Cli.Tests;

/// <summary>The exact number of requests with which a command reads an account of many profiles.</summary>
internal sealed class RequestCountTests
{
    private const int N = 50;

    // Settings, networks, routes, connectors and the default profile with its lists: what zt adopt reads as well.
    private const string WholeAccount =
        "1 GET connectivity_settings, 1 GET disconnect, 1 GET hostname, 1 GET networks, 1 GET policy, 1 GET routes, 1 GET settings, "
        + "1 GET virtual_networks, 1 GET warp_connector, 2 GET exclude, 2 GET fallback_domains, 2 GET policies";

    [TestCase("drift", "1 GET exclude, 1 GET fallback_domains, 1 GET policies")]
    [TestCase("map", WholeAccount)]
    [TestCase("explain", WholeAccount)]
    public async Task Many_profiles_take_as_many_requests_as_few(string command, string expected)
    {
        await using var stack = await TestStack.StartAsync();
        for (var index = 1; index <= N; index++)
        {
            await stack.CreateAsync(
                "DeviceProfile",
                $"profile{index}",
                PropertyMap.Of(
                    ("name", $"Profile {index}"),
                    ("match", $"identity.email == \"user{index}@example.com\""),
                    ("precedence", index),
                    ("splitTunnel", Headquarters.List("exclude", "10.0.0.0/8")),
                    ("fallbackDomains", new PropertyArray([Office.Domain("corp.example.com", "10.1.0.53")]))
                )
            );
        }

        stack.Simulator.ClearRequests();
        var directory = Directory.CreateTempSubdirectory("requests-");
        try
        {
            var (zt, arguments) = Command(command, stack, directory.FullName);
            var error = new StringWriter();
            var code = await zt.Parse(arguments).InvokeAsync(new() { Output = new StringWriter(), Error = error });

            Assert.That((code, error.ToString()), Is.EqualTo((0, "")));
        }
        finally
        {
            directory.Delete(recursive: true);
        }

        Assert.That(RequestCounts.Of(stack.Simulator.Requests), Is.EqualTo(expected));
    }

    // The clock stands still, as results are read again after a while.
    private static (Command Command, string[] Arguments) Command(string name, TestStack stack, string directory)
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        Func<string, string?> environment = stack.Environment.GetValueOrDefault;
        return name switch
        {
            "drift" => (DriftCommand.Create(environment, time, new StringReader(stack.Export())), ["-"]),
            "map" => (MapCommand.Create(environment, time, TextReader.Null), ["--live", "--out", Path.Combine(directory, "map.svg")]),
            _ => (ExplainCommand.Create(environment, time, TextReader.Null), ["--live", "--email", "user1@example.com"]),
        };
    }
}
