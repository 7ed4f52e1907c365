using System.Collections.Immutable;
using Pulumi;

namespace Interop;

/// <summary>Twin of <c>transforms/index.js</c>, without the transform of functions, which came to the .NET SDK later.</summary>
internal static class TransformsStack
{
    public static StackOptions Options { get; } = new() { ResourceTransforms = { Describe } };

    public static IDictionary<string, object?> Declare()
    {
        var group = new Group("group", new() { ResourceTransforms = { Lock } });
        _ = new Profile(
            "outside",
            Raw.Args(("name", "outside"), ("match", "os.name == \"ios\""), ("precedence", 2)),
            new() { DependsOn = { group } }
        );
        var found = Deployment.Instance.Invoke<ImmutableDictionary<string, object?>>(
            Raw.Type("getDeviceProfile"),
            Raw.InvokeArgs(("policyId", group.Profile.PolicyId))
        );
        return new Dictionary<string, object?> { ["switchLocked"] = found.Apply(profile => profile["switchLocked"]) };
    }

    private static Task<ResourceTransformResult?> Describe(ResourceTransformArgs made, CancellationToken ct)
    {
        if (made.Type != Raw.Type("DeviceProfile"))
        {
            return Task.FromResult<ResourceTransformResult?>(null);
        }
        var options = CustomResourceOptions.Merge((CustomResourceOptions)made.Options, new() { Protect = false });
        return Task.FromResult<ResourceTransformResult?>(
            new(made.Args.SetItem("description", Output.CreateSecret("from the stack")), options)
        );
    }

    private static Task<ResourceTransformResult?> Lock(ResourceTransformArgs made, CancellationToken ct)
    {
        if (!made.Custom)
        {
            return Task.FromResult<ResourceTransformResult?>(null);
        }
        var options = CustomResourceOptions.Merge((CustomResourceOptions)made.Options, new() { IgnoreChanges = { "autoConnect" } });
        return Task.FromResult<ResourceTransformResult?>(new(made.Args.SetItem("switchLocked", true), options));
    }

    private sealed class Group : ComponentResource
    {
        public Group(string name, ComponentResourceOptions options)
            : base("interop:index:Group", name, options)
        {
            Profile = new(
                "inside",
                Raw.Args(("name", "inside"), ("match", "os.name == \"linux\""), ("precedence", 1)),
                new() { Parent = this }
            );
            RegisterOutputs();
        }

        public Profile Profile { get; }
    }
}
