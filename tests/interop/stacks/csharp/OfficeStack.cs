using System.Collections.Immutable;
using Pulumi;

namespace Interop;

/// <summary>Twin of <c>office/index.js</c>.</summary>
internal static class OfficeStack
{
    public static IDictionary<string, object?> Declare()
    {
        var config = new Config();
        var staff = new Headquarters("hq", config).Staff;
        var site = new Tunnel(
            "site",
            Raw.Args(("name", "site"), ("tunnelSecret", config.RequireSecret("tunnelSecret"))),
            new() { Protect = config.GetBoolean("protect") ?? true }
        );
        var found = Deployment.Instance.Invoke<ImmutableDictionary<string, object?>>(
            Raw.Type("getDeviceProfile"),
            Raw.InvokeArgs(("policyId", staff.Profile.PolicyId))
        );
        var self = new StackReference("organization/office/dev");
        return new Dictionary<string, object?>
        {
            ["policyId"] = staff.Profile.PolicyId,
            ["sameId"] = staff.Profile.Id.Apply(id => id.Split('/')[1]),
            ["description"] = found.Apply(profile => profile["description"]),
            ["token"] = site.Token,
            ["secretNote"] = Output.CreateSecret("quiet"),
            ["before"] = self.GetOutput("policyId").Apply(id => id ?? "none"),
            ["secretBefore"] = self.GetOutput("secretNote").Apply(note => note ?? "none"),
        };
    }

    private sealed class Headquarters : ComponentResource
    {
        public Headquarters(string name, Config config)
            : base("interop:index:Headquarters", name)
        {
            Staff = new ManagedProfile("staff", config, new() { Parent = this });
            RegisterOutputs();
        }

        public ManagedProfile Staff { get; }
    }

    private sealed class ManagedProfile : ComponentResource
    {
        public ManagedProfile(string name, Config config, ComponentResourceOptions options)
            : base("interop:index:ManagedProfile", name, options)
        {
            Profile = new(
                name,
                Raw.Args(
                    ("name", name),
                    ("match", "identity.email == \"a@example.com\""),
                    ("precedence", 100),
                    ("description", config.Get("description") ?? "people"),
                    ("autoConnect", config.GetInt32("autoConnect") ?? 60)
                ),
                new() { Parent = this, IgnoreChanges = { "autoConnect" } }
            );
            var description = Output.Format($"for {Deployment.Instance.StackName}");
            var tunnel = new CustomResource(
                Raw.Type("SplitTunnel"),
                name,
                Raw.Args(
                    ("profileId", Profile.Id),
                    ("routes", Raw.List(Raw.Map(("address", "10.0.0.0/8"), ("description", description)), Raw.Map(("host", "a.example"))))
                ),
                new() { Parent = this }
            );
            _ = new CustomResource(
                Raw.Type("FallbackDomains"),
                name,
                Raw.Args(
                    ("profileId", Profile.PolicyId),
                    ("domains", Raw.List(Raw.Map(("suffix", "corp.example"), ("dnsServers", Raw.List("10.0.0.1")))))
                ),
                new() { Parent = this, DependsOn = { tunnel } }
            );
            RegisterOutputs(new Dictionary<string, object?> { ["policyId"] = Profile.PolicyId });
        }

        public Profile Profile { get; }
    }
}
