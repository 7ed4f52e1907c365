using Pulumi.ZeroTrust;

namespace Guides;

/// <summary>Snippets of docs/guides/secrets.md.</summary>
internal static class Secrets
{
    public static void Declare()
    {
        #region Rotate
        var berlin = new WarpConnectorTunnel("berlin", new() { Name = "office-berlin", SecretVersion = "2027-01" });
        #endregion

        _ = berlin;
    }
}
