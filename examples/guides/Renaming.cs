using Pulumi;
using Pulumi.ZeroTrust;

namespace Guides;

/// <summary>Snippets of docs/guides/renaming.md.</summary>
internal static class Renaming
{
    public static void Declare()
    {
        #region Alias
        var employees = new DeviceProfile(
            "employees",
            new()
            {
                Name = "Employees",
                Match = "any(identity.groups.name[*] in {\"Employees\"})",
                Precedence = 200,
            },
            new() { Aliases = { new Alias { Name = "workforce" } } }
        );
        #endregion

        #region Moved
        var offices = new Offices("offices");
        _ = new VirtualNetwork("lab", new() { Name = "lab" }, new() { Parent = offices, Aliases = { new Alias { NoParent = true } } });
        #endregion

        _ = employees;
    }

    private sealed class Offices(string name) : ComponentResource("guides:index:Offices", name);
}
