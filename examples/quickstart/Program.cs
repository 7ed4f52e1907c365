using Pulumi;
using Pulumi.ZeroTrust;
using Pulumi.ZeroTrust.Inputs;

return await Deployment.RunAsync(() =>
{
    // Staff laptops: always on, nothing to switch off.
    var staff = new DeviceProfile(
        "staff",
        new()
        {
            Name = "Staff",
            Match = "any(identity.groups.name[*] in {\"Staff\"})",
            Precedence = 100,
            SwitchLocked = true,
        }
    );

    // The office printers stay on the local network; everything else goes through Cloudflare.
    _ = new SplitTunnel(
        "staff",
        new()
        {
            ProfileId = staff.PolicyId,
            Routes =
            {
                new SplitTunnelEntryArgs { Address = "192.168.20.0/24", Description = "Printers" },
            },
        }
    );

    return new Dictionary<string, object?> { ["policyId"] = staff.PolicyId };
});
