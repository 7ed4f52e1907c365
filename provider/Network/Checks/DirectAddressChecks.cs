namespace ZeroTrust.Network.Checks;

/// <summary>Entries of include lists that the client drops, since they contain an address that it reaches on its own.</summary>
internal static class DirectAddressChecks
{
    public static IEnumerable<Finding> Run(NetworkModel model)
    {
        var lists = model.AllProfiles.Select(profile => profile.SplitTunnel).OfType<SplitTunnel>().Concat(model.Unpaired);
        return from list in lists
            where list.Mode == SplitTunnelMode.Include
            from entry in list.Entries
            from address in model.DirectAddresses
            where entry.Prefix is { } prefix && prefix.Contains(address.Address)
            select new Finding(
                FindingKind.DirectAddress,
                list.Origin,
                entry.Path,
                $"includes {entry}, which contains {address.Address.Network}, {address.Use} of {address.Origin}. The client reaches that address itself, and drops the "
                    + "whole entry: write the prefixes around the address; the function subtractCidrs computes them."
            );
    }
}
