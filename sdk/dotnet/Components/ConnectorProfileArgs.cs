namespace Pulumi.ZeroTrust;

/// <summary>
/// The profile of the hosts that run WARP Connectors, with the MASQUE protocol, which highly available sites need. It matches the hosts of
/// all sites of the account, so one is enough.
/// </summary>
public sealed class ConnectorProfileArgs : ManagedProfileArgs
{
    /// <summary>Settings that suit connectors; each can be changed, and others added.</summary>
    /// <param name="team">The organization's team name: <c>acme</c> for <c>acme.cloudflareaccess.com</c>.</param>
    public ConnectorProfileArgs(Input<string> team)
    {
        Name = "WARP connectors";
        Match = team.Apply(name => $"identity.email == \"warp_connector@{name}.cloudflareaccess.com\"");
        TunnelProtocol = ZeroTrust.TunnelProtocol.Masque;
    }
}
