using Pulumi;
using Pulumi.ZeroTrust;
using Pulumi.ZeroTrust.Inputs;

return await Deployment.RunAsync(() =>
{
    _ = new ManagedNetwork("hq", new()
    {
        Name = "hq",
        Config = new ManagedNetworkConfigArgs
        {
            TlsSockaddr = "10.1.0.2:443",
            Sha256 = "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c",
        },
    });

    var labNetwork = new VirtualNetwork("lab", new()
    {
        Name = "lab",
        Comment = "Test lab",
    }, new() { Protect = true });

    _ = new DefaultDeviceProfile("default", new()
    {
        CaptivePortal = 300,
        ServiceModeV2 = new ServiceModeV2Args { Mode = ServiceMode.Warp },
        SwitchLocked = true,
    }, new() { Protect = true });

    var warpConnectorsProfile = new DeviceProfile("warp-connectors", new()
    {
        Name = "WARP connectors",
        Match = "identity.email == \"warp_connector@acme.cloudflareaccess.com\"",
        ServiceModeV2 = new ServiceModeV2Args { Mode = ServiceMode.Warp },
        TunnelProtocol = TunnelProtocol.Masque,
    });

    var staffFriendsProfile = new DeviceProfile("staff-friends", new()
    {
        Name = "Staff & \"Friends\"",
        Match = "any(identity.groups.name[*] in {\"Staff\"})",
        DnsSearchSuffixes = { new DnsSearchSuffixArgs { Suffix = "corp.example.com" } },
        LanAllowMinutes = 30,
        LanAllowSubnetSize = 24,
        ServiceModeV2 = new ServiceModeV2Args { Mode = ServiceMode.Warp },
    });

    var staffFriends2Profile = new DeviceProfile("staff-friends-2", new()
    {
        Name = "Staff & Friends",
        Match = "os.name == \"linux\"",
        ServiceModeV2 = new ServiceModeV2Args { Mode = ServiceMode.Warp },
    });

    _ = new SplitTunnel("staff-friends", new()
    {
        ProfileId = staffFriendsProfile.PolicyId,
        Routes =
        {
            new SplitTunnelEntryArgs { Address = "10.0.0.0/8" },
            new SplitTunnelEntryArgs { Address = "192.168.20.0/24", Description = "Printers, ${floor} 2\nand 3" },
            new SplitTunnelEntryArgs { Host = "*.meet.example.net" },
        },
    }, new() { DeletedWith = staffFriendsProfile });

    _ = new SplitTunnel("warp-connectors", new()
    {
        ProfileId = warpConnectorsProfile.PolicyId,
        Mode = SplitTunnelMode.Include,
        Routes = { new SplitTunnelEntryArgs { Address = "100.96.0.0/12" } },
    }, new() { DeletedWith = warpConnectorsProfile });

    _ = new FallbackDomains("staff-friends", new()
    {
        ProfileId = staffFriendsProfile.PolicyId,
        Domains =
        {
            new FallbackDomainEntryArgs { Suffix = "corp.example.com", DnsServers = { "10.1.0.53", "10.1.0.54" } },
            new FallbackDomainEntryArgs { Suffix = "local" },
        },
    }, new() { DeletedWith = staffFriendsProfile });

    _ = new FallbackDomains("warp-connectors", new()
    {
        ProfileId = warpConnectorsProfile.PolicyId,
        Domains = new(),
    }, new() { DeletedWith = warpConnectorsProfile });

    var berlinOfficeConnector = new WarpConnectorTunnel("berlin-office", new()
    {
        Name = "berlin-office",
    }, new() { Protect = true });

    _ = new TunnelRoute("10-1-0-0-16", new()
    {
        Network = "10.1.0.0/16",
        TunnelId = berlinOfficeConnector.TunnelId,
        Comment = "Berlin",
    });

    _ = new TunnelRoute("10-9-0-0-16", new()
    {
        Network = "10.9.0.0/16",
        TunnelId = berlinOfficeConnector.TunnelId,
        VirtualNetworkId = labNetwork.VirtualNetworkId,
    });

    _ = new DeviceProfileOrder("order-of-device-profiles", new()
    {
        ProfileIds = { warpConnectorsProfile.PolicyId, staffFriendsProfile.PolicyId, staffFriends2Profile.PolicyId },
    });
});
