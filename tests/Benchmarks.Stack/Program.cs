using Pulumi;
using Pulumi.ZeroTrust;
using Pulumi.ZeroTrust.Inputs;

const int Routes = 20;
const int Domains = 10;

// Profiles, each with its lists as separate resources, which go with it.
return await Deployment.RunAsync(() =>
{
    var profiles = new Pulumi.Config().RequireInt32("profiles");
    for (var index = 0; index < profiles; index++)
    {
        var profile = new DeviceProfile(
            $"profile-{index}",
            new()
            {
                Name = $"Profile {index}",
                Match = $"identity.email == \"user{index}@example.com\"",
                Precedence = index + 1,
            }
        );
        var ofProfile = new CustomResourceOptions { DeletedWith = profile };
        _ = new SplitTunnel(
            $"routes-{index}",
            new()
            {
                ProfileId = profile.PolicyId,
                Mode = SplitTunnelMode.Exclude,
                Routes = Enumerable
                    .Range(0, Routes)
                    .Select(route => new SplitTunnelEntryArgs { Address = $"198.18.{route}.0/24", Description = $"Route {route}" })
                    .ToList(),
            },
            ofProfile
        );
        _ = new FallbackDomains(
            $"domains-{index}",
            new()
            {
                ProfileId = profile.PolicyId,
                Domains = Enumerable
                    .Range(0, Domains)
                    .Select(domain => new FallbackDomainEntryArgs { Suffix = $"site{domain}.example.com" })
                    .ToList(),
            },
            ofProfile
        );
    }
});
