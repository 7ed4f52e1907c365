using ZeroTrust.Cloudflare;
using ZeroTrust.Matching;
using ZeroTrust.Network;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider;
using ZeroTrust.Syntax;

namespace ZeroTrust.Conventions.Tests;

/// <summary>Dependencies between projects, and between the plugin's namespaces, run one way.</summary>
internal sealed class DependencyTests
{
    private const string Plugin = "ZeroTrust.Provider";

    /// <summary>The plugin's rooms (top-level namespaces), bottom up. A room may use those below it, and none on its own line.</summary>
    private static readonly string[][] Rooms =
    [
        [$"{Plugin}.Kernel"],
        [$"{Plugin}.Formats"],
        [$"{Plugin}.Shared"],
        [$"{Plugin}.Account", $"{Plugin}.Devices", $"{Plugin}.Lists", $"{Plugin}.Networks"],
        [$"{Plugin}.FallbackDomains", $"{Plugin}.SplitTunnels"],
        [$"{Plugin}.Profiles"],
        [$"{Plugin}.Connectors"],
        [Plugin],
    ];

    [TestCase(typeof(CloudflareClient))]
    [TestCase(typeof(PropertyValue))]
    [TestCase(typeof(MatchParser), "ZeroTrust.Syntax")]
    [TestCase(typeof(NetworkModel), "ZeroTrust.Matching", "ZeroTrust.Syntax")]
    [TestCase(typeof(IpPrefix))]
    public void A_project_below_the_plugin_references_only_the_allowed_projects(Type project, params string[] others) =>
        Assert.That(
            project
                .Assembly.GetReferencedAssemblies()
                .Select(name => name.Name!)
                .Where(name => name.StartsWith("ZeroTrust.", StringComparison.Ordinal)),
            Is.SubsetOf(others)
        );

    [Test]
    public void Every_room_has_its_level() =>
        Assert.That(
            typeof(Catalog)
                .Assembly.GetTypes()
                .Select(type => type.Namespace)
                .OfType<string>()
                .Where(room => room.StartsWith(Plugin, StringComparison.Ordinal))
                .Distinct(),
            Is.SubsetOf(Rooms.SelectMany(level => level))
        );

    [Test]
    public void A_room_uses_only_what_is_below_it() =>
        Assert.That(
            from use in TypeUses.In(typeof(Catalog).Assembly)
            where use.User.Room.Length > 0 && use.User.Room != use.Used.Room && Level(use.User) <= Level(use.Used)
            select $"{use.User} uses {use.Used}",
            Is.Empty
        );

    private static int Level(TypeName type) => Array.FindIndex(Rooms, level => level.Contains(type.Room));
}
