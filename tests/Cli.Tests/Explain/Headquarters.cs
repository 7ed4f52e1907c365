using System.Text.Json.Nodes;
using ZeroTrust.Cli.Tests.Drift;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Cli.Tests.Explain;

/// <summary>A company with three profiles, a connector and devices.</summary>
internal static class Headquarters
{
    public static async Task<TestStack> DeployAsync()
    {
        var stack = await TestStack.StartAsync();
        await stack.CreateAsync(
            "ManagedNetwork",
            "hq",
            PropertyMap.Of(("name", "HQ"), ("config", PropertyMap.Of(("tlsSockaddr", "192.0.2.1:3333"))))
        );
        await stack.CreateAsync(
            "DeviceProfile",
            "office",
            PropertyMap.Of(("name", "Office"), ("match", "network == \"HQ\""), ("precedence", 10))
        );
        await stack.CreateAsync(
            "DeviceProfile",
            "staff",
            PropertyMap.Of(
                ("name", "Staff"),
                ("match", "any(identity.groups.name[*] in {\"staff\"}) and os.name in {\"windows\" \"mac\"}"),
                ("precedence", 20),
                ("captivePortal", 300),
                ("splitTunnel", List("exclude", "192.168.0.0/16", "10.1.9.0/24", "*.video.example")),
                ("fallbackDomains", new PropertyArray([Office.Domain("corp.example.com", "10.1.0.53"), Office.Domain("lan")]))
            )
        );
        await stack.CreateAsync("DefaultDeviceProfile", "everybody", PropertyMap.Of(("splitTunnel", List("exclude", "10.0.0.0/8"))));
        var tunnel = (PropertyString)(await stack.CreateAsync("WarpConnectorTunnel", "hq", PropertyMap.Of(("name", "hq"))))["tunnelId"];
        await stack.CreateAsync("TunnelRoute", "hq-lan", PropertyMap.Of(("network", "10.1.0.0/16"), ("tunnelId", tunnel)));
        return stack;
    }

    /// <summary>Enrolls two devices: one of the staff on Windows, and one on Linux, which gets the default profile.</summary>
    public static async Task<string> EnrollAsync(TestStack stack)
    {
        var staff = (await stack.ByHandAsync("GET", "devices/policies"))!.AsArray().Single(policy => (string?)policy!["name"] == "Staff")![
            "policy_id"
        ]!.ToString();
        Register(stack, "ann-laptop", "ann@example.com", "windows", staff);
        Register(stack, "bob-laptop", "bob@example.com", "linux", null);
        return staff;
    }

    public static void Register(TestStack stack, string device, string email, string os, string? policy) =>
        stack.Simulator.Seed.Registration(
            stack.Simulator.Seed.Device(device, email, new JsonObject { ["device_type"] = os, ["os_version"] = "11.0.0" }),
            email,
            policy
        );

    public static PropertyMap List(string mode, params string[] entries) =>
        PropertyMap.Of(
            ("mode", mode),
            (
                "routes",
                new PropertyArray(
                    entries.Select(entry =>
                        (PropertyValue)PropertyMap.Of((entry.Contains('/', StringComparison.Ordinal) ? "address" : "host", entry))
                    )
                )
            )
        );
}
