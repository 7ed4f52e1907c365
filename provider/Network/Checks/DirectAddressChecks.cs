namespace ZeroTrust.Network.Checks;

/// <summary>Finds include entries that the client drops, because it always reaches an address in them outside the tunnel.</summary>
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
                $"includes {entry}, which contains {address.Address.Network}, {address.Use} of {address.Origin}. "
                    + "The client always reaches that address outside the tunnel, so it drops the whole entry. "
                    + "Include the prefixes around the address instead; the function subtractCidrs computes them."
            );
    }
}
