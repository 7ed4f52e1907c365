using Pulumi.ZeroTrust;

namespace Guides;

/// <summary>Snippets of docs/guides/migrating-from-terraform.md.</summary>
internal static class Migrating
{
    public static void Declare()
    {
        #region Import
        _ = new DeviceProfile(
            "contractors",
            new()
            {
                Name = "Contractors",
                Match = "any(identity.groups.name[*] in {\"Contractors\"})",
                Precedence = 300,
            },
            new() { ImportId = new Pulumi.Config("guides").Get("contractorsId") }
        );
        #endregion
    }
}
